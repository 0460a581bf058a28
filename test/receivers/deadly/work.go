// Stands in place of an example's work.go: work that ends the process, as one that runs out of memory does.
package main

import (
	"bytes"
	"context"
	"os"
)

func work(_ context.Context, _ string, body []byte) (string, error) {
	if bytes.Contains(body, []byte("order.deadly")) {
		os.Exit(7)
	}
	if bytes.Contains(body, []byte("order.broken")) {
		panic("broken")
	}
	return "done", nil
}
