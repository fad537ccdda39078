"""Where the time of a build goes: the stack of ``yswd``, looked at every few milliseconds.

Run as ``python -m benchmarks.sampling build …`` in the folder of a site; processes that the build
starts beside itself are looked at too. A profiler that counts
every call makes Python's own work look heavier than that of libraries in C; looking now and then
does not. The clock is that of the processor, so what else the machine does hardly matters.
"""

import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

EVERY = 0.004
"""Seconds between two looks; many systems can't do it more often."""
SHOWN = 40
"""How many functions to show with all that they call."""

_LISTS = ("list", "kind", "step", "party")
WITHIN = (
    ("checks/cleared.py", "checking"),
    ("register/builder.py", "reading: YAML"),
    ("register/source.py", "reading: YAML"),
)
"""Files that are at work for others: whatever stands around them, it is they who work."""
ROOMS = (
    ("register/diagnosis/", "reading: YAML"),
    ("register/", "reading: shapes"),
    ("checks/", "checking"),
    ("editions/", "editions"),
    ("facts/", "working out"),
    ("outputs/search", "search"),
    ("outputs/pictures.py", "pictures"),
    ("outputs/card.py", "pictures"),
    ("outputs/png.py", "pictures"),
    ("outputs/embeds.py", "embeds"),
    ("outputs/feed", "feeds"),
    ("outputs/edition", "editions"),
    ("outputs/score_", "pages: scores"),
    ("outputs/chart", "pages: scores"),
    ("outputs/sitemap.py", "sitemap"),
    ("outputs/promise_calendar.py", "calendar"),
    ("outputs/open_data.py", "open data"),
    ("outputs/data_", "open data"),
    ("outputs/", "pages: the others"),
)
"""The rooms by file below ``generator``, the narrower ones first."""
AROUND = (
    ("carry.py", "writing and carrying over"),
    ("swap.py", "taking the place of the old site"),
    ("frame.py", "filling frames"),
)
"""Those that have others make what they handle: theirs is what is left."""
TEMPLATES = {
    "pages/insight.html": "pages: insights",
    **dict.fromkeys((f"pages/{name}.html" for name in _LISTS), "pages: lists"),
    "pages/embed.html": "embeds",
    "pages/score.html": "pages: scores",
    "pages/scores.html": "pages: scores",
    "pages/edition.html": "editions",
    "pages/edition-changes.html": "editions",
    "feeds/entry.html": "feeds",
    "feeds/edition.html": "editions",
}
"""Templates of the theme, which say best what is being made."""
FUNCTIONS = {
    "_write": "writing and carrying over",
    "write_file": "writing and carrying over",
    "_render": "rendering frames",
    "load_config": "configuration",
    "copy_static_files": "copying the theme's files",
    "copy_file": "copying the theme's files",
    "copytree": "copying the theme's files",
}
"""Work of the plugin and of MkDocs, by function."""


class Samples:
    """What was seen: how often each room, and each function in it, was at work."""

    COUNTED = ("rooms", "functions", "below")

    def __init__(self) -> None:
        self.is_child = False
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
    for file, _ in reversed(stack):
        room = TEMPLATES.get(file.partition("/theme/")[2])
        if room:
            return room
    inside = [file.partition("/generator/")[2] for file, _ in reversed(stack)]
    rooms = (_room(name, WITHIN) for name in inside)
    others = (_room(name, ROOMS) for name in inside)
    around = (_room(name, AROUND) for name in reversed(inside))
    functions = (FUNCTIONS.get(function, "") for _, function in stack)
    for found in (rooms, others, functions, around):
        if room := next(filter(None, found), ""):
            return room
    return "MkDocs and the rest"


def _room(name: str, rooms: Sequence[tuple[str, str]]) -> str:
    if name == "outputs/page.py":  # it asks others to make what stands on a page
        return ""
    return next((room for start, room in rooms if name.startswith(start)), "")


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


def _start() -> None:
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)


class _Children:
    """Follows processes that the build starts beside itself: each begins to look anew, and leaves
    what it saw in a folder when it ends."""

    def __init__(self, samples: Samples, folder: Path) -> None:
        self.samples, self.folder = samples, folder
        self._exit = os._exit
        os.register_at_fork(after_in_child=self.begin)
        os._exit = self.leave  # type: ignore[assignment]

    def begin(self) -> None:
        """In a new process: forget what the one before it saw."""
        self.samples.__init__()  # type: ignore[misc]
        self.samples.is_child = True
        _start()

    def leave(self, status: int) -> None:
        """At the end of a process."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        if self.samples.is_child:
            seen = [list(getattr(self.samples, name).items()) for name in Samples.COUNTED]
            text = json.dumps([time.process_time(), seen])
            (self.folder / f"{os.getpid()}.json").write_text(text, "utf-8")
        self._exit(status)

    def gathered(self) -> float:
        """Add what they saw; their seconds."""
        seconds = 0.0
        for path in self.folder.iterdir():
            spent, seen = json.loads(path.read_text("utf-8"))
            seconds += spent
            for name, items in zip(Samples.COUNTED, seen, strict=True):
                counter = getattr(self.samples, name)
                for key, count in items:
                    counter[tuple(key) if isinstance(key, list) else key] += count
        return seconds


def main() -> None:
    """Run ``yswd`` with the arguments given, and tell where its time went.

    ``--rooms FILE`` before them writes the part of each room to a file instead.
    """
    arguments = sys.argv[1:]
    target = Path(arguments[1]) if arguments[0] == "--rooms" else None
    samples = Samples()
    with tempfile.TemporaryDirectory() as folder:
        children = _Children(samples, Path(folder))
        signal.signal(signal.SIGPROF, samples.look)
        _start()
        try:
            from generator.cli import main as yswd  # noqa: PLC0415  # imports count too

            yswd(arguments[2:] if target else arguments, standalone_mode=False)
        except SystemExit as end:
            if end.code:
                raise
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        seconds = time.process_time() + children.gathered()
    if target:
        total = sum(samples.rooms.values()) or 1
        parts = {room: count / total for room, count in samples.rooms.most_common()}
        target.write_text(json.dumps(parts), "utf-8")
    else:
        print("\n".join(show(samples, seconds)))


if __name__ == "__main__":
    main()
