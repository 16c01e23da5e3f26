"""Signatures by public keys: Ed25519, P-256 and RSA, as authenticators make them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from .canonical import parse_object
from .encoding import decode_base64url

#: The least bits of an RSA key; shorter ones can be broken.
_RSA_BITS_MIN = 2_048

Jwk = Mapping[str, Any]


def is_signed_by(jwk: Jwk, signature: bytes, data: bytes) -> bool:
    """Tell whether the key signed the data. ECDSA signatures are DER, RSA is PKCS #1 v1.5. Never raises."""
    try:
        return _verify(jwk, signature, data)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError, KeyError):
        return False  # The key or the signature is not of the stated kind.


def _verify(jwk: Jwk, signature: bytes, data: bytes) -> bool:
    kind = (jwk.get("kty"), jwk.get("crv"))
    if kind == ("OKP", "Ed25519"):
        ed25519.Ed25519PublicKey.from_public_bytes(_bytes_of(jwk, "x")).verify(signature, data)
        return True
    if kind == ("EC", "P-256"):
        numbers = ec.EllipticCurvePublicNumbers(_number_of(jwk, "x"), _number_of(jwk, "y"), ec.SECP256R1())
        numbers.public_key().verify(signature, data, ec.ECDSA(SHA256()))
        return True
    if kind[0] == "RSA":
        key = rsa.RSAPublicNumbers(_number_of(jwk, "e"), _number_of(jwk, "n")).public_key()
        if key.key_size < _RSA_BITS_MIN:
            return False
        key.verify(signature, data, padding.PKCS1v15(), SHA256())
        return True
    return False


def _bytes_of(jwk: Jwk, name: str) -> bytes:
    data = decode_base64url(jwk[name])
    if data is None:
        raise ValueError(f"{name} is no base64url")
    return data


def _number_of(jwk: Jwk, name: str) -> int:
    return int.from_bytes(_bytes_of(jwk, name), "big")


def read_jws(token: str, keys: Sequence[Jwk]) -> dict[str, Any] | None:
    """Read a compact JWS that one of the keys signed. Only EdDSA with Ed25519: the token chooses no algorithm."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    head, payload, signature = (decode_base64url(part) for part in parts)
    if head is None or payload is None or signature is None:
        return None
    header = parse_object(head) or {}
    if header.get("alg") != "EdDSA" or "crit" in header:
        return None
    data = f"{parts[0]}.{parts[1]}".encode("ascii")
    for key in keys:
        if key.get("kty") == "OKP" and is_signed_by(key, signature, data):
            return parse_object(payload)
    return None
