package main

import (
	"context"
	"database/sql"
	"errors"

	_ "modernc.org/sqlite"
)

const tables = `
  -- Every webhook that was taken. The key is what makes a repeat one.
  create table if not exists webhooks (
    webhook_id text primary key,
    taken_at text not null default current_timestamp
  );
  -- What is still to be done, in the order of arrival.
  create table if not exists work_items (
    webhook_id text primary key,
    body text not null,
    attempts integer not null default 0,
    due_at integer not null default 0
  );
  -- What came of it.
  create table if not exists results (
    webhook_id text not null,
    result text not null,
    done_at text not null default current_timestamp
  );`

// It is counted and put off before anything is done: for 1, 2, 4, … seconds, an hour at most.
const beginItem = `
  update work_items set attempts = attempts + 1, due_at = unixepoch() + min(1 << min(attempts, 12), 3600)
   where rowid = (select rowid from work_items where due_at <= unixepoch() order by rowid limit 1)
  returning webhook_id, body, attempts`

const delayItem = `
  update work_items set due_at = unixepoch() + min(1 << min(attempts - 1, 12), 3600) where webhook_id = ?`

// inbox knows which webhooks have come, and what is still to be done, in one SQLite file. In your service these are tables
// of the database that your work writes to; the statements stay as they are.
type inbox struct {
	database *sql.DB
}

// item is something that is still to be done.
type item struct {
	webhookID string
	body      []byte
	attempts  int
}

// openInbox opens the file, and makes it when it is not there. One process has it open.
func openInbox(file string) (*inbox, error) {
	database, err := sql.Open("sqlite", file+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	// SQLite has one writer: the others wait here instead of in the file.
	database.SetMaxOpenConns(1)
	if _, err := database.Exec(tables); err != nil {
		return nil, errors.Join(err, database.Close())
	}
	return &inbox{database}, nil
}

// inTransaction makes all of a change or nothing: also when the process is killed, or the machine loses its power, in between.
func (i *inbox) inTransaction(ctx context.Context, change func(*sql.Tx) error) error {
	tx, err := i.database.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	// After a commit it does nothing.
	defer tx.Rollback()
	if err := change(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// take takes a webhook: its id, and in the same transaction what is to be done. It gives false when it was taken before.
func (i *inbox) take(ctx context.Context, webhookID string, body []byte) (isNew bool, err error) {
	err = i.inTransaction(ctx, func(tx *sql.Tx) error {
		known, err := tx.Exec("insert into webhooks (webhook_id) values (?) on conflict do nothing", webhookID)
		if err != nil {
			return err
		}
		rows, err := known.RowsAffected()
		if err != nil || rows == 0 {
			return err
		}
		isNew = true
		_, err = tx.Exec("insert into work_items (webhook_id, body) values (?, ?)", webhookID, string(body))
		return err
	})
	return isNew, err
}

// begin begins what came first of all that is due, or gives nil. Should the work end the process, the rest comes first after
// the restart: this one is put off already.
func (i *inbox) begin(ctx context.Context) (*item, error) {
	var found item
	err := i.database.QueryRowContext(ctx, beginItem).Scan(&found.webhookID, &found.body, &found.attempts)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &found, nil
}

// finish writes what came of an item, and in the same transaction that it is done: so it is written once.
func (i *inbox) finish(ctx context.Context, webhookID, result string) error {
	return i.inTransaction(ctx, func(tx *sql.Tx) error {
		removed, err := tx.Exec("delete from work_items where webhook_id = ?", webhookID)
		if err != nil {
			return err
		}
		rows, err := removed.RowsAffected()
		if err != nil || rows == 0 {
			return err
		}
		_, err = tx.Exec("insert into results (webhook_id, result) values (?, ?)", webhookID, result)
		return err
	})
}

// postpone puts an item off that failed, from now on.
func (i *inbox) postpone(ctx context.Context, webhookID string) error {
	_, err := i.database.ExecContext(ctx, delayItem, webhookID)
	return err
}

// check fails when the file cannot be read.
func (i *inbox) check(ctx context.Context) error {
	_, err := i.database.ExecContext(ctx, "select 1 from work_items limit 1")
	return err
}

func (i *inbox) close() error {
	return i.database.Close()
}
