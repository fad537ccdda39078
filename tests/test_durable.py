"""No fault, wherever it strikes, leaves visitors with half a site, or anything behind."""

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from html import escape
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result
from pydantic_core import PydanticSerializationError

from generator import carry
from generator.cli import main
from generator.swap import as_named, beside, settle, unfit
from generator.writing.starter import Answers, starter
from tests.conftest import made_once
from tests.folders import digests
from tests.killing import DAY, TITLES, is_gone, write

YSWD = str(Path(sys.executable).parent / "yswd")
OWN = {"actions.yaml", "content", "mkdocs.yml", "site"}
"""What stands in the folder of a site; all else was left behind."""
DROPPED = """import ctypes, os, sys
for right in (1, 2):  # to pass over permissions when writing, and when reading
    ctypes.CDLL(None).prctl(24, right, 0, 0, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.fixture
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site in two languages, built once."""

    def make(folder: Path) -> None:
        root = folder / "a site"
        answers = Answers(TITLES[0], ("nl", "en"), "https://www.example.org/")
        for name, content in starter(answers, DAY).items():
            if name.split("/")[0] in OWN:
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_bytes(content)
        assert yswd(root).exit_code == 0
        shutil.rmtree(root / ".cache")

    return made_once(tmp_path_factory, "small", make) / "a site"


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A copy of it, with another register than the one it was built from."""
    root = tmp_path / "a site"
    shutil.copytree(built, root)
    write(root, TITLES[1])
    return root


def yswd(root: Path, *options: str, command: str = "build") -> Result:
    """A command in this process."""
    before = Path.cwd()
    os.chdir(root)
    try:
        return CliRunner().invoke(main, [command, *options, "--as-of", str(DAY)])
    finally:
        os.chdir(before)


def real(root: Path, *options: str, without_rights: bool = False) -> subprocess.Popen[str]:
    """A command in a process group of its own, also as somebody who may not pass over rights."""
    first = [sys.executable, "-c", DROPPED] if without_rights and os.geteuid() == 0 else []
    return subprocess.Popen(
        [*first, YSWD, *options], cwd=root, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def left(root: Path) -> set[str]:
    """What doesn't belong in the folder of a site."""
    return {path.name for path in root.iterdir()} - OWN - {".cache"}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied")
def test_a_site_is_wholly_old_or_wholly_new_when_its_build_is_killed() -> None:
    """At fifty moments; two at a time, since each waits as much as it works."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.killing", "--times", "25", "--seed", str(seed)],
            cwd=Path(__file__).parent.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True,
        )
        for seed in (1, 2)
    ]  # fmt: skip
    for trials in running:
        told, errors = trials.communicate(timeout=280)
        assert trials.returncode == 0, told + errors
        (line,) = told.splitlines()
        assert int(line.split()[1]) > 8, "most were killed while they were busy"


KILLED = """
import os, signal, sys
from pathlib import Path
from generator import swap

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

target, where = Path(sys.argv[1]), sys.argv[2]
if where == "before":
    swap._exchange = die
elif where == "after":
    swap._remove = die
else:  # a system that can't exchange two names has to do it in two steps
    swap._exchange = lambda *_: False
    steps, rename = [], Path.rename
    def step(path, to):
        steps.append(path)
        return die() if len(steps) == 2 else rename(path, to)
    Path.rename = step
with swap.beside(target) as folder:
    (folder / "index.html").write_text("new")
"""


@pytest.mark.parametrize(
    ("where", "served"), [("before", "old"), ("after", "new"), ("between", None)]
)
def test_the_next_build_goes_on_from_every_step_of_the_swap(
    tmp_path: Path, where: str, served: str | None
) -> None:
    target = tmp_path / "si[t]e"
    target.mkdir()
    (target / "index.html").write_text("old")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(target), where], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) > bool(served), "something was left behind"
    if served:
        assert (target / "index.html").read_text() == served
    settle(target)
    assert (target / "index.html").read_text() == (served or "old")
    with beside(target) as folder:
        assert (target / "index.html").read_text() == (served or "old")
        (folder / "index.html").write_text("next")
    assert (target / "index.html").read_text() == "next"
    assert [path.name for path in tmp_path.iterdir()] == ["si[t]e"]


def test_where_two_names_cannot_be_exchanged_a_failure_puts_the_old_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "index.html").write_text("old")
    monkeypatch.setattr("generator.swap._exchange", lambda *_: False)
    rename = Path.rename

    def fails(path: Path, to: Path) -> Path:
        if to == target and path.parent.name.endswith(".building") and path.name == "site":
            raise OSError(errno.EIO, "it broke")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(OSError, match="it broke"), beside(target) as folder:
        (folder / "index.html").write_text("new")
    assert (target / "index.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


# A disk that is full


def test_on_a_disk_that_is_really_full_the_old_site_stays(site: Path, tmp_path: Path) -> None:
    script = """
set -e
mount -t tmpfs -o "size=$5" small "$1"
cp -r "$2/site" "$1/site"
cd "$2"
code=0
"$3" build --as-of "$4" --site-dir "$1/site" || code=$?
diff -r "$2/site" "$1/site" && ls -A "$1" && exit $code
"""
    disk = tmp_path / "disk"
    disk.mkdir()
    pages = 4096
    files = [path.stat().st_size for path in (site / "site").rglob("*")]
    size = sum(-(-each // pages) * pages for each in files) + 60 * pages  # for sixty files more
    unshare = shutil.which("unshare")
    own = ["-m"] if os.geteuid() == 0 else ["-rm"]
    may = unshare and not subprocess.run(
        [unshare, *own, "mount", "-t", "tmpfs", "small", str(disk)],
        capture_output=True, check=False,
    ).returncode  # fmt: skip
    if not may:  # nobody may mount here: the tests below have the disk say that it is full
        assert yswd(site).exit_code == 0
        return
    done = subprocess.run(
        [str(unshare), *own, "sh", "-c", script, "sh", str(disk), str(site), YSWD, str(DAY),
         str(size)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout == "site\n", "the same site, and nothing else"
    assert "De schijf is vol. Maak ruimte en probeer het opnieuw." in done.stderr
    assert done.stderr.endswith("Er is niets veranderd.\n")
    assert "Traceback" not in done.stderr


def full_after(count: int) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """A disk that is full once so many files were written."""
    written = []

    def wrap(write: Callable[..., object]) -> Callable[..., object]:
        def limited(*arguments: object, **options: object) -> object:
            written.append(arguments)
            if len(written) > count:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(arguments[0]))
            return write(*arguments, **options)

        return limited

    return wrap


@pytest.mark.parametrize("count", [0, 1, 30, 150])
def test_whichever_file_fills_the_disk_the_old_site_stays(
    site: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    before = digests(site / "site")
    full = full_after(count)
    for place in ("generator.carry.put", "shutil.copyfile", "tempfile.mkdtemp"):
        module, _, name = place.rpartition(".")
        monkeypatch.setattr(place, full(getattr(_named(module), name)))
    done = yswd(site)
    assert done.exit_code == 1
    assert done.output.endswith(
        "De schijf is vol. Maak ruimte en probeer het opnieuw. Er is niets veranderd.\n"
    )
    monkeypatch.undo()
    assert digests(site / "site") == before
    assert left(site) == set()


def _named(module: str) -> object:
    found: object = sys.modules[module.split(".", maxsplit=1)[0]]
    for name in module.split(".")[1:]:
        found = getattr(found, name)
    return found


def test_a_new_site_that_lacks_a_file_does_not_take_its_place(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digests(site / "site")
    put = carry.put

    def cut(to: str, content: bytes) -> None:
        put(to, content[:-1] if to.endswith("/atom.xml") else content)

    monkeypatch.setattr(carry, "put", cut)
    done = yswd(site)
    assert done.exit_code == 1
    assert "In de nieuwe site ontbreekt " in done.output
    assert "atom.xml" in done.output
    monkeypatch.undo()
    assert digests(site / "site") == before
    assert left(site) == set()


# A place that can't hold a site


def test_a_folder_that_may_not_be_written_to_is_named(site: Path) -> None:
    before = digests(site / "site")
    out = site.parent / "public"
    (out / "site").mkdir(parents=True)
    out.chmod(0o555)
    try:
        build = real(site, "build", "--site-dir", str(out / "site"), without_rights=True)
        told, errors = build.communicate(timeout=60)
    finally:
        out.chmod(0o755)
    assert (build.returncode, told) == (1, "")
    assert errors == (
        f"U mag {out} niet lezen of schrijven. Vraag de beheerder van deze computer om dat recht,"
        " of kies een andere plek. Er is niets veranderd.\n"
    )
    assert digests(site / "site") == before
    assert list(out.iterdir()) == [out / "site"]


def test_a_site_whose_own_folders_are_read_only_is_replaced_and_cleared_away(site: Path) -> None:
    (site / ".cache").mkdir(mode=0)  # nor may anybody look in there
    before = digests(site / "site")
    for folder in [path for path in (site / "site").rglob("*") if path.is_dir()]:
        folder.chmod(0o555)
    build = real(site, "build", "--as-of", str(DAY), without_rights=True)
    errors = build.communicate(timeout=60)[1]
    assert (build.returncode, errors) == (0, "")
    assert digests(site / "site") != before
    assert left(site) == set()


@pytest.mark.parametrize(
    ("why", "says"),
    [
        ("file", "is een bestand, en een site is een map"),
        ("source", "staat waar de site van gemaakt wordt"),
        ("git", "is zelf een repository"),
        ("other", "geen index.html"),
        ("within", "staat tussen waar de site van gemaakt wordt"),
    ],
)
def test_nothing_that_is_no_site_is_ever_replaced(site: Path, why: str, says: str) -> None:
    target = site.parent / "public"
    match why:
        case "file":
            target.write_text("mine")
        case "source":
            target = site.parent
        case "git":
            (target / ".git").mkdir(parents=True)
            (target / "index.html").write_text("a site")
        case "within":
            target = site / "content"
            (target / "index.html").write_text("a page of our own")
        case _:
            target.mkdir()
            (target / "letter.txt").write_text("mine")
    before = digests(site.parent)
    done = yswd(site, "--site-dir", str(target))
    assert done.exit_code == 1
    assert says in done.output
    assert str(target) in done.output
    assert done.output.endswith(" Er is niets veranderd.\n")
    assert digests(site.parent) == before
    assert unfit(target, site, [site / "content"]) == why


@pytest.mark.parametrize(
    "target", ["content", "content/editions", "content/nl/site", "parts", "mine/site", ".git/site"]
)
def test_no_site_comes_among_what_it_is_made_from(site: Path, target: str) -> None:
    """Also where nothing stands yet: the next build would take it for pages of prose."""
    (site / "parts").mkdir()
    (site / "parts/index.html").write_text("a page of our own")
    (site / "parts/one.yaml").write_text("# Another part\ninsights: []\n")
    settings = site / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("theme:\n", "theme:\n  custom_dir: mine\n")
    settings.write_text(text, encoding="utf-8")
    (site / "mine").mkdir()
    before = digests(site)
    done = yswd(site, "--site-dir", target)
    assert done.exit_code == 1
    assert f"{target} staat tussen waar de site van gemaakt wordt" in done.output
    assert digests(site) == before


def test_a_folder_that_is_not_there_or_empty_or_a_site_is_fit(site: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".gitkeep").touch()
    for target in (tmp_path / "new" / "er", tmp_path / "empty", site / "site"):
        assert unfit(target, site) == ""


def test_a_file_where_a_folder_should_be_is_named(site: Path) -> None:
    (site.parent / "file").touch()
    done = yswd(site, "--site-dir", str(site.parent / "file" / "public" / "site"))
    assert done.exit_code == 1
    assert f"{site.parent / 'file' / 'public'} kan daar niet staan" in done.output
    (site.parent / "loop").symlink_to("loop")
    done = yswd(site, "--site-dir", str(site.parent / "loop"))
    assert done.exit_code == 1
    assert f"{site.parent / 'loop'} kan daar niet staan" in done.output


def test_folders_that_were_made_for_a_build_that_failed_go_again(site: Path) -> None:
    (site / "actions.yaml").write_text("format: 2\n", encoding="utf-8")
    assert yswd(site, "--site-dir", "public/of/ours").exit_code == 1
    assert left(site) == set()


def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "disk" / "one").mkdir(parents=True)
    (tmp_path / "disk" / "one" / "index.html").write_text("old")
    for name, target in (("site", "disk/one"), ("dangling", "disk/two")):
        link = tmp_path / name
        link.symlink_to(target)
        with beside(link) as folder:
            (folder / "index.html").write_text("new")
        assert link.is_symlink()
        assert (tmp_path / target / "index.html").read_text() == "new"
    assert {path.name for path in (tmp_path / "disk").iterdir()} == {"one", "two"}


def test_messages_name_the_folder_that_was_asked_for() -> None:
    assert as_named("/srv/.site-ab_12xyz.building/site/en/a.html") == "/srv/site/en/a.html"
    assert as_named("/srv/.site-ab_12xyz.building") == "/srv"
    assert as_named("/srv/.my-site-ab_12xyz.building/my-site") == "/srv/my-site"
    assert as_named("/srv/.actions.yaml-ab_12xyz.part") == "/srv/actions.yaml"
    assert as_named("/srv/site/a.html") == "/srv/site/a.html"


# Two at once


@pytest.mark.skipif(sys.platform == "win32", reason="has no such lock")
def test_started_at_once_builds_wait_for_each_other_and_all_end_well(site: Path) -> None:
    """The first build is ours, and takes as long as the others need to come."""
    import fcntl  # noqa: PLC0415  # Windows has none

    write(site, TITLES[0])
    before = digests(site / "site")
    ours = os.open(site, os.O_RDONLY)
    fcntl.flock(ours, fcntl.LOCK_EX)
    builds = [real(site, "build", "--as-of", str(DAY)) for _ in range(2)]
    for build in builds:
        assert build.stderr is not None
        assert build.stderr.readline() == "Hier is al een andere bouw bezig; even wachten.\n"
    os.close(ours)
    told = [build.communicate(timeout=120)[1] for build in builds]
    assert [build.returncode for build in builds] == [0, 0], told
    assert told == ["", ""]
    assert digests(site / "site") == before
    assert left(site) == set()


# Ctrl-C


@pytest.fixture
def interrupted(site: Path) -> Callable[..., tuple[int, str]]:
    """Start a command, wait, press Ctrl-C: its exit code, and what it said."""

    def run(*options: str, until: Callable[[], bool], after: float) -> tuple[int, str]:
        process = real(site, *options)
        end = time.monotonic() + 30
        while not until() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.005)
        time.sleep(after)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        try:
            told = "".join(process.communicate(timeout=30))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        assert is_gone(process.pid)
        return process.returncode, told

    return run


@pytest.mark.parametrize(
    ("busy", "after"),
    [(False, 0.0), (False, 0.1), (False, 0.3), (True, 0.0), (True, 0.3), (True, 0.6), (True, 1.0)],
)
def test_a_build_that_is_stopped_says_so_and_leaves_everything_as_it_was(
    site: Path, interrupted: Callable[..., tuple[int, str]], busy: bool, after: float
) -> None:
    before = digests(site / "site")

    def is_busy() -> bool:
        return not busy or any(site.glob(".site-*.building/site/*"))

    code, told = interrupted("build", "--as-of", str(DAY), until=is_busy, after=after)
    assert left(site) == set()
    if told.startswith(("Fatal Python error: init_", "Traceback")) and "generator" not in told:
        assert digests(site / "site") == before  # Python, or pip's own script, had not come to us
        return
    assert "Traceback" not in told
    if code == 0 or "gemaakt" in told:  # it was ready already
        assert digests(site / "site") != before
        return
    # Before it can say anything a stop just ends it, which shells show as 130 too.
    assert (code, told.strip()) in [(130, "Gestopt."), (-signal.SIGINT, ""), (130, "")]
    now = digests(site / "site")
    if now != before:  # the new one serves already; only clearing up was stopped
        again = real(site, "build", "--as-of", str(DAY))
        again.communicate(timeout=60)
        assert (again.returncode, digests(site / "site")) == (0, now)


@pytest.mark.parametrize("after", [0.1, 0.25, 0.4])
def test_a_check_that_is_stopped_says_no_more_than_that(
    interrupted: Callable[..., tuple[int, str]], after: float
) -> None:
    code, told = interrupted("check", until=lambda: True, after=after)
    assert code in (130, -signal.SIGINT, 0)
    assert "Traceback" not in told
    assert len(told.strip().splitlines()) <= 1


def test_who_stops_a_command_inside_a_library_is_told_so(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pydantic makes an error of its own of a Ctrl-C while it writes: of a long register, often."""

    def stopped(*_: object) -> None:
        raise PydanticSerializationError("Error calling function") from KeyboardInterrupt()

    monkeypatch.setattr("generator.editions.publish.publish", stopped)
    done = yswd(site, "2026-1", command="publish")
    assert (done.exit_code, done.output) == (130, "Gestopt.\n")


@pytest.mark.parametrize("after", [0.7, 4.0])
def test_a_preview_that_is_stopped_leaves_nothing(
    site: Path, interrupted: Callable[..., tuple[int, str]], after: float
) -> None:
    with (site / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("\ndev_addr: 127.0.0.1:0\n")
    before = digests(site)
    code, told = interrupted("serve", until=lambda: True, after=after)
    assert code in (0, 130, -signal.SIGINT)
    assert "Traceback" not in told
    assert digests(site) == before


def test_a_preview_says_what_is_wrong_around_the_register_and_goes_on(site: Path) -> None:
    config, heard = site / "mkdocs.yml", site.parent / "heard.txt"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    good = f"{config.read_text('utf-8')}\ndev_addr: {address}\n"
    config.write_text(good, encoding="utf-8")
    temporary = site.parent / "temporary"
    temporary.mkdir()
    with heard.open("w") as said:
        preview = subprocess.Popen(
            [YSWD, "serve"], cwd=site, stdout=said, stderr=said, start_new_session=True,
            env={**os.environ, "TMPDIR": str(temporary)},
        )  # fmt: skip

    def says(text: str, times: int = 1) -> bool:
        end = time.monotonic() + 40
        while heard.read_text("utf-8").count(text) < times and time.monotonic() < end:
            time.sleep(0.05)
        return heard.read_text("utf-8").count(text) >= times

    def shows(text: str, at: str = "") -> bool:
        """Whether a page that reloads itself comes to say something."""
        end, found = time.monotonic() + 40, ""
        while not (text in found and "livereload(" in found) and time.monotonic() < end:
            with urlopen(f"http://{address}/{at}", timeout=20) as page:
                found = page.read().decode()
        return text in found

    try:
        assert says("Serving on")
        faults = (
            (f"{good}plugins: [\n", "error parsing the configuration file"),
            (good.replace("register:", "registre:"), "Bedoelt u 'register'?"),
        )
        for wrong, message in faults:
            assert wrong != good
            config.write_text(wrong, encoding="utf-8")
            assert says(message)
            assert shows(escape(message))
            assert shows("De voorvertoning gaat verder", at="elders/")
        config.write_text(good, encoding="utf-8")
        assert shows("<nav")
        times = heard.read_text("utf-8").count("Reloading browsers")
        assert times > len(faults), "who looks on sees each at once"
        (site / "content" / "nl" / "new.md").write_text("[Away](nowhere.md)\n", encoding="utf-8")
        assert says("new.md: de link 'nowhere.md' leidt nergens heen.")
        assert says("Reloading browsers", times + 1), "the page is shown, though a build refuses it"
    finally:
        os.killpg(preview.pid, signal.SIGHUP)  # the window in which it ran is closed
        preview.wait(20)
    assert "Traceback" not in heard.read_text("utf-8")
    assert list(temporary.iterdir()) == []


def test_who_reads_slowly_misses_nothing(tmp_path: Path) -> None:
    """A command ends at once when it is done; by then all it had to say is said."""
    with real(tmp_path, "schema") as told:
        assert told.stdout is not None
        first = told.stdout.read(10)
        time.sleep(0.3)
        assert first + told.stdout.read() == CliRunner().invoke(main, ["schema"]).stdout
    assert told.returncode == 0


def test_who_has_seen_enough_is_told_nothing_more(site: Path) -> None:
    (site / "actions.yaml").write_text("no register", "utf-8")
    with real(site, "check") as told:
        assert told.stdout is not None
        assert told.stderr is not None
        told.stdout.close()
        assert told.stderr.read() == ""
    assert told.returncode == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a file that is always full")
@pytest.mark.parametrize("asked", ["--help", "check", "schema"])
def test_what_can_not_be_shown_is_said_in_a_line(site: Path, asked: str) -> None:
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(
            [YSWD, asked], cwd=site, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert told.returncode == 1
    assert told.stderr.startswith(("The disk is full.", "De schijf is vol.")), told.stderr
    assert told.stderr.count("\n") == 1


def test_what_the_theme_can_not_use_is_no_fault_of_ours(site: Path) -> None:
    file = site / "mkdocs.yml"
    written = file.read_text("utf-8")
    assert "\ntheme:\n" in written
    file.write_text(written.replace("\ntheme:\n", "\ntheme:\n  features: 3\n"), "utf-8")
    before = digests(site / "site")
    done = yswd(site)
    assert done.exit_code == 1
    assert "Kijk naar wat er onder 'theme' in mkdocs.yml staat" in done.stderr
    assert digests(site / "site") == before
