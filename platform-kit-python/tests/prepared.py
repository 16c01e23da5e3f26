"""A platform whose accounts are those of a set-up: for the vectors and for the conformance checks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from countersign_platform import Handlers, MemoryStore, MemoryTransaction, SqliteStore, SqliteTransaction
from countersign_platform.states import State, Subject, key_of

UP = {"visible": True, "spread": "full", "mayPost": True, "labels": []}


class PreparedHandlers(Handlers):
    """Knows each subject's traits from the set-up, and keeps its state in the store's own transaction."""

    def __init__(self, subjects: Sequence[Mapping[str, Any]]) -> None:
        """Know these subjects."""
        self._traits = {key_of(one): one for one in subjects}
        self.delivered: list[str] = []

    def read(self, tx: Any, subject: Subject) -> Mapping[str, Any] | None:
        """Return the state and the platform's records of credentials."""
        traits = self._traits.get(key_of(subject))
        if traits is None:
            return None
        state = find_state(tx, subject)
        times = {name: traits.get(name) for name in ("credentialsChangedAt", "credentialsResetAt")}
        return {"state": state, "reach": traits["reach"] if state["visible"] else 0, **times}

    def write(self, tx: Any, subject: Subject, desired: State, cause: str) -> None:
        """Store the state."""
        if isinstance(tx, SqliteTransaction):
            row = (key_of(subject), json.dumps(dict(desired)))
            tx.connection.execute("insert or replace into state (subject, state) values (?, ?)", row)
        else:
            tx.rows[key_of(subject)] = dict(desired)

    def warn(self, tx: Any, event: Mapping[str, Any], subject: Subject) -> None:
        """Note the delivered id."""
        self.delivered.append(event["id"])

    def show_statement(self, tx: Any, statement: Mapping[str, Any], subject: Subject) -> None:
        """Note the shown id."""
        self.delivered.append(statement["id"])

    def facts(self, tx: Any, subject: Subject) -> Mapping[str, Any] | None:
        """Return the facts of the account, or of the content and its account."""
        traits = self._traits.get(key_of(subject))
        if traits is None:
            return None
        author = subject["id"] if subject["kind"] == "account" else traits.get("account", subject["id"])
        names = {"id": author, "handle": traits["handle"], "displayName": traits["handle"], "reach": traits["reach"]}
        account = {**names, "verified": "absent", "tags": "absent", "createdAt": "absent"}
        content = {"id": subject["id"], "accountId": author, "kind": "post", "text": "A test.", "createdAt": None}
        return {"account": account, **({"content": content} if subject["kind"] == "content" else {})}

    def capabilities(self) -> Mapping[str, Any]:
        """State what this platform can do."""
        absent = ["verified", "tags", "createdAt"]
        return {"name": "Prepared", "subjects": ["account", "content"], "absentFacts": absent}

    def protects(self, _tx: Any, subject: Subject) -> int:
        """Return the number of people from the set-up."""
        return int(self._traits.get(key_of(subject), {}).get("protects", 0))

    def hold_ms(self, _tx: Any, subject: Subject) -> int:
        """Return the hold from the set-up."""
        return int(self._traits.get(key_of(subject), {}).get("holdMs", 0))


def find_state(tx: MemoryTransaction | SqliteTransaction, subject: Subject) -> Any:
    """Return the state of a subject: visible until something was written."""
    if isinstance(tx, SqliteTransaction):
        row = tx.connection.execute("select state from state where subject = ?", (key_of(subject),)).fetchone()
        return json.loads(row[0]) if row else UP
    return tx.rows.get(key_of(subject), UP)


def make_store(file: str | None) -> MemoryStore | SqliteStore:
    """Make a store in memory, or in a SQLite file with the platform's own table beside."""
    if file is None:
        return MemoryStore()
    store = SqliteStore(file)
    with store.transaction({"kind": "account", "id": ""}) as tx:
        tx.connection.execute("create table if not exists state (subject text primary key, state text not null)")
    return store
