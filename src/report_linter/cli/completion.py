"""`report-linter completion`: what makes a shell complete commands and options, as click writes it."""

from __future__ import annotations

import click

from report_linter.cli.streams import emit

SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_REPORT_LINTER_COMPLETE"  # click asks for completions through it


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands and options in a shell.

    \b
    bash: report-linter completion bash > ~/.local/share/bash-completion/completions/report-linter
    zsh:  report-linter completion zsh > a folder of $fpath, under the name _report-linter
    fish: report-linter completion fish > ~/.config/fish/completions/report-linter.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    script = found(context.find_root().command, {}, "report-linter", _VARIABLE)
    emit(f"{(script.source_template % script.source_vars()).strip()}\n")
