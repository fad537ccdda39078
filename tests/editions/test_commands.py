"""``yswd publish``, ``yswd verify`` and ``yswd compare``, as staff and outsiders use them."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.register.reading import HEAD

REGISTER = (
    HEAD
    + """\
topics: {phone: {nl: Telefoon, en: Phone}}
sources: {survey: {nl: Klantonderzoek, en: Customer survey}}
parties: {service: {name: {nl: Klantenservice, en: Customer service}, kind: own}}
journey: [{id: help, label: {nl: Hulp krijgen, en: Getting help}}]
scores:
  - id: csat
    title: {nl: Tevreden, en: Satisfied}
    metric: csat
    points: [{period: 2025-Q4, n: 9, positive: 7}, {period: 2026-Q1, n: 77, positive: 60}]
insights:
  - id: waiting
    title: {nl: Lang wachten, en: Long waits}
    said: {nl: U wacht te lang., en: You wait too long.}
    heard: [{period: 2026-Q1, mentions: 412, sources: [survey]}]
    topics: [phone]
    journey: [help]
    sentiment: negative
    severity: 3
    impact: 2
    actions:
      - id: routing
        kind: process
        date: 2026-02-01
        text: {nl: Wij bouwen het menu om., en: We are changing the menu.}
        by: [service]
        not_measured: {nl: Te kort., en: Too short.}
        next_update: 2026-06-01
"""
)
UPDATE = """\
        updates:
          - date: 2026-05-20
            text: {nl: De helft is af., en: Half of it is done.}
            next_update: 2026-09-01
"""
SETTINGS = """\
site_name: U zei, wij deden
site_url: https://www.example.org/
docs_dir: content
theme: {name: material, font: false}
plugins: [you-said-we-did]
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "actions.yaml").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "content" / "nl").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def yswd(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def publish(name: str, day: str, *more: str) -> Result:
    return yswd("publish", name, "--as-of", day, "--language", "en", *more)


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (["nl=Lente", "de=Frühling"], "'de' isn't a language of this site"),
        (["nl=Lente, en=Spring"], '--title "nl=…" --title "en=…"'),
        (["Lente", "Spring"], '--title "nl=…" --title "en=…"'),
        (["nl=Lente", "Spring"], '--title "nl=…" --title "en=…"'),
        ([""], "Write a text on one line after --title"),
        (["nl=Lente", "en= "], "Write a text on one line after --title"),
        (["Spring\nand summer"], "Write a text on one line after --title"),
        (["Spring\u202e"], "Write a text on one line after --title"),
    ],
)
def test_a_title_that_would_be_frozen_otherwise_than_meant_is_refused(
    site: Path, titles: list[str], said: str
) -> None:
    done = publish("2026-1", "2026-04-01", *(part for each in titles for part in ("--title", each)))
    assert done.exit_code == 2
    assert said in done.output
    assert not (site / "content" / "editions").exists()


def test_publish_writes_an_edition_once_and_says_what_changed(site: Path) -> None:
    first = publish("2026-1", "2026-04-01", "--title", "nl=Lente", "--title", "en=Spring")
    assert (first.exit_code, first.output.split(":")[0]) == (0, "Edition 2026-1 is published")
    file = site / "content" / "editions" / "2026-1.json"
    plain = json.loads(file.read_bytes())
    assert (plain["date"], plain["title"]) == ("2026-04-01", {"nl": "Lente", "en": "Spring"})
    assert [point["n"] for point in plain["register"]["scores"][0]["points"]] == [77]

    again = publish("2026-1", "2026-04-01")
    assert again.exit_code == 1
    assert "Edition 2026-1 exists and is never written again" in again.output

    with (site / "actions.yaml").open("a", encoding="utf-8") as register:
        register.write(UPDATE)
    second = publish("2026-2", "2026-06-30", "--date", "2026-06-29")
    assert second.exit_code == 0
    assert "one postponed, one promise kept" in second.output
    plain = json.loads((site / "content" / "editions" / "2026-2.json").read_bytes())
    assert (plain["date"], plain["previous"]["id"]) == ("2026-06-29", "2026-1")
    assert yswd("verify").exit_code == 0


def test_publish_refuses_with_the_line_and_what_to_do(site: Path) -> None:
    assert publish("2026-1", "2026-04-01").exit_code == 0
    path = site / "actions.yaml"
    path.write_text(REGISTER.replace("2026-06-01", "2026-08-01"), encoding="utf-8")
    done = publish("2026-2", "2026-05-01")
    assert done.exit_code == 1
    line = REGISTER.split("\n").index("        next_update: 2026-06-01") + 1
    assert "actions.yaml" in done.output
    assert f"{line}:" in done.output
    assert (
        "'next_update' of waiting.actions.routing was 2026-06-01 in edition 2026-1" in done.output
    )
    assert not (site / "content" / "editions" / "2026-2.json").exists()


def test_publish_refuses_a_register_that_is_not_in_order(site: Path) -> None:
    path = site / "actions.yaml"
    path.write_text(REGISTER.replace("kind: process", "kind: proces"), encoding="utf-8")
    done = publish("2026-1", "2026-04-01")
    assert done.exit_code == 1
    assert not (site / "content" / "editions").exists()


def test_publish_takes_personal_data_out(site: Path) -> None:
    path = site / "actions.yaml"
    path.write_text(REGISTER.replace("You wait", "The man in the red coat waits"), encoding="utf-8")
    assert publish("2026-1", "2026-04-01").exit_code == 0
    path.write_text(REGISTER, encoding="utf-8")
    done = publish("2026-2", "2026-04-02", "--remove", "insights.waiting.said")
    assert done.exit_code == 1  # its Dutch text is still the same
    line = 1 + REGISTER[: REGISTER.index("- id: waiting")].count("\n")
    assert done.stdout.startswith(f"actions.yaml\n  x {line}:5 "), done.output
    assert "U wacht te lang" not in done.output
    path.write_text(REGISTER.replace("U wacht te lang", "Het duurt lang"), encoding="utf-8")
    done = publish("2026-2", "2026-04-02", "--remove", "insights.waiting.said")
    assert done.exit_code == 0
    editions = (site / "content" / "editions").iterdir()
    assert not any(b"red coat" in file.read_bytes() for file in editions)
    checked = yswd("verify", "--language", "en")
    assert checked.exit_code == 0
    assert "On 2026-04-02 a text was removed from edition 2026-1" in checked.output


def test_verify_names_what_was_altered(site: Path) -> None:
    assert yswd("verify").exit_code == 0  # of a site that has no editions yet
    for number in (1, 2, 3):
        assert publish(f"2026-{number}", f"2026-0{number + 3}-01").exit_code == 0
    done = yswd("verify", "--language", "en")
    assert (done.exit_code, done.output) == (
        0,
        "3 editions, each as it was published, from 2026-1 to 2026-3.\n",
    )
    file = site / "content" / "editions" / "2026-2.json"
    file.write_bytes(file.read_bytes().replace(b"2026-05-01", b"2026-05-02"))
    done = yswd("verify", "--language", "nl", str(site))
    assert done.exit_code == 1
    assert "Editie 2026-2 is niet meer wat er gepubliceerd is" in done.output


def test_what_was_written_again_with_its_list_shows_beside_an_earlier_copy(
    site: Path, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    shutil.copytree(site, before)
    (before / "other.json").write_text("{}", encoding="utf-8")
    against = ("verify", str(site), "--against", str(before), "--language", "en")
    assert yswd(*against).output == "There are no editions here yet.\n"
    assert publish("2026-1", "2026-04-01").exit_code == 0
    assert yswd(*against).exit_code == 0
    shutil.rmtree(before)
    shutil.copytree(site, before)
    folder = site / "content" / "editions"
    shutil.rmtree(folder)
    assert (yswd(*against).exit_code, "2026-1 is gone" in yswd(*against).output) == (1, True)
    path = site / "actions.yaml"
    path.write_text(REGISTER.replace("You wait", "You sit and wait"), encoding="utf-8")
    assert publish("2026-1", "2026-04-01").exit_code == 0
    assert yswd("verify").exit_code == 0
    done = yswd(*against)
    assert done.exit_code == 1
    assert "Edition 2026-1 is not what was published" in done.output
    shutil.rmtree(folder)
    shutil.copytree(before / "content" / "editions", folder)
    path.write_text(REGISTER.replace("You wait", "Waiting").replace("U wacht te", "Het duurt"))
    gone = publish("2026-2", "2026-04-02", "--remove", "insights.waiting.said")
    assert gone.exit_code == 0, gone.output
    assert yswd(*against).exit_code == 0, "a later edition says so"


def test_verify_of_a_published_site_knows_its_feed_from_its_editions(
    example: Path, tmp_path: Path
) -> None:
    done = yswd("verify", str(example), "--language", "en")
    assert (done.exit_code, done.output) == (
        0,
        "6 editions, each as it was published, from 2025-3 to 2026-4.\n",
    )
    young = tmp_path / "site"
    shutil.copytree(example / "editions", young / "editions")
    index = young / "editions" / "index.json"
    index.write_bytes(index.read_bytes().replace(b"2025-3", b"2025-9", 1))
    done = yswd("verify", str(young), "--language", "en")
    assert done.exit_code == 1
    assert "1:1 index.json does not fit the editions that are there." in done.output
    assert "or build the site again" in done.output
    for file in young.glob("editions/20*.json"):
        file.unlink()
    (young / "editions" / "SHA256SUMS").write_bytes(b"")
    (young / "editions" / "index.json").write_bytes(b'{\n"editions": []\n}\n')
    done = yswd("verify", str(young), "--language", "en")
    assert (done.exit_code, done.output) == (0, "There are no editions here yet.\n")


def test_an_edition_takes_no_name_of_a_file_beside_it(site: Path) -> None:
    done = publish("feed", "2026-04-01")
    assert done.exit_code == 1
    assert "'feed'" in done.output
    assert not (site / "content" / "editions").exists()


def test_verify_where_there_is_nothing_to_verify_is_wrong_use(tmp_path: Path) -> None:
    done = yswd("verify", str(tmp_path), "--language", "en")
    assert done.exit_code == 2
    assert "There are no editions in" in done.output


def test_compare_editions_files_and_now(site: Path) -> None:
    assert publish("2026-1", "2026-04-01").exit_code == 0
    (site / "newer.yaml").write_text(REGISTER + UPDATE, encoding="utf-8")
    expected = (
        "One postponed, one promise kept.\n\n"
        "Long waits (waiting)\n"
        "  We are still working on this: you will hear more by 1 September 2026 (promised before: "
        "1 June 2026).\n"
        "  Promise kept: news was promised by 1 June 2026 and came on 20 May 2026.\n"
        "  News on 20 May 2026.\n"
    )
    options = ("--as-of", "2026-06-30", "--language", "en")
    assert yswd("compare", "2026-1", "newer.yaml", *options).output == expected
    assert yswd("compare", "actions.yaml", "newer.yaml", *options).output.startswith("One post")
    (site / "actions.yaml").write_text(REGISTER + UPDATE, encoding="utf-8")
    assert yswd("compare", "2026-1", "now", *options).output == expected
    assert yswd("compare", "now", "now", *options).output == "Nothing changed.\n"
    found = json.loads(yswd("compare", "2026-1", "now", "--format", "json", *options).output)
    assert [one["what"] for one in found["differences"]] == [
        "promise-moved",
        "promise-kept",
        "news",
    ]
    news = {"en": "News on 20 May 2026.", "nl": "Nieuws op 20 mei 2026."}
    assert found["differences"][-1]["text"] == news
    markdown = yswd("compare", "2026-1", "now", "--format", "markdown", *options).output
    assert markdown.startswith("**One postponed, one promise kept.**\n\n- Long waits (waiting)\n")


def test_compare_with_what_is_not_there_is_wrong_use(site: Path) -> None:
    done = yswd("compare", "2026-9", "now", "--as-of", "2026-04-01", "--language", "en")
    assert done.exit_code == 2
    assert "There is no edition or file 2026-9" in done.output
    assert site.exists()


def test_a_file_that_can_not_be_read_is_not_compared(site: Path) -> None:
    assert publish("2026-1", "2026-04-01").exit_code == 0
    (site / "newer.yaml").write_text(REGISTER.replace("said:", "said: ["), encoding="utf-8")
    done = yswd("compare", "2026-1", "newer.yaml", "--as-of", "2026-04-01", "--language", "en")
    assert done.exit_code == 1
    assert done.output.startswith("newer.yaml\n")
    assert "error" in done.output.splitlines()[-1]


def test_what_tells_of_editions_refuses_one_that_was_altered(site: Path) -> None:
    assert publish("2026-1", "2026-04-01").exit_code == 0
    file = site / "content" / "editions" / "2026-1.json"
    file.write_bytes(file.read_bytes().replace(b"Long", b"Short"))
    done = yswd("compare", "2026-1", "now", "--as-of", "2026-04-01", "--language", "en")
    assert done.exit_code == 1
    assert "[verify.altered]" in done.output
    assert "Nothing changed" not in done.output


def test_other_json_in_a_repository_is_no_edition(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Site\n", encoding="utf-8")
    (tmp_path / "package.json").write_text("{}\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["verify", str(tmp_path)])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "Niet in deze editie"), ("en", "Not in this edition")]
)
@pytest.mark.usefixtures("site")
def test_publishing_says_which_figures_are_left_out_but_not_what_they_were(
    language: str, said: str
) -> None:
    asked = ["publish", "2026-1", "--date", "2026-04-02", "--as-of", "2026-04-02"]
    done = CliRunner().invoke(main, [*asked, "--language", language])
    assert done.exit_code == 0, done.output
    (line,) = [line for line in done.output.splitlines() if line.startswith(said)]
    assert line.endswith("csat, 2025-Q4.")


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "In deze editie zoals eerder gepubliceerd"), ("en", "In this edition as published")],
)
def test_publishing_says_which_figures_stay_as_they_were_published(
    site: Path, language: str, said: str
) -> None:
    """A figure of one answer more would tell what that one was, so the old one stays."""
    assert publish("2026-1", "2026-04-02").exit_code == 0
    (site / "actions.yaml").write_text(
        REGISTER.replace(
            "n: 77, positive: 60", "n: 78, positive: 61, revised: {nl: Eén erbij., en: One more.}"
        ),
        encoding="utf-8",
    )
    asked = ["publish", "2026-2", "--date", "2026-04-03", "--as-of", "2026-04-03"]
    done = CliRunner().invoke(main, [*asked, "--language", language])
    assert done.exit_code == 0, done.output
    (line,) = [line for line in done.output.splitlines() if line.startswith(said)]
    assert line.endswith("csat, 2026-Q1.")
    assert "78" not in (site / "content" / "editions" / "2026-2.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "typed",
    ["languages: # de eerste eerst\n  # dus nl\n  - nl\n  - en", '"languages": ["nl", "en"]'],
    ids=["comments", "quotes"],
)
def test_the_language_of_the_register_is_found_however_it_was_typed(site: Path, typed: str) -> None:
    text = REGISTER.replace("languages: [nl, en]", typed)
    (site / "actions.yaml").write_text(text, encoding="utf-8")
    assert "Er is geen editie" in yswd("digest", "2026-9", "--out", "mail").output
