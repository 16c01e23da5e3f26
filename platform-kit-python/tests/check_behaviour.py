"""Checks what no vector can: `python3 tests/check_behaviour.py [DATABASE]` prints each fault and exits with 1."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import Any
from wsgiref.simple_server import make_server

from prepared import UP, PreparedHandlers, make_store

from countersign_platform import Answer, Limits, Platform, Setup
from countersign_platform.states import State, Subject
from countersign_platform.wsgi import _QuietHandler, _Server, wsgi_application

_KEY = b"k" * 32
_NOW_S = 1_772_366_400
_WAIT_S = 60
_OFFLINE = {**UP, "visible": False, "mayPost": False}


class SlowHandlers(PreparedHandlers):
    """Answers a read of a medium only once it is released."""

    def __init__(self, reach: object) -> None:
        """Know two accounts, of this reach."""
        super().__init__([{"kind": "account", "id": name, "handle": name, "reach": reach} for name in ("ana", "ben")])
        self.begun, self.released = threading.Event(), threading.Event()

    def media(self, tx: Any, subject: Subject, reference: str) -> tuple[str, bytes] | None:
        """Read within the transaction, then wait."""
        self.read(tx, subject)
        self.begun.set()
        self.released.wait(_WAIT_S)
        return "image/png", b"read"


class SlowWriter(SlowHandlers):
    """Takes 11 seconds to bring an account to a state, by a clock of its own."""

    def __init__(self) -> None:
        """Begin now."""
        super().__init__(1)
        self.now_ms = _NOW_S * 1_000

    def write(self, tx: Any, subject: Subject, desired: State, cause: str) -> None:
        """Store the state, late."""
        self.now_ms += 11_000
        super().write(tx, subject, desired, cause)


def make_platform(handlers: PreparedHandlers, database: str | None, limits: Limits) -> Platform:
    """Make a platform that trusts whoever has the secret."""
    secret = f"whsec_{base64.b64encode(_KEY).decode('ascii')}"
    return Platform(Setup([secret], make_store(database), handlers, lambda: _NOW_S * 1_000, limits=limits))


def call(platform: Platform, call_id: str, body: Mapping[str, Any]) -> Answer:
    """Send a signed call."""
    text = json.dumps(body).encode("utf-8")
    signature = hmac.new(_KEY, f"{call_id}.{_NOW_S}.".encode() + text, hashlib.sha256).digest()
    signed = {"webhook-id": call_id, "webhook-timestamp": str(_NOW_S)}
    return platform.handle({**signed, "webhook-signature": f"v1,{base64.b64encode(signature).decode()}"}, text)


def apply_to(name: str, generation: int, desired: Mapping[str, Any]) -> dict[str, Any]:
    """Return an instruction for an account."""
    states = {"desired": desired, "baseline": UP, "reverts": [], "events": []}
    return {
        "type": "subject.apply",
        "instruction": {"subject": {"kind": "account", "id": name}, "generation": generation, **states},
    }


def check_slow_read(database: str | None) -> Iterator[str]:
    """Restore an account while a read of it still runs."""
    handlers = SlowHandlers(1)
    platform = make_platform(handlers, database, Limits())
    call(platform, "take", apply_to("ana", 1, _OFFLINE))
    medium = {"type": "subject.media", "subject": {"kind": "account", "id": "ana"}, "reference": "m"}
    answers: list[Answer] = []
    reading = threading.Thread(target=lambda: answers.append(call(platform, "read", medium)), daemon=True)
    restored = threading.Event()

    def restore() -> None:
        answers.append(call(platform, "restore", apply_to("ana", 2, UP)))
        restored.set()

    restoring = threading.Thread(target=restore, daemon=True)
    reading.start()
    if not handlers.begun.wait(_WAIT_S):
        yield "the read did not begin"
    restoring.start()
    if not restored.wait(_WAIT_S / 2):
        yield "a restore waited for a read"
    handlers.released.set()
    reading.join(_WAIT_S)
    restoring.join(_WAIT_S)
    if [answer.status for answer in answers] != [200, 200]:
        yield f"the read and the restore were answered {answers}"


def check_batch(database: str | None) -> Iterator[str]:
    """Carry out a batch whose first instruction takes longer than a desk waits."""
    handlers = SlowWriter()
    secret = f"whsec_{base64.b64encode(_KEY).decode('ascii')}"
    platform = Platform(Setup([secret], make_store(database), handlers, lambda: handlers.now_ms))
    items = [{"instruction": apply_to(name, 3, _OFFLINE)["instruction"]} for name in ("ana", "ben")]
    answer = call(platform, "batch", {"type": "subject.apply_batch", "instructions": items})
    said = [one["answer"].get("outcome", one["answer"].get("refusal")) for one in answer.body["outcomes"]]
    if said != ["applied", "unavailable"]:
        yield f"a batch that takes too long is answered {said}"


class BrokenWords(SlowHandlers):
    """Shows a post with half a surrogate pair and U+0000."""

    def recent_posts(self, tx: Any, account: Subject, limit: int) -> list[dict[str, Any]]:
        """Return that post."""
        return [{"id": "p1", "text": "a\ud83d\0b", "createdAt": None, "state": "shown", "mediaCount": 0}]

    def related_accounts(self, tx: Any, account: Subject, limit: int) -> list[dict[str, Any]]:
        """Return more accounts than a desk accepts, and the account itself among them."""
        ids = ("ana", *(str(place) for place in range(40)))
        accounts = [{"id": one, "handle": "a\ud83d", "displayName": "a", "reach": 1, "tags": []} for one in ids]
        return [{"kind": "device", "id": "d", "total": 1, "accounts": accounts}]

    def facts(self, tx: Any, subject: Subject) -> Mapping[str, Any] | None:
        """Return names with both, and an id that stays as it is."""
        return {"account": {"id": "a\ud83d", "handle": "a\ud83d", "tags": ["\0"], "reach": 1}}


def check_words() -> Iterator[str]:
    """Read a post and facts whose texts no desk accepts as they are."""
    ana = {"kind": "account", "id": "ana"}
    platform = make_platform(BrokenWords(1), None, Limits())
    answer = call(platform, "words", {"type": "subject.recent_posts", "subject": ana})
    post = (answer.body.get("posts") or [{}])[0]
    if post.get("text") != "a\ufffd\ufffdb" or "cut" in post:
        yield f"half a character is sent as {answer.body!r}"
    related = call(platform, "related", {"type": "subject.related_accounts", "subject": ana}).body
    signal = (related.get("signals") or [{}])[0]
    if [len(signal.get("accounts", [])), signal.get("total")] != [25, 25] or "\ud83d" in str(signal):
        yield f"related accounts are sent as {related!r}"
    facts = call(platform, "facts", {"type": "subject.facts", "subject": ana}).body
    if facts.get("account") != {"id": "a\ud83d", "handle": "a\ufffd", "tags": ["\ufffd"], "reach": 1}:
        yield f"half a character of facts is sent as {facts!r}"


def check_reach() -> Iterator[str]:
    """Spend the limit by a reach that is no whole number."""
    platform = make_platform(SlowHandlers(600.5), None, Limits(reach_per_hour=1_000))
    first, second = (call(platform, name, apply_to(name, 1, _OFFLINE)) for name in ("ana", "ben"))
    if (first.status, second.body.get("refusal")) != (200, "over_budget"):
        yield f"a reach of 600.5 is not counted: {first} {second}"


def check_wsgi() -> Iterator[str]:
    """Send a length that only looks like a number."""
    application = wsgi_application(make_platform(SlowHandlers(1), None, Limits()))
    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "²", "wsgi.input": io.BytesIO(b"")}
    try:
        body = b"".join(application(environ, lambda _status, _headers: None))
        if b"malformed" not in body:
            yield f"the length ² is answered {body!r}"
    except ValueError as error:
        yield f"the length ² raises {error}"


class ImpatientHandler(_QuietHandler):
    """Waits for less time than the check has."""

    timeout = 0.1


def check_silence() -> Iterator[str]:
    """Connect, send nothing or only a part, and wait for the end."""
    if not _QuietHandler.timeout:
        yield "a silent connection is never closed"
    application = wsgi_application(make_platform(SlowHandlers(1), None, Limits()))
    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=ImpatientHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for sent, expected in ((b"", b""), (b"POST / HTTP/1.0\r\ncontent-length: 9\r\n\r\n{", b"must arrive in time")):
        with socket.create_connection(("127.0.0.1", server.server_port), _WAIT_S) as connection:
            connection.sendall(sent)
            came = b"".join(iter(lambda: connection.recv(4_096), b""))
        if expected not in came or not expected and came:
            yield f"after {sent!r} came {came!r}"
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    file = sys.argv[1] if len(sys.argv) > 1 else None
    of_stores = [*check_slow_read(file), *check_batch(file)]
    faults = [*of_stores, *check_words(), *check_reach(), *check_wsgi(), *check_silence()]
    print("\n".join(faults))
    sys.exit(1 if faults else 0)
