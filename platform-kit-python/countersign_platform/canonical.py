"""JSON as ECMAScript reads it, and its canonical form (RFC 8785)."""

from __future__ import annotations

import hashlib
import json
import math
import re
from decimal import Decimal
from typing import Any

from .encoding import utf16_key

_SAFE_MAX = 2**53 - 1
_INTEGER_DIGITS_MAX = 16
_FIXED_DIGITS_MAX = 21
_SMALLEST_FIXED = -6
_SURROGATE = re.compile("[\ud800-\udfff]")


class NotJson(ValueError):
    """The text is no JSON."""


def parse_json(text: str) -> Any:
    """Parse a JSON text. Numbers are doubles: whole ones within 2^53 become int. Raises NotJson."""
    try:
        return json.loads(text, parse_int=_parse_number, parse_float=_parse_number, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error


def parse_object(data: str | bytes) -> dict[str, Any] | None:
    """Parse a JSON object. None: it is no UTF-8 or no object."""
    try:
        value = parse_json(data.decode("utf-8") if isinstance(data, bytes) else data)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def canonical_json(value: Any) -> str:
    """Return the canonical text: names in order of UTF-16 code units, no spaces, numbers as ECMAScript writes them."""
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(canonical_json(item) for item in value) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=utf16_key)
        return "{" + ",".join(f"{_format_text(name)}:{canonical_json(value[name])}" for name in names) + "}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return _format_text(value) if isinstance(value, str) else _format_number(value)


def hash_canonically(value: Any) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical_json(value).encode("utf-8")).hexdigest()


def is_whole(value: object) -> bool:
    """Tell whether a parsed value is a whole number that a double holds exactly."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _SAFE_MAX


def _parse_number(text: str) -> int | float:
    if len(text) <= _INTEGER_DIGITS_MAX and text.lstrip("-").isdigit():
        whole = int(text)
        if abs(whole) <= _SAFE_MAX:
            return whole
    number = float(text)
    return int(number) if number.is_integer() and abs(number) <= _SAFE_MAX else number


def _refuse_constant(name: str) -> Any:
    raise NotJson(f"{name} is no JSON")


def _format_text(text: str) -> str:
    written = json.dumps(text, ensure_ascii=False)
    return _SURROGATE.sub(lambda half: f"\\u{ord(half.group()):04x}", written)


def _format_number(number: int | float) -> str:
    if isinstance(number, int):
        return str(number)
    if not math.isfinite(number):
        return "null"
    sign, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    text = "".join(map(str, digits))
    point = len(text) + int(exponent)
    return ("-" if sign else "") + _place_point(text, point)


def _place_point(digits: str, point: int) -> str:
    """Write digits whose decimal point stands after so many of them, as Number.prototype.toString does."""
    if len(digits) <= point <= _FIXED_DIGITS_MAX:
        return digits + "0" * (point - len(digits))
    if 0 < point <= _FIXED_DIGITS_MAX:
        return f"{digits[:point]}.{digits[point:]}"
    if _SMALLEST_FIXED < point <= 0:
        return "0." + "0" * -point + digits
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"
