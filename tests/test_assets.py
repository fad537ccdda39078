"""What the host finds of the theme, and how it is linked."""

from importlib.util import find_spec
from pathlib import Path

import jinja2
from mkdocs.config import load_config
from mkdocs.structure.files import Files

from generator.assets import Templates
from generator.outputs.templates import theme_folder
from tests.conftest import ROOT

SPEC = find_spec("material")
assert SPEC
assert SPEC.origin
MATERIAL = Path(SPEC.origin).parent / "templates"


def test_all_of_a_theme_is_listed_but_for_what_is_hidden(tmp_path: Path) -> None:
    (tmp_path / ".hidden" / "deep").mkdir(parents=True)
    (tmp_path / ".hidden" / "deep" / "icon.svg").touch()
    (tmp_path / "shown" / ".hidden").mkdir(parents=True)
    (tmp_path / "shown" / ".hidden" / "icon.svg").touch()
    (tmp_path / "shown" / "style.css").touch()
    (tmp_path / ".top").touch()
    folders = [tmp_path, theme_folder(), MATERIAL]
    every = jinja2.FileSystemLoader(folders).list_templates()
    shown = [name for name in every if not any(p.startswith(".") for p in name.split("/")[:-1])]
    assert ".hidden/deep/icon.svg" in every
    assert "shown/style.css" in shown
    assert Templates(folders).list_templates() == shown


def test_the_host_finds_the_same_files_of_the_theme() -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    theme = config.theme

    def found(loader: jinja2.BaseLoader) -> list[str]:
        env, files = theme.get_env(), Files([])
        env.loader = loader
        files.add_files_from_theme(env, config)
        return [file.src_uri for file in files]

    every = found(jinja2.FileSystemLoader(theme.dirs))
    assert any(name.startswith("assets/") for name in every)
    assert found(Templates(theme.dirs)) == every


def test_a_hidden_template_is_still_read(tmp_path: Path) -> None:
    (tmp_path / ".icons").mkdir()
    (tmp_path / ".icons" / "door.svg").write_text("<svg/>")
    env = jinja2.Environment(loader=Templates([tmp_path]), autoescape=True)
    assert env.get_template(".icons/door.svg").render() == "<svg/>"
