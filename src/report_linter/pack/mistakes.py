"""What jsonschema finds wrong in a pack, in words for a rule author: where, what is wrong, what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Where = tuple[str | int, ...]

_ID = "^[A-Z]"  # how the pattern of requirements' ids begins
_EXAMPLE = {"object": "{key: value}", "array": "a list", "string": "a text"}


def explained(
    errors: Sequence[Any], languages: Sequence[str], where: Where = ()
) -> Iterator[tuple[Where, str]]:
    """A place and a message for each ValidationError of one schema; `where` is the place of what it is about."""
    meant = {(tuple(error.absolute_path), key) for error in errors for key in _meant(error)}
    for error in errors:
        path = tuple(error.absolute_path)
        if error.validator == "required" and (path, _missing(error)) in meant:
            continue  # it is there, misspelled, which is said
        yield _explained(error, (*where, *path), languages)


def close(word: str, known: Sequence[str]) -> str:
    """`did you mean 'x'?`, or nothing."""
    found = difflib.get_close_matches(word, known, 1)
    return f"did you mean '{found[0]}'?" if found else ""


def _meant(error: Any) -> Iterator[str]:
    """The key that an unknown one was meant to be."""
    for unknown, known in _unknown(error):
        yield from difflib.get_close_matches(unknown, known, 1)


def _unknown(error: Any) -> Iterator[tuple[str, list[str]]]:
    if error.validator == "additionalProperties" and isinstance(error.schema.get("properties"), dict):
        known = list(error.schema["properties"])
        unknown = [key for key in error.instance if key not in known]
        yield unknown[0], known


def _missing(error: Any) -> str:
    return str(next(key for key in error.validator_value if key not in error.instance))


def _explained(error: Any, path: Where, languages: Sequence[str]) -> tuple[Where, str]:
    name = ".".join(map(str, path)) or "the pack"
    wanted, given = error.validator_value, error.instance
    for unknown, known in _unknown(error):
        hint = close(unknown, known) or f"known keys: {', '.join(known)}"
        return (*path, unknown), f"{name}: unknown key '{unknown}'; {hint}"
    if error.validator == "enum":
        allowed = list(map(str, wanted))
        return (
            path,
            f"{name} is '{given}'; {close(str(given), allowed) or 'use one of: ' + ', '.join(allowed)}",
        )
    if error.validator == "required":
        missing = _missing(error)
        why = (
            f"; texts stand in every language of the pack: {', '.join(languages)}"
            if missing in languages
            else ""
        )
        return path, f"{name}: '{missing}' is missing{why}"
    if error.validator == "oneOf":
        hint = "give 'check' with 'examples', or 'unchecked' with the reason, or 'repeats' with ids"
        return path, f"{name}: {hint}"
    if error.validator == "type":
        return path, f"{name} {_type(error, languages)}"
    if error.validator == "pattern":
        is_id = wanted.startswith(_ID)
        hint = (
            "an id begins with a capital, in parts joined by '-', such as ABC-1A"
            if is_id
            else "use small letters, digits and '_', such as my_law"
        )
        return (*path, given) if is_id else path, f"{name}: '{given}' cannot be a name; {hint}"
    if error.validator in ("minItems", "minLength"):
        return path, f"{name} is empty; write something there, or take the key out"
    return path, f"{name}: {error.message}"


def _type(error: Any, languages: Sequence[str]) -> str:
    """What stands there, and how it would be written."""
    wanted, given = str(error.validator_value), error.instance
    said = {dict: "is a mapping", list: "is a list", bool: "is true or false", int: "is a number"}
    what = said.get(type(given), "is a text")
    if wanted == "object" and _by_language(error.schema, languages):
        return f"{what}; write it by language: {{{languages[0]}: …}}"
    if wanted == "array" and isinstance(given, Mapping):
        return f"{what}; write a list, each entry after '- '"
    if wanted == "array" and isinstance(given, str):
        return f"{what}; write a list: [{given}]"
    if wanted == "string" and isinstance(given, (bool, int)):
        return f'{what}; put it in quotation marks: "{str(given).lower()}"'
    return f"{what}; write {_EXAMPLE.get(wanted, wanted)}"


def _by_language(schema: Mapping[str, Any], languages: Sequence[str]) -> bool:
    known: Mapping[str, Any] = schema.get("properties", {})
    return set(languages) <= known.keys()
