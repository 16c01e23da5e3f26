"""Plays the published vectors: `python3 tests/play_vectors.py FOLDER [sqlite-folder]`. Exits with 1 at a difference."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prepared import UP, PreparedHandlers, find_state, make_store

from countersign_platform import (
    Authority,
    KeyListRefused,
    Limits,
    Platform,
    Setup,
    follow_key_list,
    hash_key_list,
    parse_key_list,
)
from countersign_platform.canonical import canonical_json, hash_canonically, parse_json
from countersign_platform.encoding import parse_time_ms
from countersign_platform.states import is_same_state

_OTHERS = ("keys.json", "canonical-json.json", "key-list.json")


def play(file: Mapping[str, Any], vector: Mapping[str, Any], database: str | None) -> list[str]:
    """Play one vector on a fresh platform and return the differences."""
    clock = {"ms": 0}
    handlers, store = PreparedHandlers(vector["subjects"]), make_store(database)
    errors: list[Exception] = []
    keys = file["expiredKeys" if vector["listExpired"] else "keys"]
    authority = Authority(file["audience"], file["deskKeys"], parse_key_list(keys))
    limits = Limits(
        vector["limits"].get("perMinute", float("inf")), vector["limits"].get("reachPerHour", float("inf"))
    )
    actions = vector.get("actions", {})
    setup = Setup(
        file["secrets"], store, handlers, lambda: clock["ms"], lambda: authority, limits, actions, errors.append
    )
    platform = Platform(setup)
    differences = []
    for number, step in enumerate(vector["steps"]):
        clock["ms"] = parse_time_ms(step["at"]) or 0
        handlers.delivered.clear()
        came = _take_step(platform, step)
        with store.transaction({"kind": "account", "id": ""}) as tx:
            after = {(one["kind"], one["id"]): find_state(tx, one) for one in vector["subjects"]}
        shown = {key: state for key, state in after.items() if not is_same_state(state, UP)}
        expected_shown = {(one["kind"], one["id"]): one["state"] for one in step["after"]}
        expected = step.get("answer", step.get("result"))
        if came != expected or shown != expected_shown or handlers.delivered != step["delivered"] or errors:
            differences.append(f"{vector['id']} step {number}: {expected} expected, {came} came; {shown}; {errors}")
    return differences


def _take_step(platform: Platform, step: Mapping[str, Any]) -> Any:
    if "call" in step:
        answer = platform.handle(step["call"]["headers"], step["call"]["body"].encode("utf-8"))
        return _pick({"status": answer.status, **answer.body}, step["answer"])
    if step["act"] == "revertDue":
        platform.revert_due()
        return None
    act = platform.stop_held if step["act"] == "stopHeld" else platform.end_hijack_lock
    return act(step["subject"])


def _pick(said: Any, stated: Any) -> Any:
    """Return the members of an answer that the vector states, also of each outcome of a batch."""
    if isinstance(stated, list) and isinstance(said, list) and len(said) == len(stated):
        return [_pick(one, wanted) for one, wanted in zip(said, stated)]
    if isinstance(stated, dict) and isinstance(said, dict) and not {"visible", "spread"} & stated.keys():
        return {name: _pick(said.get(name), wanted) for name, wanted in stated.items()}
    return said


def check_canonical(folder: Path) -> list[str]:
    """Compare canonical texts and hashes."""
    wrong = []
    for vector in json.loads((folder / "canonical-json.json").read_text("utf-8"))["vectors"]:
        value = parse_json(vector["json"])
        if canonical_json(value) != vector["canonical"] or hash_canonically(value) != vector["sha256"]:
            wrong.append(f"canonical {vector['json']}: {canonical_json(value)}")
    return wrong


def check_key_lists(folder: Path) -> list[str]:
    """Follow each list from the pinned one."""
    file = json.loads((folder / "key-list.json").read_text("utf-8"))
    wrong = [] if hash_key_list(file["pinned"]) == file["pinnedHash"] else ["the hash of the pinned list"]
    for vector in file["vectors"]:
        try:
            follow_key_list(file["pinned"], vector["next"])
            accepted = True
        except KeyListRefused:
            accepted = False
        if accepted != vector["accepted"]:
            wrong.append(f"{vector['id']}: accepted {accepted}")
    return wrong


def main(folder: Path, databases: Path | None) -> int:
    """Play everything, print the number of plays and each difference."""
    differences, plays = [*check_canonical(folder), *check_key_lists(folder)], 0
    for path in sorted(folder.glob("*.json")):
        if path.name in _OTHERS:
            continue
        file = json.loads(path.read_text("utf-8"))
        for vector in file["vectors"]:
            plays += 1
            database = str(databases / f"{vector['id']}.sqlite") if databases else None
            differences += play(file, vector, database)
    print("\n".join([*differences, f"{plays} plays, {len(differences)} differences"]))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
