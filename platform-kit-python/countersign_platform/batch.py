"""Carries out a batch of instructions, each as if it had come alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .apply import REPLAYED, apply_instruction
from .authorisation import NotAuthorised
from .parse_values import MalformedCall
from .setup import Answer, RefusedByPlatform, Setup, refuse
from .signature import VerifiedCall

#: The time within which the instructions of a batch begin. It is shorter than the time for which a desk waits.
_BEGIN_MS_MAX = 10_000


def apply_batch(
    setup: Setup, call: VerifiedCall, instructions: Sequence[Mapping[str, Any] | MalformedCall]
) -> Answer:
    """Carry out each instruction in a transaction of its own, in their order. One that is refused stops no other."""
    # The call is remembered under a lock of its own: a batch has many subjects, and holds up none of them.
    with setup.store.transaction({"kind": "content", "id": f"batch {call.id}"}) as tx:
        tx.forget_calls(setup.now_ms())
        is_first = tx.remember_call(call.id, call.forget_at_ms)
    if not is_first:
        return REPLAYED
    until_ms = setup.now_ms() + _BEGIN_MS_MAX
    answers = [_answer_one(setup, parsed, until_ms) for parsed in instructions]
    return Answer(200, {"outcomes": [{"status": one.status, "answer": one.body} for one in answers]})


def _answer_one(setup: Setup, parsed: Mapping[str, Any] | MalformedCall, until_ms: int) -> Answer:
    if isinstance(parsed, MalformedCall):
        return refuse_after(setup, parsed)
    if setup.now_ms() > until_ms:
        return refuse("unavailable", "The instructions before this one took too long. Ask again.")
    try:
        return apply_instruction(setup, None, parsed)
    except Exception as error:  # It is answered, and stops no other instruction.
        return refuse_after(setup, error)


def refuse_after(setup: Setup, error: Exception) -> Answer:
    """Return the answer for a call that ended with an error. One that the platform caused goes to its own people."""
    if isinstance(error, MalformedCall):
        return refuse("malformed", str(error))
    if isinstance(error, NotAuthorised):
        return refuse("not_authorised", str(error))
    if isinstance(error, RefusedByPlatform):
        return refuse("refused", str(error))
    setup.on_error(error)
    return refuse("unavailable", "The platform could not carry this out. Ask again.")
