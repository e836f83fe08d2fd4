"""Recognises the text of pages that are pictures: `tesseract`, a program of its own, on request only.

A page goes to it through a pipe and comes back as words with places (hOCR 1.2): no picture of a draft is written to
disk.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from report_linter.errors import UsageError
from report_linter.readers.pdf_page import Picture, Word

LANGUAGES: Final = ("nor", "eng")  # as tesseract names them; its `nor` reads Bokmål and Nynorsk
SECONDS: Final = 45.0  # for one page; a clean one takes one or two
_PROGRAM: Final = "tesseract"
_HOW: Final = (
    "--ocr needs the program tesseract with Norwegian and English: on Debian and Ubuntu 'apt install tesseract-ocr "
    "tesseract-ocr-nor', on macOS 'brew install tesseract tesseract-lang', on Windows the installer of UB Mannheim"
)
_TITLE: Final = re.compile(r"\b(bbox|baseline|x_size)((?: -?[\d.]+)+)")
_LINES: Final = ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat")
_LIKE: Final = 0.15  # the share by which the sizes of lines of one size are measured apart


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program, by path. Calling it gives the words of a picture in reading order, none where it finds none."""

    path: str
    languages: tuple[str, ...] = LANGUAGES
    seconds: float = SECONDS

    def __call__(self, picture: Picture) -> list[Word]:
        command = [
            self.path,
            "stdin",
            "stdout",
            "-l",
            "+".join(self.languages),
            "--dpi",
            str(picture.dpi),
            "hocr",
        ]
        try:
            done = subprocess.run(  # noqa: S603 - the installed program, without a shell
                command,
                input=picture.pgm,
                capture_output=True,
                timeout=self.seconds,
                check=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except (OSError, subprocess.SubprocessError):
            return []  # the page stays unread, and is named as such
        return list(_words(done.stdout, picture))


def find() -> Tesseract:
    """The installed program. Raises UsageError where it, or a language, is missing."""
    path = shutil.which(_PROGRAM)
    if path is None:
        raise UsageError(f"{_HOW}; or leave --ocr out: pages that are pictures are then named as not read")
    try:
        listed = subprocess.run(  # noqa: S603 - as above
            [path, "--list-langs"], capture_output=True, timeout=SECONDS, check=True, text=True
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        raise UsageError(
            f"{path} does not say which languages it reads, so it may be broken; {_HOW}"
        ) from None
    missing = [name for name in LANGUAGES if name not in (listed.stdout + listed.stderr).split()]
    if missing:
        raise UsageError(f"{path} cannot read {' and '.join(missing)}; {_HOW}")
    return Tesseract(path)


def _words(hocr: bytes, picture: Picture) -> Iterator[Word]:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    root = etree.fromstring(hocr, parser) if hocr.strip() else None
    if root is None:
        return
    lines = [
        (line, _measured(line.get("title", ""))) for line in root.iter("span") if line.get("class") in _LINES
    ]
    sizes = _sizes([(said.get("x_size", (0.0,))[0], len(line)) for line, said in lines])
    scale = 72 / picture.dpi
    for (line, said), size in zip(lines, sizes, strict=True):
        box, baseline = said.get("bbox", ()), said.get("baseline", ())
        if len(box) != 4:
            continue
        drop = baseline[1] if len(baseline) == 2 else -0.22 * size
        for word in line.iter("span"):
            text = " ".join("".join(map(str, word.itertext())).split())
            place = _measured(word.get("title", "")).get("bbox", ())
            if word.get("class") == "ocrx_word" and text and len(place) == 4:
                yield Word(
                    text, place[0] * scale, place[2] * scale, (box[3] + drop) * scale, size * scale, False
                )


def _measured(title: str) -> dict[str, tuple[float, ...]]:
    """What hOCR says of an element: `bbox 10 20 300 50; baseline 0.01 -7; x_size 38`."""
    return {name: tuple(map(float, numbers.split())) for name, numbers in _TITLE.findall(title)}


def _sizes(sizes: list[tuple[float, int]]) -> list[float]:
    """Sizes of lines with so many words, those about as large as most words made equal: they are measured by sight."""
    words: Counter[int] = Counter()
    for size, count in sizes:
        words[round(size)] += count
    usual = float(max(words, key=lambda size: words[size], default=0))
    return [usual if abs(size - usual) <= _LIKE * usual else size for size, _ in sizes]
