"""A site taken apart, laid out as input for Hugo and for Eleventy."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.peers.mirror import FACETS, Facts, Mirror

HERE = Path(__file__).resolve().parent
HUGO_FEEDS = ["feed", "atom", "jsonfeed"]


def for_hugo(found: Mirror, site: Path, folder: Path) -> None:
    """Content, static files and frames for the theme in ``same/hugo``."""
    shutil.copytree(HERE / "same" / "hugo", folder, dirs_exist_ok=True)
    _copied(found, site, folder / "static")
    partials = folder / "layouts" / "_partials" / "frames"
    for number, frame in enumerate(found.frames):
        for part, text in zip(("head", "tail"), frame, strict=True):
            put(partials / f"{number}-{part}.html", _slots(text, _of_hugo))
    for part, text in zip(("head", "tail"), found.embed, strict=True):
        put(partials / f"embed-{part}.html", _slots(text, _of_hugo))
    content = folder / "content"
    for facts in found.insights:
        about = _without(facts, "body", "address", "canonical")
        about["outputs"] = ["html", "embed", *HUGO_FEEDS]
        if not facts["weight"]:
            about["build"] = {"list": "never"}
        put(content / "insights" / f"{facts['id']}.md", _hugo(about, facts["body"]))
    for facts in found.lists:
        about = _without(facts, "members", "address")
        about["outputs"] = ["html", *(HUGO_FEEDS if "feed" in facts else ())]
        section = facts["address"] if "/" in facts["address"][:-1] else f"kinds/{facts['address']}"
        about["slug"] = facts["address"].strip("/").rpartition("/")[2]
        place = "insights/" if facts["address"] == "insights/" else section
        put(content / place / "_index.md", _hugo(about, ""))
    for facts in (*found.others, *({**each, "type": "embed"} for each in found.embeds)):
        about = _without(facts, "body", "address", "canonical")
        if not facts["address"]:
            about["outputs"] = ["html", "search", *HUGO_FEEDS]
            put(content / "_index.html", _hugo(about, facts["body"]))
            continue
        about["url"] = f"/{facts['address']}"
        name = facts["address"].strip("/").replace("/", "--")
        put(content / "other" / f"{name}.html", _hugo(about, facts.get("body", "")))
    put(content / "other" / "_index.md", _hugo({"build": {"render": "never"}}, ""))


def for_eleventy(found: Mirror, site: Path, folder: Path) -> None:
    """Content, data, static files and frames for the theme in ``same/eleventy``."""
    shutil.copytree(HERE / "same" / "eleventy", folder, dirs_exist_ok=True)
    _copied(found, site, folder / "static")
    includes = folder / "_includes" / "frames"
    for number, frame in enumerate(found.frames):
        for part, text in zip(("head", "tail"), frame, strict=True):
            put(includes / f"{number}-{part}.njk", _slots(text, _of_nunjucks))
    for part, text in zip(("head", "tail"), found.embed, strict=True):
        put(includes / f"embed-{part}.njk", _slots(text, _of_nunjucks))
    for facts in found.insights:
        about = _without(facts, "body", "address", *FACETS)
        name = facts["id"]
        put(folder / "content" / "insights" / f"{name}.md", _fenced(about, facts["body"]))
    for facts in found.others:
        about = _without(facts, "body")
        about["permalink"] = f"/{facts['address']}"
        name = facts["address"].strip("/").replace("/", "--") or "home"
        put(folder / "content" / "other" / f"{name}.html", _fenced(about, facts["body"]))
    put(folder / "lists.json", _json(found.lists))
    put(folder / "embeds.json", _json(found.embeds))


def put(path: Path, text: str) -> None:
    """Write a file, but leave it alone when it says the same."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _copied(found: Mirror, site: Path, folder: Path) -> None:
    """What nobody makes again; only what is another is touched."""
    for name in found.copied:
        target = folder / name
        if not target.exists() or target.read_bytes() != (site / name).read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(site / name, target)


def _without(facts: Facts, *names: str) -> Facts:
    return {name: value for name, value in facts.items() if name not in names}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _hugo(about: Facts, body: str) -> str:
    return f"{_json(about)}\n\n{body}"


def _fenced(about: Facts, body: str) -> str:
    return f"---json\n{_json(about)}\n---\n{body}"


def _slots(text: str, write: Callable[[str], str]) -> str:
    """A frame in the language of a template."""
    pieces = text.split("\ue000")
    found = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("\ue001")
        found.append(write(name) + rest)
    return "".join(found)


def _of_hugo(name: str) -> str:
    return "{{ .data | safeJS }}" if name == "data" else f"{{{{ .{name} }}}}"


def _of_nunjucks(name: str) -> str:
    return "{{ data | safe }}" if name == "data" else f"{{{{ {name} }}}}"
