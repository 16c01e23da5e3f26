"""Carries an instruction out once, or answers its stored outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .allow import OverBudget, allow
from .authorisation import Grounds, read_authorisation
from .canonical import hash_canonically
from .encoding import HOUR_MS, format_time
from .judge import NotAgreed
from .own_actions import find_begun_later, find_undeclared
from .setup import NO_SUCH_SUBJECT, Answer, Setup, refuse
from .show_statements import show_statements
from .signature import VerifiedCall
from .states import (
    Revert,
    State,
    Subject,
    first_revert_at_ms,
    is_same_state,
    split_reverts,
    takes_offline,
    time_of,
    without_taking,
    without_taking_offline,
)

_REMEMBERED_EVENTS_MAX = 1_000
_HOLD_MS_MAX = HOUR_MS
#: The statements that wait for one held effect: its own, and a few that came meanwhile.
_HELD_STATEMENTS_MAX = 16
#: More than any subject changes while a desk is away, and too few for a thief to use the numbers up.
_GENERATION_STEP_MAX = 2**20
_SINGLE_STEPS_FROM = 2**51
REPLAYED = refuse("replayed", "This call was received before. Sign each attempt anew.")


@dataclass(frozen=True)
class Receipt:
    """An instruction in the transaction that carries it out."""

    setup: Setup
    tx: Any
    sent: Mapping[str, Any]
    body_hash: str
    seen: Mapping[str, Any]
    grounds: Grounds | None
    now_ms: int

    @property
    def subject(self) -> Subject:
        """The subject of the instruction."""
        subject: Subject = self.sent["subject"]
        return subject


def apply_instruction(setup: Setup, call: VerifiedCall | None, parsed: Mapping[str, Any]) -> Answer:
    """Apply an instruction. The effect, its record and the memory of the call are one transaction.

    Everything that only computes runs outside of the transaction, which locks the subject. Raises NotAuthorised.
    No call: the instruction is one of a batch, whose call is remembered already.
    """
    instruction, subject = parsed["instruction"], parsed["instruction"]["subject"]
    grounds = None
    if setup.authority is not None:
        grounds = read_authorisation(setup.authority(), parsed, setup.now_ms())
    body_hash = hash_canonically(parsed["sent"])
    with setup.store.transaction(subject) as tx:
        now_ms = setup.now_ms()
        if not remember(tx, call, grounds, now_ms):
            return REPLAYED
        seen = tx.find_record(subject) or {}
        fenced = _refuse_fenced(instruction, seen)
        if fenced:
            return fenced
        receipt = Receipt(setup, tx, instruction, body_hash, seen, grounds, now_ms)
        return _answer_equal(receipt) if instruction["generation"] == seen.get("generation") else _carry_out(receipt)


def remember(tx: Any, call: VerifiedCall | None, grounds: Grounds | None, now_ms: int) -> bool:
    """Remember a call and its authorisation. False: one of them came before."""
    tx.forget_calls(now_ms)
    if call is not None and not tx.remember_call(call.id, call.forget_at_ms):
        return False
    return grounds is None or bool(tx.remember_call(f"jti {grounds.jti}", grounds.forget_at_ms))


def _refuse_fenced(instruction: Mapping[str, Any], seen: Mapping[str, Any]) -> Answer | None:
    """Refuse late calls, calls of another epoch, and generations that would leave no room for later ones."""
    last = {"generation": seen.get("generation", 0), "epoch": seen.get("epoch", 0)}
    if instruction["epoch"] != last["epoch"]:
        return refuse("stale_epoch", f"This subject is in epoch {last['epoch']}.", **last)
    step = instruction["generation"] - last["generation"]
    if step < 0:
        return refuse("stale_generation", f"Generation {last['generation']} was seen.", **last)
    most = _GENERATION_STEP_MAX if last["generation"] < _SINGLE_STEPS_FROM else 1
    return refuse("generation_jump", f"The next generation is at most {most} above.", **last) if step > most else None


def _answer_equal(receipt: Receipt) -> Answer:
    seen = receipt.seen
    if seen["bodyHash"] != receipt.body_hash:
        return refuse("conflicting_body", f"Generation {seen['generation']} was carried out with another body.")
    if seen.get("stopped"):
        return refuse("refused", "This platform's own people stopped it while it was being held.")
    return _answer("known", seen)


def _carry_out(receipt: Receipt) -> Answer:
    setup, tx, sent, subject = receipt.setup, receipt.tx, receipt.sent, receipt.subject
    before = setup.handlers.read(tx, subject)
    if before is None:
        return NO_SUCH_SUBJECT
    wrong = _find_wrong_action(receipt, before["state"])
    if wrong is not None:
        return refuse("refused", wrong)
    # A call that arrives after a revert of its own must not take a subject offline, not even until the next revert.
    passed, to_come = split_reverts(sent["reverts"], receipt.now_ms)
    state = before["state"]
    asked = without_taking_offline(passed[-1]["desired"], state) if passed else sent["desired"]
    try:
        believed = allow(receipt, before, asked, to_come)
    except NotAgreed as error:
        return refuse("not_agreed", str(error))
    except OverBudget as error:
        return refuse("over_budget", str(error))
    held, begins, reverts = _hold(receipt, state, asked, to_come)
    # An effect that is over already shows no statement.
    stated = [sent["statement"]] if "statement" in sent and not passed else []
    if held:
        held = {**held, "statements": [*held.get("statements", []), *stated][-_HELD_STATEMENTS_MAX:]}
    desired = without_taking(asked, state) if held else asked
    if not is_same_state(state, desired):
        setup.handlers.write(tx, subject, desired, "desk")
    delivered = _deliver(receipt)
    # A statement about an effect that is held waits for it.
    released = [] if held else [*_list_released(receipt, state, asked), *stated]
    shown = show_statements(setup, tx, subject, released, receipt.seen)
    after = setup.handlers.read(tx, subject) or before
    record = {
        **_count_from_hold(believed, begins, receipt.now_ms),
        **{"generation": sent["generation"], "epoch": receipt.seen.get("epoch", 0), "bodyHash": receipt.body_hash},
        "outcome": {"state": after["state"], "appliedAt": format_time(receipt.now_ms)},
        **{"baseline": sent["baseline"], "reverts": reverts, "held": held},
        "nextRevertAtMs": first_revert_at_ms(reverts, held),
        **{"deliveredEventIds": delivered, "shownStatementIds": shown},
    }
    tx.save_record(subject, record)
    return _answer("applied", record)


def _find_wrong_action(receipt: Receipt, before: State) -> str | None:
    """State why an instruction has an action that this platform never carries out. None: it has none."""
    states = [receipt.sent["desired"], *(revert["desired"] for revert in receipt.sent["reverts"])]
    undeclared = find_undeclared(receipt.setup.actions, before, states)
    if undeclared is not None:
        return f"This platform has no action {undeclared['action']} that takes exactly this."
    later = find_begun_later(states)
    return f"No revert begins {later['action']}, which can't be undone." if later is not None else None


def _hold(
    receipt: Receipt, before: State, asked: State, reverts: Sequence[Revert]
) -> tuple[Revert | None, Revert | None, Sequence[Revert]]:
    """Decide which part the platform holds by itself: the held effect, the same if it begins now, and the reverts.

    Reverts count from the end of the hold. An instruction that comes during a hold neither restarts nor shortens it.
    """
    if not takes_offline(before, asked):
        return None, None, reverts
    already = receipt.seen.get("held")
    if already:
        if time_of(already) <= receipt.now_ms:
            return None, None, reverts
        held = {**already, "desired": asked}
        if not is_same_state(already["desired"], asked):
            _tell_held(receipt, held)
        return held, None, reverts
    hold_ms = min(receipt.setup.handlers.hold_ms(receipt.tx, receipt.subject), _HOLD_MS_MAX)
    if hold_ms <= 0:
        return None, None, reverts
    held = {"at": format_time(receipt.now_ms + hold_ms), "desired": asked}
    _tell_held(receipt, held)
    later = [{"at": format_time(time_of(one) + hold_ms), "desired": one["desired"]} for one in reverts]
    return held, held, later


def _list_released(receipt: Receipt, before: State, asked: State) -> Sequence[Mapping[str, Any]]:
    """List the statements of a hold that is over, if its effect happens now."""
    already = receipt.seen.get("held")
    is_over = already is not None and time_of(already) <= receipt.now_ms
    return already.get("statements", []) if is_over and takes_offline(before, asked) else []


def _tell_held(receipt: Receipt, held: Revert) -> None:
    stated = receipt.grounds.enforcements if receipt.grounds else []
    enforcements = [one["enforcement"] for one in stated]
    notice = {"subject": receipt.subject, "notBefore": held["at"], "desired": held["desired"]}
    receipt.setup.handlers.tell_held(receipt.tx, {**notice, "enforcements": enforcements})


def _count_from_hold(believed: dict[str, Any], begins: Revert | None, now_ms: int) -> dict[str, Any]:
    """Return what was accepted: agreed times count from the end of the platform's own hold, as its reverts do."""
    if begins is None:
        return believed
    since_ms = time_of(begins)
    accepted = [{**one, "sinceMs": since_ms} if one["sinceMs"] == now_ms else one for one in believed["accepted"]]
    return {**believed, "accepted": accepted}


def _deliver(receipt: Receipt) -> list[str]:
    """Deliver the events that were not delivered before, and return all ids that are remembered."""
    delivered = list(receipt.seen.get("deliveredEventIds", []))
    for event in receipt.sent["events"]:
        if event["id"] not in delivered:
            receipt.setup.handlers.warn(receipt.tx, event, receipt.subject)
            delivered.append(event["id"])
    return delivered[-_REMEMBERED_EVENTS_MAX:]


def _answer(outcome: str, record: Mapping[str, Any]) -> Answer:
    held = {"notBefore": record["held"]["at"]} if record.get("held") else {}
    return Answer(200, {"outcome": outcome, "generation": record["generation"], **record["outcome"], **held})
