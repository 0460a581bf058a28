package main

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// verifier says who sent a webhook, and when: by the reference library of Standard Webhooks,
// https://www.standardwebhooks.com. While one secret takes over from another there are two.
type verifier []*standardwebhooks.Webhook

// newVerifier takes `whsec_…`, or several, divided by blanks or commas. It fails when there is none, or one that is none.
func newVerifier(secrets string) (verifier, error) {
	var v verifier
	for _, secret := range strings.FieldsFunc(secrets, func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
		// The library would take an empty key, with which everybody can sign.
		if strings.TrimPrefix(secret, "whsec_") == "" {
			return nil, errors.New("an empty secret")
		}
		one, err := standardwebhooks.NewWebhook(secret)
		if err != nil {
			return nil, fmt.Errorf("secret %d: %w", len(v)+1, err)
		}
		v = append(v, one)
	}
	if len(v) == 0 {
		return nil, errors.New("no secret")
	}
	return v, nil
}

// verify says what is wrong with a webhook: nil when one of the secrets has signed exactly this, less than five minutes ago.
func (v verifier) verify(body []byte, headers http.Header) error {
	var problem error
	for _, one := range v {
		if problem = one.Verify(body, headers); problem == nil {
			return nil
		}
	}
	return problem
}
