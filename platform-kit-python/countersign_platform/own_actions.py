"""The actions of a platform's own, as it declares them. All functions are pure."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .canonical import canonical_json
from .encoding import count_chars, utf16_key

#: The things that an action of one's own can take from a subject, in their order.
OWN_LOSSES = ("visibility", "spread", "posting", "sign-in", "money", "feature")
_PROTOCOL_ACTIONS = ("warn", "label", "limit", "hide", "remove", "lock", "suspend", "deactivate")
_ID = re.compile(r"[a-z][a-z0-9-]{0,63}")
_NAME = re.compile(r"[a-z][A-Za-z0-9_]{0,63}")
_PARAMETERS_MAX = 20
_ENTRIES_MAX = 50
_TEXT_CHARS_MAX = 10_000

#: action, takes, reversible, parameters.
Action = Mapping[str, Any]
#: By the id of each action: takes and, where what it takes can't be given back, reversible: False.
Rules = Mapping[str, Mapping[str, Any]]


def is_own_action(value: object) -> bool:
    """Tell whether a parsed value is an action of a platform's own."""
    if not isinstance(value, dict) or not isinstance(value.get("reversible"), bool):
        return False
    action, takes, parameters = value.get("action"), value.get("takes"), value.get("parameters")
    if not isinstance(action, str) or not _ID.fullmatch(action):
        return False
    if not isinstance(takes, list) or not takes or sorted(map(str, takes)) != sorted(_sort_losses(takes)):
        return False
    if not isinstance(parameters, dict) or len(parameters) > _PARAMETERS_MAX:
        return False
    return all(_NAME.fullmatch(name) and _is_parameter(one) for name, one in parameters.items())


def _is_parameter(value: object) -> bool:
    if isinstance(value, list):
        return len(value) <= _ENTRIES_MAX and all(map(_is_text, value))
    if isinstance(value, (int, float)):
        return math.isfinite(value)
    return _is_text(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and count_chars(value) <= _TEXT_CHARS_MAX


def without_others(action: Action) -> dict[str, Any]:
    """Return the members of an action that the protocol knows."""
    terms = {name: action[name] for name in ("action", "reversible", "parameters")}
    return {**terms, "takes": _sort_losses(action["takes"])}


def _sort_losses(takes: Sequence[Any]) -> list[str]:
    return [loss for loss in OWN_LOSSES if loss in takes]


def own_action_of(enforcement: Mapping[str, Any]) -> Action | None:
    """Return the action of the platform's own on which an enforcement is based. None: it is one of the protocol's."""
    return without_others(enforcement) if "takes" in enforcement else None


def actions_of(state: Mapping[str, Any]) -> Sequence[Action]:
    """Return the actions of the platform's own that stand on a subject."""
    actions: Sequence[Action] = state.get("actions", ())
    return actions


def with_actions(state: Mapping[str, Any], actions: Iterable[Action]) -> dict[str, Any]:
    """Return the state with these actions, sorted and once each; without any, the member is left out."""
    rest = {name: value for name, value in state.items() if name != "actions"}
    by_key = {canonical_json(one): one for one in actions}
    listed = [by_key[key] for key in sorted(by_key, key=utf16_key)]
    return {**rest, "actions": listed} if listed else rest


def without_actions(actions: Iterable[Action], others: Iterable[Action]) -> list[Action]:
    """Return the actions of the first list that the second does not have."""
    keys = {canonical_json(one) for one in others}
    return [one for one in actions if canonical_json(one) not in keys]


def is_as_declared(rules: Rules, action: Action) -> bool:
    """Tell whether this platform's own table says the same of an action as the desk does."""
    rule = rules.get(action["action"])
    if rule is None or action["action"] in _PROTOCOL_ACTIONS:
        return False
    return set(rule["takes"]) == set(action["takes"]) and rule.get("reversible", True) == action["reversible"]


def find_undeclared(rules: Rules, before: Mapping[str, Any], states: Iterable[Mapping[str, Any]]) -> Action | None:
    """Find an action that this platform doesn't have, or that takes something else here than the desk says.

    One that stands already is not refused: a restore of another must get through.
    """
    begun = without_actions((one for state in states for one in actions_of(state)), actions_of(before))
    return next((one for one in begun if not is_as_declared(rules, one)), None)


def find_begun_later(states: Sequence[Mapping[str, Any]]) -> Action | None:
    """Find what can't be undone and would begin at a revert.

    A revert only gives back, and what was undone stays undone.
    """
    begun = (without_actions(actions_of(later), actions_of(earlier)) for earlier, later in itertools.pairwise(states))
    return next((one for actions in begun for one in actions if not one["reversible"]), None)


def is_grave(action: Action) -> bool:
    """Tell whether an action is as serious as taking its subject offline."""
    return not action["reversible"] or "visibility" in action["takes"] or "sign-in" in action["takes"]


def is_mild(subject: Mapping[str, str], action: Action) -> bool:
    """Tell whether one other person is enough on a protected subject, as for a lock or a limit."""
    takes = action["takes"]
    if is_grave(action):
        return False
    return list(takes) == ["spread"] or (subject["kind"] == "account" and "spread" not in takes)
