"""The first step of ``yswd``: who stops it while it still starts up gets no traceback."""

import gc
import signal


def run() -> None:
    """Run the command line; until it can say that it was stopped, a stop just ends it."""
    heard = signal.getsignal(signal.SIGINT)
    if heard is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.disable()  # the door enables it: nothing that is imported is garbage
    from generator.cli import main  # noqa: PLC0415  # this is what takes a while

    signal.signal(signal.SIGINT, heard)
    try:
        main()
    finally:
        if heard is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    run()
