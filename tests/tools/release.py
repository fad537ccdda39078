"""``make release``: refuses when anything is amiss, else makes what is handed out in ``dist/``.

That is a wheel which anyone can make again byte for byte, the bill of materials of what it needs
(CycloneDX), and their digests. Tagging and uploading stay with a person.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import requires, version
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"
SUMS = "SHA256SUMS"
INSIDE: tuple[Mapping[str, Any], ...] = (
    {
        "type": "library",
        "bom-ref": "inside-snowball",
        "name": "snowball",
        "version": version("snowballstemmer"),
        "description": "Stemmers for browsers, in generator/stemmers",
        "licenses": [{"license": {"id": "BSD-3-Clause"}}],
        "externalReferences": [{"type": "website", "url": "https://snowballstem.org/"}],
    },
    {
        "type": "file",
        "bom-ref": "inside-dejavu",
        "name": "DejaVu Sans Condensed Bold",
        "version": "2.37",
        "description": "Letters for pictures, in generator/outputs/font",
        "licenses": [{"license": {"id": "Bitstream-Vera"}}],
        "externalReferences": [{"type": "website", "url": "https://dejavu-fonts.github.io/"}],
    },
)
"""What others made that the wheel itself holds."""


class RefusedError(Exception):
    """Why there is no release."""


@dataclass(frozen=True, slots=True)
class State:
    """What a release looks at first: ``changed`` has the lines of ``git status``."""

    version: str
    changelog: str
    branch: str
    changed: str
    tags: tuple[str, ...]


def amiss(state: State) -> Iterator[str]:
    """What stands in the way, before anything is run."""
    if state.changed:
        yield f"Commit or take back what was changed:\n{state.changed}"
    if state.branch != "main":
        yield f"Go to the branch main; this is {state.branch or 'no branch'}."
    if f"v{state.version}" in state.tags:
        yield f"Raise the version in pyproject.toml: {state.version} is out already."
    every = re.compile(r"^## \[(.+?)\](.*?)(?=^## \[|\Z)", re.MULTILINE | re.DOTALL)
    sections = dict(every.findall(state.changelog))
    own = sections.get(state.version, "")
    if not re.match(r" - \d{4}-\d{2}-\d{2}\n", own):
        yield f"Add '## [{state.version}] - year-month-day' to CHANGELOG.md."
    elif not re.search(r"^- ", own, re.MULTILINE):
        yield f"Say in CHANGELOG.md what {state.version} changes."
    if re.search(r"^- ", sections.get("Unreleased", ""), re.MULTILINE):
        yield "Move what stands under [Unreleased] in CHANGELOG.md to the new version."


def materials(
    found: Mapping[str, Any], needed: frozenset[str], file: str = "", digest: str = ""
) -> dict[str, Any]:
    """A bill of what is installed, less the tools of developers, for the file with this SHA-256.

    ``needed`` are names. What of others is in the file itself stands in it too. Raises
    :class:`RefusedError` where it lacks something.
    """
    own = {**found["metadata"]["component"]}
    kept = [one for one in found["components"] if _plain(one["name"]) in needed]
    lacks = needed - {_plain(one["name"]) for one in (own, *kept)}
    if lacks:
        raise RefusedError(f"The bill of materials lacks {', '.join(sorted(lacks))}.")
    refs = {one["bom-ref"] for one in (own, *kept)}
    if file:
        own |= {
            "purl": f"pkg:pypi/{_plain(own['name'])}@{own['version']}?file_name={file}",
            "hashes": [{"alg": "SHA-256", "content": digest}],
            "components": list(INSIDE),
        }
    return {
        **found,
        "metadata": {**found["metadata"], "component": own},
        "components": kept,
        "dependencies": [
            {**one, "dependsOn": [ref for ref in one.get("dependsOn", ()) if ref in refs]}
            for one in found["dependencies"]
            if one["ref"] in refs
        ],
    }


def needed(name: str, extras: frozenset[str] = frozenset()) -> frozenset[str]:
    """The names of all packages that an installed one needs here, itself included."""
    found = frozenset({_plain(name)})
    for text in requires(name) or ():
        one = Requirement(text)
        wanted = (one.marker is None or one.marker.evaluate({"extra": extra}) for extra in
                  (extras or {""}))  # fmt: skip
        if any(wanted):
            found |= needed(one.name, frozenset(one.extras))
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """Make a release; what stands in the way is said in plain lines."""
    try:
        made = _release()
    except RefusedError as error:
        print(f"No release.\n{error}", file=sys.stderr)
        return 1
    print(f"In dist/: {', '.join(made)}. Tag it with: git tag --annotate v{_version()}")
    return 0


def _release() -> list[str]:
    found = list(amiss(_state()))
    if found:
        raise RefusedError("\n".join(found))
    _run("make", "test", why="The tests have something to say; see above.", quiet=False)
    with tempfile.TemporaryDirectory() as workshop:
        first, second = (_wheel(Path(workshop) / name) for name in ("first", "second"))
        if first.read_bytes() != second.read_bytes():
            raise RefusedError("Two builds of the same commit differ.")
        _try(first, Path(workshop) / "tried")
        bill = _bill(Path(workshop), first)
        shutil.rmtree(DIST, ignore_errors=True)
        DIST.mkdir()
        made = [Path(shutil.copy2(file, DIST)) for file in (first, bill)]
    lines = [f"{sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in made]
    (DIST / SUMS).write_text("".join(lines), encoding="utf-8")
    return [*(file.name for file in made), SUMS]


def _state() -> State:
    return State(
        _version(),
        (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
        _run("git", "branch", "--show-current").strip(),
        _run("git", "status", "--porcelain").rstrip(),
        tuple(_run("git", "tag").split()),
    )


def _version() -> str:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _wheel(folder: Path) -> Path:
    """The wheel from a fresh clone: what isn't committed can't be in it."""
    _run("git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder))
    moment = _run("git", "log", "-1", "--format=%ct").strip()
    _run(
        sys.executable, "-m", "hatchling", "build", "--target", "wheel",
        folder=folder, environment={"SOURCE_DATE_EPOCH": moment},
    )  # fmt: skip
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def _try(wheel: Path, folder: Path) -> None:
    """Start a site with nothing of ours but what is in the wheel."""
    why = "A new site made with the wheel doesn't build:"
    _run(
        sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet",
        "--no-deps", "--no-index", "--target", str(folder / "packages"), str(wheel), why=why,
    )  # fmt: skip
    yswd = (sys.executable, "-c", "from generator.cli import main; main()")
    environment = {"PYTHONPATH": str(folder / "packages")}
    where = _run(
        sys.executable, "-c", "import generator; print(generator.__file__)",
        folder=folder, environment=environment,
    )  # fmt: skip
    if not where.startswith(str(folder)):
        raise RefusedError(f"Meant to try the wheel, but Python took {where}")
    _run(*yswd, "init", "site", "--yes", folder=folder, environment=environment, why=why)
    for command in ("check", "build"):
        _run(*yswd, command, folder=folder / "site", environment=environment, why=why)


def _bill(folder: Path, wheel: Path) -> Path:
    raw = folder / "all.json"
    _run(
        str(Path(sys.executable).parent / "cyclonedx-py"), "environment",
        "--pyproject", "pyproject.toml", "--output-reproducible", "--output-format", "JSON",
        "--output-file", str(raw), sys.executable,
    )  # fmt: skip
    file = folder / f"you_said_we_did-{_version()}.cdx.json"
    found = materials(
        json.loads(raw.read_text(encoding="utf-8")), needed("you-said-we-did"),
        wheel.name, sha256(wheel.read_bytes()).hexdigest(),
    )  # fmt: skip
    text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    if wrong := against_schema(text, found["specVersion"]):
        raise RefusedError(f"The bill of materials is not CycloneDX: {wrong}")
    file.write_text(text, encoding="utf-8")
    return file


def against_schema(bill: str, specification: str) -> str:
    """What is wrong with a bill of materials by the schema of its version; nothing when it fits."""
    # slow to import, and what else stands here is asked for by tests that need none of it
    from cyclonedx.schema import SchemaVersion  # noqa: PLC0415
    from cyclonedx.validation.json import JsonStrictValidator  # noqa: PLC0415

    wrong = JsonStrictValidator(SchemaVersion.from_version(specification)).validate_str(bill)
    return str(wrong or "")


def _run(
    *command: str,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    why: str = "",
    quiet: bool = True,
) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        shown = "\n".join((done.stdout or "").splitlines()[-20:])
        raise RefusedError(f"{why or ' '.join(command[:4])}\n{shown}".strip())
    return done.stdout or ""


if __name__ == "__main__":
    sys.exit(main())
