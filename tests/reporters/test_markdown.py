from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from report_linter.document import Account, Chosen, Span
from report_linter.reporters import md
from report_linter.reporters.markdown import MOST

from . import made
from .outputs import EXPIRED, KNOWN, LANGUAGES, WAIVED, decided, many, saying, text_of, whole

GITHUB = MarkdownIt("gfm-like")
OURS = {"<br>", "<details>", "<summary>", "</summary>", "</details>"}


def tokens(text):
    """All tokens of a page as a reader like GitHub's sees them, inline ones too."""
    for token in GITHUB.parse(text):
        yield token
        yield from token.children or ()


def html(text):
    """The tags in a page that are passed on as they are."""
    found = (token.content for token in tokens(text) if token.type in ("html_inline", "html_block"))
    return {tag for content in found for tag in re.findall(r"<[^>]*>", content)}


def links(text):
    return {token.attrGet("href") for token in tokens(text) if token.type == "link_open"}


def tables(text):
    """The tables of a page: rows of cells, as they are shown."""
    found, cell = [], False
    for token in GITHUB.parse(text):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("th_open", "td_open"):
            cell = True
        elif token.type == "inline" and cell:
            found[-1][-1].append("".join(shown(child) for child in token.children))
            cell = False
    return found


def shown(token):
    return "\n" if token.content == "<br>" else token.content if token.type in ("text", "code_inline") else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_page(language, golden):
    golden.check(f"markdown.{language}.md", text_of("markdown", whole(language)))


def test_one_table_to_act_on_the_worst_first():
    first, checklist = tables(text_of("markdown", made.report(made.document_report("en"))))
    assert first[0] == ["Severity", "What is missing or should be looked at", "Where", "What to do", "Rule"]
    assert [row[0] for row in first[1:]] == ["ERROR", "WARNING", "REVIEW"]
    assert first[1] == [
        "ERROR",
        "Actual adverse impacts\nThe account only says that nothing was found.\n"
        "“We have not found any adverse impacts.”",
        "page 2, “2 Risk”",
        "Say what you do, where and when.",
        "TA-5B-ACT.bare-denial\nthe Transparency Act section 5 first paragraph letter b",
    ]
    assert first[3][2] == "Expected in: page 2, “3 Measures”"
    assert [row[1] for row in checklist[1:]] == [
        "found",
        "found",
        "to be mended",
        "only mentioned",
        "to be reviewed",
        "no findings",
        "cannot be seen from a document",
        "does not apply",
    ]


def test_what_was_not_read_comes_first():
    page = text_of(
        "markdown", made.report(made.clean_report("en"), made.document_report("en"), made.unreadable())
    )
    _, problems, *_ = page.split("\n\n")
    assert [line.split(":")[0] for line in problems.splitlines()] == [
        "- **NOT READ** utkast.pdf",
        "- **NOT READ** utkast.pdf",
        "- **NOT CHECKED** låst.pdf",
    ]


def test_what_people_decided_is_at_the_end_and_what_expired_is_back():
    page = text_of("markdown", made.report(decided("en", WAIVED, KNOWN, EXPIRED)))
    (table, _) = tables(page)
    assert len(table) == 2
    assert "The waiver by Ola Nordmann expired on 2026-05-31: Until the audit." in table[1][1]
    end = page.partition("**Already decided or known**")[2]
    assert "Waived until 2027-06-30 by Kari Nordmann: The board decides on this in May." in end
    assert "Known from the baseline" in end


def test_the_parts_of_a_larger_report_are_named():
    account = Account((Span(0, 40),), Chosen.HEADINGS)
    page = text_of("markdown", made.report(made.document_report("en", account=account)))
    assert "This is a larger report." in page


def test_quiet_leaves_the_checklist_out():
    assert "<details>" not in text_of("markdown", made.report(made.document_report()), quiet=True)


@pytest.mark.parametrize("number", [100, 2000])
def test_a_long_report_stays_within_what_a_comment_holds_and_says_what_it_leaves_out(number):
    page = text_of("markdown", made.report(many(number)), language="en")
    assert len(page) <= MOST
    assert "<details>" in page
    (left_out,) = re.findall(r"\*\*(\d+) more findings are left out", page)
    rows = sum(row.startswith("| **") for row in page.splitlines())
    assert int(left_out) + rows == 3 * number
    assert rows >= 50


def test_many_documents_stay_within_it_too():
    page = text_of(
        "markdown", made.report(*(many(8, f"utkast-{number}.pdf") for number in range(60))), language="en"
    )
    assert len(page) <= MOST
    assert page.count("### ") == 60
    assert page.count("more findings are left out") == 60
    files = made.report(*(made.unreadable(f"{'x' * 200}{number}.pdf") for number in range(1500)))
    page = text_of("markdown", files, language="en")
    assert len(page) <= MOST
    (left_out,) = re.findall(r"\*\*(\d+) more documents are left out", page)
    assert int(left_out) + page.count("**NOT CHECKED**") == 1500


HOSTILE = (
    "a | b \\| c",
    "`code` ```fence``` ~~~ *bold* _it_ ~~gone~~ **",
    "<script>alert(1)</script> <img src=x onerror=y> </details> <!-- x",
    "[click](http://evil.invalid) ![x](http://evil.invalid/x.png) <http://evil.invalid> [a]: http://evil.invalid",
    "http://evil.invalid www.evil.invalid https://evil.invalid/?a=b",
    "first\n\n# heading\n\n- item\n---\n| a | b |\n\r\x85\u2028end",
    "&lt;b&gt; &amp;copy; &#64;",
    "$x^2$ and $5",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_a_draft_are_shown_and_do_nothing(text, monkeypatch):
    page = text_of("markdown", made.report(saying(text, monkeypatch, f"{text}.pdf")))
    assert html(page) <= OURS
    assert links(page) <= {made.URL}
    assert not [
        token for token in tokens(page) if token.type in ("image", "fence", "code_block", "code_inline")
    ]
    assert [token.tag for token in tokens(page) if token.type == "heading_open"] == ["h2", "h3"]
    first, checklist = tables(page)
    assert {len(row) for row in first} == {5}
    assert {len(row) for row in checklist} == {3}
    said = " ".join(text.translate({0x0D: " ", 0x85: " ", 0x2028: " "}).split())
    assert said in checklist[1][0].replace(md.JOINER, "")


@pytest.mark.parametrize(
    "text",
    [
        "@octocat",
        "see @org/team",
        "#12",
        "owner/repo#12",
        "GH-12",
        "!7",
        "~label",
        "%3",
        "$9",
        "&4",
        "(@octocat)",
    ],
)
def test_nobody_is_called_and_no_issue_is_linked(text):
    assert re.search(f"[@#!$%&~-]{md.JOINER}", GITHUB.renderInline(md.escape(text)).replace("&amp;", "&"))
    assert GITHUB.renderInline(md.escape(text)).replace(md.JOINER, "") == text.replace("&", "&amp;")


@pytest.mark.parametrize("text", ["- a", "+ a", "1. a", "2) a", "===", "> a", "# a", "--- "])
def test_nothing_begins_a_list_a_heading_or_a_line(text):
    (_, inline, _) = GITHUB.parse(md.first(text))
    assert inline.content.replace("\\", "").replace("&gt;", ">").replace(md.JOINER, "") == text.strip()


def test_ordinary_words_are_left_alone():
    text = "Vi brukte 25 % av tiden, R&D: 3 + 4 = 7 (se side 2) – «ja»! Skriv til post@firma.no."
    assert md.escape(text) == text.replace("&", "&amp;")


def test_only_addresses_of_the_web_become_links():
    assert md.link("loven", "https://lovdata.no/x") == "[loven](https://lovdata.no/x)"
    for url in ("javascript:alert(1)", "https://a b", "https://a)b", "", "/etc"):
        assert md.link("l[o]ven", url) == "l\\[o\\]ven"


def test_a_clean_page_never_claims_more_than_it_knows():
    for language in LANGUAGES:
        page = text_of("markdown", made.report(made.clean_report(language))).lower()
        assert not re.search(r"compliant|oppfyller loven|oppfyller lova", page)
    nothing = made.report(replace(made.clean_report("en"), requirements=()))
    assert "**No findings.**" in text_of("markdown", nothing)
