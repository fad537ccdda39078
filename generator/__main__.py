"""The entry point of ``yswd``: Ctrl-C during start-up gives no traceback, and the process exits
without freeing its objects one by one."""

import gc
import os
import signal
import sys
import threading
from contextlib import suppress


def run() -> None:
    """Run the command line. Until its imports are done, Ctrl-C simply ends the process."""
    heard = signal.getsignal(signal.SIGINT)
    if heard is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.disable()  # what a command makes, it needs to its end
    # Pydantic would look for plugins in all that is installed, each time: a twentieth of the start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from generator.cli import main  # noqa: PLC0415  # this is what takes a while

    signal.signal(signal.SIGINT, heard)
    try:
        try:
            main()
        finally:
            if heard is signal.default_int_handler:
                signal.signal(signal.SIGINT, signal.SIG_DFL)
    except SystemExit as end:
        if isinstance(end.code, int) and threading.active_count() == 1:
            _end(end.code)
        raise


def _end(code: int) -> None:
    """Exit at once, as mypy does: freeing every object of a large register takes as long as
    checking it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # the reader of the pipe is gone, or the disk is full
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
