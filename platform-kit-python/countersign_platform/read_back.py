"""Reads what the platform shows of a subject now."""

from __future__ import annotations

from .encoding import format_time
from .setup import NO_SUCH_SUBJECT, Answer, Setup
from .states import Subject

_STATED = ("credentialsResetAt", "credentialsChangedAt", "address")


def read_back(setup: Setup, subject: Subject) -> Answer:
    """Read the state of a subject and the highest generation seen."""
    with setup.store.reading(subject) as tx:
        reading = setup.handlers.read(tx, subject)
        record = tx.find_record(subject) or {}
    if reading is None:
        return NO_SUCH_SUBJECT
    epoch = {"epoch": record["epoch"]} if record.get("epoch") else {}
    told = {"subject": subject, "state": reading["state"], "generation": record.get("generation", 0), **epoch}
    stated = {name: reading[name] for name in _STATED if reading.get(name) is not None}
    return Answer(200, {**told, "reach": reading["reach"], "readAt": format_time(setup.now_ms()), **stated})
