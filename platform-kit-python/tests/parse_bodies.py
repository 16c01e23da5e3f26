"""Tells which bodies are accepted as calls: `python3 tests/parse_bodies.py FILE` prints a JSON list."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from countersign_platform.parse_call import MalformedCall, parse_call


def is_accepted(body: str) -> bool:
    """Tell whether a body is a call."""
    try:
        parse_call(body)
    except MalformedCall:
        return False
    return True


if __name__ == "__main__":
    print(json.dumps([is_accepted(body) for body in json.loads(Path(sys.argv[1]).read_text("utf-8"))]))
