"""What one person's signature is enough for on a protected subject. All functions are pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from .counting import Counted, is_confirmed_by_second, list_proposals
from .encoding import DAY_MS, HOUR_MS
from .signature import TOLERANCE_MS

_WEEK_MS = 7 * DAY_MS
#: The most contents of one protected account that one person's signatures take offline in a day.
ALONE_A_DAY = 20
#: A document's effect ends after an hour unless a second person confirms it.
_UNCONFIRMED_MS_MAX = HOUR_MS
_ENDING = "document"
_GROUNDS = ("order", "match", "harm", _ENDING)
#: The hijack locks that may begin on one account in a week.
_HIJACKS_A_WEEK = 5
_NO_END_MS = 2**53 - 1

#: enforcement, sinceMs, untilMs and, for a lock against a hijacker, hijack.
Measure = Mapping[str, Any]


@dataclass(frozen=True)
class AloneSoFar:
    """The account of a content, and how many of its contents one person took offline alone within a day."""

    account: str
    used: int


def list_interim(measures: Sequence[Measure], spoken_of: Set[str], now_ms: int) -> list[Measure]:
    """List the measures of the last week. One that the desk no longer states has been restored."""
    recent = [one for one in measures if one["untilMs"] > now_ms - _WEEK_MS]
    return [
        one if one["enforcement"] in spoken_of else {**one, "untilMs": min(one["untilMs"], now_ms)} for one in recent
    ]


def sum_stood_ms(measures: Sequence[Measure], now_ms: int) -> float:
    """Sum the time of these measures within the last week and from now on, each moment counted once."""
    total, end = 0.0, float(now_ms - _WEEK_MS)
    bounded = [one for one in measures if not one.get("hijack")]
    for one in sorted(bounded, key=lambda measure: measure["sinceMs"]):
        total += max(0, one["untilMs"] - max(one["sinceMs"], end))
        end = max(end, one["untilMs"])
    return total


def find_ground(counted: Counted, so_far: AloneSoFar | None) -> str | None:
    """Find the ground on which one person's signature takes this content offline for this long. None: there is none."""
    if counted.subject["kind"] != "content" or counted.enforcement["action"] != "hide":
        return None
    if not counted.known and (so_far is None or so_far.used >= ALONE_A_DAY):
        return None
    # A list of one person has no second person who could confirm it.
    stands = is_confirmed_by_second(counted) or counted.grounds.people == 1
    is_brief = counted.for_ms <= _UNCONFIRMED_MS_MAX + TOLERANCE_MS
    grounds = [one.core.get("ground") for one in list_proposals(counted)]
    return next((one for one in grounds if one in _GROUNDS and (one != _ENDING or stands or is_brief)), None)


def find_hijack_lock(
    counted: Counted, known: Measure | None, changed_at_ms: float, measures: Sequence[Measure], begins: bool
) -> Measure | None:
    """Find the record of one person's lock against a hijacker. None: their signature is not enough.

    The platform's own records must show a takeover within the day before. A lock that was restored is not repeated.
    """
    subject, enforcement, now_ms = counted.subject, counted.enforcement, counted.now_ms
    if subject["kind"] != "account" or enforcement["action"] != "lock":
        return None
    if not any(one.core.get("ground") == "hijack" for one in list_proposals(counted)):
        return None
    if known is not None:
        return known if known.get("hijack") and not begins else None
    if changed_at_ms <= now_ms - DAY_MS or changed_at_ms > now_ms:
        return None
    if sum(1 for one in measures if one.get("hijack")) >= _HIJACKS_A_WEEK:
        return None
    # The lock lasts until it is restored: list_interim records when that was.
    return {"enforcement": enforcement["enforcement"], "sinceMs": now_ms, "untilMs": _NO_END_MS, "hijack": True}


def latest_of(*times_ms: int | None) -> float:
    """Return the latest of these times; -inf without any."""
    return max((ms for ms in times_ms if ms is not None), default=-math.inf)
