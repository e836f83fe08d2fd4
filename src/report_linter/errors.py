"""Errors, one class per person who can mend them.

Every message is one line that says what is wrong, where, and what would be right.
"""

from __future__ import annotations


class ReportLinterError(Exception):
    """Anything this package raises on purpose."""


class ReadError(ReportLinterError):
    """A document that cannot be read; for whoever has the document.

    `code` is a stable word for programs (`encrypted`, `damaged`, `no_text_layer`, `empty`, `lfs_pointer`,
    `lock_file`, `missing`, `unsupported`, `unknown_language`, `too_large`, ...); `message` is for people, without the
    path; `values` are what the message names, for its translations.
    """

    def __init__(self, code: str, message: str, values: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.values = values

    def __reduce__(self) -> tuple[type[ReadError], tuple[object, ...]]:
        """Between processes: exceptions are copied by their arguments."""
        return type(self), (self.code, self.message, self.values)


class PackError(ReportLinterError):
    """A rule pack or lexicon that cannot be used; for its author. `line` and `column` count from 1."""

    def __init__(self, path: str, line: int, column: int, message: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {message}")
        self.path = path
        self.line = line
        self.column = column
        self.message = message


class PackErrors(ReportLinterError):  # noqa: N818 - several PackError, not one
    """All the errors found in one pack at once, so that its author mends them in one go."""

    def __init__(self, errors: tuple[PackError, ...]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


class UsageError(ReportLinterError):
    """A wrong call: an unknown rule id, pack or option value; for whoever typed it."""


class ConfigErrors(ReportLinterError):  # noqa: N818 - all that is wrong with one file
    """A configuration, waiver file or baseline that cannot be used; for its author. Each line names its place."""

    def __init__(self, what: str, errors: tuple[PackError, ...]) -> None:
        super().__init__("\n".join([f"{what} cannot be used", *map(str, errors)]))
        self.errors = errors
