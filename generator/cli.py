"""The command ``yswd``: the door through which every command goes, and where errors end."""

import sys
from typing import Any, NoReturn

import click

from generator.commands import editions, register, site, staff
from generator.commands.common import PROBLEMS, STOPPED, WRONG_USE, WrongUseError, words_here
from generator.swap import as_named
from generator.troubles import TroubleError, trouble_of
from generator.words import words


class Door(click.Group):
    """The one door for what goes wrong in the world around us: a plain line, no traceback."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run; wrong use gets one line that says what to write, and exit code 2.

        Ctrl-C gives exit code 130, as in any program that it ends.
        """
        try:
            return sys.exit(super().main(*args, **{**options, "standalone_mode": False}) or 0)
        except click.Abort as error:
            click.echo(str(error) or "Stopped.", err=True)
            if isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
                return sys.exit(STOPPED)
        except BrokenPipeError:  # the reader, such as ``head``, has closed the pipe
            return sys.exit(PROBLEMS)
        except OSError as error:  # the output can't be written, such as on a full disk
            click.echo(trouble_of(error, as_named).tell(words("en")), err=True)
            return sys.exit(PROBLEMS)
        except click.ClickException as error:
            if not isinstance(error, click.UsageError):  # from the host: it can't build
                click.echo(error.format_message().rstrip(), err=True)
                return sys.exit(PROBLEMS)
            click.echo(_wrong_use(error), err=True)
        return sys.exit(WRONG_USE)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for; who stops it reads so in the language of the site."""
        try:
            return self._run(ctx)
        except (KeyboardInterrupt, EOFError) as stop:
            click.echo(err=True)  # below the ^C of the terminal
            cause: BaseException | None = stop
        except click.Abort as stop:  # at a question, or inside a library
            cause = stop.__cause__ or stop.__context__
        raise click.Abort(words_here(ctx)("report.stopped")) from cause

    def _run(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except TroubleError as trouble:
            _tell(ctx, trouble)
        except BrokenPipeError:
            raise
        except OSError as error:
            if ctx.params.get("verbose"):
                raise
            _tell(ctx, trouble_of(error, as_named))
        except MemoryError:
            lack = TroubleError("memory")  # told when what the work held is free again
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            if isinstance(error.__cause__, KeyboardInterrupt):  # wrapped by a library
                raise click.Abort from error.__cause__
            if ctx.params.get("verbose"):
                raise
            kind = type(error).__name__
            click.echo(
                f"This is a fault of yswd itself, not of your files ({kind}: {error}). "
                "Nothing was changed. 'yswd --verbose …' says more for whoever mends it.",
                err=True,
            )
            return sys.exit(PROBLEMS)
        return _tell(ctx, lack)


def _wrong_use(error: click.UsageError) -> str:
    """What to write instead, and where the rest stands."""
    if isinstance(error, (click.exceptions.NoArgsIsHelpError, WrongUseError)):
        return error.message
    own = words_here(error.ctx) if error.ctx else words("en")
    param = error.param if isinstance(error, click.BadParameter) else None
    said = f"{param.opts[0]}: {error.message}" if param else error.message
    if isinstance(error, click.MissingParameter) and param:
        is_option = isinstance(param, click.Option)
        name = param.opts[0] if is_option else param.human_readable_name
        said = own("report.add", name=name)
    elif found := getattr(error, "option_name", "") or getattr(error, "command_name", ""):
        said = own("report.unknown", found=found)
        if near := getattr(error, "possibilities", None):
            said += " " + own("message.did-you-mean", nearest=near[0])
    command = f"yswd {error.ctx.info_name}" if error.ctx and error.ctx.parent else "yswd"
    end = "" if said.endswith((".", "?")) else "."
    return f"{said}{end} {own('report.help', command=command)}"


def _tell(ctx: click.Context, trouble: TroubleError) -> NoReturn:
    own = words_here(ctx)
    click.echo(f"{trouble.tell(own)} {own('trouble.unchanged')}", err=True)
    sys.exit(PROBLEMS)


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="you-said-we-did")
@click.option("--verbose", is_flag=True, help="Show where in the software a fault arose.")
def main(verbose: bool) -> None:  # the door reads it
    """You said, we did: a public feedback site from one register."""


for _command in (
    register.check, register.schema, site.build, site.serve,
    editions.publish, editions.verify, editions.compare, editions.digest, editions.due,
    staff.new, staff.split, staff.import_, staff.init, staff.admin,
):  # fmt: skip
    main.add_command(_command)
