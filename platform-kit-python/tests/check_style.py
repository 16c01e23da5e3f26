"""Checks the package's form: `python3 tests/check_style.py`. Exits with 1 and names each place."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

_FILE_LINES_MAX = 300
_FUNCTION_LINES_MAX = 50
_LINE_CHARS_MAX = 120
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def check_file(path: Path) -> Iterator[str]:
    """Yield each fault of a file: long files, lines and functions, missing docstrings and annotations."""
    text = path.read_text("utf-8")
    lines = text.splitlines()
    if len(lines) > _FILE_LINES_MAX:
        yield f"{path}: {len(lines)} lines"
    for number, line in enumerate(lines, 1):
        if len(line) > _LINE_CHARS_MAX or line != line.rstrip():
            yield f"{path}:{number}: a long line, or space at its end"
    tree = ast.parse(text)
    if ast.get_docstring(tree) is None:
        yield f"{path}: no docstring"
    for node in ast.walk(tree):
        if isinstance(node, (*_FUNCTION, ast.ClassDef)):
            is_public = not node.name.startswith("_") and not _is_inside(node, tree)
            yield from (f"{path}:{node.lineno}: {node.name} {fault}" for fault in check_definition(node, is_public))


def _is_inside(node: ast.AST, tree: ast.Module) -> bool:
    """Tell whether a definition stands inside a function."""
    functions = [one for one in ast.walk(tree) if isinstance(one, _FUNCTION) and one is not node]
    return any(node is inner for one in functions for inner in ast.walk(one))


def check_definition(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, is_public: bool) -> Iterator[str]:
    """Yield each fault of a function or class."""
    if is_public and ast.get_docstring(node) is None:
        yield "has no docstring"
    if isinstance(node, ast.ClassDef):
        return
    if (node.end_lineno or node.lineno) - node.lineno + 1 > _FUNCTION_LINES_MAX:
        yield "is too long"
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
    named = [one for one in given if one is not None and one.arg not in ("self", "cls")]
    if node.returns is None or any(one.annotation is None for one in named):
        yield "has no annotation"


if __name__ == "__main__":
    faults = [one for path in sorted(Path(__file__).parent.parent.rglob("*.py")) for one in check_file(path)]
    print("\n".join(faults))
    sys.exit(1 if faults else 0)
