package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// How often the worker looks by itself: for what was put off.
const lookEvery = time.Second

// worker does what the webhooks ask for, one after the other, behind their answers.
type worker struct {
	inbox *inbox
	work  func(ctx context.Context, webhookID string, body []byte) (string, error)
	bell  chan struct{}
	stop  chan struct{}
	ended chan struct{}
}

func startWorker(inbox *inbox, work func(context.Context, string, []byte) (string, error)) *worker {
	w := &worker{inbox, work, make(chan struct{}, 1), make(chan struct{}), make(chan struct{})}
	go w.run()
	return w
}

// wake says that there is something to do.
func (w *worker) wake() {
	select {
	case w.bell <- struct{}{}:
	default:
	}
}

// end returns when what is under way is done.
func (w *worker) end() {
	close(w.stop)
	<-w.ended
}

func (w *worker) run() {
	defer close(w.ended)
	for {
		select {
		case <-w.stop:
			return
		default:
		}
		worked, err := w.workOne(context.Background())
		if err != nil {
			// The store is away, or full.
			slog.Error("worker.failed", "error", err)
		}
		if worked {
			continue
		}
		select {
		case <-w.stop:
			return
		case <-w.bell:
		case <-time.After(lookEvery):
		}
	}
}

// workOne gives false when there is nothing to do.
func (w *worker) workOne(ctx context.Context) (bool, error) {
	it, err := w.inbox.begin(ctx)
	if it == nil || err != nil {
		return false, err
	}
	result, err := w.workSafely(ctx, it)
	if err != nil {
		slog.Error("work.failed", "webhook_id", it.webhookID, "attempts", it.attempts, "error", err)
		return true, w.inbox.postpone(ctx, it.webhookID)
	}
	if err := w.inbox.finish(ctx, it.webhookID, result); err != nil {
		return false, err
	}
	slog.Info("work.done", "webhook_id", it.webhookID)
	return true, nil
}

// workSafely makes an error of a panic, which would end the process: net/http recovers from those in handlers alone.
func (w *worker) workSafely(ctx context.Context, it *item) (result string, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	return w.work(ctx, it.webhookID, it.body)
}
