"""The desk's own signature over an instruction, and the signatures of people that come with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .canonical import canonical_json, hash_canonically
from .encoding import MINUTE_MS, SECOND_MS, parse_time_ms
from .key_list import KeyList, Signed, count_people, is_expired, read_assertion
from .parse_call import parse_approvals, parse_enforcements
from .public_key import Jwk, read_jws
from .signature import TOLERANCE_MS

ISSUER = "countersign"
#: The longest validity of an authorisation; a longer stated one counts for nothing.
_LIFE_MS_MAX = 10 * MINUTE_MS
_COVERED = ("subject", "generation", "desired", "baseline", "reverts")


@dataclass(frozen=True)
class Authority:
    """The keys that a platform trusts: the desk's, and with `keys` those of people."""

    #: The audience that the desk must name: the address it calls.
    audience: str
    #: The desk's public keys (Ed25519): two while one replaces the other.
    desk_keys: Sequence[Jwk]
    #: Without a list no signatures of people are required.
    keys: KeyList | None = None


@dataclass(frozen=True)
class Grounds:
    """The proofs of a call, once the desk's signature is verified."""

    jti: str
    forget_at_ms: int
    enforcements: Sequence[Mapping[str, Any]]
    #: The valid signatures by people of the pinned list.
    signed: Sequence[Signed]
    pinned: bool
    people: int


class NotAuthorised(Exception):
    """The authorisation is missing, invalid, too old or about something else."""


def read_authorisation(authority: Authority, parsed: Mapping[str, Any], now_ms: int) -> Grounds:
    """Check who signed the authorisation, for whom, when, and that it states the instruction. Raises NotAuthorised."""
    token = parsed["authorisation"]
    if token is None:
        raise NotAuthorised("There is no authorisation with it.")
    claims = read_jws(token, authority.desk_keys)
    if claims is None:
        raise NotAuthorised("The authorisation is not signed by a key of the desk.")
    if claims.get("iss") != ISSUER or claims.get("aud") != authority.audience:
        raise NotAuthorised(f"The authorisation is not for {authority.audience}.")
    jti = claims.get("jti")
    if not isinstance(jti, str) or jti == "" or not _is_fresh(claims, now_ms):
        raise NotAuthorised("The authorisation is not of now, by this platform's clock.")
    if not _is_about(claims, parsed):
        raise NotAuthorised("The authorisation is for another instruction.")
    enforcements, approvals = parse_enforcements(claims.get("enforcements")), parse_approvals(claims.get("approvals"))
    if enforcements is None or approvals is None:
        raise NotAuthorised("The authorisation is not as agreed.")
    keys = authority.keys
    # An expired list counts for no person.
    valid = None if keys is None or is_expired(keys, now_ms) else keys
    signed = [one for approval in approvals if (one := _read_signed(valid, approval))]
    forget_at_ms = int(claims["exp"] * SECOND_MS)
    return Grounds(jti, forget_at_ms, enforcements, signed, keys is not None, count_people(valid))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_fresh(claims: Mapping[str, Any], now_ms: int) -> bool:
    iat, exp = claims.get("iat"), claims.get("exp")
    not_before_ms = parse_time_ms(claims.get("notBefore"))
    if not _is_number(iat) or not _is_number(exp) or not_before_ms is None:
        return False
    since, until = iat * SECOND_MS, exp * SECOND_MS
    latest = now_ms + TOLERANCE_MS
    return since <= latest and not_before_ms <= latest and until > now_ms and until - since <= _LIFE_MS_MAX


def _is_about(claims: Mapping[str, Any], parsed: Mapping[str, Any]) -> bool:
    instruction, sent = parsed["instruction"], parsed["sent"]
    statement = hash_canonically(sent["statement"]) if "statement" in sent else None
    # A claim of null covers no statement, and is not the same as none.
    if claims.get("statement") != statement or ("statement" in claims and statement is None):
        return False
    said = {name: claims.get(name) for name in _COVERED}
    asked = {name: instruction[name] for name in _COVERED}
    epochs = {"epoch": claims.get("epoch") or 0}, {"epoch": instruction["epoch"]}
    return canonical_json({**said, **epochs[0]}) == canonical_json({**asked, **epochs[1]})


def _read_signed(keys: KeyList | None, approval: Mapping[str, Any]) -> Signed | None:
    about = approval["enforcement"]
    signed = read_assertion(approval, about, keys) if keys else None
    if signed is None or signed.core.get("enforcement") != about:
        return None
    return Signed(signed.person, signed.core, about)
