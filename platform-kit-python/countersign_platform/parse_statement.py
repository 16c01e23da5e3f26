"""Parses a statement of reasons."""

from __future__ import annotations

import re
from typing import Any

from .parse_values import as_list, as_object, as_text, as_time, check

_ID_CHARS_MAX = 512
_TEXTS_MAX = 16
_TEXT_CHARS_MAX = 5_000
_REDRESS_MAX = 8
_LANGUAGE_CHARS_MAX = 64
_ADDRESS_CHARS_MAX = 2_048
#: A language tag by its form (RFC 5646).
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
#: An https address in ASCII without a name or password in it, or one of a desk on the same machine (a demo).
_ADDRESS = re.compile(r"(?:https://[A-Za-z0-9.:-]+|http://localhost(?::[0-9]{1,5})?)([/?#][!#-;=?-\[\]-~]*)?")


def parse_statement(value: object, path: str) -> dict[str, Any]:
    """Parse a statement of reasons. Members that this version doesn't know reach no handler."""
    given = as_object(value, path)
    texts = as_list(given.get("texts"), f"{path}.texts", _TEXTS_MAX, _as_text_of_statement)
    check(len(texts) > 0, f"{path}.texts", "at least 1")
    return {
        "id": as_text(given.get("id"), f"{path}.id", _ID_CHARS_MAX),
        "texts": texts,
        "redress": as_list(given.get("redress"), f"{path}.redress", _REDRESS_MAX, _as_redress),
    }


def _as_text_of_statement(value: object, path: str) -> dict[str, str]:
    given = as_object(value, path)
    language = as_text(given.get("language"), f"{path}.language", _LANGUAGE_CHARS_MAX)
    check(_LANGUAGE.fullmatch(language) is not None, f"{path}.language", "a language, such as en")
    return {"language": language, "text": as_text(given.get("text"), f"{path}.text", _TEXT_CHARS_MAX)}


def _as_redress(value: object, path: str) -> dict[str, str]:
    given = as_object(value, path)
    kind = given.get("kind")
    check(kind in ("appeal", "settlement", "court"), f"{path}.kind", "appeal, settlement or court")
    address = as_text(given.get("address"), f"{path}.address", _ADDRESS_CHARS_MAX)
    check(_ADDRESS.fullmatch(address) is not None, f"{path}.address", "an https address")
    until = {"until": as_time(given["until"], f"{path}.until")} if "until" in given else {}
    return {"kind": str(kind), "address": address, **until}
