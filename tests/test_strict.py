"""YAML as packs are written: no surprises, every error with its place."""

import pytest

from report_linter.errors import PackError
from report_linter.strict import loads


def test_plain_words_stay_words() -> None:
    source = loads(
        "no: yes\ncountry: NO\ndate: 2024-06-30\nsection: 5.10\ntime: 12:30\nflag: true\ncount: 12\n"
    )
    assert source.data == {
        "no": "yes",
        "country": "NO",
        "date": "2024-06-30",
        "section": "5.10",
        "time": "12:30",
        "flag": True,
        "count": 12,
    }


def test_quoted_numbers_stay_text() -> None:
    assert loads('"4": "12"\n').data == {"4": "12"}


def test_every_value_knows_its_line() -> None:
    source = loads("a:\n  b: [x, y]\n  c: z\n")
    assert source.line(("a", "b")) == 2
    assert source.line(("a", "c")) == 3
    assert str(source.error(("a", "b", 1), "wrong")) == "<text>:2:10: wrong"
    assert str(source.error(("a", "missing", "deeper"), "wrong")) == "<text>:1:1: wrong"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a: 1\na: 2\n", "<text>:2:1: the key 'a' stands twice; keep one"),
        ("a: &x [1]\nb: *x\n", "<text>:1:4: anchors and aliases (&, *) are not allowed; write the text out"),
        ("a:\n", "<text>:1:3: a value is missing here"),
        (
            "a: !!python/name:os.system x\n",
            "<text>:1:4: the tag tag:yaml.org,2002:python/name:os.system is not allowed",
        ),
        ("- a\n", "<text>:1:1: the file must hold a mapping (key: value) at its top level"),
        (
            "a: " + "[" * 900 + "]" * 900,
            "<text>:1:1: lists and mappings stand too deep inside one another",
        ),
        (
            "a: [1\n",
            "<text>:2:1: not valid YAML: did not find expected ',' or ']'; "
            "close the bracket, or put a text with brackets in it in quotation marks",
        ),
    ],
)
def test_errors_say_where(text: str, error: str) -> None:
    with pytest.raises(PackError) as raised:
        loads(text)
    assert str(raised.value) == error
