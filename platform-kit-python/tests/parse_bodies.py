"""Tells which bodies are accepted as calls: `python3 tests/parse_bodies.py FILE` prints a JSON list."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from countersign_platform.parse_call import parse_call
from countersign_platform.parse_values import MalformedCall


def is_accepted(body: str) -> bool:
    """Tell whether a body is a call, and each part of a batch is one."""
    try:
        call = parse_call(body)
    except MalformedCall:
        return False
    parts = call.get("instructions", call.get("subjects", []))
    return not any(isinstance(one, MalformedCall) for one in parts)


if __name__ == "__main__":
    print(json.dumps([is_accepted(body) for body in json.loads(Path(sys.argv[1]).read_text("utf-8"))]))
