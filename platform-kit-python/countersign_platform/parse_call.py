"""Parses a call of the desk. Every member is checked here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from .canonical import NotJson, is_whole, parse_json
from .encoding import count_chars, parse_time_ms
from .own_actions import is_own_action, with_actions, without_others
from .states import sort_labels, time_of, with_blocked

_BODY_CHARS_MAX = 1_000_000
_ID_CHARS_MAX = 512
_TEXT_CHARS_MAX = 20_000
_PART_CHARS_MAX = 200_000
_REFERENCE_CHARS_MAX = 1_024
_LABELS_MAX = 64
_REVERTS_MAX = 16
_EVENTS_MAX = 256
_COUNTRIES_MAX = 250
_ACTIONS_MAX = 64
_ENFORCEMENTS_MAX = 1_000
_SIGNATURES_MAX = 200
_COUNTRY = re.compile(r"[A-Z]{2}")
_ASSERTION_PARTS = ("core", "asShown", "keyRef", "clientDataJSON", "authenticatorData", "signature")

_OF_SUBJECTS = ("subject.read_back", "subject.facts")
_OF_ACCOUNTS = ("subject.profile", "subject.recent_posts")
_BY_REFERENCE = ("subject.media", "subject.restricted_link", "subject.restricted_bytes")

Item = TypeVar("Item")


class MalformedCall(Exception):
    """The call is not as the protocol says. The message names the member and the expected value."""


def parse_call(text: str) -> dict[str, Any]:
    """Parse a body to a call whose every member has been checked. Raises MalformedCall.

    Of an instruction, `sent` is the value as it came: members of a later protocol count in its hash too.
    """
    _check(count_chars(text) <= _BODY_CHARS_MAX, "body", f"at most {_BODY_CHARS_MAX} characters")
    try:
        call = _as_object(parse_json(text), "body")
    except NotJson as error:
        raise MalformedCall("body: must be JSON") from error
    kind = call.get("type")
    if kind in ("platform.capabilities", "platform.actors"):
        return {"type": kind}
    if kind == "subject.apply":
        return {"type": kind, **_parse_apply(call)}
    if kind not in (*_OF_SUBJECTS, *_OF_ACCOUNTS, *_BY_REFERENCE, "subject.restore"):
        raise MalformedCall("type: must be one this platform knows")
    parsed = {"type": kind, "subject": _as_subject(call.get("subject"), "subject")}
    if kind in _OF_ACCOUNTS:
        _check(parsed["subject"]["kind"] == "account", "subject.kind", "account")
    if kind in _BY_REFERENCE:
        parsed["reference"] = _as_text(call.get("reference"), "reference", _REFERENCE_CHARS_MAX)
    if kind == "subject.restore":
        parsed["epoch"] = _as_count(call.get("epoch"), "epoch")
        parsed["signatures"] = parse_assertions(call.get("signatures"))
        _check(parsed["signatures"] is not None, "signatures", "a list of assertions")
    return parsed


def _parse_apply(call: dict[str, Any]) -> dict[str, Any]:
    token = call.get("authorisation")
    authorisation = _as_text(token, "authorisation", _BODY_CHARS_MAX) if "authorisation" in call else None
    sent = call.get("instruction")
    return {"instruction": _as_instruction(sent, "instruction"), "sent": sent, "authorisation": authorisation}


def _as_instruction(value: object, path: str) -> dict[str, Any]:
    given = _as_object(value, path)
    subject = _as_subject(given.get("subject"), f"{path}.subject")

    def as_state(state: object, at: str) -> dict[str, Any]:
        parsed = _as_state(state, at)
        _check(subject["kind"] == "account" or parsed["mayPost"], f"{at}.mayPost", "true for a content")
        return parsed

    def as_revert(revert: object, at: str) -> dict[str, Any]:
        found = _as_object(revert, at)
        time = _as_time(found.get("at"), f"{at}.at")
        return {"at": time, "desired": as_state(found.get("desired"), f"{at}.desired")}

    reverts = _as_list(given.get("reverts"), f"{path}.reverts", _REVERTS_MAX, as_revert)
    in_order = all(time_of(one) <= time_of(next_one) for one, next_one in zip(reverts, reverts[1:]))
    _check(in_order, f"{path}.reverts", "in time order")
    instruction = {
        "subject": subject,
        "generation": _as_count(given.get("generation"), f"{path}.generation"),
        "desired": as_state(given.get("desired"), f"{path}.desired"),
        "baseline": as_state(given.get("baseline"), f"{path}.baseline"),
        "reverts": reverts,
        "events": _as_list(given.get("events"), f"{path}.events", _EVENTS_MAX, _as_event),
        "epoch": 0,
    }
    epoch = given.get("epoch", 0)
    if not (is_whole(epoch) and epoch == 0):
        instruction["epoch"] = _as_count(epoch, f"{path}.epoch")
    return instruction


def _as_subject(value: object, path: str) -> dict[str, Any]:
    given = _as_object(value, path)
    kind = given.get("kind")
    _check(kind in ("account", "content"), f"{path}.kind", "account or content")
    return {"kind": kind, "id": _as_text(given.get("id"), f"{path}.id", _ID_CHARS_MAX)}


def _as_state(value: object, path: str) -> dict[str, Any]:
    given = _as_object(value, path)
    _check(given.get("spread") in ("full", "limited"), f"{path}.spread", "full or limited")

    def as_label(label: object, at: str) -> str:
        return _as_text(label, at, _ID_CHARS_MAX)

    def as_country(country: object, at: str) -> str:
        code = _as_text(country, at, 2)
        _check(_COUNTRY.fullmatch(code) is not None, at, "a country, by two letters")
        return code

    labels = _as_list(given.get("labels"), f"{path}.labels", _LABELS_MAX, as_label)
    state = {
        "visible": _as_flag(given.get("visible"), f"{path}.visible"),
        "spread": given["spread"],
        "mayPost": _as_flag(given.get("mayPost"), f"{path}.mayPost"),
        "labels": sort_labels(labels),
    }
    actions = _as_list(given.get("actions", []), f"{path}.actions", _ACTIONS_MAX, _as_action)
    state = with_actions(state, actions)
    blocked = given.get("blockedCountries", [])
    return dict(with_blocked(state, _as_list(blocked, f"{path}.blockedCountries", _COUNTRIES_MAX, as_country)))


def _as_action(value: object, path: str) -> dict[str, Any]:
    _check(is_own_action(value), path, "an action with takes, reversible and parameters")
    return without_others(_as_object(value, path))


def _as_event(value: object, path: str) -> dict[str, Any]:
    given = _as_object(value, path)
    _check(given.get("kind") == "warn", f"{path}.kind", "warn")
    return {
        "id": _as_text(given.get("id"), f"{path}.id", _ID_CHARS_MAX),
        "kind": "warn",
        "policyId": _as_text(given.get("policyId"), f"{path}.policyId", _ID_CHARS_MAX),
        "text": _as_text(given.get("text"), f"{path}.text", _TEXT_CHARS_MAX),
    }


def parse_assertions(value: object) -> list[dict[str, Any]] | None:
    """Parse a list of signatures, without verifying them. None: the value is no such list."""
    return _parse_list(value, _SIGNATURES_MAX, _is_assertion)


def parse_approvals(value: object) -> list[dict[str, Any]] | None:
    """Parse a list of signatures about enforcements. None: the value is no such list."""
    return _parse_list(value, _SIGNATURES_MAX, lambda item: _is_assertion(item) and _is_part(item.get("enforcement")))


def parse_enforcements(value: object) -> list[dict[str, Any]] | None:
    """Parse the enforcements that the desk states. None: the value is no such list."""
    return _parse_list(value, _ENFORCEMENTS_MAX, _is_enforcement)


def _is_enforcement(item: dict[str, Any]) -> bool:
    until, countries = item.get("until", ""), item.get("countries", [])
    return (
        _is_part(item.get("enforcement"))
        and _is_part(item.get("action"))
        and isinstance(item.get("legalDuty"), bool)
        and (until is None or parse_time_ms(until) is not None)
        and isinstance(countries, list)
        and all(map(_is_part, countries))
        and (not any(name in item for name in ("takes", "reversible", "parameters")) or is_own_action(item))
    )


def _is_assertion(item: dict[str, Any]) -> bool:
    return all(_is_part(item.get(part)) for part in _ASSERTION_PARTS)


def _is_part(value: object) -> bool:
    return isinstance(value, str) and value != "" and count_chars(value) <= _PART_CHARS_MAX


def _parse_list(value: object, most: int, is_item: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]] | None:
    if not isinstance(value, list) or len(value) > most:
        return None
    return value if all(isinstance(item, dict) and is_item(item) for item in value) else None


def _check(holds: bool, path: str, must_be: str) -> None:
    if not holds:
        _refuse(path, must_be)


def _refuse(path: str, must_be: str) -> NoReturn:
    raise MalformedCall(f"{path}: must be {must_be}")


def _as_object(value: object, path: str) -> dict[str, Any]:
    return value if isinstance(value, dict) else _refuse(path, "an object")


def _as_list(value: object, path: str, most: int, as_item: Callable[[object, str], Item]) -> list[Item]:
    if not isinstance(value, list) or len(value) > most:
        _refuse(path, f"a list of at most {most}")
    return [as_item(item, f"{path}[{place}]") for place, item in enumerate(value)]


def _as_text(value: object, path: str, most: int) -> str:
    if not isinstance(value, str) or not 1 <= count_chars(value) <= most:
        _refuse(path, f"a text of 1 to {most} characters")
    return value


def _as_flag(value: object, path: str) -> bool:
    return value if isinstance(value, bool) else _refuse(path, "true or false")


def _as_count(value: object, path: str) -> int:
    if not isinstance(value, int) or not is_whole(value) or value < 1:
        _refuse(path, "a whole number of at least 1")
    return value


def _as_time(value: object, path: str) -> str:
    if not isinstance(value, str) or parse_time_ms(value) is None:
        _refuse(path, "an ISO 8601 time in UTC")
    return value
