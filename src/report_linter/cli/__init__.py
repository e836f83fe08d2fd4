"""The command line: arguments to library calls, results to outputs, exit codes.

Everything heavy (spaCy, PDF and DOCX readers, YAML, rich) is imported inside the function that needs it,
so that `--help` and a mistyped option answer at once.
"""

from __future__ import annotations

import sys
import traceback
from contextlib import suppress
from typing import Any

import click

from report_linter import __version__
from report_linter.cli.check import check
from report_linter.cli.codes import INTERRUPTED, NOT_CHECKED, WRONG_USE
from report_linter.cli.completion import completion
from report_linter.cli.config import config
from report_linter.cli.init import init
from report_linter.cli.pack import pack
from report_linter.cli.rules import explain, rules
from report_linter.cli.show import show
from report_linter.cli.streams import say
from report_linter.errors import PackErrors, ReadError, ReportLinterError


class Commands(click.Group):
    """UTF-8 whatever the locale, and errors as one line with the exit code of the contract."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            with suppress(
                AttributeError, OSError, ValueError
            ):  # not a stream of our own, as in some test runners
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PackErrors as error:
            say(f"report-linter: the rule pack cannot be used\n{error}")
            ctx.exit(WRONG_USE)
        except ReadError as error:
            say(f"report-linter: {error}")
            ctx.exit(NOT_CHECKED)
        except ReportLinterError as error:
            say(f"report-linter: {error}")
            ctx.exit(WRONG_USE)
        except KeyboardInterrupt:
            say("report-linter: interrupted")
            ctx.exit(INTERRUPTED)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            traceback.print_exc()
            say(f"report-linter: an error inside the program ({type(error).__name__}); please report it")
            ctx.exit(NOT_CHECKED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="report-linter")
def main() -> None:
    """Check accounts of due diligence under the Norwegian Transparency Act.

    \b
    report-linter check draft.pdf          what is found, what is missing, how to mend it
    report-linter explain TA-5B-RISK       what a rule asks, and why
    report-linter init                     settings for a folder, as a file with comments

    Exit codes: 0 checked, no finding reaches --fail-on; 1 findings; 2 wrong use; 3 something could not be
    checked.
    """


for _command in (check, completion, config, explain, init, pack, rules, show):
    main.add_command(_command)
