"""Bytes, texts and times as the platform protocol writes them."""

from __future__ import annotations

import base64
import binascii
import calendar
import hashlib
import re
from datetime import datetime, timezone

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?Z", re.ASCII)

SECOND_MS = 1_000
MINUTE_MS = 60_000
HOUR_MS = 3_600_000
DAY_MS = 86_400_000


def decode_base64url(text: str) -> bytes | None:
    """Decode base64url. None: it is another alphabet, padded, or not what its own bytes encode to."""
    if not _BASE64URL.fullmatch(text):
        return None
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return data if encode_base64url(data) == text else None


def encode_base64url(data: bytes) -> str:
    """Encode base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def sha256(data: str | bytes) -> bytes:
    """Return the SHA-256 of bytes, or of a text in UTF-8."""
    return hashlib.sha256(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).digest()


def hash_text(text: str) -> str:
    """Return the SHA-256 of a text in base64url."""
    return encode_base64url(sha256(text))


def count_chars(text: str) -> int:
    """Count UTF-16 code units: the protocol's limits are in those."""
    return len(text.encode("utf-16-be", "surrogatepass")) // 2


def utf16_key(text: str) -> bytes:
    """Return the sort key of a text: the protocol sorts by UTF-16 code units."""
    return text.encode("utf-16-be", "surrogatepass")


def parse_time_ms(value: object) -> int | None:
    """Parse a time in ISO 8601 in UTC to milliseconds. None: it is no such time."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        at = datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)
    except ValueError:
        return None
    return calendar.timegm(at.utctimetuple()) * SECOND_MS + int(((found.group(7) or "") + "000")[:3])


def format_time(ms: int) -> str:
    """Format milliseconds as ISO 8601 in UTC."""
    seconds, millis = divmod(ms, SECOND_MS)
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") + f".{millis:03d}Z"
