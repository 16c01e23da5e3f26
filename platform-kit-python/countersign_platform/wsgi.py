"""Serves a platform over HTTP: as a WSGI application, or by the standard library's server."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from .platform import Platform
from .setup import Answer, refuse

#: A body has at most 1,000,000 characters, of at most three bytes for each UTF-16 code unit.
BODY_BYTES_MAX = 3_000_000
_REVERT_EVERY_S = 0.2
_SILENCE_S = 30
_REASONS = {200: "OK", 413: "Content Too Large"}
_log = logging.getLogger(__name__)

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def wsgi_application(platform: Platform) -> WsgiApplication:
    """Return a WSGI application that answers the desk's calls at the path where it is mounted."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer = _answer(platform, environ)
        body = json.dumps(answer.body).encode("ascii")
        headers = [("content-type", "application/json"), ("content-length", str(len(body)))]
        start_response(f"{answer.status} {_REASONS.get(answer.status, 'Refused')}", headers)
        return [body]

    return application


def _answer(platform: Platform, environ: dict[str, Any]) -> Answer:
    length = environ.get("CONTENT_LENGTH") or "0"
    if environ["REQUEST_METHOD"] != "POST" or not (length.isascii() and length.isdigit()):
        return refuse("malformed", "A call is a POST with a content-length.")
    if int(length) > BODY_BYTES_MAX:
        return refuse("malformed", f"body: must be at most {BODY_BYTES_MAX} bytes")
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_WEBHOOK_")
    }
    try:
        body = environ["wsgi.input"].read(int(length))
    except TimeoutError:
        return refuse("malformed", "body: must arrive in time")
    return platform.handle(headers, body)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log nothing of connections that broke or stayed silent: any caller can cause them."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _QuietHandler(WSGIRequestHandler):
    #: A caller that sends nothing would keep its thread for ever.
    timeout = _SILENCE_S

    def log_message(self, format: str, *args: Any) -> None:  # The name is the base class's.
        """Log nothing of calls that succeed: they are many, and the desk records them."""


def serve(platform: Platform, port: int, host: str = "127.0.0.1") -> None:
    """Serve until the process ends, and carry out reverts on time. Raises OSError when the port is taken."""
    server = make_server(host, port, wsgi_application(platform), server_class=_Server, handler_class=_QuietHandler)
    threading.Thread(target=_revert_forever, args=[platform], daemon=True).start()
    print(f"Serving at http://{host}:{server.server_port}/", flush=True)
    server.serve_forever()


def _revert_forever(platform: Platform) -> None:
    pause = threading.Event()
    while True:
        try:
            platform.revert_due()
        except Exception:  # A revert that failed stays due: the next round repeats it.
            _log.exception("Reverts failed and stay due.")
        pause.wait(_REVERT_EVERY_S)
