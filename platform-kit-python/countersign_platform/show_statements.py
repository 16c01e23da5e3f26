"""Shows statements of reasons, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .setup import Setup
from .states import Subject

_REMEMBERED_STATEMENTS_MAX = 1_000


def show_statements(
    setup: Setup, tx: Any, subject: Subject, statements: Sequence[Mapping[str, Any]], seen: Mapping[str, Any]
) -> list[str]:
    """Show the statements that were not shown before, and return all ids that are remembered."""
    shown = list(seen.get("shownStatementIds", []))
    if not setup.handlers.offers("show_statement"):
        return shown
    for statement in statements:
        if statement["id"] not in shown:
            setup.handlers.show_statement(tx, statement, subject)
            shown.append(statement["id"])
    return shown[-_REMEMBERED_STATEMENTS_MAX:]
