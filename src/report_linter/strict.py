"""YAML without surprises: every value keeps its line, a repeated key is an error, `no` stays a word.

Of YAML's implicit types only `true`, `false` and whole numbers are taken; dates, times, decimals, `yes`, `no`, `on`
and null stay text or are refused. Aliases, tags and multiple documents are refused: a rule pack is read by lawyers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from report_linter.errors import PackError

Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value]"
Path_ = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file: plain `data`, and the line and column (from 1) of every value and key."""

    path: str
    data: dict[str, Value]
    marks: Mapping[Path_, tuple[int, int]] = field(repr=False)

    def error(self, where: Sequence[str | int], message: str) -> PackError:
        """An error at the value at `where`, or at its nearest parent that stands in the file."""
        path = tuple(where)
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.marks.get(path, (1, 1))
        return PackError(self.path, line, column, message)

    def line(self, where: Sequence[str | int]) -> int:
        return self.marks.get(tuple(where), (1, 1))[0]


def load(path: Path) -> Source:
    """Read a YAML file whose top level is a mapping. Raises PackError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(str(path), 1, 1, f"cannot be read: {error}") from error
    return loads(text, str(path))


def loads(text: str, path: str = "<text>") -> Source:
    """As `load`, from a string."""
    try:
        node = yaml.compose(
            text, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
        )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = f"{error.problem or error.context}"
        raise PackError(path, line, column, f"not valid YAML: {said}{_hint(said, text, mark)}") from error
    except yaml.YAMLError as error:
        raise PackError(path, 1, 1, f"not valid YAML: {error}") from error
    if not isinstance(node, yaml.MappingNode):
        raise PackError(path, 1, 1, "the file must hold a mapping (key: value) at its top level")
    marks: dict[Path_, tuple[int, int]] = {}
    try:
        data = _value(node, (), path, marks, set())
    except RecursionError as error:
        raise PackError(path, 1, 1, "lists and mappings stand too deep inside one another") from error
    assert isinstance(data, dict)
    return Source(path, data, marks)


def _value(
    node: yaml.Node, where: Path_, path: str, marks: dict[Path_, tuple[int, int]], seen: set[int]
) -> Value:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    marks.setdefault(where, (line, column))
    if id(node) in seen:
        raise PackError(path, line, column, "anchors and aliases (&, *) are not allowed; write the text out")
    if isinstance(node, yaml.MappingNode):
        seen.add(id(node))
        result: dict[str, Value] = {}
        for key, value in _pairs(node):
            mark = key.start_mark.line + 1, key.start_mark.column + 1
            if not isinstance(key, yaml.ScalarNode):
                raise PackError(path, *mark, "a key must be a word")
            if key.value in result:
                raise PackError(path, *mark, f"the key '{key.value}' stands twice; keep one")
            marks[(*where, key.value)] = mark
            if node.flow_style and _nothing(value):
                hint = "in { }, a text with a comma in it goes in quotation marks"
                raise PackError(path, *mark, f"a value is missing for '{key.value}'; {hint}")
            result[key.value] = _value(value, (*where, key.value), path, marks, seen)
        return result
    if isinstance(node, yaml.SequenceNode):
        seen.add(id(node))
        return [_value(item, (*where, i), path, marks, seen) for i, item in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    if node.tag not in _PLAIN:
        raise PackError(path, line, column, f"the tag {node.tag} is not allowed")
    text: str = node.value
    if not node.style:  # not quoted (None or "", by loader)
        if text in ("", "~", "null"):
            raise PackError(path, line, column, "a value is missing here")
        if text in ("true", "false"):
            return text == "true"
        if _INTEGER.match(text):
            return int(text)
    return text


def _nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value == ""


# What YAML's own words are about, and what to do.
_HINTS = {
    "mapping values are not allowed": "a text with a colon in it goes in quotation marks",
    "undefined alias": "a text that begins with '*' goes in quotation marks",
    "expected alphabetic or numeric character": "a text that begins with '*' or '&' goes in quotation marks",
    "expected ',' or": "close the bracket, or put a text with brackets in it in quotation marks",
    "did not find expected key": "entries that belong together begin in the same column",
    "did not find expected '-' indicator": "entries that belong together begin in the same column",
    "expected <block end>": "entries that belong together begin in the same column",
    "unexpected end of stream": "close the quotation mark",
}


def _hint(said: str, text: str, mark: yaml.Mark | None) -> str:
    if "cannot start any token" in said and mark:
        lines = text.split("\n")
        line = lines[mark.line] if mark.line < len(lines) else ""
        sign = line[mark.column : mark.column + 1]
        if "\t" in (sign, line[:1]):
            return "; indent with spaces, not with a tab"
        return f"; a text that begins with '{sign}' goes in quotation marks"
    return next((f"; {hint}" for known, hint in _HINTS.items() if known in said), "")


_PLAIN = {
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge")
}


def _pairs(node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    yield from node.value
