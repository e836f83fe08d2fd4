"""Text to standard output and standard error, whatever reads them."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import replace

import click

from report_linter.reporters import View

PIPE_WIDTH, WIDEST = 100, 120


def emit(text: str) -> None:
    """Write to standard output. A reader that has gone away (`| head`) changes no exit code."""
    try:
        click.echo(text, nl=False, color=True)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """Write to standard error."""
    with suppress(BrokenPipeError):
        click.echo(text, err=True)


def on_screen(view: View) -> View:
    """`view` with the width and colour of the terminal; fixed width and no colour elsewhere."""
    if not sys.stdout.isatty():
        return replace(view, width=PIPE_WIDTH, colour=False)
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return replace(view, width=min(shutil.get_terminal_size().columns, WIDEST), colour=colour)
