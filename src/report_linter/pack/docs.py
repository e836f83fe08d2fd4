"""Pages for people, one per requirement, made from a pack: the law is data, and so is its manual."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from report_linter.finding import text_in
from report_linter.kinds import KINDS
from report_linter.lexicons import LANGUAGES
from report_linter.pack.model import Pack, Requirement, Rule
from report_linter.pack.schema import published

HEADINGS = "en"  # the language of headings; the pages hold the messages of every language

_GENERATED = "<!-- Generated from {path} by `report-linter pack docs`; do not edit. -->"


def write(pack: Pack, folder: Path) -> tuple[Path, ...]:
    """Write an index and a page per requirement below `folder`/<pack id>; the files written."""
    target = folder / pack.id
    target.mkdir(parents=True, exist_ok=True)
    pages = {f"{requirement.id}.md": page(pack, requirement) for requirement in pack.requirements}
    pages["README.md"] = index(pack)
    for name, text in pages.items():
        (target / name).write_text(text, encoding="utf-8")
    return tuple(target / name for name in sorted(pages))


def write_schema(folder: Path) -> Path:
    """Write the JSON Schema of rule packs, for editors, into `folder`; the file written."""
    path = folder / "pack.schema.json"
    text = json.dumps(published(LANGUAGES), ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def index(pack: Pack) -> str:
    """The list of a pack's requirements."""
    rows = [
        f"| [{r.id}]({r.id}.md) | {text_in(r.title, HEADINGS)} | {r.severity.word} | "
        f"{r.check.kind if r.check else 'repeats ' + ', '.join(r.repeats) if r.repeats else 'not checked'} |"
        for r in pack.requirements
    ]
    lines = [
        _GENERATED.format(path=f"rules/{Path(pack.path).name}"),
        f"# {text_in(pack.title, HEADINGS)}",
        "",
        f"Pack `{pack.id}`, edition {pack.edition}." + (f" Law: <{pack.url}>" if pack.url else ""),
        "",
        "| requirement | title | severity | kind |",
        "|---|---|---|---|",
        *rows,
        "",
    ]
    return "\n".join(lines)


def page(pack: Pack, requirement: Requirement) -> str:
    """The page of one requirement, in Markdown."""
    return "\n".join([_GENERATED.format(path=f"rules/{Path(pack.path).name}"), *_page(pack, requirement)])


def _page(pack: Pack, requirement: Requirement) -> Iterator[str]:
    yield f"# {requirement.id}: {text_in(requirement.title, HEADINGS)}"
    yield ""
    basis, url = text_in(requirement.citation.text, HEADINGS), requirement.citation.url
    yield f"- Basis: [{basis}]({url})" if url else f"- Basis: {basis}"
    yield f"- Severity: {requirement.severity.word}; confidence: {requirement.confidence.word}"
    if requirement.check:
        yield f"- Kind: `{requirement.check.kind}` ({KINDS[requirement.check.kind].asks})"
    if requirement.repeats:
        yield f"- Repeats: {', '.join(requirement.repeats)}"
    if requirement.anywhere:
        yield "- In a larger report: all of it is read, not the account alone"
    if requirement.due:
        why = text_in(requirement.due.why, HEADINGS)
        yield f"- Due from the profile `{requirement.due.stage.word}` on: {why}"
    yield ""
    for language in pack.languages:
        yield from _language(requirement, language)
    for rule in requirement.rules:
        yield from _examples(pack, rule)


def _language(requirement: Requirement, language: str) -> Iterator[str]:
    yield f"## {text_in(requirement.title, language)} ({language})"
    yield ""
    yield text_in(requirement.asks, language)
    yield ""
    yield f"*{text_in(requirement.why, language)}*"
    yield ""
    for label, texts in (
        ("absent", requirement.absent),
        ("mentioned", requirement.mentioned),
        ("advice", requirement.advice),
        ("good wording", requirement.example),
        ("known limits", requirement.limits),
        ("not checked", requirement.unchecked),
    ):
        if texts:
            yield f"- **{label}**: {text_in(texts, language)}"
    yield ""


def _examples(pack: Pack, rule: Rule) -> Iterator[str]:
    yield f"## Examples: {rule.id}"
    yield ""
    for language in pack.languages:
        for example in rule.examples:
            if example.language == language:
                text = " / ".join(line for line in example.text.splitlines() if line.strip())
                yield f"- {language}, **{example.expected}**: {text}"
    yield ""
