"""A durable store in SQLite. The platform's own tables may stand in the same file, and commit together."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from .states import Subject
from .store import Record

_BUSY_TIMEOUT_S = 30
_SCHEMA = """
create table if not exists countersign_subject (
  kind text not null, id text not null, record text not null, next_revert_at integer, primary key (kind, id));
create index if not exists countersign_subject_due on countersign_subject (next_revert_at);
create table if not exists countersign_call (id text primary key, forget_at integer not null);
create index if not exists countersign_call_old on countersign_call (forget_at);
create table if not exists countersign_taking (at integer not null, reach integer not null);
create index if not exists countersign_taking_at on countersign_taking (at);
create table if not exists countersign_acted_alone (account text not null, enforcement text not null, at integer);
create index if not exists countersign_acted_alone_of on countersign_acted_alone (account, at);
"""


class SqliteTransaction:
    """One transaction. Handlers read and write the platform's own tables by `connection`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use this connection, in which a transaction has begun."""
        self.connection = connection

    def find_record(self, subject: Subject) -> Record | None:
        """Return the record of a subject."""
        row = self._one("select record from countersign_subject where kind = ? and id = ?", *_key(subject))
        record: Record | None = json.loads(row[0]) if row else None
        return record

    def save_record(self, subject: Subject, record: Record) -> None:
        """Replace the record of a subject."""
        self.connection.execute(
            "insert into countersign_subject (kind, id, record, next_revert_at) values (?, ?, ?, ?)"
            " on conflict (kind, id) do update set record = excluded.record, next_revert_at = excluded.next_revert_at",
            (*_key(subject), json.dumps(record), record["nextRevertAtMs"]),
        )

    def remember_call(self, call_id: str, forget_at_ms: int) -> bool:
        """Remember a call once."""
        statement = "insert into countersign_call (id, forget_at) values (?, ?) on conflict (id) do nothing"
        return self.connection.execute(statement, (call_id, forget_at_ms)).rowcount == 1

    def forget_calls(self, before_ms: int) -> None:
        """Forget old calls."""
        self.connection.execute("delete from countersign_call where forget_at < ?", (before_ms,))

    def save_taking(self, at_ms: int, reach: int) -> None:
        """Record a restriction."""
        self.connection.execute("insert into countersign_taking (at, reach) values (?, ?)", (at_ms, reach))

    def sum_takings(self, since_ms: int) -> tuple[int, int]:
        """Count the restrictions since then and sum their reach."""
        row = self._one("select count(*), coalesce(sum(reach), 0) from countersign_taking where at > ?", since_ms)
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def forget_takings(self, before_ms: int) -> None:
        """Forget old restrictions."""
        self.connection.execute("delete from countersign_taking where at < ?", (before_ms,))

    def save_acted_alone(self, account: str, enforcement: str, at_ms: int) -> None:
        """Record what one person did alone."""
        row = (account, enforcement, at_ms)
        self.connection.execute("insert into countersign_acted_alone (account, enforcement, at) values (?, ?, ?)", row)

    def count_acted_alone(self, account: str, since_ms: int) -> int:
        """Count what one person did alone on an account."""
        statement = "select count(*) from countersign_acted_alone where account = ? and at > ?"
        row = self._one(statement, account, since_ms)
        return int(row[0]) if row else 0

    def forget_acted_alone(self, before_ms: int) -> None:
        """Forget what one person did alone before this time."""
        self.connection.execute("delete from countersign_acted_alone where at < ?", (before_ms,))

    def _one(self, statement: str, *values: str | int) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self.connection.execute(statement, values).fetchone()
        return row


class SqliteStore:
    """Runs one writing transaction at a time, so two never share the last place of a limit."""

    def __init__(self, file: str | Path) -> None:
        """Open or create the file and the kit's tables in it."""
        self._file = str(file)
        with closing(self._connect()) as connection:
            connection.executescript(_SCHEMA)

    @contextmanager
    def transaction(self, _subject: Subject) -> Iterator[SqliteTransaction]:
        """Begin a transaction that keeps every other one waiting. It is on disk when the block ends."""
        with closing(self._connect()) as connection:
            connection.execute("begin immediate")
            try:
                yield SqliteTransaction(connection)
            except BaseException:
                connection.execute("rollback")
                raise
            connection.execute("commit")

    @contextmanager
    def reading(self, _subject: Subject) -> Iterator[SqliteTransaction]:
        """Begin a transaction that only reads. The write-ahead log lets it read one state while others write."""
        with closing(self._connect()) as connection:
            connection.execute("pragma query_only = on")
            connection.execute("begin")
            yield SqliteTransaction(connection)

    def list_due_reverts(self, until_ms: int) -> list[Subject]:
        """List the subjects whose time has come."""
        statement = (
            "select kind, id from countersign_subject where next_revert_at <= ? order by next_revert_at, kind, id"
        )
        with closing(self._connect()) as connection:
            return [{"kind": kind, "id": name} for kind, name in connection.execute(statement, (until_ms,))]

    def find_next_revert_at_ms(self) -> int | None:
        """Return the earliest time of all."""
        with closing(self._connect()) as connection:
            row = connection.execute("select min(next_revert_at) from countersign_subject").fetchone()
        return row[0] if row else None

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        return connection


def _key(subject: Subject) -> tuple[str, str]:
    return subject["kind"], subject["id"]
