"""The pages of the manual that are made from the software itself, so that they stay true.

``python -m tests.tools.reference`` writes them into ``docs/``; a test says when they are behind.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import click

from generator import report
from generator.cli import main
from generator.options import OPTIONS
from generator.register import fields
from generator.register.model import Register, Weight, Written
from generator.settings import Settings
from generator.words import words

DOCS = Path(__file__).parents[2] / "docs"
KINDS: Mapping[Any, str] = MappingProxyType({
    fields.Id: "id",
    fields.Day: "date",
    fields.When: "period",
    fields.Whole: "whole number",
    fields.Number: "number",
    fields.Line: "text, one line",
    fields.Name: "name",
    fields.Prose: "text",
    fields.Truth: "`true` or `false`",
    fields.Url: "address",
    fields.Authority: "domain and year",
    Weight: "`1`, `2` or `3`",
    str: "text",
})  # fmt: skip
"""What the types of fields are called in plain words."""
SETTINGS = MappingProxyType({
    "register": "The file with the register.",
    "minimum_answers": "A figure from fewer answers is never published. You can ask for more, "
    "not for less.",
    "titles": "The name of the site, per language; *You said, we did* when left out. Visitors see "
    "this one, not `site_name`.",
    "notice": "A sentence above every page, per language.",
    "licence": "The address of the licence of the open data.",
    "allow": "What the privacy check lets through: a list of `text` and `reason`.",
    "colour": "Your organisation's colour, such as `#0d4f5c`. It must be readable; where it isn't, "
    "the message says which one is.",
    "frame_ancestors": "Who may show the embeds in a frame: addresses, as in a content security "
    "policy.",
})  # fmt: skip
"""What each setting of the plugin means."""

_SIDE = "An edition, a register file or `now`."
ARGUMENTS = MappingProxyType({
    ("check", "file"): "The register.",
    ("compare", "old"): _SIDE,
    ("compare", "new"): _SIDE,
    ("digest", "edition"): "An edition, or `now`.",
    ("import", "file"): "What to turn into a register.",
    ("init", "folder"): "The folder to make.",
    ("new", "file"): "The register.",
    ("publish", "edition"): "The name of the edition, such as `2026-1`.",
    ("split", "file"): "The register.",
    ("verify", "folder"): "The repository, or the site.",
})  # fmt: skip
"""What each argument of a command means."""


def pages() -> dict[str, str]:
    """The generated pages of the manual, by their file's name."""
    return {
        "fields.md": _fields(),
        "commands.md": _commands(),
        "rules.md": report.manual(words("en")),
        "rules.nl.md": report.manual(words("nl")),
    }


def _fields() -> str:
    parts = [_FIELDS]
    for model in _models():
        parts.append(f"\n## {_heading(model)}\n\n{' '.join((model.__doc__ or '').split())}\n\n")
        parts.append("| field | is | needed | |\n| --- | --- | --- | --- |\n")
        for name, field in model.model_fields.items():
            kind = _kind(_whole(field.annotation, field.metadata))
            needed = "yes" if field.is_required() else ""
            told = field.description or ""
            if field.default and not field.is_required():
                told += f" When left out: `{field.default}`."
            parts.append(f"| `{name}` | {kind} | {needed} | {_cell(told)} |\n")
    return "".join(parts)


def _models() -> Iterator[type[Written]]:
    """The register and everything in it, in the order in which one meets it."""
    waiting: list[type[Written]] = [Register]
    seen: list[type[Written]] = []
    while waiting:
        model = waiting.pop(0)
        if model not in seen:
            seen.append(model)
            yield model
            for field in model.model_fields.values():
                waiting += _inside(field.annotation)


def _inside(kind: Any) -> list[type[Written]]:
    if isinstance(kind, type) and issubclass(kind, Written):
        return [kind]
    return [model for part in get_args(kind) for model in _inside(part)]


def _heading(model: type[Written]) -> str:
    return "The register" if model is Register else model.__name__


def _whole(kind: Any, metadata: list[Any]) -> Any:
    """The type as it was written: pydantic keeps what ``Annotated`` adds apart."""
    named = [found for found in KINDS if get_origin(found) is Annotated]
    fitting = [
        found
        for found in named
        if get_args(found)[0] == kind and all(part in metadata for part in get_args(found)[1:])
    ]
    return max(fitting, key=lambda found: len(get_args(found)), default=kind)


def _kind(kind: Any) -> str:
    if kind in KINDS:
        return KINDS[kind]
    origin, parts = get_origin(kind), [part for part in get_args(kind) if part is not Ellipsis]
    if origin in (Union, UnionType):
        return " or ".join(_kind(part) for part in parts if part is not type(None))
    if origin is tuple:
        fixed = Ellipsis not in get_args(kind) and len(parts) > 1
        return f"[{', '.join(map(_kind, parts))}]" if fixed else f"list of {_kind(parts[0])}"
    if origin is dict:
        return f"{_kind(parts[0])}: {_kind(parts[1])}, …"
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return ", ".join(f"`{member.value}`" for member in kind)
    if isinstance(kind, type) and issubclass(kind, Written):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    if origin is Annotated:
        return _kind(parts[0])
    return ", ".join(f"`{part}`" for part in parts) or "text"


def _commands() -> str:
    parts = [_COMMANDS]
    for name, command in sorted(main.commands.items()):
        told = " ".join((command.help or "").replace("\b", "").split())
        parts.append(f"\n## yswd {name}\n\n{told}\n\n| | |\n| --- | --- |\n")
        parts += (f"| {_written(one)} | {_cell(_meaning(name, one))} |\n" for one in command.params)
    parts.append(_SETTINGS)
    for setting, option in OPTIONS.items():
        value = getattr(Settings(), option.setting)
        default = f"`{list(value) if isinstance(value, tuple) else value}`" if value else ""
        parts.append(f"| `{setting}` | {_cell(SETTINGS[setting])} | {_cell(default)} |\n")
    return "".join(parts)


def _written(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Argument):
        shown = parameter.human_readable_name
        return f"`{shown}`" if parameter.required else f"`[{shown}]`"
    assert isinstance(parameter, click.Option)
    value = "" if parameter.is_flag else f" {parameter.make_metavar(click.Context(main))}"
    return _cell(f"`{', '.join(parameter.opts)}{value}`")


def _meaning(command: str, parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        default = parameter.default
        shown = f" Default: `{default}`." if parameter.show_default and default else ""
        return f"{parameter.help or ''}{shown}"
    meant = ARGUMENTS[command, parameter.name or ""]
    default = parameter.default
    return f"{meant} Default: `{default}`." if isinstance(default, str) and default else meant


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


_FIELDS = """# Fields of the register

This page is made from the register's own model. In every file:

- a **text** is one text, or one per language, `{nl: …, en: …}`, with paragraphs, emphasis, lists,
  quotes and links;
- an **id** has lower-case letters, digits and single hyphens, at most 60 characters;
- a **date** is written as `2026-03-31`;
- a **period** is `2026`, `2026-H1`, `2026-Q1`, `2026-03` or a date.
"""
_COMMANDS = """# Commands

This page is made from the commands themselves. Exit codes: 0 fine, 1 something to put right,
2 wrong use, 130 stopped with Ctrl-C (0 for a preview, which ends so). `yswd --verbose …` shows
where in the software a fault arose.
"""
_SETTINGS = """
## Settings

Under the plugin `you-said-we-did` in `mkdocs.yml`; all the rest of that file is of MkDocs and
Material themselves.

| setting | means | when left out |
| --- | --- | --- |
"""


if __name__ == "__main__":
    for file, text in pages().items():
        (DOCS / file).write_text(text, encoding="utf-8")
