"""Where the time of a build goes: the stack of ``yswd``, looked at every few milliseconds.

Run as ``python -m benchmarks.sampling build …`` in the folder of a site. A profiler that counts
every call makes Python's own work look heavier than that of libraries in C; looking now and then
does not. The clock is that of the processor, so what else the machine does hardly matters.
"""

import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

EVERY = 0.004
"""Seconds between two looks; many systems can't do it more often."""
SHOWN = 40
"""How many functions to show with all that they call."""

ROOMS = (
    ("register/source.py", "reading: YAML"),
    ("register/", "reading: shapes"),
    ("checks/", "checks"),
    ("editions/", "editions"),
    ("facts/", "facts"),
    ("outputs/pages.py insight", "pages: insights"),
    ("outputs/pages.py listed_pages", "pages: lists"),
    ("outputs/score_pages.py", "pages: scores"),
    ("outputs/embeds.py", "embeds"),
    ("outputs/feed", "feeds"),
    ("outputs/machines.py", "sitemap"),
    ("outputs/promise_calendar.py", "calendar"),
    ("outputs/open_data.py", "open data"),
    ("outputs/", "pages: the others"),
    ("frame.py", "filling frames"),
    ("swap.py", "taking the place of the old site"),
)
"""The rooms by file and function below ``generator``, the narrower ones first."""
FUNCTIONS = {
    "_write": "writing files",
    "_render": "rendering frames",
    "copy_static_files": "copying the theme's files",
    "copy_file": "copying the theme's files",
    "copytree": "copying the theme's files",
}
"""Work of the plugin and of MkDocs, by function."""


class Samples:
    """What was seen: how often each room, and each function in it, was at work."""

    def __init__(self) -> None:
        self.rooms: Counter[str] = Counter()
        self.functions: Counter[tuple[str, str]] = Counter()
        self.below: Counter[str] = Counter()
        self.last = time.process_time()

    def look(self, _signal: int, frame: FrameType | None) -> None:
        """Take one look; a long step in C counts for as long as it took."""
        now = time.process_time()
        weight = max(1, round((now - self.last) / EVERY))
        self.last = now
        stack = list(_stack(frame))
        room = room_of(stack)
        self.rooms[room] += weight
        ours = [_name(file, function) for file, function in stack if _is_ours(file)]
        innermost = ours or [_name(*each) for each in stack[:1]]
        self.functions[room, "".join(innermost[:1])] += weight
        for name in set(ours):
            self.below[name] += weight


def _stack(frame: FrameType | None) -> Iterator[tuple[str, str]]:
    """File and function of each frame, the innermost first."""
    while frame is not None:
        yield frame.f_code.co_filename, frame.f_code.co_name
        frame = frame.f_back


def room_of(stack: list[tuple[str, str]]) -> str:
    """The room that a stack (innermost first) is at work in."""
    if any("importlib._bootstrap" in file for file, _ in stack):
        return "imports"
    if any(file.endswith("jinja2/compiler.py") for file, _ in stack):
        return "compiling templates"
    inside = [
        f"{file.partition('/generator/')[2]} {function}" for file, function in reversed(stack)
    ]
    for start, room in ROOMS[:1]:
        if any(name.startswith(start) for name in inside):
            return room
    for begin in range(len(inside)):
        found = [room for start, room in ROOMS if _begins(inside[begin:], start)]
        if found:
            return found[0]
    for _, function in stack:
        if function in FUNCTIONS:
            return FUNCTIONS[function]
    return "MkDocs and the rest"


def _begins(names: list[str], start: str) -> bool:
    """Whether the outermost name is of this room; a function counts anywhere below its file."""
    file, _, function = start.partition(" ")
    if not names[0].startswith(file):
        return False
    return not function or any(name == start for name in names)


def _is_ours(file: str) -> bool:
    """Whether a file is our code or one of our templates."""
    return "/generator/" in file or "/theme/" in file


def _name(file: str, function: str) -> str:
    path = Path(file)
    return f"{path.parent.name}/{path.name} {function}"


def show(samples: Samples, seconds: float) -> Iterator[str]:
    """The rooms, the heaviest first, each with its heaviest functions."""
    total = sum(samples.rooms.values()) or 1
    yield f"{seconds:.2f} s of processor, {total} looks"
    for room, count in samples.rooms.most_common():
        yield f"{seconds * count / total:6.2f} s {count / total:5.0%}  {room}"
        inside = [(found, name) for (at, name), found in samples.functions.items() if at == room]
        for found, name in sorted(inside, reverse=True)[:4]:
            if found / total >= 0.01:
                yield f"{seconds * found / total:16.2f} s  {name}"
    yield "With all that they call:"
    for name, count in samples.below.most_common(SHOWN):
        yield f"{seconds * count / total:6.2f} s {count / total:5.0%}  {name}"


def main() -> None:
    """Run ``yswd`` with the arguments given, and tell where its time went."""
    samples = Samples()
    signal.signal(signal.SIGPROF, samples.look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        from generator.cli import main as yswd  # noqa: PLC0415  # imports count too

        yswd(sys.argv[1:], standalone_mode=False)
    except SystemExit as end:
        if end.code:
            raise
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    print("\n".join(show(samples, time.process_time())))


if __name__ == "__main__":
    main()
