"""Standard Webhooks: who sent a call, and whether it is of now."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .encoding import MINUTE_MS, SECOND_MS, count_chars

#: The largest difference between a call's time and the platform's, in either direction.
TOLERANCE_MS = 5 * MINUTE_MS
_SECRET_BYTES_MIN = 24
_SIGNATURES_MAX = 16
_CALL_ID_CHARS_MAX = 256
_SECONDS = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class VerifiedCall:
    """A call whose signature is verified. A replay is refused until `forget_at_ms`."""

    id: str
    forget_at_ms: int


class BadSignature(Exception):
    """The call was not signed by the desk, or not now."""


class Verifier:
    """Verifies calls. Any of the secrets may have signed, so that a secret can be rotated."""

    def __init__(self, secrets: Sequence[str]) -> None:
        """Decode the secrets at once, so that a bad one prevents the start and not only the first call."""
        if not secrets:
            raise ValueError("A platform needs at least one secret.")
        self._keys = [_decode_secret(secret) for secret in secrets]

    def verify(self, headers: Mapping[str, str], body: bytes, now_ms: int) -> VerifiedCall:
        """Return the verified call. Raises BadSignature."""
        given = {name.lower(): value for name, value in headers.items()}
        call_id, timestamp = given.get("webhook-id"), given.get("webhook-timestamp")
        signatures = given.get("webhook-signature")
        if not call_id or not timestamp or not signatures:
            raise BadSignature("A webhook header is missing.")
        if count_chars(call_id) > _CALL_ID_CHARS_MAX:
            raise BadSignature("The webhook-id is too long.")
        if not _SECONDS.fullmatch(timestamp):
            raise BadSignature("The webhook-timestamp is not a whole number of seconds.")
        at_ms = int(timestamp) * SECOND_MS
        if abs(now_ms - at_ms) > TOLERANCE_MS:
            raise BadSignature("The webhook-timestamp is too far from this platform's clock.")
        signed = f"{call_id}.{timestamp}.".encode("utf-8", "surrogatepass") + body
        if not self._is_signed(signatures, signed):
            raise BadSignature("No signature matches.")
        return VerifiedCall(call_id, at_ms + TOLERANCE_MS)

    def _is_signed(self, signatures: str, signed: bytes) -> bool:
        expected = [hmac.new(key, signed, hashlib.sha256).digest() for key in self._keys]
        for versioned in signatures.split(" ")[:_SIGNATURES_MAX]:
            version, _, encoded = versioned.partition(",")
            signature = _decode(encoded) if version == "v1" else None
            # compare_digest takes constant time: a faster refusal would tell a forger how much of a guess was right.
            if signature is not None and any(hmac.compare_digest(signature, one) for one in expected):
                return True
        return False


def _decode(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _decode_secret(secret: str) -> bytes:
    key = _decode(secret.removeprefix("whsec_")) if secret.startswith("whsec_") else None
    if key is None or len(key) < _SECRET_BYTES_MIN:
        raise ValueError(f'A secret is "whsec_" and at least {_SECRET_BYTES_MIN} bytes in base64.')
    return key
