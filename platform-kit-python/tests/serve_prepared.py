"""Serves a platform for the conformance checks: `python3 tests/serve_prepared.py SET_UP PORT [DATABASE]`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from prepared import PreparedHandlers, make_store

from countersign_platform import Authority, Limits, Platform, Setup, parse_key_list, serve


def main(file: str, port: int, database: str | None) -> None:
    """Serve the set-up's subjects, trusting its keys, until the process ends."""
    set_up = json.loads(Path(file).read_text("utf-8"))
    authority = set_up["authority"]
    trusted = Authority(authority["audience"], authority["deskKeys"], parse_key_list(authority["keys"]))
    setup = Setup(
        secrets=set_up["secrets"],
        store=make_store(database),
        handlers=PreparedHandlers(set_up["subjects"]),
        now_ms=lambda: time.time_ns() // 1_000_000,
        authority=lambda: trusted,
        limits=Limits(per_minute=set_up["limits"]["perMinute"]),
        on_error=lambda error: print(repr(error), file=sys.stderr),
    )
    serve(Platform(setup), port)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
