package main

import (
	"context"
	"encoding/json"
)

// event is the body of a webhook.
type event struct {
	ID        string          `json:"id"`
	Type      string          `json:"type"`
	Timestamp string          `json:"timestamp"`
	Data      json.RawMessage `json:"data"`
}

// work is where yours goes. What it returns is written once, in the transaction that ends the item. What it does elsewhere (a
// mail, a call of another service) may happen again after a crash: hand on the webhook's id as the idempotency key. After an
// error it is called again later.
func work(_ context.Context, _ string, body []byte) (string, error) {
	var got event
	if err := json.Unmarshal(body, &got); err != nil {
		return "", err
	}
	return got.Type + " of " + got.Timestamp, nil
}
