"""What did not change since the last build is taken over from it, file by file.

A build leaves notes: for each file of ours what it was made from (its key), a digest of its
content, its size and the time it was written. A file whose key is the same, and which still
stands in the served folder as it was left, is not even made: it becomes a hard link in the folder
of the next build. A file that had to be made and turns out the same is linked too: so only what
changed is written, and programs that publish a folder see that by its times.

The site that served before the last one is spare. The next build begins with it, so that what
did not change since then needs no link either: it stands there already.

Notes that are gone, old or damaged cost time and nothing else: then everything is made.
"""

import os
import pickle
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from generator.notes import Note, Notes, digest
from generator.parallel import Beside, WorkFailedError, cores
from generator.spare import Survey, keyed, made_of_links, surveyed


def put(to: str, content: bytes) -> None:
    """Write a file. One that is there goes first: it may be the very file that serves now."""
    try:
        file = open(to, "xb")  # noqa: SIM115
    except FileExistsError:
        os.unlink(to)
        file = open(to, "xb")  # noqa: SIM115
    with file:
        file.write(content)


class CarryOver:
    """Puts the files of a build where they belong, and notes what it put.

    ``before`` is the folder that is served now, with the ``notes`` of the build that made it;
    ``spare`` a folder with the site before that, of which this build may make what it wants.
    ``base`` goes into every key: what all files are made from.
    """

    def __init__(
        self, before: Path | None = None, notes: Notes | None = None, spare: Path | None = None
    ) -> None:
        self.base = b""
        self.notes: dict[str, Note] = {}
        self._before = before
        self._old: Notes = notes or {}
        self._spare = spare
        self._looking: Callable[[], bytes] | None = None
        self._there: set[str] = set()  # what stands in the new folder as it is noted
        self._emptied: set[str] = set()  # folders that may have lost their last file
        self._made: set[str] = set()

    @property
    def is_new(self) -> bool:
        """Whether there is nothing to take over."""
        return not self._old

    def survey(self) -> Survey | None:
        """Look at the spare site; nothing where there is none, or nothing of it can stay."""
        return surveyed(self._spare, self._old) if self._spare else None

    def ahead(self) -> Survey | None:
        """Look at the spare site; where there is none, make one of links to the one that serves."""
        found = self.survey()
        if found or not self._spare or not self._before:
            return found
        return made_of_links(self._spare, self._old, self._before)

    def look_ahead(self, beside: Beside) -> None:
        """Do so in a process beside while the rest begins."""
        if cores() > 1 and Beside.can_start() and not self.is_new:
            self._looking = beside.start(lambda: pickle.dumps(self.ahead()))

    def found(self) -> Survey | None:
        """What came of looking ahead; where nobody did, or could, it is done now."""
        looking, self._looking = self._looking, None
        try:
            return pickle.loads(looking()) if looking else self.survey()  # noqa: S301  # ours
        except WorkFailedError:
            return self.survey()  # which says why

    def begin(self, folder: Path, found: Survey | None) -> None:
        """Begin in ``folder``, which is empty, with what is as it was in the spare site."""
        if not found or not self._spare:
            return
        try:
            folder.rmdir()
            self._spare.rename(folder)
        except OSError:  # it is on another disk
            folder.mkdir(exist_ok=True)
            return
        self._there = keyed(self._old) - found.lacking
        self._emptied = {f"{folder}/{below}" for below in found.bare}

    def leave_to_host(self, names: Iterable[str], folder: Path, prefix: str) -> None:
        """Take away what the host will write below ``folder``, which stands at ``prefix`` of the
        site: it would write into the file that serves now."""
        for name in names:
            if prefix + name in self._there:
                self._there.remove(prefix + name)
                (folder / name).unlink()

    def place(self, path: str, to: str, key: bytes, make: Callable[[], bytes]) -> None:
        """Put a file at ``to``; ``path`` is its name in the notes.

        An empty ``key`` says nothing: the file is made, and then compared.
        """
        name = digest(self.base + key) if key else b""
        old = self._old.get(path)
        if old and name and old.key == name and self._take(path, old, to):
            self.notes[path] = old
            return
        content = make()
        now = digest(content)
        if old and old.content == now and old.size == len(content) and self._take(path, old, to):
            self.notes[path] = old._replace(key=name)
            return
        self._folder(to)
        put(to, content)
        self.notes[path] = Note(name, now, len(content), os.stat(to).st_mtime_ns)

    def compare(self, path: str, at: str) -> None:
        """Note a file that the host put at ``at``; where it is what it was, take the old one."""
        with open(at, "rb") as file:
            content = file.read()
        old = self._old.get(path)
        if old and old.content == digest(content) and self._take(path, old, at):
            self.notes[path] = old
        else:
            self.notes[path] = Note(b"", digest(content), len(content), os.stat(at).st_mtime_ns)

    def end(self, folder: Path) -> None:
        """Take away what was in the spare site and is in none any more."""
        for path in self._there - self.notes.keys():
            (folder / path).unlink(missing_ok=True)
            self._emptied.add(os.path.dirname(folder / path))
        for place in self._emptied:
            with suppress(OSError):  # it isn't empty
                os.removedirs(place)

    def lacking(self, folder: Path) -> str:
        """The first file that should be in a site and isn't, or not as long as it was made. Those
        of the spare site were looked at before."""

        def is_there(path: str, size: int) -> bool:
            try:
                return os.stat(f"{folder}/{path}").st_size == size
            except OSError:
                return False

        new = ((path, note.size) for path, note in self.notes.items() if path not in self._there)
        return next((path for path, size in new if not is_there(path, size)), "")

    def _take(self, path: str, old: Note, to: str) -> bool:
        """Take a file over, if it is still the one that was left."""
        return path in self._there or self._link(path, old, to)

    def _link(self, path: str, old: Note, to: str) -> bool:
        source = f"{self._before}/{path}"
        try:
            if not self._before or not old.fits(os.stat(source, follow_symlinks=False)):
                return False
            self._folder(to)
            try:
                os.link(source, to, follow_symlinks=False)
            except FileExistsError:  # the host's own: it stays until there is one in its place
                spare = f"{to}.linked"
                os.link(source, spare, follow_symlinks=False)
                os.replace(spare, to)
        except (OSError, NotImplementedError):
            return False
        return True

    def _folder(self, to: str) -> None:
        folder = os.path.dirname(to)
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)
            self._made.add(folder)


def hide(folder: Path) -> None:
    """Put a folder out of the host's sight, which empties it before it builds there."""
    if folder.is_dir():
        folder.rename(_hidden(folder))


def show(folder: Path) -> None:
    """Put it back."""
    if _hidden(folder).is_dir():
        _hidden(folder).rename(folder)


def _hidden(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}")  # hidden to the host as well as to people
