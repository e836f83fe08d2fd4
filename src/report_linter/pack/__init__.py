"""Rule packs: YAML in, `Pack` out, or every error of the file at once with its line and column.

In order: strict YAML, the envelope, each rule against its kind's schema, cross references (parts, concepts,
languages), expressions, examples. Shipped packs stand in `rules/` of the repository and inside the wheel.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

from report_linter import strict
from report_linter.errors import PackError, PackErrors, UsageError
from report_linter.finding import Citation, Confidence, Severity, Stage, Texts
from report_linter.kinds import KINDS
from report_linter.kinds import concepts as named_concepts
from report_linter.lexicons import Lexicon, load_all
from report_linter.match import Words
from report_linter.match.expressions import ExpressionError, parse
from report_linter.pack import mistakes, schema
from report_linter.pack.model import (
    Chain,
    DocumentKind,
    Documents,
    Due,
    Example,
    Inside,
    Pack,
    Requirement,
    Rule,
)
from report_linter.store import Store, digest

__all__ = ["Pack", "Requirement", "Rule", "find", "load", "load_together", "shipped", "words"]


def shipped() -> tuple[Path, ...]:
    """The packs that come with the program, by name."""
    inside = Path(str(files("report_linter"))) / "rules"
    folder = inside if inside.is_dir() else Path(__file__).resolve().parents[3] / "rules"
    return tuple(sorted(folder.glob("*.yaml")))


def find(name: str) -> Path:
    """The pack file for a name ("transparency_act") or a path. Raises UsageError with a suggestion."""
    known = {path.stem: path for path in shipped()}
    if name in known:
        return known[name]
    path = Path(name)
    with suppress(ValueError, OSError):  # no file can have such a name
        if path.is_file():
            return path
    close = difflib.get_close_matches(name, known, 1)
    others = f"shipped packs are {', '.join(known) or 'none'}; or give the path of a file"
    hint = f"did you mean '{close[0]}'?" if close else others
    raise UsageError(f"there is no pack '{name}'; {hint}")


def load(path: Path, loaded: dict[Path, Pack] | None = None) -> Pack:
    """The pack in `path`. Raises PackError where the file is no YAML, PackErrors with all that is wrong otherwise.

    `loaded` holds packs that were loaded before, by path: a pack that several others use is read once.
    """
    return _load(path, {} if loaded is None else loaded, ())


def load_together(paths: Sequence[Path], store: Store) -> tuple[Pack, ...]:
    """The packs in `paths`, a pack after those that it builds on. Raises as `load` does."""

    def make() -> tuple[Pack, ...]:
        loaded: dict[Path, Pack] = {}
        return tuple(sorted((load(path, loaded) for path in paths), key=lambda pack: pack.depth))

    beside = [other for path in paths for other in sorted(path.parent.glob("*.yaml"))]
    asked = ",".join(map(str, paths))
    return store.kept(f"packs {asked} {digest((*paths, *beside, *shipped()))}", make)


def _load(path: Path, loaded: dict[Path, Pack], users: tuple[Path, ...]) -> Pack:
    known = path.resolve()
    if known not in loaded:
        loaded[known] = _loaded(strict.load(path), loaded, (*users, known))
    return loaded[known]


def _used(source: strict.Source, data: Any, loaded: dict[Path, Pack], users: tuple[Path, ...]) -> Pack | None:
    """The pack that `uses` names: a file beside this one, or a shipped pack."""
    if "uses" not in data:
        return None
    beside = Path(source.path).parent / f"{data['uses']}.yaml"
    try:
        path = beside if beside.is_file() else find(str(data["uses"]))
    except UsageError as error:
        raise source.error(("uses",), str(error)) from error
    if path.resolve() in users:
        raise source.error(("uses",), "packs use one another in a circle")
    return _load(path, loaded, users)


def _loaded(source: strict.Source, loaded: dict[Path, Pack], users: tuple[Path, ...]) -> Pack:
    data: Any = source.data
    languages = data.get("languages")
    lexicons = load_all()
    if not isinstance(languages, list) or not languages:
        raise source.error(
            ("languages",), "'languages' must list the languages of the pack, such as [en, nb, nn]"
        )
    for i, language in enumerate(languages):
        if language not in lexicons:
            raise source.error(
                ("languages", i), f"there is no lexicon for '{language}'; there are {', '.join(lexicons)}"
            )
    _raise(_validate(source, data, schema.envelope(languages), ()))
    _raise(_rule_schemas(source, data))
    used = _used(source, data, loaded, users)
    _raise(_references(source, data, lexicons, used))
    pack, errors = _build(source, data, used)
    _raise(errors)
    return pack


def words(pack: Pack, lexicons: Mapping[str, Lexicon]) -> Words:
    """The compiled concepts of a pack, on those of the pack that it uses."""
    base = words(pack.uses, lexicons) if pack.uses else Words({}, (), lexicons)
    return Words(pack.concepts, pack.quotations, lexicons, base)


def _raise(errors: Iterable[PackError]) -> None:
    by_place = {(error.line, error.column, error.message): error for error in errors}
    if by_place:
        raise PackErrors(tuple(by_place[place] for place in sorted(by_place)))


def _validate(
    source: strict.Source, data: object, against: Mapping[str, Any], where: tuple[str | int, ...]
) -> Iterator[PackError]:
    from jsonschema import Draft7Validator

    languages: Any = source.data["languages"]
    for path, message in mistakes.explained(
        list(Draft7Validator(dict(against)).iter_errors(data)), languages, where
    ):
        yield source.error(path, message)


def _rules(data: Any) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    """(rule id, path of the mapping that holds its `check`, that mapping)."""
    for name, requirement in data["requirements"].items():
        if "check" in requirement:
            yield name, ("requirements", name), requirement
        for short, further in requirement.get("further", {}).items():
            yield f"{name}.{short}", ("requirements", name, "further", short), further


def _rule_schemas(source: strict.Source, data: Any) -> Iterator[PackError]:
    for _, path, holder in _rules(data):
        yield from _validate(source, holder["check"], schema.rule(holder["check"]["kind"]), (*path, "check"))


def _references(
    source: strict.Source, data: Any, lexicons: Mapping[str, Lexicon], used: Pack | None
) -> Iterator[PackError]:
    languages: list[str] = data["languages"]
    yield from _repeats(source, data, used)
    for name, requirement in data["requirements"].items():
        if requirement["part"] not in data["parts"]:
            hint = mistakes.close(requirement["part"], list(data["parts"]))
            said = f"there is no part '{requirement['part']}' under 'parts'"
            yield source.error(("requirements", name, "part"), f"{said}; {hint}" if hint else said)
    yield from _expressions(source, data)
    compiled = Words(
        data["concepts"], (), lexicons, words(used, lexicons) if used else Words({}, (), lexicons)
    )
    for name, by_language in data["concepts"].items():
        missing = [code for code in languages if code not in by_language]
        if missing and set(by_language) != {"any"}:
            yield source.error(
                ("concepts", name), f"the concept '{name}' has no words in {', '.join(missing)}"
            )
    known = compiled.names()
    unknown = list(_unknown_references(source, data, known))
    yield from unknown
    try:
        for code in languages if not unknown else ():
            compiled.expressions(code)
    except ExpressionError as error:
        yield source.error(("concepts",), str(error))
    yield from _document_kinds(source, data, known)
    yield from _chain_names(source, data, known)
    for _, path, holder in _rules(data):
        kind = KINDS[holder["check"]["kind"]]
        for inner, concept in named_concepts(holder["check"], kind.schema):
            if concept not in known:
                hint = mistakes.close(concept, sorted(known)) or "define it under 'concepts'"
                yield source.error((*path, "check", *inner), f"there is no concept '{concept}'; {hint}")
        yield from _examples_complete(source, path, holder, languages)


def _document_kinds(source: strict.Source, data: Any, concepts: frozenset[str]) -> Iterator[PackError]:
    """Requirements and concepts that `documents` names exist, and its last kind fits any text."""
    documents = data.get("documents")
    if not documents:
        return
    ids = frozenset(data["requirements"])
    kinds = documents["kinds"]
    lists: list[tuple[tuple[str | int, ...], Sequence[str], frozenset[str], str]]
    lists = [(("documents", "core"), documents["core"], ids, "requirement")]
    lists.append((("documents", "law"), documents.get("law", ()), concepts, "concept"))
    for key in schema.INSIDE_CONCEPTS:
        named = documents.get("inside", {}).get(key, ())
        lists.append((("documents", "inside", key), named, concepts, "concept"))
    for i, kind in enumerate(kinds):
        for key, known, what in (
            *((key, ids, "requirement") for key in schema.BY_REQUIREMENT),
            *((key, concepts, "concept") for key in schema.BY_CONCEPT),
        ):
            lists.append((("documents", "kinds", i, key), kind.get(key, ()), known, what))
    for path, names, known, what in lists:
        for i, name in enumerate(names):
            if name not in known:
                yield source.error((*path, i), f"there is no {what} '{name}'")
    if set(kinds[-1]) != {"kind", "reason"}:
        where = ("documents", "kinds", len(kinds) - 1)
        yield source.error(where, "the last kind must fit any text: give it no conditions")


def _chain_names(source: strict.Source, data: Any, concepts: frozenset[str]) -> Iterator[PackError]:
    """Requirements and concepts that `chain` names exist."""
    for key, names in data.get("chain", {}).items():
        known = concepts if key == "topics" else frozenset(data["requirements"])
        for i, name in enumerate(names):
            if name not in known:
                what = "concept" if key == "topics" else "requirement"
                yield source.error(("chain", key, i), f"there is no {what} '{name}'")


def _repeats(source: strict.Source, data: Any, used: Pack | None) -> Iterator[PackError]:
    """Ids under `repeats` must stand earlier in this pack, or in one that it uses."""
    known: list[str] = []
    while used:
        known += [requirement.id for requirement in used.requirements]
        used = used.uses
    for name, requirement in data["requirements"].items():
        if "due" in requirement and "check" not in requirement:
            where_due = ("requirements", name, "due")
            yield source.error(where_due, "'due' is for what is checked; take it out here")
        for i, other in enumerate(requirement.get("repeats", ())):
            if other not in known:
                where = ("requirements", name, "repeats", i)
                yield source.error(where, f"there is no requirement '{other}' before this one")
        known.append(name)


def _expressions(source: strict.Source, data: Any) -> Iterator[PackError]:
    for name, by_language in data["concepts"].items():
        for language, expressions in by_language.items():
            for i, expression in enumerate(expressions):
                if expression.startswith("@"):
                    continue
                try:
                    parse(expression)
                except ExpressionError as error:
                    yield source.error(("concepts", name, language, i), str(error))


def _unknown_references(source: strict.Source, data: Any, known: frozenset[str]) -> Iterator[PackError]:
    for name, by_language in data["concepts"].items():
        for language, expressions in by_language.items():
            for i, expression in enumerate(expressions):
                if expression.startswith("@") and expression[1:] not in known:
                    hint = mistakes.close(expression[1:], sorted(known)) or "define it under 'concepts'"
                    where = ("concepts", name, language, i)
                    yield source.error(where, f"there is no concept '{expression[1:]}'; {hint}")


def _examples_complete(
    source: strict.Source, path: tuple[str, ...], holder: Any, languages: Sequence[str]
) -> Iterator[PackError]:
    kind = KINDS[holder["check"]["kind"]]
    gives = kind.gives(holder["check"])
    for language, by_key in holder["examples"].items():
        for key in by_key:
            if key not in gives:
                yield source.error(
                    (*path, "examples", language, key),
                    f"a rule of this kind never gives '{key}'; it gives {', '.join(gives)}",
                )
    needed = ("absent", "mentioned") if kind.graded and path[-2] == "requirements" else ("message",)
    for key in needed:
        if key not in holder:
            yield source.error(path, f"'{key}' is missing: the message to show")


def _build(source: strict.Source, data: Any, used: Pack | None) -> tuple[Pack, list[PackError]]:
    errors: list[PackError] = []
    languages = tuple(data["languages"])
    parts = {key: _texts(value) for key, value in data["parts"].items()}
    requirements = []
    for name, written in data["requirements"].items():
        path = ("requirements", name)
        severity = Severity[written["severity"].upper()]
        confidence = Confidence[written["confidence"].upper()]
        check = None
        if "check" in written:
            check = _rule(source, path, name, written, severity, confidence, errors)
        further = [
            _rule(
                source,
                (*path, "further", short),
                f"{name}.{short}",
                rule,
                Severity[rule["severity"].upper()],
                Confidence[rule["confidence"].upper()],
                errors,
            )
            for short, rule in written.get("further", {}).items()
        ]
        texts = {
            key: _texts(written.get(key, {}))
            for key in [
                "title",
                "asks",
                "why",
                "absent",
                "mentioned",
                "advice",
                "example",
                "limits",
                "unchecked",
            ]
        }
        requirements.append(
            Requirement(
                id=name,
                part=parts[written["part"]],
                citation=Citation(
                    _texts(written["citation"]), written.get("url", data["law"].get("url", ""))
                ),
                severity=severity,
                confidence=confidence,
                check=check,
                further=tuple(rule for rule in further if rule),
                line=source.line(path),
                repeats=tuple(written.get("repeats", ())),
                anywhere=written.get("reads") == "report",
                due=_due(written["due"]) if "due" in written else None,
                **texts,
            )
        )
    pack = Pack(
        id=data["pack"],
        edition=data["edition"],
        languages=languages,
        title=_texts(data["title"]),
        url=data["law"].get("url", ""),
        requirements=tuple(requirements),
        concepts=data["concepts"],
        quotations=tuple(text for texts_ in data["law"]["quotations"].values() for text in texts_),
        documents=_documents(data["documents"]) if "documents" in data else None,
        chain=Chain(**{key: tuple(names) for key, names in data["chain"].items()})
        if "chain" in data
        else None,
        path=source.path,
        uses=used,
        digest=digest([Path(source.path)]),
    )
    return pack, errors


def _due(written: Mapping[str, Any]) -> Due:
    return Due(Stage[written["from"].upper()], _texts(written["why"]))


def _documents(written: Mapping[str, Any]) -> Documents:
    kinds = tuple(
        DocumentKind(
            kind=kind["kind"],
            reason=_texts(kind["reason"]),
            core=_range(kind.get("core")),
            words=_range(kind.get("words")),
            times=kind.get("times", 1),
            headings=kind.get("headings", 1),
            own_share=_range(kind.get("own-share")),
            law_share=kind.get("law-share", 0),
            duty_share=kind.get("duty-share", 0),
            **{key: tuple(kind.get(key, ())) for key in (*schema.BY_REQUIREMENT, *schema.BY_CONCEPT)},
        )
        for kind in written["kinds"]
    )
    return Documents(
        core=tuple(written["core"]),
        checked=tuple(written["checked"]),
        law=tuple(written.get("law", ())),
        kinds=kinds,
        inside=_inside(written["inside"]) if "inside" in written else None,
    )


def _inside(written: Mapping[str, Any]) -> Inside:
    return Inside(
        headings=tuple(written["headings"]),
        aside=tuple(written.get("aside", ())),
        reports=tuple(written["reports"]),
        pages=written["pages"],
        words=written["words"],
        share=written["share"],
        least=written["least"],
    )


def _range(written: Sequence[int] | None) -> tuple[int, int]:
    return (written[0], written[1]) if written else (0, sys.maxsize)


def _rule(
    source: strict.Source,
    path: tuple[str, ...],
    name: str,
    holder: Any,
    severity: Severity,
    confidence: Confidence,
    errors: list[PackError],
) -> Rule | None:
    options = {key: value for key, value in holder["check"].items() if key != "kind"}
    try:
        judge = KINDS[holder["check"]["kind"]].build(options)
    except ValueError as error:
        errors.append(source.error((*path, "check"), str(error)))
        return None
    examples = tuple(
        Example(language, expected, text, source.line((*path, "examples", language, expected, i)))
        for language, by_key in holder["examples"].items()
        for expected, listed in by_key.items()
        for i, text in enumerate(listed)
    )
    return Rule(
        id=name,
        kind=holder["check"]["kind"],
        options=options,
        judge=judge,
        severity=severity,
        confidence=confidence,
        message=_texts(holder.get("message", {})),
        advice=_texts(holder.get("advice", {})),
        examples=examples,
        line=source.line(path),
        unnoticed=holder.get("unnoticed", {}),
    )


def _texts(written: Mapping[str, str]) -> Texts:
    return tuple(written.items())
