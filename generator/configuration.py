"""``mkdocs.yml`` as far as it concerns us, read without the host: what was chosen, and where.

The host takes half a second to import; a check needs no more than a few lines of this file. Its
``INHERIT`` and ``!ENV`` are understood as the host understands them; other tags say nothing here.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from generator.problems import Place, Problem

PLUGIN = "you-said-we-did"
_DEEPEST = 8
"""Files that inherit from each other; more is a circle."""
_MOST_LEVELS = 100
"""Lists and mappings inside each other; more is a slip."""
_PICTURES = ("logo", "favicon")

Steps = tuple[str | int, ...]
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Configuration:
    """What ``mkdocs.yml`` says to us, not yet judged.

    ``theme`` is its name, ``custom_dir`` the folder with changes to it, ``docs_dir`` that with the
    pages of prose; ``pictures`` are those of the theme, by field. ``options`` are those of the
    plugin as written, ``None`` where there are none; ``options_at`` are the steps that lead to
    them, empty where the plugin isn't used. ``files`` are the file and those it inherits from, each
    with its tree.
    """

    file: str
    site_url: object = None
    directory_urls: object = None
    theme: object = None
    docs_dir: object = None
    custom_dir: object = None
    palette: object = None
    pictures: Mapping[str, object] = field(default_factory=dict)
    options: object = None
    options_at: Steps = ()
    files: tuple[tuple[str, yaml.Node], ...] = ()

    @property
    def has_plugin(self) -> bool:
        """Whether the plugin is among those of the site."""
        return bool(self.options_at)

    def place(self, *steps: str | int) -> Place:
        """Where a value stands, or the nearest thing around it that was written."""
        best, reached = Place(self.file), 0
        for name, tree in self.files:
            found, depth = _walk(tree, steps)
            if depth > reached:
                best, reached = Place(name, *found), depth
        return best


def read(path: Path) -> tuple[Configuration, tuple[Problem, ...]]:
    """Read a configuration, or what keeps it from being read; raises ``OSError``."""
    try:
        files = tuple(_files(path, path.name, _DEEPEST))
    except _UnreadableError as error:
        return Configuration(path.name), (error.problem,)
    tree: dict[str, Any] = {}
    for name, node in reversed(files):
        try:
            found = _Reader().construct_document(node)
            tree = _over(tree, found if isinstance(found, dict) else {})
        except (yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
            return Configuration(path.name), (Problem(Place(name), "option.file-not-readable"),)
    at, options = _plugin(tree.get("plugins"))
    theme = tree.get("theme")
    look = theme if isinstance(theme, dict) else {"name": theme}
    return Configuration(
        path.name, tree.get("site_url"), tree.get("use_directory_urls"), look.get("name"),
        tree.get("docs_dir"), look.get("custom_dir"), look.get("palette"),
        {name: look.get(name) for name in _PICTURES}, options, at, files,
    ), ()  # fmt: skip


def unread_from(above: str) -> int:
    """The line from which the host can't read what stands above a page; 0 where it can."""
    try:
        found = yaml.safe_load(above)
    except yaml.MarkedYAMLError as error:
        return error.problem_mark.line + 1 if error.problem_mark else 1
    except (yaml.YAMLError, ValueError):
        return 1
    return 0 if found is None or isinstance(found, dict) else 1


class _UnreadableError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


def _unreadable(name: str, mark: Any) -> _UnreadableError:
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    return _UnreadableError(Problem(place, "option.file-not-readable"))


def _files(path: Path, name: str, left: int) -> Iterator[tuple[str, yaml.Node]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        _not_too_deep(name, text)
        node = yaml.compose(text, Loader=_LOADER)
    except UnicodeDecodeError as error:
        raise _UnreadableError(Problem(Place(name), "file-not-utf8")) from error
    except yaml.YAMLError as error:
        raise _unreadable(name, getattr(error, "problem_mark", None)) from error
    if not isinstance(node, yaml.MappingNode):
        raise _UnreadableError(Problem(Place(name), "option.file-not-mapping"))
    yield name, node
    for key, value in node.value:
        if key.value == "INHERIT" and isinstance(value, yaml.ScalarNode):
            parent = path.parent / value.value
            if not left or not parent.is_file():
                place = Place(name, value.start_mark.line + 1, value.start_mark.column + 1)
                facts = {"found": value.value}
                raise _UnreadableError(Problem(place, "option.inherit", "INHERIT", facts))
            yield from _files(parent, os.path.relpath(parent, path.parent), left - 1)


def _not_too_deep(name: str, text: str) -> None:
    """Trees are made by functions that call themselves: many brackets would end the program."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MOST_LEVELS:
            raise _unreadable(name, event.start_mark)


class _Reader(yaml.constructor.SafeConstructor):
    """Makes values of a tree as the host does; what only the host understands is left out."""


def _from_environment(reader: Any, node: yaml.Node) -> Any:
    """``!ENV NAME`` or ``!ENV [NAME, OTHER, default]``: the first that is set."""
    if isinstance(node, yaml.SequenceNode):
        names = [part.value for part in node.value[: max(1, len(node.value) - 1)]]
        default = reader.construct_object(node.value[-1]) if len(node.value) > 1 else None
    else:
        names, default = [node.value], None
    found = next((os.environ[name] for name in names if name in os.environ), None)
    if found is None:
        return default
    resolver: Any = yaml.resolver.Resolver()
    tag = resolver.resolve(yaml.ScalarNode, found, (True, False))
    return reader.construct_object(yaml.ScalarNode(tag, found))


_Reader.add_constructor("!ENV", _from_environment)
_Reader.add_constructor(None, lambda _reader, _node: None)


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """What is above wins; mappings are merged, all the way down."""
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            merged[key] = _over(under, value)
        else:
            merged[key] = value
    return merged


def _plugin(plugins: object) -> tuple[Steps, object]:
    """The steps to our plugin's options, and the options; none where it isn't used."""
    names = (PLUGIN, f"/{PLUGIN}")  # a slash keeps the host from looking for the theme's own
    if isinstance(plugins, dict):
        for name in names:
            if name in plugins:
                return ("plugins", name), plugins[name]
    for number, plugin in enumerate(plugins if isinstance(plugins, list) else ()):
        for name in names:
            if plugin == name:
                return ("plugins", number), None
            if isinstance(plugin, dict) and name in plugin:
                return ("plugins", number, name), plugin[name]
    return (), None


def _walk(tree: yaml.Node, steps: Steps) -> tuple[tuple[int, int], int]:
    """Line and column of the last step that is there, from 1, and how many steps that was."""
    spot, node = (1, 1), tree
    for count, step in enumerate(steps):
        match node:
            case yaml.MappingNode():
                found = [(key, value) for key, value in node.value if key.value == str(step)]
                if not found:
                    return spot, count
                key, node = found[-1]  # of two with one name, YAML takes the last
                mark = key.start_mark
            case yaml.SequenceNode() if isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                mark = node.start_mark
            case _:
                return spot, count
        spot = mark.line + 1, mark.column + 1
    return spot, len(steps)
