"""The form for staff at ``/admin/``: Sveltia CMS, with fields from the register's own model.

Off until someone asks for it. It ends in the same pull request as any other change, in a
register that is kept as one file per insight below ``register/``. Everything is served from the
site itself; the form talks to the organisation's own repository and to nobody else.
"""

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from generator.register import fields
from generator.register.model import Insight, Register, Weight, Written
from generator.troubles import TroubleError

PLACE = "admin"
"""The folder of the form, among the pages of the first language."""
FOLDER = "register"
PARTS = f"{FOLDER}/*.yaml"
SCRIPT = "npm/index.js"
"""Where the npm package ``@sveltia/cms`` has the program that loads nothing from elsewhere."""
_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"
_PERIOD = r"^\d{4}(-(H[12]|Q[1-4]|\d{2}(-\d{2})?))?$"
_API = {"github": "https://api.github.com", "gitlab": "https://gitlab.com"}
HOSTS = tuple(_API)
_FONTS = re.compile(r"https://[^)\"'`\s]*\.woff2")
"""Fonts that the program would fetch elsewhere; it has the same ones beside it, and uses those."""
Config = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Where:
    """The repository that the form proposes changes to: ``name`` is such as ``bank/feedback``."""

    host: str
    name: str
    branch: str = "main"


def write(folder: Path, package: Path, config: Config) -> None:
    """Write the form and its program into a folder of the site; an older program goes."""
    program = folder / "sveltia"
    for name in () if program.exists() else ("index.html", "start.js", "config.json"):
        if (folder / name).exists():
            raise TroubleError("out-other", where=str(folder / name))
    shutil.rmtree(program, ignore_errors=True)
    shutil.copytree(package / "npm", program, ignore=shutil.ignore_patterns("*.map"))
    shutil.copy2(package / "LICENSE.txt", program)
    script = program / "index.js"
    script.write_text(_FONTS.sub("", script.read_text(encoding="utf-8")), encoding="utf-8")
    text = json.dumps(config, ensure_ascii=False, indent=2)
    (folder / "config.json").write_text(f"{text}\n", encoding="utf-8")
    (folder / "start.js").write_text(_START, encoding="utf-8")
    (folder / "index.html").write_text(_PAGE % policy(config["backend"]["name"]), encoding="utf-8")


def host_of(pages: Path) -> str:
    """Who keeps the repository of the form among the pages of a language; empty without a form."""
    try:
        found = json.loads((pages / PLACE / "config.json").read_bytes())["backend"]["name"]
    except (OSError, ValueError, TypeError, LookupError):
        return ""
    return found if found in HOSTS else ""


def policy(host: str) -> str:
    """What the form may do; other than the site's pages it reaches the host of the repository."""
    pictures = "https://avatars.githubusercontent.com" if host == "github" else _API[host]
    return "; ".join((
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # the program sets styles as it goes
        f"img-src 'self' data: blob: {pictures}",
        "font-src 'self'",
        f"connect-src 'self' data: {_API[host]}",  # it fetches a drawing from inside itself
        "base-uri 'none'",
        "form-action 'none'",
    ))  # fmt: skip


def configuration(where: Where, register: Register) -> Config:
    """The form: one file an insight, each field with the description that the checker has."""
    own = _Form(register)
    return {
        "backend": {"name": where.host, "repo": where.name, "branch": where.branch},
        "publish_mode": "editorial_workflow",
        "load_config_file": False,
        "media_folder": FOLDER,
        "output": {"omit_empty_optional_fields": True},
        "collections": [
            {
                "name": "insights",
                "label": "Insights",
                "label_singular": "Insight",
                "folder": FOLDER,
                "extension": "yaml",
                "format": "yaml",
                "editor": {"preview": False},
                "create": True,
                "delete": False,  # nothing is deleted: withdrawn or merged_into says what happened
                "identifier_field": "insights.0.id",
                "slug": "{{fields.insights.0.id}}",
                "summary": "{{insights.0.id}}",
                "fields": [
                    {
                        "name": "insights",
                        "label": "Insight",
                        "widget": "list",
                        "min": 1,
                        "allow_reorder": False,
                        "fields": own.fields(Insight),
                    }
                ],
            }
        ],
    }


def unseen(config: Config, tree: Mapping[str, Any]) -> Iterator[str]:
    """Texts that the form would show as empty: written in the register without their languages,
    where the form has a field for each, or the other way round."""
    (insights,) = config["collections"][0]["fields"]
    yield from _unseen(insights, tree.get("insights"), ("insights",))


def _unseen(field: Config, node: Any, way: tuple[str, ...]) -> Iterator[str]:
    inside = {one["name"]: one for one in field.get("fields", ())}
    if isinstance(node, str if inside else dict):
        yield ".".join(way)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name in inside:
                yield from _unseen(inside[name], value, (*way, name))
    elif inside and isinstance(node, list):
        for number, value in enumerate(node, 1):
            step = value.get("id", str(number)) if isinstance(value, dict) else str(number)
            yield from _unseen(field, value, (*way, step))


class _Form:
    """Fields of a form from fields of the model; ids become choices from the register's lists."""

    def __init__(self, register: Register) -> None:
        self.languages = register.languages
        self.choices: Mapping[str, Iterable[str]] = {
            "topics": register.topics,
            "segments": register.segments,
            "sources": register.sources,
            "by": register.parties,
            "journey": [step.id for step in register.journey],
            "score": [score.id for score in register.scores],
        }

    def fields(self, model: type[Written]) -> list[Config]:
        """The fields of a model, in its order; lists of which there are no choices are left out."""
        return [
            self.field(name, found)
            for name, found in model.model_fields.items()
            if name not in self.choices or self.choices[name]
        ]

    def field(self, name: str, found: FieldInfo) -> Config:
        """One field: its name, its help, and the widget that fits its type."""
        kind = _written(found)
        base = {
            "name": name,
            "label": name,
            "hint": found.description or "",
            "required": found.is_required(),
        }
        if name in self.choices:
            many = get_origin(kind) is tuple
            return base | {"widget": "select", "options": [*self.choices[name]], "multiple": many}
        return base | self.widget(kind)

    def widget(self, kind: Any) -> Config:
        """What one types or chooses for a type."""
        if kind in (fields.Line, fields.Name, fields.Prose):
            widget = "text" if kind is fields.Prose else "string"
            if len(self.languages) == 1 or kind is fields.Name:
                return {"widget": widget}
            first = self.languages[0]
            each = [
                {"name": name, "label": name, "widget": widget, "required": name == first}
                for name in self.languages
            ]
            return {"widget": "object", "fields": each}
        if get_origin(kind) is tuple:
            return {"widget": "list", "fields": self.fields(get_args(kind)[0])}
        if isinstance(kind, type) and issubclass(kind, Written):
            return {"widget": "object", "fields": self.fields(kind)}
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return {"widget": "select", "options": [member.value for member in kind]}
        return dict(_WIDGETS.get(kind, {"widget": "string"}))


_WIDGETS: Mapping[Any, Config] = {
    Weight: {"widget": "select", "options": ["1", "2", "3"]},
    fields.Id: {"widget": "string", "pattern": [_ID, "Lower-case letters, digits and hyphens"]},
    fields.Day: {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"},
    fields.When: {"widget": "string", "pattern": [_PERIOD, "Such as 2026, 2026-Q1 or 2026-03"]},
    fields.Url: {"widget": "string", "pattern": ["^https://", "Starts with https://"]},
    fields.Whole: {"widget": "number", "value_type": "int", "min": 0},
    fields.Truth: {"widget": "select", "options": ["true"]},  # a false would be written too
}


def _written(found: FieldInfo) -> Any:
    """The type of a field as the model names it: pydantic keeps what ``Annotated`` adds apart."""
    kind = found.annotation
    if get_origin(kind) in (Union, UnionType):
        (kind,) = (part for part in get_args(kind) if part is not type(None))
    for named in (fields.Line, fields.Name, fields.Prose, *_WIDGETS):
        if get_origin(named) is Annotated:
            first, *added = get_args(named)
            if first == kind and all(part in found.metadata for part in added):
                return named
    return kind


_START = """import CMS from "./sveltia/index.js";

const config = await (await fetch("config.json")).json();
CMS.init({ config });
"""
_PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="%s">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="robots" content="noindex">
    <meta name="referrer" content="no-referrer">
    <title>You said, we did</title>
  </head>
  <body>
    <noscript>This form needs JavaScript. Without it: edit the files in register/.</noscript>
    <script type="module" src="start.js"></script>
  </body>
</html>
"""
