// Takes Hopline's webhooks: verifies, keeps, answers. The worker does the rest.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// A payload has at most 256 KiB; what Hopline puts around it is less than one more.
const maxBodyBytes = 257 * 1024

const (
	requestTimeout = 10 * time.Second
	stopTimeout    = 10 * time.Second
)

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	if err := run(); err != nil {
		slog.Error("receiver.failed", "error", err)
		os.Exit(1)
	}
}

func run() error {
	verifier, err := newVerifier(os.Getenv("WEBHOOK_SECRET"))
	if err != nil {
		// Not the setting itself: it is a secret.
		return fmt.Errorf("WEBHOOK_SECRET must be the secret of the endpoint, whsec_…: %w", err)
	}
	inbox, err := openInbox(setting("DATABASE_FILE", "webhooks.db"))
	if err != nil {
		return err
	}
	worker := startWorker(inbox, work)
	server := &http.Server{
		Addr:         net.JoinHostPort(setting("HOST", "127.0.0.1"), setting("PORT", "9000")),
		Handler:      routes(verifier, inbox, worker),
		ReadTimeout:  requestTimeout,
		WriteTimeout: requestTimeout,
		IdleTimeout:  2 * time.Minute,
	}
	signalled, forget := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer forget()
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	slog.Info("receiver.started", "address", server.Addr)
	select {
	case err = <-failed:
	case <-signalled.Done():
		// It takes nothing more, and answers what is under way.
		limit, cancel := context.WithTimeout(context.Background(), stopTimeout)
		defer cancel()
		err = server.Shutdown(limit)
	}
	worker.end()
	err = errors.Join(err, inbox.close())
	slog.Info("receiver.stopped")
	return err
}

func routes(verifier verifier, inbox *inbox, worker *worker) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if err := inbox.check(r.Context()); err != nil {
			fail(w, err)
			return
		}
		answer(w, http.StatusOK, "status", "ok")
	})
	mux.HandleFunc("POST /hooks", func(w http.ResponseWriter, r *http.Request) {
		// The bytes as they came: a body that was parsed and printed again is not the one that was signed.
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			answer(w, http.StatusRequestEntityTooLarge, "error", "the body is too large")
			return
		}
		if err != nil {
			answer(w, http.StatusBadRequest, "error", "the body broke off")
			return
		}
		if problem := verifier.verify(body, r.Header); problem != nil {
			slog.Info("webhook.refused", "problem", problem)
			answer(w, http.StatusBadRequest, "error", problem.Error())
			return
		}
		webhookID := r.Header.Get(standardwebhooks.HeaderWebhookID)
		isNew, err := inbox.take(r.Context(), webhookID, body)
		if err != nil {
			fail(w, err)
			return
		}
		status := "known"
		if isNew {
			status = "taken"
			worker.wake()
		}
		slog.Info("webhook."+status, "webhook_id", webhookID)
		// It is kept: this may be answered now, and a repeat in the same way.
		answer(w, http.StatusOK, "status", status)
	})
	return mux
}

func fail(w http.ResponseWriter, err error) {
	slog.Error("request.failed", "error", err)
	answer(w, http.StatusInternalServerError, "error", "try again later")
}

func answer(w http.ResponseWriter, status int, name, value string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// Whoever has gone hears nothing of it.
	_ = json.NewEncoder(w).Encode(map[string]string{name: value})
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}
