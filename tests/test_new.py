"""``yswd new`` as staff meet it: questions, answers, and a file that checks."""

import stat
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.files import Folder
from generator.register.load import load
from generator.register.model import Insight, Kind, Register
from generator.writing import save
from generator.writing.ask import suggest_id
from tests.register.reading import HEAD

REGISTER = (
    "# Everything in this file is public.\n"
    + HEAD
    + """\
topics:
  app: {nl: App, en: App}
  phone: {nl: Telefoon, en: Phone}
sources:
  survey: {nl: Klantonderzoek, en: Customer survey}
  calls: {nl: Gesprekken, en: Conversations}
parties:
  service: {name: {nl: Klantenservice, en: Customer service}, kind: own}
journey:
  - {id: help, label: {nl: Hulp krijgen, en: Getting help}}

insights:

  # Telefoon

  - id: phone-waiting
    title: {nl: Lang wachten, en: Long waits}   # het vaakst genoemd
    said: {nl: U wacht te lang op een gesprek., en: You wait too long for a conversation.}
    heard:
      - {period: 2026-Q1, mentions: 412, sources: [survey]}
    topics: [phone]
    actions:
      - id: routing
        kind: process
        date: 2026-05-20
        text: {nl: Wij verkorten het belmenu., en: We shorten the menu.}
        by: [service]
        next_update: 2026-08-01
      - id: more-people
        kind: process
        date: 2026-05-20
        text: {nl: Er komen twaalf mensen bij., en: Twelve people join the team.}
        by: [service]
        next_update: 2026-12-01

  - id: opening-hours
    title: {nl: Ook ’s avonds open, en: Open in the evening too}
    said: {nl: U belt na uw werk en dan zijn wij dicht., en: You call after work and we are closed.}
    heard:
      - {period: 2026-Q3, mentions: 31, sources: [calls]}
    topics: [phone]
    answer_by: 2026-12-15

# ------------ the end
"""
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "actions.yaml").write_bytes(REGISTER.encode())
    return tmp_path


def run(site: Path, answers: list[str], *options: str) -> Result:
    file = str(site / "actions.yaml")
    typed = "".join(f"{answer}\n" for answer in answers)
    return CliRunner().invoke(main, ["new", file, "--as-of", "2026-11-21", *options], input=typed)


def register(site: Path) -> Register:
    loaded = load("actions.yaml", Folder(site))
    assert not loaded.problems
    assert loaded.register
    return loaded.register


def insight(site: Path, name: str) -> Insight:
    return next(one for one in register(site).insights if one.id == name)


INSIGHT = [
    "1",  # something customers told us
    "Brieven: te moeilijk",
    "Letters are too hard",
    "",  # the suggested id
    "U leest een brief drie keer. # Zo staat het er",
    "- de woorden",
    "- de lengte",
    "",
    "You read a letter three times.",
    "",
    "",  # this quarter
    "1.200",
    "",  # as it is meant, which is suggested then
    "2, 1",
    "nee",
    "1,2",
    "",
    "",
    "",
    "",
]


def test_an_insight_by_asking(site: Path) -> None:
    result = run(
        site,
        [
            *INSIGHT,
            "1",
            "",  # today
            "Wij schreven de tien drukste brieven opnieuw.",
            "",
            "We rewrote the ten busiest letters.",
            "",
            "1",
            "1",  # it can't be measured
            "Het zijn te weinig brieven om te meten.",
            "",
            "",
            "1",
        ],
    )
    assert result.exit_code == 0, result.output
    found = insight(site, "brieven-te-moeilijk")
    assert found.title.versions == {"nl": "Brieven: te moeilijk", "en": "Letters are too hard"}
    assert str(found.said).endswith("# Zo staat het er\n\n- de woorden\n- de lengte")
    assert [(row.period.text, row.mentions, row.sources) for row in found.heard] == [
        ("2026-Q4", 1200, ("calls", "survey"))
    ]
    assert (found.topics, found.severity) == (("app", "phone"), 2)
    assert (found.actions[0].id, found.actions[0].kind) == ("done", Kind.DIRECT)
    assert found.actions[0].by == ("service",)
    text = (site / "actions.yaml").read_text(encoding="utf-8")
    head, tail = REGISTER.split("\n# ------------")
    assert text.startswith(head + "\n  - id: brieven-te-moeilijk\n    title:\n")
    assert text.endswith("\n# ------------" + tail)
    assert "1200" in result.output  # the right spelling of 1.200


def test_an_insight_without_an_answer_needs_a_day(site: Path) -> None:
    result = run(site, [*INSIGHT, "4", "31-1-2027", "2027-01-31", "1"])
    assert result.exit_code == 0, result.output
    assert str(insight(site, "brieven-te-moeilijk").answer_by) == "2027-01-31"
    assert "2027-01-31" in result.output


def test_a_day_that_has_passed_takes_a_yes(site: Path) -> None:
    result = run(site, [*INSIGHT, "4", "2026-01-31", "", "2026-01-30", "ja", "1"])
    assert result.exit_code == 0, result.output
    assert result.output.count("is al voorbij") == 2
    assert str(insight(site, "brieven-te-moeilijk").answer_by) == "2026-01-30"


def test_what_has_to_be_there_is_asked_again(site: Path) -> None:
    result = run(site, ["", "x", "1", "", "Brieven"])
    assert result.output.count("Kies één nummer, van 1 tot en met 3.") == 2
    assert "Nederlands – " in result.output
    assert result.output.count("Hier is een antwoord nodig.") == 1
    assert "[Nederlands]" not in result.output, "square brackets hold what Enter takes"


def test_where_there_is_one_choice_no_range_is_named(site: Path) -> None:
    assert answers(site, NEWS).exit_code == 0  # of the two promises one is left
    result = run(site, ["3", "7"])
    assert "  Er is één keuze: 1.\n" in result.output
    result = run(site, [*INSIGHT, "1", "", "Tekst.", "", "", "9", "1"], "--language", "en")
    assert "  There is one choice: 1. Or press Enter for none.\n" in result.output


def test_whoever_leaves_is_told_that_nothing_was_written(site: Path) -> None:
    result = run(site, ["1"])
    assert result.exit_code == 1
    assert result.output.endswith("Er is niets geschreven.\n")
    assert (site / "actions.yaml").read_text(encoding="utf-8") == REGISTER


def test_a_no_says_why(site: Path) -> None:
    result = run(
        site,
        ["2", "1", "3", "", "3", "De wet bepaalt de openingstijden.", "", "", "1", "", "nee",
         "2027", "1"],
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    action = insight(site, "opening-hours").actions[0]
    assert (action.kind, str(action.reason), str(action.reconsider)) == (
        Kind.NO_ACTION, "law", "2027",
    )  # fmt: skip


def test_news_on_the_promise_that_is_overdue_longest_comes_first(site: Path) -> None:
    result = run(
        site, ["3", "1", "", "Het menu is korter.", "", "The menu is shorter.", "", "2", "1"]
    )
    assert result.exit_code == 0, result.output
    assert "112 dagen te laat" in result.output
    update = insight(site, "phone-waiting").actions[0].updates[0]
    assert (str(update.date), update.status) == ("2026-11-21", "done")
    old = "        next_update: 2026-08-01\n"
    assert f"{old}        updates:\n" in (site / "actions.yaml").read_text(encoding="utf-8")


def test_an_answer_can_be_changed_before_it_is_written(site: Path) -> None:
    result = run(
        site,
        ["3", "1", "", "Het menu is korter.", "", "", "2", "2", "2", "Het menu is halverwege.",
         "", "", "1"],
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert str(insight(site, "phone-waiting").actions[0].updates[0].text) == (
        "Het menu is halverwege."
    )


@pytest.mark.parametrize("last", ["3", None])
def test_stopping_writes_nothing(site: Path, last: str | None) -> None:
    answers = ["3", "1", "", "Het menu is korter.", "", "", "2"]
    result = run(site, [*answers, last] if last else answers)
    assert result.exit_code in (1, 2)
    assert (site / "actions.yaml").read_bytes() == REGISTER.encode()


def test_a_day_that_can_be_two_is_asked_again_without_a_suggestion(site: Path) -> None:
    answers = ["3", "1", "5/6/2026", "", "Het menu is korter.", "", "", "", "2", "ja"]
    result = run(site, answers)
    assert "2026-06-05 of 2026-05-06" in result.output
    assert result.output.count("[2026-11-21]") == 2  # today, both times


def test_ctrl_c_is_a_stop_as_anywhere_else(site: Path) -> None:
    class Pressed(BytesIO):
        def read1(self, _size: int | None = -1) -> bytes:
            raise KeyboardInterrupt

    result = CliRunner().invoke(main, ["new", str(site / "actions.yaml")], input=Pressed())
    assert result.exit_code == 130
    assert result.output.endswith("\nEr is niets geschreven.\nGestopt.\n")
    assert (site / "actions.yaml").read_bytes() == REGISTER.encode()


def test_the_questions_in_english(site: Path) -> None:
    result = run(site, [], "--language", "en")
    assert "What do you want to add?" in result.output
    assert "something customers told you" in result.output


def answers(site: Path, text: str) -> Result:
    (site / "answers.yaml").write_text(text, encoding="utf-8")
    return run(site, [], "--from", str(site / "answers.yaml"))


NEWS = """\
insight: phone-waiting
action: routing
update: {date: 2026-11-20, text: {nl: Het is af., en: It is finished.}, status: done}
"""


def test_from_a_file_for_scripts(site: Path) -> None:
    assert answers(site, NEWS).exit_code == 0
    assert insight(site, "phone-waiting").actions[0].updates[0].status == "done"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("insight: phone-waiting\n", "insight"),
        ("insight: {id: phone-waiting, title: A, said: B}\n", "phone-waiting"),
        (NEWS.replace("routing", "rooting"), "rooting"),
        (NEWS.replace("2026-11-20", "20 november"), "20 november"),
        ("insight: [\n", ""),
    ],
)
def test_what_can_not_be_written_is_said(site: Path, text: str, said: str) -> None:
    result = answers(site, text)
    assert result.exit_code == 1
    assert said in result.output
    assert "Er is niets geschreven." in result.output
    assert (site / "actions.yaml").read_bytes() == REGISTER.encode()


def test_a_register_with_errors_is_mended_first(site: Path) -> None:
    broken = REGISTER.replace("kind: process", "kind: proces")
    (site / "actions.yaml").write_text(broken, encoding="utf-8")
    result = answers(site, NEWS)
    assert result.exit_code == 1
    assert "process" in result.output


def test_line_ends_mark_and_permissions_stay(site: Path) -> None:
    file = site / "actions.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + REGISTER.replace("\n", "\r\n").encode())
    file.chmod(0o640)
    assert answers(site, NEWS).exit_code == 0
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf#")
    assert content.count(b"\n") == content.count(b"\r\n") > REGISTER.count("\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(path.name for path in site.iterdir()) == ["actions.yaml", "answers.yaml"]


def test_a_file_that_changed_meanwhile_is_left_alone(site: Path) -> None:
    file = site / "actions.yaml"
    with pytest.raises(save.ChangedMeanwhileError):
        save.replace(file, b"what it was", b"what it would be")
    assert file.read_bytes() == REGISTER.encode()
    assert [path.name for path in site.iterdir()] == ["actions.yaml"]


def test_a_change_by_a_colleague_costs_no_answers(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, replace = site / "actions.yaml", save.replace

    def busy(path: Path, old: bytes, new: bytes) -> None:
        monkeypatch.setattr("generator.writing.new.replace", replace)
        file.write_bytes(REGISTER.replace("het vaakst", "vaak").encode())
        replace(path, old, new)

    monkeypatch.setattr("generator.writing.new.replace", busy)
    result = run(site, ["3", "1", "", "Het menu is korter.", "", "", "2", "1", "1"])
    assert result.exit_code == 0, result.output
    assert "intussen" in result.output
    assert insight(site, "phone-waiting").actions[0].updates
    assert "# vaak genoemd" in file.read_text(encoding="utf-8")


def test_an_insight_goes_where_the_last_one_stands(site: Path) -> None:
    (site / "register").mkdir()
    whole = REGISTER.replace("languages:", "include: [register/*.yaml]\nlanguages:")
    (site / "actions.yaml").write_text(whole, encoding="utf-8")
    part = (
        "insights:\n- {id: cards, title: {nl: Pas, en: Card}, said: {nl: Op., en: Gone.},"
        " answer_by: 2027-01-01}\n"
    )
    (site / "register" / "a.yaml").write_text(part, encoding="utf-8")
    new = "insight: {id: b, title: {nl: B, en: B}, said: {nl: B., en: B.}, answer_by: 2027-01-01}"
    result = answers(site, new)
    assert (site / "actions.yaml").read_text(encoding="utf-8") == whole, result.output
    written = (site / "register" / "a.yaml").read_text(encoding="utf-8")
    assert written.startswith(part)
    assert "\n- id: b\n" in written, result.output


def split(site: Path, count: int) -> None:
    """Insights in files of their own, as the form in the browser keeps them."""
    head, _, _ = REGISTER.partition("\ninsights:")
    whole = head.replace("languages:", "include: [register/*.yaml]\nlanguages:")
    (site / "actions.yaml").write_text(whole, encoding="utf-8")
    (site / "register").mkdir()
    for number in range(count):
        part = (
            f"insights:\n  - {{id: card-{number}, title: {{nl: Pas, en: Card}},"
            f" said: {{nl: Pas {number} is op., en: Card {number} is gone.}},"
            " answer_by: 2027-01-01}\n"
        )
        (site / "register" / f"card-{number}.yaml").write_text(part, encoding="utf-8")


def test_where_each_insight_has_its_file_a_new_one_gets_one_too(site: Path) -> None:
    split(site, 2)
    new = "insight: {id: b, title: {nl: B, en: B}, said: {nl: B., en: B.}, answer_by: 2027-01-01}"
    result = answers(site, new)
    assert result.exit_code == 0, result.output
    assert (
        (site / "register" / "b.yaml")
        .read_text(encoding="utf-8")
        .startswith("insights:\n  - id: b\n")
    )
    assert [one.id for one in register(site).insights] == ["b", "card-0", "card-1"]


def test_news_goes_to_the_file_of_its_insight(site: Path) -> None:
    split(site, 1)
    insights = REGISTER[REGISTER.index("insights:") :]
    (site / "register" / "a.yaml").write_text(insights, encoding="utf-8")
    cards = (site / "register" / "card-0.yaml").read_text(encoding="utf-8")
    assert answers(site, NEWS).exit_code == 0
    assert insight(site, "phone-waiting").actions[0].updates[0].status == "done"
    assert (site / "register" / "card-0.yaml").read_text(encoding="utf-8") == cards


def test_which_file_is_a_question_where_there_is_a_choice(site: Path) -> None:
    split(site, 1)
    asked = [*INSIGHT, "4", "2027-01-31", "3", "1"]
    result = run(site, ["1", *asked[1:]])
    assert result.exit_code == 0, result.output
    assert "een nieuw bestand: register/brieven-te-moeilijk.yaml" in result.output
    assert (site / "register" / "brieven-te-moeilijk.yaml").is_file()


def test_a_file_that_the_register_does_not_include_is_refused(site: Path) -> None:
    split(site, 1)
    (site / "answers.yaml").write_text("insight: {id: b}", encoding="utf-8")
    for name in ("other/b.yaml", "register/deep/b.yaml", "../b.yaml"):
        result = run(site, [], "--from", str(site / "answers.yaml"), "--into", name)
        assert (result.exit_code, name in result.output) == (1, True)


def test_a_promise_that_goes_on_takes_the_next_day(site: Path) -> None:
    said = ["Het menu is halverwege.", "", "The menu is halfway.", ""]
    result = run(site, ["3", "1", "", *said, "1", "2027-02-01", "1"])
    assert result.exit_code == 0, result.output
    update = insight(site, "phone-waiting").actions[0].updates[0]
    assert (update.status, str(update.next_update)) == (None, "2027-02-01")


def test_what_stops_says_why(site: Path) -> None:
    said = ["Wij stoppen.", "", "We stop.", ""]
    why = ["Te duur.", "", "Too dear.", ""]
    result = run(site, ["3", "1", "", *said, "3", *why, "1"])
    assert result.exit_code == 0, result.output
    update = insight(site, "phone-waiting").actions[0].updates[0]
    assert (update.status, str(update.reason)) == ("stopped", "Te duur.")


def test_work_in_progress_promises_news_and_a_measure_beforehand(site: Path) -> None:
    score = "{id: nps, title: NPS, metric: nps, points: [{period: 2026-Q1, n: 60, value: 10}]}"
    (site / "actions.yaml").write_text(f"{REGISTER}scores:\n  - {score}\n", encoding="utf-8")
    said = ["Wij openen ’s avonds.", "", "We open in the evening.", ""]
    promise = ["2", "1", "2", "", *said, "1", "2027-02-01"]
    result = run(site, [*promise, "1", "2026-Q1", "2027-Q1", "1"])
    assert result.exit_code == 0, result.output
    action = insight(site, "opening-hours").actions[0]
    assert (action.kind, str(action.next_update)) == (Kind.PROCESS, "2027-02-01")
    assert action.measure
    aimed = (action.measure.score, action.measure.before.text, action.measure.after.text)
    assert aimed == ("nps", "2026-Q1", "2027-Q1")


def test_every_further_entry_of_the_same_name_has_a_number_of_its_own() -> None:
    assert suggest_id("Brieven!", {"brieven"}) == "brieven-2"
    assert suggest_id("Brieven!", {"brieven", "brieven-2"}) == "brieven-3"


def test_a_no_can_be_final(site: Path) -> None:
    said = ["De wet bepaalt de openingstijden.", "", "", "1", "", "ja", "1"]
    result = run(site, ["2", "1", "3", "", "3", *said])
    assert result.exit_code == 0, result.output
    action = insight(site, "opening-hours").actions[0]
    assert (action.final, action.reconsider) == (True, None)
