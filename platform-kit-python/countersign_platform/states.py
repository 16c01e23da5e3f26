"""States of a subject, and what one takes from another. All functions are pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .canonical import canonical_json
from .encoding import parse_time_ms, utf16_key
from .own_actions import actions_of, is_grave, with_actions, without_actions

#: visible, spread, mayPost, labels and, if there are any, blockedCountries.
State = Mapping[str, Any]
#: A later state: at, desired.
Revert = Mapping[str, Any]
Subject = Mapping[str, str]

_TAKEABLE = ("visible", "mayPost", "spread")


def key_of(subject: Subject) -> str:
    """Return the text by which signatures name a subject."""
    return f"{subject['kind']}:{subject['id']}"


def time_of(revert: Revert) -> int:
    """Return the time of a parsed revert in milliseconds."""
    at_ms = parse_time_ms(revert["at"])
    if at_ms is None:
        raise ValueError("a stored revert has no time")
    return at_ms


def sort_labels(labels: Iterable[str]) -> list[str]:
    """Return labels or countries in the form of the protocol: sorted, without duplicates."""
    return sorted(set(labels), key=utf16_key)


def blocked_of(state: State) -> Sequence[str]:
    """Return the countries in which a subject is hidden although it is visible elsewhere."""
    countries: Sequence[str] = state.get("blockedCountries", ())
    return countries


def with_blocked(state: dict[str, Any], countries: Iterable[str]) -> State:
    """Return the state with these countries; without any, the member is left out."""
    blocked = sort_labels(countries)
    rest = {name: value for name, value in state.items() if name != "blockedCountries"}
    return {**rest, "blockedCountries": blocked} if blocked else rest


def is_same_state(one: State, other: State) -> bool:
    """Tell whether two states look the same to visitors; the order of labels does not matter."""
    plain = all(one[name] == other[name] for name in ("visible", "spread", "mayPost"))
    labels = sort_labels(one["labels"]) == sort_labels(other["labels"])
    blocked = sort_labels(blocked_of(one)) == sort_labels(blocked_of(other))
    began = without_actions(actions_of(one), actions_of(other))
    ended = without_actions(actions_of(other), actions_of(one))
    return plain and labels and blocked and not began and not ended


def is_offline(state: State) -> bool:
    """Tell whether some visitors cannot see the subject, or a grave action of the platform's own stands."""
    return not state["visible"] or len(blocked_of(state)) > 0 or any(map(is_grave, actions_of(state)))


def takes_offline(before: State, after: State) -> bool:
    """Tell whether some visitor sees the subject before and not after, or a grave action begins."""
    if any(map(is_grave, without_actions(actions_of(after), actions_of(before)))):
        return True
    newly_blocked = any(country not in blocked_of(before) for country in blocked_of(after))
    return bool(before["visible"]) and (not after["visible"] or newly_blocked)


def without_taking_offline(revert: State, state: State) -> State:
    """Return a revert as it is carried out: it gives back, and takes no freedom that the subject has by now."""
    blocked = blocked_of(revert)
    still = [country for country in blocked if country in blocked_of(state)] if state["visible"] else blocked
    visible = revert["visible"] or state["visible"]
    may_post = revert["mayPost"] or state["mayPost"]
    begun = without_actions(actions_of(revert), actions_of(state))
    standing = with_actions(revert, without_actions(actions_of(revert), begun))
    return with_blocked({**standing, "visible": visible, "mayPost": may_post}, still)


def without_taking(desired: State, state: State) -> State:
    """Return the part of a state that is applied at once while the rest is held: the part that gives back."""
    spread = "full" if desired["spread"] == "full" else state["spread"]
    return {**without_taking_offline(desired, state), "spread": spread}


def split_reverts(reverts: Sequence[Revert], now_ms: int) -> tuple[list[Revert], list[Revert]]:
    """Split reverts into those whose time has come and those still to come."""
    passed = [revert for revert in reverts if time_of(revert) <= now_ms]
    return passed, [revert for revert in reverts if time_of(revert) > now_ms]


def first_revert_at_ms(reverts: Sequence[Revert], held: Revert | None = None) -> int | None:
    """Return the time of the first revert or of the held effect, as a store indexes it."""
    times = [time_of(revert) for revert in [*reverts[:1], *([held] if held else [])]]
    return min(times) if times else None


def list_takeable(states: Sequence[State]) -> list[str]:
    """List everything that these states could take: properties, and visibility in single countries."""
    countries = [f"in {country}" for state in states for country in blocked_of(state)]
    actions = [taken_by(action) for state in states for action in actions_of(state)]
    return [*_TAKEABLE, *dict.fromkeys(countries), *dict.fromkeys(actions)]


def taken_by(action: Mapping[str, Any]) -> str:
    """Return the name of an action of the platform's own among everything that a state could take."""
    return f"does {canonical_json(action)}"


def is_own(what: str) -> bool:
    """Tell whether this names an action of the platform's own."""
    return what.startswith("does ")


def country_of(what: str) -> str | None:
    """Return the country in which a content is blocked. None: this takes something else."""
    return what.removeprefix("in ") if what.startswith("in ") else None


def _is_taken(what: str, desired: State) -> bool:
    if what == "mayPost":
        return not desired["mayPost"]
    if what == "spread":
        return bool(desired["spread"] == "limited")
    if is_own(what):
        return any(taken_by(action) == what for action in actions_of(desired))
    return not desired["visible"] or country_of(what) in blocked_of(desired)


def taken_until(what: str, desired: State, reverts: Sequence[Revert]) -> float:
    """Return the end of the last restriction of an instruction: inf without an end, -inf without a restriction."""
    steps = [desired, *(revert["desired"] for revert in reverts)]
    last = max((place for place, step in enumerate(steps) if _is_taken(what, step)), default=-1)
    if last == -1:
        return -math.inf
    return time_of(reverts[last]) if last < len(reverts) else math.inf


def stands_until(what: str, now: State, reverts: Sequence[Revert]) -> float:
    """Return the end of a restriction that stands now, -inf without one.

    A revert that would restrict the subject again takes nothing, so no later instruction may rely on it.
    """
    return taken_until(what, now, reverts) if _is_taken(what, now) else -math.inf


def offline_until(desired: State, reverts: Sequence[Revert]) -> float:
    """Return the first moment at which the subject is to be seen again: -inf at once, inf never."""
    if desired["visible"]:
        return -math.inf
    back = next((revert for revert in reverts if revert["desired"]["visible"]), None)
    return time_of(back) if back else math.inf
