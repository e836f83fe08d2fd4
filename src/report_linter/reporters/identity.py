"""What tells findings and files apart for other programs: fingerprints that are unique, and paths as URIs."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from urllib.parse import quote, quote_from_bytes

from report_linter.finding import Finding


def told_apart(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding of one document with its fingerprint; of equal ones (the same words twice in one section) the
    second ends in `:2`. Neither page nor path is in it.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.fingerprint] += 1
        times = seen[finding.fingerprint]
        yield finding, finding.fingerprint if times == 1 else f"{finding.fingerprint}:{times}"


def uri_of(path: str) -> tuple[str, bool]:
    """A path as a URI reference, and whether it is below the folder of the run; percent-encoded, with `/`."""
    pure = PurePath(path)
    if pure.is_absolute():
        return pure.as_uri(), False
    encoded = quote_from_bytes(os.fsencode(pure.as_posix())) if os.name == "posix" else quote(pure.as_posix())
    return encoded, ".." not in pure.parts and path != "-"


def slashed(path: str) -> str:
    """A path as version control writes it: `/` between folders, no `./` before it."""
    return PurePath(path).as_posix()
