"""The first and the last step of ``yswd``: no traceback for who stops it while it still starts up,
and no waiting for the end."""

import gc
import os
import signal
import sys
import threading
from contextlib import suppress


def run() -> None:
    """Run the command line; until it can say that it was stopped, a stop just ends it."""
    heard = signal.getsignal(signal.SIGINT)
    if heard is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.disable()  # what a command makes, it needs to its end
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
    """End at once, as mypy does: Python gives back all it holds object by object, which with a
    large register takes as long as checking it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # who read along is gone, or the disk is full: the command said so
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
