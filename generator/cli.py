"""The command ``yswd``: the door through which every command goes, and where errors end."""

import gc
import sys
from typing import Any

import click

from generator.commands import editions, register, site, staff
from generator.commands.common import PROBLEMS, WRONG_USE


class Door(click.Group):
    """The one door for what goes wrong in the world around us: a plain line, no traceback."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run; wrong use gets one line that says what to write, and exit code 2."""
        gc.set_threshold(200_000, 20, 20)  # a register is many small things that all stay
        try:
            return sys.exit(super().main(*args, **{**options, "standalone_mode": False}) or 0)
        except click.Abort:
            click.echo("Stopped.", err=True)
        except click.ClickException as error:
            name = (
                error.param.opts[0] if isinstance(error, click.BadParameter) and error.param else ""
            )
            hint = f"{name}: " if name else ""
            click.echo(f"{hint}{error.message} 'yswd --help' shows what there is.", err=True)
        return sys.exit(WRONG_USE)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if ctx.params.get("verbose"):
                raise
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"{where}{error.strerror or error}. Nothing was changed.", err=True)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            if ctx.params.get("verbose"):
                raise
            kind = type(error).__name__
            click.echo(
                f"This is a fault of yswd itself, not of your files ({kind}: {error}). "
                "Nothing was changed. 'yswd --verbose …' says more for whoever mends it.",
                err=True,
            )
        return sys.exit(PROBLEMS)


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="you-said-we-did")
@click.option("--verbose", is_flag=True, help="Show where in the software a fault arose.")
def main(verbose: bool) -> None:  # the door reads it
    """You said, we did: a public feedback site from one register."""


for _command in (
    register.check, register.schema, site.build, site.serve,
    editions.publish, editions.verify, editions.compare, editions.digest, editions.due,
    staff.new, staff.import_, staff.init, staff.admin,
):  # fmt: skip
    main.add_command(_command)
