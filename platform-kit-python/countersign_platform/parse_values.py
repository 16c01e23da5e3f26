"""Parses single values of a call."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

from .canonical import is_whole
from .encoding import count_chars, parse_time_ms

Item = TypeVar("Item")


class MalformedCall(Exception):
    """The call is not as the protocol says. The message names the member and the expected value."""


def check(holds: bool, path: str, must_be: str) -> None:
    """Raise unless this holds."""
    if not holds:
        refuse(path, must_be)


def refuse(path: str, must_be: str) -> NoReturn:
    """Raise: the member at this path must be otherwise."""
    raise MalformedCall(f"{path}: must be {must_be}")


def as_object(value: object, path: str) -> dict[str, Any]:
    """Return an object."""
    return value if isinstance(value, dict) else refuse(path, "an object")


def as_list(value: object, path: str, most: int, as_item: Callable[[object, str], Item]) -> list[Item]:
    """Parse each item of a list of at most so many."""
    if not isinstance(value, list) or len(value) > most:
        refuse(path, f"a list of at most {most}")
    return [as_item(item, f"{path}[{place}]") for place, item in enumerate(value)]


def as_text(value: object, path: str, most: int) -> str:
    """Return a text of 1 to so many UTF-16 code units."""
    if not isinstance(value, str) or not 1 <= count_chars(value) <= most:
        refuse(path, f"a text of 1 to {most} characters")
    return value


def as_flag(value: object, path: str) -> bool:
    """Return true or false."""
    return value if isinstance(value, bool) else refuse(path, "true or false")


def as_count(value: object, path: str) -> int:
    """Return a whole number of at least 1."""
    if not isinstance(value, int) or not is_whole(value) or value < 1:
        refuse(path, "a whole number of at least 1")
    return value


def as_whole(value: object, path: str, least: int, most: int) -> int:
    """Return a whole number within bounds."""
    if not isinstance(value, int) or not is_whole(value) or not least <= value <= most:
        refuse(path, f"a whole number from {least} to {most}")
    return value


def as_time(value: object, path: str) -> str:
    """Return a time in ISO 8601, in UTC."""
    if not isinstance(value, str) or parse_time_ms(value) is None:
        refuse(path, "an ISO 8601 time in UTC")
    return value
