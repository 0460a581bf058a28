"""
Which webhooks have come, and what is still to be done, in one SQLite file. In your service these are tables of the
database that your work writes to; the statements stay as they are.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

TABLES = """
  pragma journal_mode = wal;
  -- Each commit waits until it is on disk. In WAL that is not what every build of SQLite does by itself.
  pragma synchronous = full;
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
  );
"""

# It is counted and put off before anything is done: for 1, 2, 4, … seconds, an hour at most.
BEGIN = """
  update work_items set attempts = attempts + 1, due_at = unixepoch() + min(1 << min(attempts, 12), 3600)
   where rowid = (select rowid from work_items where due_at <= unixepoch() order by rowid limit 1)
  returning webhook_id, body, attempts
"""
DELAY = "update work_items set due_at = unixepoch() + min(1 << min(attempts - 1, 12), 3600) where webhook_id = ?"


class Item(NamedTuple):
    webhook_id: str
    body: str
    attempts: int


class Inbox:
    """Its methods wait for the disk: call them in a thread. One process has the file open."""

    def __init__(self, file: str) -> None:
        """Opens the file, and makes it when it is not there."""
        self._lock = threading.Lock()
        # No isolation level: transactions begin where it says so.
        self._database = sqlite3.connect(file, timeout=5, isolation_level=None, check_same_thread=False)
        self._database.executescript(TABLES)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: also when the process is killed, or the machine loses its power, in between."""
        with self._lock, self._database:
            self._database.execute("begin immediate")
            yield self._database

    def take(self, webhook_id: str, body: str) -> bool:
        """Takes a webhook: its id, and in the same transaction what is to be done. False when it was taken before."""
        with self._transaction() as database:
            known = database.execute(
                "insert into webhooks (webhook_id) values (?) on conflict do nothing", [webhook_id]
            )
            if known.rowcount == 0:
                return False
            database.execute("insert into work_items (webhook_id, body) values (?, ?)", [webhook_id, body])
            return True

    def begin(self) -> Item | None:
        """
        Begins what came first of all that is due. Should the work end the process, the rest comes first after the restart:
        this one is put off already.
        """
        with self._transaction() as database:
            row = database.execute(BEGIN).fetchone()
        return Item(*row) if row else None

    def finish(self, webhook_id: str, result: str) -> None:
        """Writes what came of an item, and in the same transaction that it is done: so it is written once."""
        with self._transaction() as database:
            removed = database.execute("delete from work_items where webhook_id = ?", [webhook_id])
            if removed.rowcount == 1:
                database.execute("insert into results (webhook_id, result) values (?, ?)", [webhook_id, result])

    def postpone(self, webhook_id: str) -> None:
        """Puts an item off that failed, from now on."""
        with self._transaction() as database:
            database.execute(DELAY, [webhook_id])

    def check(self) -> None:
        """Raises when the file cannot be read."""
        with self._lock:
            self._database.execute("select 1 from work_items limit 1").fetchone()

    def close(self) -> None:
        self._database.close()
