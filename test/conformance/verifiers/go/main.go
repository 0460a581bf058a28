// Verifies webhooks: a JSON object a line in, one a line out (see line-verifier.ts).
package main

import (
	"bufio"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log"
	"math"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

const toleranceSeconds = 5 * 60

type asked struct {
	Key     string            `json:"key"`
	Headers map[string]string `json:"headers"`
	Body    []byte            `json:"body"`
}

type answer struct {
	// Null when the webhook is good.
	Problem *string `json:"problem"`
}

// verifyAsymmetric checks v1a, as the specification has it: the reference library knows v1 alone.
func verifyAsymmetric(publicKey string, headers http.Header, body []byte) error {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(publicKey, "whpk_"))
	if err != nil || len(key) != ed25519.PublicKeySize {
		return errors.New("the public key is none")
	}
	timestamp := headers.Get(standardwebhooks.HeaderWebhookTimestamp)
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || math.Abs(float64(time.Now().Unix()-seconds)) > toleranceSeconds {
		return errors.New("the timestamp is too far from now, or none")
	}
	content := append([]byte(headers.Get(standardwebhooks.HeaderWebhookID)+"."+timestamp+"."), body...)
	for _, one := range strings.Split(headers.Get(standardwebhooks.HeaderWebhookSignature), " ") {
		version, encoded, _ := strings.Cut(one, ",")
		signature, err := base64.StdEncoding.DecodeString(encoded)
		if version == "v1a" && err == nil && ed25519.Verify(key, content, signature) {
			return nil
		}
	}
	return standardwebhooks.ErrNoMatchingSignature
}

func verify(one asked) error {
	headers := http.Header{}
	for name, value := range one.Headers {
		headers.Set(name, value)
	}
	if strings.HasPrefix(one.Key, "whpk_") {
		return verifyAsymmetric(one.Key, headers, one.Body)
	}
	webhook, err := standardwebhooks.NewWebhook(one.Key)
	if err != nil {
		return err
	}
	return webhook.Verify(one.Body, headers)
}

func main() {
	// Not a Scanner: it refuses lines that are longer than its buffer.
	lines := bufio.NewReader(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return
		}
		if err != nil {
			log.Fatal(err)
		}
		var one asked
		if err := json.Unmarshal(line, &one); err != nil {
			log.Fatal(err)
		}
		var said answer
		if err := verify(one); err != nil {
			problem := err.Error()
			said.Problem = &problem
		}
		if err := out.Encode(said); err != nil {
			log.Fatal(err)
		}
	}
}
