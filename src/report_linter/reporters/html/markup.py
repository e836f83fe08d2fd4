"""From what the page shows to its markup: one offline file, every text escaped, nothing that runs or is fetched."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from report_linter import texts
from report_linter.reporters.checklist import Status
from report_linter.reporters.html.model import Page
from report_linter.reporters.page import clean

# Signs beside the words of a status, in letters that every font has.
SIGNS = {
    "error": "×",
    "warning": "!",
    "review": "?",
    "info": "i",
    "decided": "–",
    "not_found": "–",
    "found": "✓",
    "clean": "✓",
    "unchecked": "○",
    "not_applicable": "○",
}
_SPACES = str.maketrans(dict.fromkeys("\t\n\r", " ") | dict.fromkeys("\ufffe\uffff", "\ufffd"))


def markup(page: Page) -> str:
    """The page as HTML."""
    style = _without_blank_lines(_resource("style.css"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    rendered = (
        _environment()
        .get_template("page.html.j2")
        .render(
            page=page,
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            style=Markup(style),  # noqa: S704  our own file
        )
    )
    return _without_blank_lines(rendered) + "\n"


def _without_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


@cache
def _environment() -> Environment:
    names = [item.name for item in files(__package__).joinpath("templates").iterdir()]
    environment = Environment(
        loader=DictLoader({name: _resource(f"templates/{name}") for name in names if name.endswith(".j2")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.globals |= {"words": texts.load, "signs": SIGNS, "statuses": tuple(Status)}
    environment.tests["address"] = _is_address
    return environment


def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _finalized(value: object) -> object:
    """What a template puts out: without characters that turn writing round or that HTML forbids."""
    if not isinstance(value, str) or isinstance(value, Markup) or value.isprintable():
        return value
    return clean(value.translate(_SPACES))


def _is_address(url: str) -> bool:
    """Whether a link may lead there: an address on the web, nothing that runs or opens a file."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
