"""The kit's memory of each subject, beside the platform's own data."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from .states import Subject, key_of

#: The record of a subject as plain JSON: a store may keep it as one text beside `nextRevertAtMs`.
Record = dict[str, Any]


class Transaction(Protocol):
    """One transaction of the platform's own store. A handler's writes and the kit's record commit together."""

    def find_record(self, subject: Subject) -> Record | None:
        """Return the record of a subject."""

    def save_record(self, subject: Subject, record: Record) -> None:
        """Replace the record of a subject."""

    def remember_call(self, call_id: str, forget_at_ms: int) -> bool:
        """Remember a call. False, and nothing new is remembered: it was remembered before."""

    def forget_calls(self, before_ms: int) -> None:
        """Forget the calls whose time is before this one."""

    def save_taking(self, at_ms: int, reach: int) -> None:
        """Record a restriction of a subject with this reach."""

    def sum_takings(self, since_ms: int) -> tuple[int, int]:
        """Count the restrictions since then, of any subject, and sum their reach. Two never share a last place."""

    def forget_takings(self, before_ms: int) -> None:
        """Forget the restrictions before this time."""

    def save_acted_alone(self, account: str, enforcement: str, at_ms: int) -> None:
        """Record that one person took a content of this account offline alone."""

    def count_acted_alone(self, account: str, since_ms: int) -> int:
        """Count the contents of this account that one person took offline alone since then."""

    def forget_acted_alone(self, before_ms: int) -> None:
        """Forget what one person did alone before this time."""


class Store(Protocol):
    """A store whose transactions keep all others off a subject."""

    def transaction(self, subject: Subject) -> AbstractContextManager[Any]:
        """Begin a transaction. It commits durably at the end, or stores nothing if the block raises."""

    def reading(self, subject: Subject) -> AbstractContextManager[Any]:
        """Begin a transaction that only reads, of one state, and keeps no other one waiting: a read may be slow."""

    def list_due_reverts(self, until_ms: int) -> list[Subject]:
        """List the subjects whose `nextRevertAtMs` is at most this time, the earliest first."""

    def find_next_revert_at_ms(self) -> int | None:
        """Return the earliest `nextRevertAtMs` of all."""


class MemoryTransaction:
    """A copy of everything in memory, which is kept completely or not at all. `rows` are the platform's own."""

    def __init__(self, rows: dict[str, Any]) -> None:
        """Begin with these rows of the platform, by `kind:id`."""
        self.rows = rows
        self.records: dict[str, tuple[Subject, Record]] = {}
        self.calls: dict[str, int] = {}
        self.takings: list[tuple[int, int]] = []
        self.acted_alone: list[tuple[str, str, int]] = []

    def copy(self) -> MemoryTransaction:
        """Return a copy that is changed apart. Rows and records are replaced as wholes, and never changed in place."""
        other = MemoryTransaction(dict(self.rows))
        other.records, other.calls = dict(self.records), dict(self.calls)
        other.takings, other.acted_alone = list(self.takings), list(self.acted_alone)
        return other

    def find_record(self, subject: Subject) -> Record | None:
        """Return the record of a subject."""
        found = self.records.get(key_of(subject))
        return found[1] if found else None

    def save_record(self, subject: Subject, record: Record) -> None:
        """Replace the record of a subject."""
        self.records[key_of(subject)] = (dict(subject), record)

    def remember_call(self, call_id: str, forget_at_ms: int) -> bool:
        """Remember a call once."""
        if call_id in self.calls:
            return False
        self.calls[call_id] = forget_at_ms
        return True

    def forget_calls(self, before_ms: int) -> None:
        """Forget old calls."""
        self.calls = {call: at_ms for call, at_ms in self.calls.items() if at_ms >= before_ms}

    def save_taking(self, at_ms: int, reach: int) -> None:
        """Record a restriction."""
        self.takings.append((at_ms, reach))

    def sum_takings(self, since_ms: int) -> tuple[int, int]:
        """Count the restrictions since then and sum their reach."""
        since = [reach for at_ms, reach in self.takings if at_ms > since_ms]
        return len(since), sum(since)

    def forget_takings(self, before_ms: int) -> None:
        """Forget old restrictions."""
        self.takings = [taking for taking in self.takings if taking[0] >= before_ms]

    def save_acted_alone(self, account: str, enforcement: str, at_ms: int) -> None:
        """Record what one person did alone."""
        self.acted_alone.append((account, enforcement, at_ms))

    def count_acted_alone(self, account: str, since_ms: int) -> int:
        """Count what one person did alone on an account."""
        return sum(1 for one, _, at_ms in self.acted_alone if one == account and at_ms > since_ms)

    def forget_acted_alone(self, before_ms: int) -> None:
        """Forget what one person did alone before this time."""
        self.acted_alone = [one for one in self.acted_alone if one[2] >= before_ms]


class MemoryStore:
    """A store for tests and for platforms whose own data is in memory too. It forgets all with its process."""

    def __init__(self, rows: Mapping[str, Any] | None = None) -> None:
        """Keep these rows of the platform, by `kind:id`."""
        self._kept = MemoryTransaction(dict(rows or {}))
        self._lock = threading.Lock()

    def find(self, subject: Subject) -> Any:
        """Return the platform's own row of a subject as it was committed."""
        return copy.deepcopy(self._kept.rows.get(key_of(subject)))

    @contextmanager
    def transaction(self, _subject: Subject) -> Iterator[MemoryTransaction]:
        """Run one transaction at a time, on a copy."""
        with self._lock:
            tx = self._kept.copy()
            yield tx
            self._kept = tx

    @contextmanager
    def reading(self, _subject: Subject) -> Iterator[MemoryTransaction]:
        """Read a copy, which is dropped."""
        yield self._kept.copy()

    def list_due_reverts(self, until_ms: int) -> list[Subject]:
        """List the subjects whose time has come."""
        return [subject for at_ms, _, subject in self._reverts() if at_ms <= until_ms]

    def find_next_revert_at_ms(self) -> int | None:
        """Return the earliest time of all."""
        return next((at_ms for at_ms, _, _ in self._reverts()), None)

    def _reverts(self) -> list[tuple[int, str, Subject]]:
        found = [(record["nextRevertAtMs"], key, subject) for key, (subject, record) in self._kept.records.items()]
        return sorted(((at_ms, key, one) for at_ms, key, one in found if at_ms is not None), key=lambda due: due[:2])
