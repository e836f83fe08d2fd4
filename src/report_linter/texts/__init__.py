"""What the program itself says: a folder per language with one YAML file per subject, all with the same keys.

A file's first keys are its own: no two files of a language share one. Texts of a law are in its pack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

LANGUAGES = ("en", "nb", "nn")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language, by dotted key (`error.encrypted`)."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The text of `key` with its braces filled."""
        return self.texts[key].format(**values)

    def count(self, key: str, number: int, **values: object) -> str:
        """The text of `key` in the form that goes with `number`: `key.one` or `key.other`."""
        return self.say(f"{key}.{'one' if number == 1 else 'other'}", number=number, **values)

    def word(self, group: str, code: str, **values: object) -> str:
        """The word for a code; the code itself where no file knows it, so that nothing is ever hidden."""
        key = f"{group}.{code}"
        return self.say(key, **values) if key in self.texts else code

    def quote(self, text: str) -> str:
        return self.say("quote", text=text)


@cache
def load(language: str) -> Words:
    """The texts of `language`; English for a language without texts."""
    from report_linter import strict  # PyYAML: not needed for --help

    name = language if language in LANGUAGES else LANGUAGES[0]
    found: dict[str, str] = {}
    with as_file(files(__package__) / name) as folder:
        for path in sorted(folder.glob("*.yaml")):
            found |= _flat(strict.load(path).data)
    return Words(name, found)


def _flat(data: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
