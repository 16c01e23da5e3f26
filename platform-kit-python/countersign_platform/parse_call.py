"""Parses a call of the desk. Every member is checked here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from .canonical import NotJson, is_whole, parse_json
from .encoding import count_chars, parse_time_ms
from .own_actions import is_own_action, with_actions, without_others
from .parse_statement import parse_statement
from .parse_values import MalformedCall, as_count, as_flag, as_list, as_object, as_text, as_time, as_whole, check
from .states import sort_labels, time_of, with_blocked

_Part = TypeVar("_Part")

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
_MESSAGES_MAX = 25
_PLACES_MAX = 250
_ENFORCEMENTS_MAX = 1_000
#: The most instructions of one batch.
INSTRUCTIONS_MAX = 200
_SIGNATURES_MAX = 200
_COUNTRY = re.compile(r"[A-Z]{2}")
_ASSERTION_PARTS = ("core", "asShown", "keyRef", "clientDataJSON", "authenticatorData", "signature")

_OF_SUBJECTS = ("subject.read_back", "subject.facts")
_OF_ACCOUNTS = ("subject.profile", "subject.recent_posts", "subject.related_accounts", "subject.contact")
_BY_REFERENCE = ("subject.media", "subject.media_link", "subject.restricted_link", "subject.restricted_bytes")

def parse_call(text: str) -> dict[str, Any]:
    """Parse a body to a call whose every member has been checked. Raises MalformedCall.

    Of an instruction, `sent` is the value as it came: members of a later protocol count in its hash too.
    A malformed part of a batch is an error in its place.
    """
    check(count_chars(text) <= _BODY_CHARS_MAX, "body", f"at most {_BODY_CHARS_MAX} characters")
    try:
        call = as_object(parse_json(text), "body")
    except NotJson as error:
        raise MalformedCall("body: must be JSON") from error
    kind = call.get("type")
    if kind in ("platform.capabilities", "platform.actors"):
        return {"type": kind}
    if kind == "subject.apply":
        return {"type": kind, **_parse_instruction(call)}
    if kind == "subject.apply_batch":
        items = _parse_batch(call.get("instructions"), "instructions", _parse_instruction)
        return {"type": kind, "instructions": items}
    if kind in ("subject.read_back_batch", "subject.facts_batch"):
        return {"type": kind, "subjects": _parse_batch(call.get("subjects"), "subjects", _as_subject)}
    if kind not in (*_OF_SUBJECTS, *_OF_ACCOUNTS, *_BY_REFERENCE, "subject.restore", "subject.thread"):
        raise MalformedCall("type: must be one this platform knows")
    parsed = {"type": kind, "subject": _as_subject(call.get("subject"), "subject")}
    if kind in _OF_ACCOUNTS:
        check(parsed["subject"]["kind"] == "account", "subject.kind", "account")
    if kind == "subject.thread":
        check(parsed["subject"]["kind"] == "content", "subject.kind", "content")
        parsed["from"] = as_whole(call.get("from"), "from", -_PLACES_MAX, _PLACES_MAX)
        parsed["count"] = as_whole(call.get("count"), "count", 1, _MESSAGES_MAX)
    if kind in _BY_REFERENCE:
        parsed["reference"] = as_text(call.get("reference"), "reference", _REFERENCE_CHARS_MAX)
    if kind == "subject.restore":
        parsed["epoch"] = as_count(call.get("epoch"), "epoch")
        parsed["signatures"] = parse_assertions(call.get("signatures"))
        check(parsed["signatures"] is not None, "signatures", "a list of assertions")
    return parsed


def _parse_batch(
    value: object, name: str, parse: Callable[[dict[str, Any], str], _Part]
) -> list[_Part | MalformedCall]:
    """Parse a batch. A malformed part is refused alone, so it stands in its place as an error."""
    items = as_list(value, name, INSTRUCTIONS_MAX, as_object)
    check(len(items) > 0, name, "at least 1")
    parsed: list[_Part | MalformedCall] = []
    for place, item in enumerate(items):
        try:
            parsed.append(parse(item, f"{name}[{place}]"))
        except MalformedCall as error:
            parsed.append(error)
    return parsed


def _parse_instruction(given: dict[str, Any], place: str = "") -> dict[str, Any]:
    path = f"{place}." if place else ""
    token = given.get("authorisation")
    authorisation = as_text(token, f"{path}authorisation", _BODY_CHARS_MAX) if "authorisation" in given else None
    sent = given.get("instruction")
    return {"instruction": _as_instruction(sent, f"{path}instruction"), "sent": sent, "authorisation": authorisation}


def _as_instruction(value: object, path: str) -> dict[str, Any]:
    given = as_object(value, path)
    subject = _as_subject(given.get("subject"), f"{path}.subject")

    def as_state(state: object, at: str) -> dict[str, Any]:
        parsed = _as_state(state, at)
        check(subject["kind"] == "account" or parsed["mayPost"], f"{at}.mayPost", "true for a content")
        return parsed

    def as_revert(revert: object, at: str) -> dict[str, Any]:
        found = as_object(revert, at)
        time = as_time(found.get("at"), f"{at}.at")
        return {"at": time, "desired": as_state(found.get("desired"), f"{at}.desired")}

    reverts = as_list(given.get("reverts"), f"{path}.reverts", _REVERTS_MAX, as_revert)
    in_order = all(time_of(one) <= time_of(next_one) for one, next_one in zip(reverts, reverts[1:]))
    check(in_order, f"{path}.reverts", "in time order")
    instruction = {
        "subject": subject,
        "generation": as_count(given.get("generation"), f"{path}.generation"),
        "desired": as_state(given.get("desired"), f"{path}.desired"),
        "baseline": as_state(given.get("baseline"), f"{path}.baseline"),
        "reverts": reverts,
        "events": as_list(given.get("events"), f"{path}.events", _EVENTS_MAX, _as_event),
        "epoch": 0,
    }
    epoch = given.get("epoch", 0)
    if not (is_whole(epoch) and epoch == 0):
        instruction["epoch"] = as_count(epoch, f"{path}.epoch")
    if "statement" in given:
        instruction["statement"] = parse_statement(given["statement"], f"{path}.statement")
    return instruction


def _as_subject(value: object, path: str) -> dict[str, Any]:
    given = as_object(value, path)
    kind = given.get("kind")
    check(kind in ("account", "content"), f"{path}.kind", "account or content")
    return {"kind": kind, "id": as_text(given.get("id"), f"{path}.id", _ID_CHARS_MAX)}


def _as_state(value: object, path: str) -> dict[str, Any]:
    given = as_object(value, path)
    check(given.get("spread") in ("full", "limited"), f"{path}.spread", "full or limited")

    def as_label(label: object, at: str) -> str:
        return as_text(label, at, _ID_CHARS_MAX)

    def as_country(country: object, at: str) -> str:
        code = as_text(country, at, 2)
        check(_COUNTRY.fullmatch(code) is not None, at, "a country, by two letters")
        return code

    labels = as_list(given.get("labels"), f"{path}.labels", _LABELS_MAX, as_label)
    state = {
        "visible": as_flag(given.get("visible"), f"{path}.visible"),
        "spread": given["spread"],
        "mayPost": as_flag(given.get("mayPost"), f"{path}.mayPost"),
        "labels": sort_labels(labels),
    }
    actions = as_list(given.get("actions", []), f"{path}.actions", _ACTIONS_MAX, _as_action)
    state = with_actions(state, actions)
    blocked = given.get("blockedCountries", [])
    return dict(with_blocked(state, as_list(blocked, f"{path}.blockedCountries", _COUNTRIES_MAX, as_country)))


def _as_action(value: object, path: str) -> dict[str, Any]:
    check(is_own_action(value), path, "an action with takes, reversible and parameters")
    return without_others(as_object(value, path))


def _as_event(value: object, path: str) -> dict[str, Any]:
    given = as_object(value, path)
    check(given.get("kind") == "warn", f"{path}.kind", "warn")
    return {
        "id": as_text(given.get("id"), f"{path}.id", _ID_CHARS_MAX),
        "kind": "warn",
        "policyId": as_text(given.get("policyId"), f"{path}.policyId", _ID_CHARS_MAX),
        "text": as_text(given.get("text"), f"{path}.text", _TEXT_CHARS_MAX),
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
