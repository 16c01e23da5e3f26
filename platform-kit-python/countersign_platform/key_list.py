"""The people whose signatures the platform counts, and what they signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from .canonical import canonical_json, is_whole, parse_object
from .encoding import decode_base64url, encode_base64url, hash_text, parse_time_ms, sha256
from .public_key import is_signed_by

_SIGNERS_MIN = 2
_KEYS_MAX = 5_000
_RP_ID_HASH_BYTES = 32
_AUTHENTICATOR_DATA_BYTES_MIN = 37
_USER_PRESENT = 0x01
_USER_VERIFIED = 0x04

KeyList = Mapping[str, Any]
Assertion = Mapping[str, Any]


class KeyListRefused(Exception):
    """The list does not follow the pinned one."""


@dataclass(frozen=True)
class Signed:
    """The person who signed, the content of the signature, and the enforcement that it is about."""

    person: str
    core: Mapping[str, Any]
    enforcement: str = ""


def read_assertion(given: Assertion, about: str, keys: KeyList) -> Signed | None:
    """Verify one assertion about one thing. None: it does not count, for any reason.

    The core must name the person to whom the key belongs, so one person's signature is never taken for another's.
    """
    key = _find_key(keys, about, given["keyRef"])
    core, as_shown = parse_object(given["core"]), parse_object(given["asShown"])
    client_data, data = decode_base64url(given["clientDataJSON"]), decode_base64url(given["authenticatorData"])
    signature = decode_base64url(given["signature"])
    if key is None or core is None or as_shown is None or client_data is None or data is None or signature is None:
        return None
    challenge = encode_base64url(sha256(canonical_json({"asShown": as_shown, "core": core})))
    if not _is_our_ceremony(client_data, challenge, keys) or not _is_verified_person(data, keys):
        return None
    nonce = core.get("nonce")
    if not isinstance(nonce, str) or core.get("approver") != hash_text(f"{about}:{key['person']}:{nonce}"):
        return None
    if not is_signed_by(key["publicKey"], signature, data + sha256(client_data)):
        return None
    return Signed(key["person"], core)


def _find_key(keys: KeyList, about: str, key_ref: str) -> Mapping[str, Any] | None:
    return next((key for key in keys["keys"] if hash_text(f"{about}.{key['credentialId']}") == key_ref), None)


def _is_our_ceremony(client_data: bytes, challenge: str, keys: KeyList) -> bool:
    said = parse_object(client_data) or {}
    return (
        said.get("type") == "webauthn.get"
        and said.get("challenge") == challenge
        and said.get("origin") in keys["origins"]
        and said.get("crossOrigin") is not True
        and "topOrigin" not in said
    )


def _is_verified_person(data: bytes, keys: KeyList) -> bool:
    if len(data) < _AUTHENTICATOR_DATA_BYTES_MIN or data[:_RP_ID_HASH_BYTES] != sha256(keys["rpId"]):
        return False
    flags = data[_RP_ID_HASH_BYTES]
    return bool(flags & _USER_PRESENT) and bool(flags & _USER_VERIFIED)


def hash_key_list(keys: KeyList) -> str:
    """Return the list's SHA-256 in base64url: people sign it, and read it aloud when a list is pinned anew."""
    return hash_text(canonical_json(keys))


def is_expired(keys: KeyList, now_ms: int) -> bool:
    """Tell whether the list counts for no person any more."""
    expires_ms = parse_time_ms(keys["expiresAt"])
    return expires_ms is None or expires_ms <= now_ms


def count_people(keys: KeyList | None) -> int:
    """Count the people of a list; one person may have several keys."""
    return len({key["person"] for key in keys["keys"]}) if keys else 0


def follow_key_list(pinned: KeyList, following: Mapping[str, Any]) -> KeyList:
    """Return the list after the pinned one, if two people of the pinned one signed it. Raises KeyListRefused."""
    keys = parse_key_list(following["list"])
    if keys["version"] != pinned["version"] + 1:
        _refuse(f"it is version {keys['version']}, and {pinned['version']} is pinned")
    about, wanted = f"keys:{keys['version']}", hash_key_list(keys)
    people = set()
    for signature in following["signatures"]:
        signed = read_assertion(signature, about, pinned)
        core = signed.core if signed else {}
        is_about = (core.get("act"), core.get("version"), core.get("hash")) == ("keys", keys["version"], wanted)
        if signed and is_about:
            people.add(signed.person)
    if len(people) < _SIGNERS_MIN:
        _refuse(f"{len(people)} of the people of the pinned list signed it, and it takes two")
    return keys


def follow_key_lists(pinned: KeyList, chain: Sequence[Mapping[str, Any]]) -> KeyList:
    """Verify each later list by the one before, from the pinned one. Raises KeyListRefused at the first invalid one."""
    for following in chain:
        pinned = follow_key_list(pinned, following)
    return pinned


def parse_key_list(value: object) -> KeyList:
    """Parse an exported list. Raises KeyListRefused if it is malformed."""
    given: Mapping[str, Any] = value if isinstance(value, dict) else {}
    version, origins, keys = given.get("version"), given.get("origins"), given.get("keys")
    if not is_whole(version) or int(version or 0) < 1:
        _refuse("its version is no whole number from 1 on")
    if parse_time_ms(given.get("expiresAt")) is None:
        _refuse("it has no time when it expires")
    if not _is_text(given.get("rpId")):
        _refuse("it names no relying party")
    if not isinstance(origins, list) or not origins or not all(map(_is_text, origins)):
        _refuse("it names no origin")
    if not isinstance(keys, list) or len(keys) > _KEYS_MAX or not all(map(_is_pinned_key, keys)):
        _refuse("its keys are not as they should be")
    if len({key["credentialId"] for key in keys}) < len(keys):
        _refuse("a key stands in it twice")
    return {name: given[name] for name in ("version", "expiresAt", "rpId", "origins", "keys")}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_pinned_key(value: object) -> bool:
    return (
        isinstance(value, dict)
        and _is_text(value.get("credentialId"))
        and _is_text(value.get("person"))
        and isinstance(value.get("publicKey"), dict)
        and _is_text(value["publicKey"].get("kty"))
    )


def _refuse(why: str) -> NoReturn:
    raise KeyListRefused(f"This list of keys is not taken: {why}.")
