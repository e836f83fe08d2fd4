"""Marked copies of drafts: which drafts, under which names, and from bytes that are still those that were checked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from report_linter import files
from report_linter.cli.streams import say
from report_linter.errors import ReadError, UsageError
from report_linter.finding import DocumentReport
from report_linter.limits import Limits
from report_linter.readers import READERS
from report_linter.reporters import REPORTERS, View
from report_linter.reporters.outputs import Output, write


def refuse(outputs: Iterable[Output], sources: Sequence[files.Source]) -> None:
    """Raises UsageError where marked copies are asked for and there is no such draft, or no room for several."""
    for output in outputs:
        kind = REPORTERS[output.format].marks
        if not kind:
            continue
        drafts = [source for source in sources if _is(source, kind)]
        shown = f"--output {output.format}={output.path}"
        if not drafts:
            raise UsageError(
                f"{shown}: none of the documents is a {kind.upper()} file; name one, or leave it out"
            )
        if len(drafts) > 1 and not output.path.is_dir():
            raise UsageError(f"{shown}: there are {len(drafts)} such drafts; name a folder for their copies")
        read = {os.path.realpath(source.path) for source in sources if source.path}
        for source, path in _named(drafts, output):
            if os.path.realpath(path) in read:
                raise UsageError(f"{shown}: the copy of {source.name} would replace a document to check")


def save(
    output: Output,
    sources: Sequence[files.Source],
    results: Sequence[DocumentReport],
    view: View,
    limits: Limits,
) -> list[str]:
    """Write the marked copies, and say which could not be made, and why: each costs itself and nothing else.

    A draft that was not read gets none, which is said at once.
    """
    failed = []
    reporter = REPORTERS[output.format]
    pairs = {
        source: result for source, result in zip(sources, results, strict=True) if _is(source, reporter.marks)
    }
    for source, path in _named(list(pairs), output):
        result = pairs[source]
        if result.document is None:
            say(f"report-linter: no {output.format} copy of {source.name}: it was not read")
            continue
        try:
            write(path, _copy(source, result, view, output.format, limits))
        except (UsageError, ReadError) as error:
            failed.append(f"no {output.format} copy of {source.name}: {error}")
    return failed


def _copy(source: files.Source, result: DocumentReport, view: View, format_: str, limits: Limits) -> bytes:
    from report_linter import apart

    data = files.load(source)
    if hashlib.sha256(data).hexdigest() != result.sha256:
        raise UsageError("it was changed while it was checked; run again for a marked copy")
    return apart.call(REPORTERS[format_].mark, data, result, view, limits=limits)


def _is(source: files.Source, kind: str) -> bool:
    return source.path is not None and source.path.suffix.lower() in READERS[kind].suffixes


def _named(drafts: Sequence[files.Source], output: Output) -> Iterator[tuple[files.Source, Path]]:
    """Each draft with the path of its copy: in a folder `draft.checked.docx`, and with a number if that is taken."""
    taken: set[str] = set()
    for source in drafts:
        assert source.path is not None
        path = output.path
        if path.is_dir():
            stem, suffix = source.path.stem, source.path.suffix
            path, number = output.path / f"{stem}.checked{suffix}", 1
            while path.name.casefold() in taken:
                number += 1
                path = output.path / f"{stem}.checked-{number}{suffix}"
            taken.add(path.name.casefold())
        yield source, path
