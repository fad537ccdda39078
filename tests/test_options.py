"""What is wrong in mkdocs.yml is said all at once, with the line and the nearest right name."""

import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.config import load_config

from generator import configuration, options, report
from generator.plugin import YouSaidWeDid
from generator.problems import Problem
from generator.settings import WHY, Allowed, Settings
from generator.words import words
from generator.writing.starter import Answers, starter
from tests.conftest import ROOT, TODAY

HEAD = "site_url: https://bank.example/said\nplugins:\n  - you-said-we-did:\n"


def judged(folder: Path, text: str) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings in a text of mkdocs.yml, and what is wrong."""
    path = folder / "mkdocs.yml"
    path.write_text(text, encoding="utf-8")
    return options.read(path)


def found(folder: Path, text: str) -> list[tuple[int, str]]:
    """Line and code of what is wrong in the options, from the first one on."""
    problems = judged(folder, HEAD + text)[1]
    return [(problem.place.line - 3, problem.code.removeprefix("option.")) for problem in problems]


def test_options_in_order_are_the_settings(tmp_path: Path) -> None:
    text = """
      register: parts/main.yaml
      minimum_answers: 25
      titles: {nl: Gezegd, en: Said}
      notice: {nl: Een proef.}
      licence: https://example.org/licence/
      allow:
        - {text: info@example.org, reason: Our own address.}
      colour: "#0d4f5c"
      frame_ancestors: ["'self'", "https://www.example.org"]
"""
    assert judged(tmp_path, HEAD + text) == (
        Settings(
            site_url="https://bank.example/said/",
            titles={"nl": "Gezegd", "en": "Said"},
            notice={"nl": "Een proef."},
            register="parts/main.yaml",
            minimum_answers=25,
            allowed=(Allowed("info@example.org", "Our own address."),),
            licence="https://example.org/licence/",
            frame_ancestors=("'self'", "https://www.example.org"),
            colour="#0d4f5c",
        ),
        (),
    )


def test_many_lists_beside_each_other_are_not_too_deep(tmp_path: Path) -> None:
    many = "".join(f"        - {{text: '0900 {n}', reason: Ours.}}\n" for n in range(150))
    settings, problems = judged(tmp_path, f"{HEAD}      allow:\n{many}")
    assert (len(settings.allowed), problems) == (150, ())


@pytest.mark.parametrize("plugin", ["[you-said-we-did]", "{you-said-we-did: }"])
def test_what_is_left_out_is_as_it_comes(tmp_path: Path, plugin: str) -> None:
    text = f"site_url: https://bank.example/\nplugins: {plugin}\n"
    assert judged(tmp_path, text) == (Settings(site_url="https://bank.example/"), ())
    nothing = HEAD + "      register:\n      allow:\n      titles: {nl: }\n      colour: ''\n"
    settings, problems = judged(tmp_path, nothing)
    assert (settings.register, settings.allowed, problems) == ("actions.yaml", (), ())


def test_quotes_that_yaml_takes_off_are_put_back_in_the_policy(tmp_path: Path) -> None:
    text = "      frame_ancestors: ['self', \"https://www.example.org\"]\n"
    settings, problems = judged(tmp_path, HEAD + text)
    assert (settings.frame_ancestors, problems) == (("'self'", "https://www.example.org"), ())


@pytest.mark.parametrize("theme", ["readthedocs", "{name: mkdocs}"])
def test_a_theme_in_which_the_site_does_not_fit_is_named(tmp_path: Path, theme: str) -> None:
    problems = judged(tmp_path, f"{HEAD}theme: {theme}\n")[1]
    assert [problem.code for problem in problems] == ["option.theme"]
    assert "name: material" in words("nl").message(problems[0])


def test_addresses_that_end_otherwise_than_links_and_feeds_say_are_refused(tmp_path: Path) -> None:
    assert judged(tmp_path, f"{HEAD}use_directory_urls: true\n")[1] == ()
    (problem,) = judged(tmp_path, f"{HEAD}use_directory_urls: false\n")[1]
    assert (problem.code, problem.place.line) == ("option.directory-urls", HEAD.count("\n") + 1)
    assert "'use_directory_urls: false'" in words("nl").message(problem)


def test_all_that_is_wrong_is_said_at_once_in_both_languages(tmp_path: Path) -> None:
    problems = judged(
        tmp_path,
        """site_url: bank.example
plugins:
  - search
  - you-said-we-did:
      colur: "#0d4f5c"
      minimum_answers: five
      allow:
        - {text: a, reson: b}
      titles: {du: Gezegd}
""",
    )[1]
    english = report.text(problems, (), words("en"))
    assert english == (
        "mkdocs.yml\n"
        "  x 1:1 Write the full address where the site will stand as 'site_url', such as"
        " https://www.example.org/feedback/. It now says 'bank.example'. [option.site-url]\n"
        "  x 5:7 'colur' is not an option here. Change the name, or remove it."
        " Did you mean 'colour'? [option.unknown]\n"
        "  x 6:7 'minimum_answers' must be a whole number, 10 or more. It now says 'five'."
        " [option.number]\n"
        "  x 8:11 Give each line under 'allow' a 'text' that may be shown and the 'reason' why."
        " [option.allow]\n"
        "  x 8:21 'reson' is not an option here. Change the name, or remove it."
        " Did you mean 'reason'? [option.unknown]\n"
        "  x 9:16 'du' isn't the code of a language of this site. Choose from: en, nl."
        " [option.language]\n"
        "\n"
        "6 errors to put right\n"
    )
    dutch = report.text(problems, (), words("nl"))
    assert "5:7 'colur' is hier geen optie." in dutch
    assert "Bedoelt u 'colour'?" in dutch


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("      register: 7\n", [(1, "not-a-text")]),
        ("      colour: #0d4f5c\n", [(1, "colour-lost")]),
        ("      register: [a]\n", [(1, "not-a-text")]),
        ("      minimum_answers: 9\n", [(1, "number")]),
        ("      minimum_answers: 20.5\n", [(1, "number")]),
        ("      minimum_answers: yes\n", [(1, "number")]),
        ("      titles: Said\n", [(1, "per-language")]),
        ("      notice:\n        nl: Ja.\n        en: [No]\n", [(3, "not-a-text")]),
        ("      licence: cc-by\n", [(1, "address")]),
        ("      allow: {text: a}\n", [(1, "not-a-list")]),
        ("      allow:\n        - text\n        - {text: a, reason: b}\n", [(2, "allow")]),
        ("      allow: [{text: 7, reason: b}]\n", [(1, "not-a-text")]),
        ("      colour: blue\n", [(1, "colour")]),
        ("      colour: '#ffec3d'\n", [(1, "colour-unreadable")]),
        ("      frame_ancestors: https://www.example.org\n", [(1, "not-a-list")]),
        ("      frame_ancestors:\n        - 'https:'\n        - x; y\n", [(3, "frame-ancestor")]),
        ("      - register\n", [(0, "not-a-mapping")]),
        ("      7: seven\n", [(1, "unknown")]),
    ],
)  # fmt: skip
def test_a_wrong_option_is_named_with_its_line(
    tmp_path: Path, text: str, expected: list[tuple[int, str]]
) -> None:
    assert found(tmp_path, text) == expected


@pytest.mark.parametrize(
    "address",
    ["bank.example", "ftp://bank.example/", "https://", "https://a b/", "https://a:b/", "7", "[a]",
     "https://bank.example/?a=1", "https://bank.example/#a", 'https://bank.example/"'],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_refused(tmp_path: Path, address: str) -> None:
    text = f"plugins: [you-said-we-did]\nsite_url: '{address}'\n".replace("'[a]'", "[a]")
    (problem,) = judged(tmp_path, text)[1]
    assert (problem.place.line, problem.code) == (2, "option.site-url")


def test_without_address_or_plugin_the_message_says_what_to_add(tmp_path: Path) -> None:
    problems = judged(tmp_path, "site_name: Said\nplugins: [search, you-said-we-didnt]\n")[1]
    assert [(problem.place.line, problem.code) for problem in problems] == [
        (1, "option.site-url-missing"),
        (2, "option.no-plugin"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("site_name: [a\nplugins: ]]\n", 2, "option.file-not-readable"),
        ("a: 1\nb: {c: *d}\n", 2, "option.file-not-readable"),
        ("a: 1\n? [a]: {}\n? {b: c}\n: d\n", 1, "option.file-not-readable"),
        ("a: 2026-99-99\n", 1, "option.file-not-readable"),
        ("a: " + "[" * 50_000, 1, "option.file-not-readable"),
        ("- a\n", 1, "option.file-not-mapping"),
        ("", 1, "option.file-not-mapping"),
        ("a: 1\nINHERIT: base.yml\n", 2, "option.inherit"),
        ("a: 1\nINHERIT: mkdocs.yml\n", 2, "option.inherit"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(
    tmp_path: Path, text: str, line: int, code: str
) -> None:
    (problem,) = judged(tmp_path, text)[1]
    assert (problem.place.line, problem.code) == (line, code)


SITE = """site_name: "Said"
site_url: https://bank.example/said/
theme:
  name: material
  font: false
plugins:
  - you-said-we-did:
      register: actions.yaml
      notice: {nl: Een proef.}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "line", "code"),
    [
        ("site_url: h", "site_url h", 2, "colon-missing"),
        ('"Said"', "Said: and done", 1, "colon-in-text"),
        ('"Said"', '"Said', 1, "quote-not-closed"),
        ("  font:", "\tfont:", 5, "indent-tab"),
        ("  font:", "   font:", 5, "indent-key"),
        ("we-did:", "we-did", 7, "colon-missing"),
        ("Een proef.", "Let op: een proef.", 9, "colon-in-text"),
        ("site_url", "<<<<<<< HEAD\nsite_url", 2, "merge-conflict"),
    ],
)
def test_a_slip_in_it_is_told_on_its_line_in_the_words_of_a_register(
    tmp_path: Path, right: str, wrong: str, line: int, code: str
) -> None:
    assert right in SITE
    (problem,) = judged(tmp_path, SITE.replace(right, wrong, 1))[1]
    assert (problem.place.line, problem.code) == (line, code)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_bytes("site_name: Één".encode("latin-1"))
    assert [problem.code for problem in configuration.read(path)[1]] == ["file-not-utf8"]


def test_what_is_inherited_and_what_the_surroundings_say_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = "plugins:\n  you-said-we-did:\n    colour: red\n    minimum_answers: 30\n"
    (tmp_path / "base.yml").write_text(base, encoding="utf-8")
    text = """INHERIT: base.yml
site_url: !ENV [ADDRESS_OF_SITE, "https://left.example/"]
hooks: !!python/name:nothing.that.we.know
plugins: {you-said-we-did: {register: !ENV REGISTER_OF_SITE}}
"""
    monkeypatch.delenv("ADDRESS_OF_SITE", raising=False)
    monkeypatch.setenv("REGISTER_OF_SITE", "other.yaml")
    settings, problems = judged(tmp_path, text)
    assert (settings.site_url, settings.register) == ("https://left.example/", "other.yaml")
    assert settings.minimum_answers == 30
    (problem,) = problems
    assert (problem.place.file, problem.place.line, problem.code) == (
        "base.yml",
        3,
        "option.colour",
    )


def test_every_message_about_an_option_has_a_why() -> None:
    own = words("en")
    assert {key for key in own if key.startswith("option.")} == set(WHY)
    assert set(WHY) <= set(report.whys())


ODD = {
    "nothing chosen": "plugins: [you-said-we-did]\n",
    "by name": "plugins:\n  search: {}\n  you-said-we-did: {minimum_answers: 25}\n",
    "from the surroundings": "plugins:\n  - you-said-we-did:\n      minimum_answers: "
    "!ENV [YSWD_NOT_SET, 30]\n      colour: !ENV YSWD_COLOUR\n",
    "inherited": "INHERIT: base.yml\nplugins:\n  you-said-we-did:\n    titles: {en: Here}\n",
    "tags of the host": "plugins: [you-said-we-did: {register: a.yaml}]\nmarkdown_extensions:\n"
    "  - toc:\n      slugify: !!python/name:markdown.extensions.toc.slugify_unicode\n",
    "an address without slash": "plugins:\n  - you-said-we-did:\n      allow:\n"
    "        - {text: 0900 1234, reason: our own}\n      frame_ancestors: []\n",
}


@pytest.mark.parametrize("odd", [*ODD, "the example", "the starter"])
def test_the_host_and_we_read_the_same(
    odd: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YSWD_COLOUR", "#123456")  # in YAML a comment
    file = tmp_path / "mkdocs.yml"
    if odd == "the example":
        file = ROOT / "mkdocs.yml"
    elif odd == "the starter":
        answers = Answers("Bank", ["nl", "en"], "https://bank.example/")
        file.write_bytes(starter(answers, TODAY)["mkdocs.yml"])
    else:
        (tmp_path / "base.yml").write_text(
            "plugins:\n  you-said-we-did: {titles: {nl: Daar}, register: b.yaml}\n", "utf-8"
        )
        around = "site_name: A\nsite_url: https://bank.example/said\ndocs_dir: content\n"
        text = f"{around}theme: material\n{ODD[odd]}"
        file.write_text(text, "utf-8")
    (tmp_path / "content").mkdir()
    config = load_config(str(file))
    plugin = config.plugins["you-said-we-did"]
    assert isinstance(plugin, YouSaidWeDid)
    assert options.read(file) == (plugin.chosen(config), ())


def test_a_check_does_without_the_host_and_a_build_without_what_few_builds_need() -> None:
    looking = (
        "import sys\nfrom generator.cli import main\n"
        "try:\n    main(['check', '--as-of', '2026-11-21'])\n"
        "finally:\n    print(sorted({'mkdocs', 'jinja2', 'markdown_it'} & {*sys.modules}))\n"
        "    import generator.plugin\n"
        "    print(sorted({'ssl', 'email.policy', 'css_inline', 'PIL'} & {*sys.modules}))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", looking], check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert (run.returncode, run.stdout.splitlines()[-2:]) == (0, ["[]", "[]"]), run.stderr
