"""The ways back that need no desk: reverts, stopped holds, ended locks, and restores by two people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .apply import remember
from .encoding import MINUTE_MS, format_time, parse_time_ms
from .key_list import KeyList, is_expired, read_assertion
from .setup import NO_SUCH_SUBJECT, Answer, Setup, refuse
from .show_statements import show_statements
from .signature import VerifiedCall
from .states import (
    Revert,
    State,
    Subject,
    first_revert_at_ms,
    is_offline,
    is_same_state,
    key_of,
    split_reverts,
    time_of,
    without_taking,
    without_taking_offline,
)

#: The act that each of two people signs.
RESTORE_ACT = "restore_epoch"
_SIGNERS_MIN = 2
_LIFE_MS_MAX = 10 * MINUTE_MS


class RevertsFailed(Exception):
    """Some reverts failed and stay due. `failures` has the errors."""

    def __init__(self, failures: Sequence[Exception]) -> None:
        """Keep the errors."""
        super().__init__(f"{len(failures)} reverts failed and stay due.")
        self.failures = failures


def revert_due(setup: Setup) -> int:
    """Carry out every revert and hold whose time has come, however late, and return on how many subjects.

    A subject that fails keeps its revert for the next call and delays no other. Raises RevertsFailed at the end.
    """
    failures: list[Exception] = []
    reverted = 0
    for subject in setup.store.list_due_reverts(setup.now_ms()):
        try:
            reverted += _revert_subject(setup, subject)
        except Exception as error:  # The other subjects must come back, for any error of a handler.
            failures.append(error)
    if failures:
        raise RevertsFailed(failures)
    return reverted


def _revert_subject(setup: Setup, subject: Subject) -> bool:
    with setup.store.transaction(subject) as tx:
        # The record is read again: a newer generation may have removed the revert since the list was made.
        record = tx.find_record(subject)
        if record is None:
            return False
        now_ms = setup.now_ms()
        passed, to_come = split_reverts(record["reverts"], now_ms)
        held = record.get("held")
        is_over = held is not None and time_of(held) <= now_ms
        if not passed and not is_over:
            return False
        reading = setup.handlers.read(tx, subject)
        revert = passed[-1] if passed else None
        outcome, shown = record["outcome"], record.get("shownStatementIds", [])
        desired_later = (revert or held)["desired"]
        still_held = {**held, "desired": desired_later} if _stays_held(held, is_over, desired_later) else None
        if reading is not None:
            desired = _next_state(desired_later, reading["state"], is_over, still_held is not None)
            if not is_same_state(reading["state"], desired):
                setup.handlers.write(tx, subject, desired, "self_revert" if revert else "desk")
            if is_over and is_offline(desired_later):
                shown = show_statements(setup, tx, subject, held.get("statements", []), record)
            if is_over:
                outcome = {"state": desired, "appliedAt": format_time(now_ms)}
        due = {"reverts": to_come, "held": still_held, "nextRevertAtMs": first_revert_at_ms(to_come, still_held)}
        tx.save_record(subject, {**record, **due, "outcome": outcome, "shownStatementIds": shown})
        return True


def _stays_held(held: Revert | None, is_over: bool, desired: State) -> bool:
    return held is not None and not is_over and is_offline(desired)


def _next_state(desired: State, state: State, is_over: bool, stays_held: bool) -> State:
    """Return the next state. A held effect happens when its hold ends, and only what is still desired then."""
    if is_over and is_offline(desired):
        return desired
    return without_taking(desired, state) if stays_held else without_taking_offline(desired, state)


def stop_held(setup: Setup, subject: Subject) -> bool:
    """Cancel the held effect on a subject. The desk learns it at its next call. False: nothing is held."""
    with setup.store.transaction(subject) as tx:
        record = tx.find_record(subject)
        held = record.get("held") if record else None
        if record is None or held is None or time_of(held) <= setup.now_ms():
            return False
        stopped = {"held": None, "reverts": [], "nextRevertAtMs": None, "stopped": True}
        tx.save_record(subject, {**record, **stopped})
        return True


def end_hijack_lock(setup: Setup, subject: Subject) -> bool:
    """End one person's lock against a hijacker, once the platform's records show a reset since the lock began."""
    with setup.store.transaction(subject) as tx:
        record = tx.find_record(subject) or {}
        now_ms = setup.now_ms()
        lock = next((one for one in record.get("interim", []) if one.get("hijack") and one["untilMs"] > now_ms), None)
        reading = setup.handlers.read(tx, subject) if lock else None
        if lock is None or reading is None:
            return False
        reset_ms = parse_time_ms(reading.get("credentialsResetAt"))
        if reset_ms is None or not lock["sinceMs"] < reset_ms <= now_ms:
            return False
        state = _unlock(reading["state"], record["baseline"])
        if state["mayPost"] != reading["state"]["mayPost"]:
            setup.handlers.write(tx, subject, state, "reset")
        reverts = [{**one, "desired": _unlock(one["desired"], record["baseline"])} for one in record["reverts"]]
        interim = [{**one, "untilMs": now_ms} if one is lock else one for one in record["interim"]]
        outcome = {"state": state, "appliedAt": format_time(now_ms)}
        tx.save_record(subject, {**record, "outcome": outcome, "reverts": reverts, "interim": interim})
        return True


def _unlock(desired: State, baseline: State) -> State:
    """Return a state without the lock. A suspension takes the visibility too, and stays."""
    return {**desired, "mayPost": desired["mayPost"] or baseline["mayPost"]} if desired["visible"] else desired


def restore_by_people(setup: Setup, call: VerifiedCall, parsed: Mapping[str, Any]) -> Answer:
    """Restore a subject because two people of the list signed it, at any generation, and begin its next epoch.

    Only this raises the epoch, and by exactly one: the signatures restore nothing a second time, and every instruction
    of the epoch before is refused. Legal duties stay.
    """
    subject, now_ms = parsed["subject"], setup.now_ms()
    keys = setup.authority().keys if setup.authority else None
    if keys is None or is_expired(keys, now_ms):
        return refuse("refused", "This platform has pinned no valid list of keys. Pin a new list first.")
    if _count_signers(keys, parsed, now_ms) < _SIGNERS_MIN:
        return refuse("not_agreed", "It takes two people of the pinned list, who signed this just now.")
    with setup.store.transaction(subject) as tx:
        if not remember(tx, call, None, now_ms):
            return refuse("replayed", "This call was received before. Sign each attempt anew.")
        seen = tx.find_record(subject) or {}
        last = {"generation": seen.get("generation", 0), "epoch": seen.get("epoch", 0)}
        if parsed["epoch"] != last["epoch"] + 1:
            return refuse("stale_epoch", f"Epoch {last['epoch']} has begun; the next is one above it.", **last)
        return _give_back(setup, tx, parsed, seen)


def _count_signers(keys: KeyList, parsed: Mapping[str, Any], now_ms: int) -> int:
    subject, epoch = key_of(parsed["subject"]), parsed["epoch"]
    people = set()
    for signature in parsed["signatures"]:
        signed = read_assertion(signature, f"{subject} epoch {epoch}", keys)
        core = signed.core if signed else {}
        expires_ms = parse_time_ms(core.get("expiresAt"))
        is_fresh = expires_ms is not None and 0 < expires_ms - now_ms <= _LIFE_MS_MAX
        is_about = (core.get("act"), core.get("subject"), core.get("epoch")) == (RESTORE_ACT, subject, epoch)
        if signed and is_fresh and is_about and core.get("nonce"):
            people.add(signed.person)
    return len(people)


def _give_back(setup: Setup, tx: Any, parsed: Mapping[str, Any], seen: Mapping[str, Any]) -> Answer:
    subject, now_ms = parsed["subject"], setup.now_ms()
    before = setup.handlers.read(tx, subject)
    if before is None:
        return NO_SUCH_SUBJECT
    state = before["state"]
    marks = [one for one in seen.get("legalDuty", []) if one["untilMs"] is None or one["untilMs"] > now_ms]
    full = {"visible": True, "spread": "full", "mayPost": True, "labels": state["labels"]}
    desired, reverts = _without_lawful(full, state, marks)
    if not is_same_state(state, desired):
        setup.handlers.write(tx, subject, desired, "people")
    after = setup.handlers.read(tx, subject) or before
    outcome = {"state": after["state"], "appliedAt": format_time(now_ms)}
    kept = {name: value for name, value in seen.items() if name not in ("held", "stopped")}
    # The epoch tells late calls from new ones, so generations begin anew and can't have been used up.
    record = {"deliveredEventIds": [], **kept, "generation": 0, "epoch": parsed["epoch"], "bodyHash": ""}
    record.update(outcome=outcome, baseline=full, reverts=reverts, legalDuty=marks, held=None)
    tx.save_record(subject, {**record, "nextRevertAtMs": first_revert_at_ms(reverts)})
    return Answer(200, {"outcome": "applied", "generation": 0, "epoch": parsed["epoch"], **outcome})


def _without_lawful(
    full: State, before: State, marks: Sequence[Mapping[str, Any]]
) -> tuple[State, Sequence[Revert]]:
    """Return the restored state and its reverts: a legal duty is lifted when the last of its marks ends."""
    if not marks or before["visible"]:
        return full, []
    ends = [mark["untilMs"] for mark in marks]
    desired = {**full, "visible": False, "mayPost": before["mayPost"]}
    return desired, [] if None in ends else [{"at": format_time(max(ends)), "desired": full}]
