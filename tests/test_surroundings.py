"""The site follows from the repository and the day, and from nothing else around it."""

import os
import shutil
import stat
import subprocess
import sys
import sysconfig
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.utils import get_build_timestamp

from generator.cli import main
from generator.plugin import YouSaidWeDid, build_site
from tests.folders import digests, sources
from tests.killing import DAY

ROOT = Path(__file__).parent.parent
YSWD = str(Path(sys.executable).parent / "yswd")
OTHERWISE = '''"""Everything that may differ between two computers does."""
import os, random, socket, sys, time

order, chance = os.listdir, random.Random(4)
def shuffled(*arguments):
    found = order(*arguments)
    chance.shuffle(found)
    return found
os.listdir = shuffled

scan = os.scandir
class Shuffled:
    def __init__(self, *arguments):
        self._open = scan(*arguments)
        found = list(self._open)
        chance.shuffle(found)
        self._found = iter(found)
    def __iter__(self): return self
    def __next__(self): return next(self._found)
    def __enter__(self): return self
    def __exit__(self, *_): self._open.close()
    def close(self): self._open.close()
os.scandir = Shuffled

now = time.time
time.time = lambda: now() + 12_345_678

def cut_off(*arguments, **options):
    raise OSError("a build reached for the network")
socket.socket.connect = socket.socket.connect_ex = cut_off
socket.getaddrinfo = socket.create_connection = cut_off
'''
pytestmark = pytest.mark.xdist_group("surroundings")
PLACES = ("site", ".cache")
"""Where a build may write; the second it makes again when it is gone."""


def build(root: Path, *options: str, **surroundings: str) -> "subprocess.CompletedProcess[str]":
    """The real command, in surroundings that are wholly known."""
    return subprocess.run(
        [YSWD, "build", *options], cwd=root, env={"PATH": os.environ["PATH"], **surroundings},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def modes(folder: Path) -> dict[str, int]:
    """The rights on everything below a folder."""
    return {
        path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in (folder, *folder.rglob("*"))
    }


def everything(folder: Path) -> dict[str, tuple[int, int]]:
    """When each thing below a folder last changed, and how long it is."""
    return {
        path.relative_to(folder).as_posix(): (path.lstat().st_mtime_ns, path.lstat().st_size)
        for path in folder.rglob("*")
        if not path.is_dir()
    }


def outside(found: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """All that a build may not touch. Python's own files are those of whoever installs us."""
    return {
        name: state
        for name, state in found.items()
        if not name.startswith(tuple(f"clone/{place}/" for place in PLACES))
    }


def program(folder: Path) -> Path:
    """The program in a folder of its own: other tests build with ours at the same time."""
    for name in ("generator", "theme"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """A build where all is otherwise; the world around it before and after."""
    world = tmp_path_factory.mktemp("else where") / "wörld"
    root = sources(world / "clone")
    for name in ("home", "temporary", "otherwise"):
        (world / name).mkdir()
    (world / "otherwise" / "sitecustomize.py").write_text(OTHERWISE, encoding="utf-8")
    for path in root.rglob("*"):
        os.utime(path, (1, 1))
    ours = program(world / "program")
    before = outside(everything(world))
    mask = os.umask(0o077)
    try:
        done = build(
            root, "--as-of", str(DAY),
            TZ="Pacific/Kiritimati", LC_ALL="tr_TR.UTF-8", LANG="ar_EG.UTF-8", LANGUAGE="tr",
            PYTHONHASHSEED="4", PYTHONDONTWRITEBYTECODE="1", COLUMNS="40", CI="true",
            HOME=str(world / "home"), XDG_CACHE_HOME=str(world / "home"),
            TMPDIR=str(world / "temporary"), PYTHONPATH=f"{world / 'otherwise'}:{ours}",
        )  # fmt: skip
    finally:
        os.umask(mask)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    return world, {"before": before, "after": outside(everything(world))}


def test_in_other_surroundings_every_file_is_the_same(
    elsewhere: tuple[Path, dict[str, object]], example: Path
) -> None:
    found = digests(elsewhere[0] / "clone" / "site")
    expected = digests(example)
    assert len(expected) > 300
    assert [name for name in expected if found.get(name) != expected[name]] == []
    assert found.keys() == expected.keys()


def test_everybody_may_read_the_site_whoever_built_it(
    elsewhere: tuple[Path, dict[str, object]],
) -> None:
    site = elsewhere[0] / "clone" / "site"
    found = modes(site)
    folders = {name for name in found if (site / name).is_dir()}
    assert {found[name] for name in folders} == {0o755}
    assert {mode for name, mode in found.items() if name not in folders} == {0o644}


def test_nothing_outside_the_site_is_written(elsewhere: tuple[Path, dict[str, object]]) -> None:
    world, states = elsewhere
    assert states["after"] == states["before"]
    assert list((world / "home").iterdir()) == []
    assert list((world / "temporary").iterdir()) == []
    assert {path.name for path in (world / "clone").iterdir()} == {
        "actions.yaml", "content", "mkdocs.yml", *PLACES,
    }  # fmt: skip


def test_what_the_program_compiles_stays_in_the_cache_where_python_may_keep_nothing(
    elsewhere: tuple[Path, dict[str, object]],
) -> None:
    cache = elsewhere[0] / "clone" / ".cache" / "you-said-we-did"
    assert (cache / "memo-templates").is_file()


def test_beside_the_program_is_written_where_python_writes(
    elsewhere: tuple[Path, dict[str, object]], tmp_path: Path
) -> None:
    ours, out, root = program(tmp_path / "program"), tmp_path / "site", elsewhere[0] / "clone"
    material = Path(sysconfig.get_paths()["purelib"]) / "material" / "templates"
    before = [everything(folder).keys() for folder in (ours, material)]
    day = ("--as-of", str(DAY), "--site-dir", str(out))
    done = build(root, *day, PYTHONPATH=str(ours))
    assert done.returncode == 0, done.stderr
    assert everything(material).keys() == before[1]
    new = everything(ours).keys() - before[0]
    assert {Path(name).parent.name for name in new} == {"__pycache__"}
    assert "generator/__pycache__/memo-templates" in new
    assert digests(out) == digests(root / "site")


def test_the_network_is_cut_off_for_real(elsewhere: tuple[Path, dict[str, object]]) -> None:
    """Where this system can give a process no network at all; else the cut above is the proof."""
    script = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    cut = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False,
        env={"PYTHONPATH": str(elsewhere[0] / "otherwise")},
    )  # fmt: skip
    assert b"a build reached for the network" in cut.stderr
    unshare = shutil.which("unshare")
    own = ["-n"] if os.geteuid() == 0 else ["-rn"]
    root = elsewhere[0] / "clone"
    if unshare and not subprocess.run([unshare, *own, "true"], check=False).returncode:
        before = digests(root / "site")
        done = subprocess.run(
            [unshare, *own, YSWD, "build", "--as-of", str(DAY)],
            cwd=root, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert digests(root / "site") == before


def notes(root: Path) -> dict[str, bytes]:
    """What each file of the last build was made from, and when it was written."""
    found = (path for path in (root / ".cache").rglob("site-*") if path.is_file())
    return {path.name: path.read_bytes() for path in found}


def test_the_day_may_come_from_the_surroundings_and_nothing_is_made_that_stands_there(
    elsewhere: tuple[Path, dict[str, object]],
) -> None:
    root = elsewhere[0] / "clone"
    before, made_from = digests(root / "site"), notes(root)
    late = "1795305599"  # the last second of 2026-11-21, UTC
    other_order = "8"  # a seed with which the periods of a withheld score come in another order
    done = build(root, SOURCE_DATE_EPOCH=late, TZ="Asia/Tokyo", PYTHONHASHSEED=other_order)
    assert done.returncode == 0, done.stderr
    assert digests(root / "site") == before
    assert made_from
    assert notes(root) == made_from


@pytest.mark.parametrize("command", [["build"], ["check"], ["due"]])
def test_a_day_from_the_surroundings_that_is_none_gives_a_message(
    elsewhere: tuple[Path, dict[str, object]], command: list[str]
) -> None:
    done = subprocess.run(
        [YSWD, *command], cwd=elsewhere[0] / "clone", capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": "yesterday"},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "SOURCE_DATE_EPOCH moet een heel getal zijn: de seconden sinds 1970. Nu staat er"
        " 'yesterday'. Verander het, of laat het weg. Er is niets veranderd.\n"
    )


def test_a_day_from_the_surroundings_that_is_empty_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")  # a variable that a workflow has no value for
    YouSaidWeDid().on_startup(command="build")
    assert get_build_timestamp() > 0  # with which the host dates every page of content/


def test_a_build_needs_no_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdin", None)  # as where a daemon closed it
    new = tmp_path / "new"
    assert CliRunner().invoke(main, ["init", str(new), "--yes"]).exit_code == 0
    done = build_site(str(new / "mkdocs.yml"), tmp_path / "site", date(2026, 11, 21))
    assert done.made
    assert (tmp_path / "site" / "index.html").is_file()


def test_the_host_itself_says_so_too(elsewhere: tuple[Path, dict[str, object]]) -> None:
    mkdocs = str(Path(sys.executable).parent / "mkdocs")
    done = subprocess.run(
        [mkdocs, "build", "--site-dir", str(elsewhere[0] / "other")], cwd=elsewhere[0] / "clone",
        env={"PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": "1e9"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "SOURCE_DATE_EPOCH moet een heel getal zijn" in done.stderr
    assert "Traceback" not in done.stderr
