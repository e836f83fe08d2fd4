"""The JSON Schema (draft-07) of a rule pack: one envelope, and for each rule the schema of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from report_linter.finding import Confidence, Severity, Stage
from report_linter.kinds import KINDS


def texts(languages: Sequence[str]) -> dict[str, Any]:
    """A text in every language of the pack."""
    return {
        "type": "object",
        "required": list(languages),
        "additionalProperties": False,
        "properties": {code: {"type": "string", "minLength": 1} for code in languages},
    }


def _examples(languages: Sequence[str], keys: Sequence[str]) -> dict[str, Any]:
    listed = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            code: {
                "type": "object",
                "additionalProperties": False,
                "properties": dict.fromkeys(keys, listed),
            }
            for code in languages
        },
    }


_TEXTS = ("title", "asks", "why", "advice", "example", "limits")
LEVELS = ("absent", "mentioned", "described", "specific")
OUTCOMES = ("pass", "fail", "review", "not_applicable")


def envelope(languages: Sequence[str]) -> dict[str, Any]:
    """The schema of a whole pack; rules are checked apart, each against `rule(kind)`."""
    text = texts(languages)
    by_language = {code: {"type": "array", "items": {"type": "string"}} for code in languages}
    severity = {"enum": [level.word for level in Severity]}
    confidence = {"enum": [level.word for level in Confidence]}
    rule = {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": list(KINDS)}}}
    examples = _examples(languages, (*LEVELS, *OUTCOMES))
    unnoticed = {"type": "object", "additionalProperties": {"type": "string", "minLength": 10}}
    further = {
        "type": "object",
        "required": ["check", "severity", "confidence", "message", "advice", "examples"],
        "additionalProperties": False,
        "properties": {
            "check": rule,
            "severity": severity,
            "confidence": confidence,
            "message": text,
            "advice": text,
            "examples": examples,
            "unnoticed": unnoticed,
        },
    }
    requirement = {
        "type": "object",
        "required": ["part", "citation", "severity", "confidence", *_TEXTS],
        "additionalProperties": False,
        "oneOf": [
            {"required": ["check", "examples"]},
            {"required": ["unchecked"]},
            {"required": ["repeats"]},
        ],
        "properties": {
            "part": {"type": "string"},
            "citation": text,
            "url": {"type": "string", "format": "uri"},
            "severity": severity,
            "confidence": confidence,
            **dict.fromkeys([*_TEXTS, "absent", "mentioned", "message"], text),
            "unchecked": text,
            "repeats": {
                "type": "array",
                "description": "ids of requirements that ask the same: their result is this one's",
                "items": {"type": "string"},
                "minItems": 1,
                "uniqueItems": True,
            },
            "reads": {
                "enum": ["account", "report"],
                "description": "of a larger report: the account inside it (default), or all of it",
            },
            "due": {
                "type": "object",
                "description": "the stage from which on this is asked for, and why not before",
                "required": ["from", "why"],
                "additionalProperties": False,
                "properties": {"from": {"enum": [stage.word for stage in Stage][1:]}, "why": text},
            },
            "check": rule,
            "examples": examples,
            "unnoticed": unnoticed,
            "further": {"type": "object", "additionalProperties": further},
        },
    }
    return {
        "type": "object",
        "required": ["pack", "edition", "languages", "title", "law", "parts", "concepts", "requirements"],
        "additionalProperties": False,
        "properties": {
            "pack": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
            "edition": {"type": "string"},
            "languages": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
            "title": text,
            "law": {
                "type": "object",
                "required": ["name", "quotations"],
                "additionalProperties": False,
                "properties": {
                    "name": text,
                    "url": {"type": "string", "format": "uri"},
                    "quotations": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": by_language,
                    },
                },
            },
            "uses": {
                "type": "string",
                "description": "a pack whose concepts and quotations this one builds on, shipped or beside this file",
            },
            "parts": {"type": "object", "additionalProperties": text},
            "documents": _documents(text),
            "chain": _chain(),
            "concepts": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"any": {"type": "array", "items": {"type": "string"}}, **by_language},
                },
            },
            "requirements": {
                "type": "object",
                "propertyNames": {"pattern": "^[A-Z][A-Z0-9]*(-[A-Za-z0-9]+|\\.[0-9]+[a-z]?)*$"},
                "additionalProperties": requirement,
            },
        },
    }


# What a text can be taken for (interface.md 4).
DOCUMENT_KINDS = (
    "account",
    "draft",
    "summary_page",
    "landing_page",
    "announcement",
    "policy_or_routine",
    "about_the_act",
    "other",
)


# Conditions on a kind of document: lists of requirements, and of concepts (see model.DocumentKind).
BY_REQUIREMENT = ("met", "unmet")
BY_CONCEPT = ("said", "unsaid", "opened", "titled", "untitled", "headed")


def _documents(text: dict[str, Any]) -> dict[str, Any]:
    listed = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
    kinds = {"type": "array", "items": {"enum": list(DOCUMENT_KINDS)}, "minItems": 1, "uniqueItems": True}
    span = {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}
    share = {"type": "integer", "minimum": 0, "maximum": 100, "description": "per cent"}
    conditions = {
        "core": span,
        "words": span,
        **dict.fromkeys((*BY_REQUIREMENT, *BY_CONCEPT), listed),
        "times": {"type": "integer", "minimum": 2, "description": "in so many sentences `said` must hold"},
        "headings": {
            "type": "integer",
            "minimum": 2,
            "description": "in so many headings `headed` must hold",
        },
        "own-share": {**span, "description": "per cent of the sentences about the enterprise or its group"},
        "law-share": share,
        "duty-share": share,
    }
    kind = {
        "type": "object",
        "required": ["kind", "reason"],
        "additionalProperties": False,
        "properties": {"kind": kinds["items"], "reason": text, **conditions},
    }
    return {
        "type": "object",
        "description": "how to tell a document that this law asks for from other texts: the first kind that fits",
        "required": ["core", "checked", "kinds"],
        "additionalProperties": False,
        "properties": {
            "core": listed,
            "checked": kinds,
            "law": {**listed, "description": "concepts with which a sentence speaks of the law"},
            "inside": _inside(listed, share),
            "kinds": {"type": "array", "items": kind, "minItems": 1},
        },
    }


# Concepts with which headings and first lines name things (see model.Inside).
INSIDE_CONCEPTS = ("headings", "aside", "reports")
INSIDE_NUMBERS = ("pages", "words", "share", "least")


def _inside(listed: dict[str, Any], share: dict[str, Any]) -> dict[str, Any]:
    number = {"type": "integer", "minimum": 1}
    return {
        "type": "object",
        "description": "how to tell a larger report with such a document inside it (see model.Inside)",
        "required": ["headings", "reports", *INSIDE_NUMBERS],
        "additionalProperties": False,
        "properties": {
            **dict.fromkeys(INSIDE_CONCEPTS, listed),
            **dict.fromkeys(INSIDE_NUMBERS, number),
            "share": share,
        },
    }


def _chain() -> dict[str, Any]:
    listed = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
    keys = ("risk", "measure", "result", "topics")
    return {
        "type": "object",
        "description": "requirements whose evidence are risks, measures and results, and concepts that join them",
        "required": list(keys),
        "additionalProperties": False,
        "properties": dict.fromkeys(keys, listed),
    }


def rule(kind: str) -> dict[str, Any]:
    """The schema of a `check` of this kind."""
    own = KINDS[kind].schema
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["kind", *own["required"]],
        "properties": {"kind": {"const": kind}, **own["properties"]},
    }


def published(languages: Sequence[str]) -> dict[str, Any]:
    """The schema for editors: the envelope with every kind's schema chosen by `kind`."""
    whole = envelope(languages)
    rules = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": list(KINDS)}},
        "allOf": [
            {"if": {"properties": {"kind": {"const": kind}}}, "then": {"$ref": f"#/definitions/{kind}"}}
            for kind in KINDS
        ],
    }
    requirement = whole["properties"]["requirements"]["additionalProperties"]["properties"]
    requirement["check"] = {"$ref": "#/definitions/rule"}
    requirement["further"]["additionalProperties"]["properties"]["check"] = {"$ref": "#/definitions/rule"}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A rule pack of report-linter",
        **whole,
        "definitions": {"rule": rules, **{kind: rule(kind) for kind in KINDS}},
    }
