"""Carries out a batch of instructions, and reads a batch of subjects back, each as if it had come alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from .apply import REPLAYED, apply_instruction
from .authorisation import NotAuthorised
from .parse_values import MalformedCall
from .read_back import read_back
from .setup import Answer, RefusedByPlatform, Setup, refuse
from .signature import VerifiedCall
from .states import Subject

#: The time within which the instructions of a batch begin. It is shorter than the time for which a desk waits.
_BEGIN_MS_MAX = 10_000
_READ_BEGIN_MS_MAX = 4_000
#: A desk waits for a second for facts, and then reads each subject alone.
_FACTS_BEGIN_MS_MAX = 500

_Part = TypeVar("_Part")


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
    return _answer_each(setup, instructions, _BEGIN_MS_MAX, lambda parsed: apply_instruction(setup, None, parsed))


def read_back_batch(setup: Setup, subjects: Sequence[Subject | MalformedCall]) -> Answer:
    """Read several subjects back. One that is unknown or fails stops no other."""
    return _answer_each(setup, subjects, _READ_BEGIN_MS_MAX, lambda subject: read_back(setup, subject))


def facts_batch(
    setup: Setup, subjects: Sequence[Subject | MalformedCall], read_facts: Callable[[Subject], Answer]
) -> Answer:
    """Read the facts of several subjects. One that is unknown or fails stops no other."""
    return _answer_each(setup, subjects, _FACTS_BEGIN_MS_MAX, read_facts)


def _answer_each(
    setup: Setup, parts: Sequence[_Part | MalformedCall], begin_ms_max: int, work: Callable[[_Part], Answer]
) -> Answer:
    until_ms = setup.now_ms() + begin_ms_max
    answers = [_answer_one(setup, part, until_ms, work) for part in parts]
    return Answer(200, {"outcomes": [{"status": one.status, "answer": one.body} for one in answers]})


def _answer_one(
    setup: Setup, part: _Part | MalformedCall, until_ms: int, work: Callable[[_Part], Answer]
) -> Answer:
    if isinstance(part, MalformedCall):
        return refuse_after(setup, part)
    if setup.now_ms() > until_ms:
        return refuse("unavailable", "The parts of the batch before this one took too long. Ask again.")
    try:
        return work(part)
    except Exception as error:  # It is answered, and stops no other part.
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
