"""What could not be read or checked, in words: the first lines of every output; and what people have decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_linter import texts
from report_linter.document import Unread
from report_linter.finding import Decision, DocumentReport, ReadFailure, Remark, text_in
from report_linter.reporters.facts import not_checked, unread
from report_linter.reporters.places import ranges
from report_linter.texts import Words


def error_text(error: ReadFailure, language: str) -> str:
    """Why a file could not be read, and what to do; the reader's own words where the code is unknown."""
    words = texts.load(language)
    key = f"error.{error.code}"
    if key not in words.texts:
        return error.message
    said = dict(error.values)
    if "limit" in said:
        said["limit"] = words.word("limit", said["limit"])
    detail = _detail(error.message.partition(";")[0], words)
    return words.say(key, **({"message": error.message, "detail": detail} | said))


def _detail(said: str, words: Words) -> str:
    """What the detection of languages says (`the text looks Danish`) in the language of the messages."""
    known = "the text looks"
    if said.startswith(known):
        name = said.removeprefix(known).strip()
        return words.say(f"detail.{known}", language=words.word("refused", name))
    return words.word("detail", said)


def problems(result: DocumentReport, language: str) -> Iterator[tuple[str, str]]:
    """(label, text) pairs: the file, the pages and parts, the kind of text, the rules not checked."""
    words = texts.load(language)
    label = words.say("not_checked.label")
    if result.error:
        yield label, error_text(result.error, language)
        return
    for text in unread_texts(unread(result), words):
        yield words.say("not_checked.unread"), text
    if result.document and result.document.reading.recognised:
        yield words.say("recognised.label"), recognised_text(result.document.reading.recognised, words)
    if "kind" in not_checked(result):
        yield words.say("not_checked.doubtful"), _not_an_account(result, language)
    if result.crashed:
        yield label, words.count("not_checked.crashed", len(result.crashed), rules=", ".join(result.crashed))


def _not_an_account(result: DocumentReport, language: str) -> str:
    words = texts.load(language)
    key = "not_checked.other" if result.kind == "other" else "not_checked.kind"
    said = words.say(key, kind=words.word("kind", result.kind))
    reason = text_in(result.kind_reason, language).rstrip(".")
    return f"{said} ({reason})" if reason else said


def unread_texts(parts: Sequence[Unread], words: Words) -> Iterator[str]:
    """One text per reason: `pages 3, 7–9 (no text layer)`."""
    for reason in dict.fromkeys(part.reason for part in parts):
        same = [part for part in parts if part.reason == reason]
        yield f"{_where(same, words)} ({_reason(reason, words)})"


def recognised_text(pages: Sequence[int], words: Words) -> str:
    """Which pages are pictures whose text was recognised, and what that means."""
    return words.say("recognised.pages", pages=_pages(pages, words))


def _where(parts: Sequence[Unread], words: Words) -> str:
    pages = sorted({part.page for part in parts if part.page is not None})
    names = dict.fromkeys(part.part for part in parts if part.part)
    where = [words.say("not_checked.part", part=name) for name in names]
    if pages:
        where.insert(0, _pages(pages, words))
    return ", ".join(where) or words.say("not_checked.whole")


def _pages(pages: Sequence[int], words: Words) -> str:
    key = "place.page" if len(pages) == 1 else "place.several"
    return words.say(key, first=pages[0], numbers=ranges(pages))


def _reason(code: str, words: Words) -> str:
    """The words for a code; `unknown element w:foo` has the element after the code."""
    if f"unread.{code}" in words.texts:
        return words.say(f"unread.{code}", detail="").strip()
    for known in ("unknown element",):
        if code.startswith(known):
            return words.say(f"unread.{known}", detail=code.removeprefix(known).strip())
    return code


def decision_text(decision: Decision, language: str) -> str:
    """`Waived until 2027-06-30 (owner): reason`, in the language of the messages."""
    words = texts.load(language)
    until = decision.until.isoformat() if decision.until else ""
    return words.say(
        f"decision.{decision.state.value}", until=until, owner=decision.owner, reason=decision.reason
    )


def remark_text(remark: Remark, language: str) -> str:
    """What is said about the whole run; its values as they are where the code is unknown."""
    words = texts.load(language)
    key = f"remark.{remark.code}"
    values = dict(remark.values)
    return words.say(key, **values) if key in words.texts else ", ".join([remark.code, *values.values()])
