"""`nbstudio completion`: what a shell needs to complete our words."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from nbstudio.console import screen
from nbstudio.errors import UsageError

VARIABLE = "_NBSTUDIO_COMPLETE"


@click.command("completion", short_help="Print what a shell needs to complete our words.")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script with which SHELL completes commands, options and specs.

    \b
    nbstudio completion bash >> ~/.bashrc
    nbstudio completion zsh >> ~/.zshrc
    nbstudio completion fish > ~/.config/fish/completions/nbstudio.fish
    """  # noqa: D301
    kind = get_completion_class(shell)
    if kind is None:
        raise UsageError(f"there is no completion for {shell}")
    root = ctx.find_root().command
    screen.say(kind(root, {}, "nbstudio", VARIABLE).source().strip())
