"""The platform's side of the protocol: it checks each call, acts once, and stores the way back."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from .apply import apply_instruction
from .batch import apply_batch, facts_batch, read_back_batch, refuse_after
from .encoding import count_chars, format_time
from .parse_call import INSTRUCTIONS_MAX, parse_call
from .parse_values import MalformedCall
from .read_back import read_back
from .setup import NO_SUCH_SUBJECT, Answer, Setup, refuse
from .signature import BadSignature, VerifiedCall, Verifier
from .states import Subject
from .ways_back import end_hijack_lock, restore_by_people, revert_due, stop_held

_MEDIA_BYTES_MAX = 8 * 1_048_576
_RESTRICTED_BYTES_MAX = 32 * 1_048_576
# The longest e-mail address (RFC 5321).
_EMAIL_CHARS_MAX = 254
_NAME_CHARS_MAX = 1_024
_TEXT_CHARS_MAX = 2_000
_POSTS_MAX = 10
_SIGNALS_MAX = 20
_RELATED_MAX = 25
_NOT_OFFERED = "This platform does not offer this read."


class Platform:
    """Answers the calls of a desk."""

    def __init__(self, setup: Setup) -> None:
        """Create the platform. Raises ValueError for a bad secret, so that it prevents the start."""
        self._setup = setup
        self._verifier = Verifier(setup.secrets)

    def handle(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one POST of the desk. `body` is what arrived: the signature covers its bytes. Never raises."""
        try:
            call = self._verifier.verify(headers, body, self._setup.now_ms())
            return self._dispatch(call, _decode(body))
        except BadSignature as error:
            return refuse("bad_signature", str(error))
        except Exception as error:
            return refuse_after(self._setup, error)

    def revert_due(self) -> int:
        """Carry out every revert whose time has come. Call it at the start and on a timer."""
        return revert_due(self._setup)

    def next_revert_at_ms(self) -> int | None:
        """Return the time at which `revert_due` has its next work."""
        return self._setup.store.find_next_revert_at_ms()

    def stop_held(self, subject: Subject) -> bool:
        """End a held effect, so that it never happens: for the platform's own people, without the desk."""
        return stop_held(self._setup, subject)

    def end_hijack_lock(self, subject: Subject) -> bool:
        """End one person's lock against a hijacker: for the platform's own recovery, after it reset the credentials."""
        return end_hijack_lock(self._setup, subject)

    def _dispatch(self, verified: VerifiedCall, text: str) -> Answer:
        setup, call = self._setup, parse_call(text)
        kind = call["type"]
        if kind == "subject.apply":
            return apply_instruction(setup, verified, call)
        if kind == "subject.apply_batch":
            return apply_batch(setup, verified, call["instructions"])
        if kind == "subject.restore":
            return restore_by_people(setup, verified, call)
        if kind == "platform.capabilities":
            return Answer(200, self._state_capabilities())
        if kind == "platform.actors":
            return Answer(200, {"actors": setup.handlers.actors()})
        if kind == "subject.read_back":
            return read_back(setup, call["subject"])
        if kind == "subject.read_back_batch":
            return read_back_batch(setup, call["subjects"])
        if kind == "subject.facts":
            return self._read_facts(call["subject"])
        if kind == "subject.facts_batch":
            return facts_batch(setup, call["subjects"], self._read_facts)
        return self._read_optional(kind.removeprefix("subject."), call)

    def _state_capabilities(self) -> dict[str, Any]:
        handlers = self._setup.handlers
        reads = [name for name in ("profile", "recent_posts") if handlers.offers(name)]
        statements = {"statements": True} if handlers.offers("show_statement") else {}
        batch = {"instructionsMax": INSTRUCTIONS_MAX, "readBack": True, "facts": True}
        return {**handlers.capabilities(), "accountReads": reads, "batch": batch, **statements}

    def _read_facts(self, subject: Subject) -> Answer:
        with self._setup.store.reading(subject) as tx:
            facts = self._setup.handlers.facts(tx, subject)
        if not facts:
            return NO_SUCH_SUBJECT
        return Answer(200, {"readAt": format_time(self._setup.now_ms()), **_mend_words(facts)})

    def _read_optional(self, name: str, call: Mapping[str, Any]) -> Answer:
        """Answer a read that a platform may leave out."""
        handlers, subject = self._setup.handlers, call["subject"]
        if not handlers.offers(name):
            return refuse("refused", _NOT_OFFERED)
        given = {
            "recent_posts": [_POSTS_MAX],
            "related_accounts": [_RELATED_MAX],
            "thread": [call.get("from"), call.get("count")],
        }.get(name, [])
        if "reference" in call:
            given = [call["reference"]]
        with self._setup.store.reading(subject) as tx:
            found = getattr(handlers, name)(tx, subject, *given)
        if found is None:
            return NO_SUCH_SUBJECT
        read_at = {"readAt": format_time(self._setup.now_ms())}
        if name == "profile":
            return Answer(200, {**_cut_profile(found), **read_at})
        if name == "recent_posts":
            return Answer(200, {"posts": [_cut_post(post) for post in found[:_POSTS_MAX]], **read_at})
        if name == "related_accounts":
            return Answer(200, {"signals": [_cut_signal(one, subject) for one in found[:_SIGNALS_MAX]], **read_at})
        if name == "contact":
            return Answer(200, {**_cut_contact(found), **read_at})
        if name == "thread":
            return Answer(200, {**_cut_thread(found, call["from"], call["count"]), **read_at})
        if name in ("media_link", "restricted_link"):
            return Answer(200, {"address": found["address"], "until": found["until"]})
        return _answer_bytes(name, found)


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedCall("body: must be UTF-8") from error


def _answer_bytes(name: str, found: Any) -> Answer:
    media_type, data = found if name == "media" else (None, found)
    if len(data) > (_MEDIA_BYTES_MAX if name == "media" else _RESTRICTED_BYTES_MAX):
        return refuse("refused", "It has more bytes than a desk takes.")
    encoded = {"base64": base64.b64encode(data).decode("ascii")}
    return Answer(200, {"mediaType": media_type, **encoded} if name == "media" else encoded)


def _cut_profile(found: Mapping[str, Any]) -> dict[str, Any]:
    bio = found["bio"]
    return {**_cut_names(found), "bio": bio if bio in (None, "absent") else _cut(bio, _TEXT_CHARS_MAX)}


def _cut_post(post: Mapping[str, Any]) -> dict[str, Any]:
    """Return a post as it is sent: a restricted one without its words, any other within the limit."""
    if post.get("class") == "restricted":
        return {**post, "text": ""}
    text = _cut(post["text"], _TEXT_CHARS_MAX)
    return {**post, "text": text, **({"cut": True} if count_chars(text) < count_chars(post["text"]) else {})}


def _cut_signal(signal: Mapping[str, Any], subject: Subject) -> dict[str, Any]:
    others = [other for other in signal["accounts"] if other["id"] != subject["id"]][:_RELATED_MAX]
    return {**signal, "total": max(signal["total"], len(others)), "accounts": [_cut_names(other) for other in others]}


def _cut_contact(found: Mapping[str, Any]) -> dict[str, Any]:
    email = found.get("email")
    return {**found, "email": email if email is not None and len(email) <= _EMAIL_CHARS_MAX else None}


def _cut_names(account: Mapping[str, Any]) -> dict[str, Any]:
    return {**account, **{name: _cut(account[name], _NAME_CHARS_MAX) for name in ("handle", "displayName")}}


def _cut_thread(found: Mapping[str, Any], first: int, count: int) -> dict[str, Any]:
    messages = [message for message in found["messages"] if first <= message["place"] < first + count]
    return {**found, "messages": [_cut_message(message) for message in messages]}


def _cut_message(message: Mapping[str, Any]) -> dict[str, Any]:
    handle = message["handle"]
    return {**_cut_post(message), "handle": handle if handle is None else _cut(handle, _NAME_CHARS_MAX)}


def _mend_words(value: Any, name: str = "") -> Any:
    """Mend the texts of a value, but for those that name a subject or bytes."""
    if isinstance(value, str):
        return value if name in ("id", "reference") or name.endswith("Id") else _mend(value)
    if isinstance(value, Mapping):
        return {key: _mend_words(member, key) for key, member in value.items()}
    return [_mend_words(member) for member in value] if isinstance(value, list | tuple) else value


def _mend(text: str) -> str:
    """Replace half a surrogate pair and U+0000 by U+FFFD: a desk refuses an answer with either."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace").replace("\0", "\ufffd")


def _cut(text: str, most: int) -> str:
    """Shorten a mended text between two characters, never inside one that takes two UTF-16 code units."""
    whole = _mend(text)
    if count_chars(whole) <= most:
        return whole
    return whole.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
