"""Counts the people who signed an enforcement. All functions are pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .authorisation import Grounds
from .canonical import canonical_json
from .encoding import parse_time_ms
from .key_list import Signed
from .own_actions import own_action_of
from .signature import TOLERANCE_MS
from .states import Subject, key_of, sort_labels

#: The acts by which a person becomes a proposer. The last two resubmit an earlier enforcement as this one.
_PROPOSING = ("propose", "resume", "reinstate")


@dataclass(frozen=True)
class Counted:
    """An enforcement whose signatures are counted, and the time for which it restricts the subject in all."""

    subject: Subject
    grounds: Grounds
    enforcement: Mapping[str, Any]
    #: True when the platform accepted these signatures earlier: their time limit is not checked again.
    known: bool
    for_ms: float
    now_ms: int


def count_agreeing(counted: Counted) -> int:
    """Count the different people who approved this enforcement on this subject for at least this long.

    A proposer never counts and never confirms, unless the list has no other person. An approval that must be confirmed
    covers only the time until then, until another person has signed the confirmation.
    """
    about = _list_about(counted)
    proposers = set() if counted.grounds.people == 1 else _people_of(filter(_is_proposal, about))
    agreed = [one for one in about if one.core.get("act") == "agree" and one.person not in proposers]
    taken = proposers | _people_of(agreed)
    confirmed = any(one.core.get("act") == "confirm" and one.person not in taken for one in about)
    return len(_people_of(one for one in agreed if _is_enough(one, counted, confirmed)))


def list_proposals(counted: Counted) -> Sequence[Signed]:
    """List the signatures by which people proposed this enforcement, in time and for at least this long."""
    return [
        one
        for one in _list_about(counted)
        if _is_proposal(one)
        and (counted.known or counted.now_ms < _expiry_of(one) + TOLERANCE_MS)
        and counted.for_ms <= _lasts(one.core, "durationMs")
    ]


def is_confirmed_by_second(counted: Counted) -> bool:
    """Tell whether a person who did not propose this enforcement signed that it is right."""
    about = _list_about(counted)
    proposers = _people_of(filter(_is_proposal, about))
    return any(one.core.get("act") == "confirm" and one.person not in proposers for one in about)


def _is_proposal(signed: Signed) -> bool:
    return signed.core.get("act") in _PROPOSING


def _people_of(signed: Iterable[Signed]) -> set[str]:
    return {one.person for one in signed}


def _list_about(counted: Counted) -> list[Signed]:
    """List the signatures that name exactly this enforcement, subject, action and list of countries."""
    enforcement = counted.enforcement
    return [
        one
        for one in counted.grounds.signed
        if one.enforcement == enforcement["enforcement"]
        and one.core.get("subject") == key_of(counted.subject)
        and one.core.get("action") == enforcement["action"]
        and _terms_of(one.core) == _terms_of(own_action_of(enforcement) or {})
        and _is_of_same(one.core, enforcement)
    ]


def _terms_of(given: Mapping[str, Any]) -> str:
    """Return what an action of the platform's own takes, with its parameters: a signature counts for exactly these."""
    return canonical_json([given.get(name) for name in ("takes", "reversible", "parameters")])


def _is_of_same(core: Mapping[str, Any], enforcement: Mapping[str, Any]) -> bool:
    """Tell whether both name the same countries: a signature for some counts for no others, and not for all."""
    if "countries" not in enforcement:
        return "countries" not in core
    signed = core.get("countries")
    return isinstance(signed, list) and sort_labels(map(str, signed)) == sort_labels(enforcement["countries"])


def _is_enough(signed: Signed, counted: Counted, confirmed: bool) -> bool:
    in_time = counted.known or counted.now_ms < _expiry_of(signed)
    covered = counted.for_ms <= _lasts(signed.core, "durationMs")
    return in_time and covered and (confirmed or counted.for_ms <= _lasts(signed.core, "confirmMs"))


def _expiry_of(signed: Signed) -> float:
    at_ms = parse_time_ms(signed.core.get("expiresAt"))
    return -math.inf if at_ms is None else at_ms


def _lasts(core: Mapping[str, Any], name: str) -> float:
    """Return a signed duration in milliseconds: null is without end, and a missing one is none."""
    ms = core.get(name, "missing")
    if ms is None:
        return math.inf
    return ms + TOLERANCE_MS if isinstance(ms, (int, float)) and not isinstance(ms, bool) else -math.inf
