"""The open data, read back as programs and spreadsheets do."""

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
from markupsafe import escape

from generator.editions.reading import read_register
from generator.facts.facts import Facts
from generator.outputs.data_columns import ACTION_COLUMNS, SCORE_COLUMNS, insight_columns
from generator.outputs.data_tables import lines
from generator.outputs.feeds import feeds
from generator.outputs.open_data import (
    SCHEMA_VERSION,
    VERSIONS,
    changelog,
    data_dictionary,
    open_data,
)
from generator.outputs.pages import pages as pages_of
from generator.outputs.promise_calendar import calendar
from generator.settings import Settings
from generator.words import available, words
from tests.outputs.registers import HOSTILE, action, facts, hostile_facts, insight

SETTINGS = Settings(site_url="https://www.example.org/luister/")
NL = words("nl")


def made(found: Facts) -> dict[str, bytes]:
    files = list(open_data(found, SETTINGS, NL))
    assert {file.language for file in files} == {"nl"}, "one set, in the tree of the default"
    return {file.path: file.content for file in files}


def rows(content: bytes, separator: str = ",") -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "spreadsheets know UTF-8 by its mark"
    assert content.endswith(b"\r\n")
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=separator, strict=True))


def table(found: Facts, name: str) -> list[dict[str, str]]:
    return rows(made(found)[f"data/{name}.csv"])


MEASURE = {"score": "nps", "before": "2026-Q1", "after": "2026-Q2"}
SCORE = {
    "id": "nps",
    "title": {"nl": "Aanbevelen", "en": "Recommend"},
    "metric": "nps",
    "scale": ["0", "10"],
    "target": "7.5",
    "breaks": [{"period": "2026-Q2", "text": "Andere vraag."}],
    "points": [
        {"period": "2026-Q1", "n": "100", "promoters": "20", "passives": "40", "detractors": "40"},
        {"period": "2026-Q2", "n": "20", "value": "12.5"},
        {"period": "2026-Q3", "n": "7", "value": "71.43"},
    ],
}
STORY = insight(
    said={"nl": "U wacht **te lang**:\n\n- ’s ochtends\n- ’s avonds"},
    severity="3",
    actions=[
        action(by=["service", "belhuis"], measure=MEASURE),
        action(
            "routing",
            kind="process",
            date="2026-05-20",
            next_update="2026-07-01",
            updates=[
                {"date": "2026-06-30", "text": "Half.", "next_update": "2026-09-01"},
                {"date": "2026-09-11", "text": "Bijna.", "next_update": "2026-11-18"},
            ],
        ),
    ],
)


def test_what_is_worked_out_stands_beside_what_was_written() -> None:
    (row,) = table(facts(STORY, scores=[SCORE]), "insights")
    assert row["id"] == "phone"
    assert row["address"] == "https://www.example.org/luister/insights/phone/"
    assert (row["title_nl"], row["title_en"]) == ("Lang wachten", "Long waits")
    assert row["said_nl"] == "U wacht te lang: ’s ochtends ’s avonds"
    assert row["said_en"] == "", "no translation is an empty cell, not another language"
    assert row["status"] == "in-progress"
    assert row["kinds"] == "direct process"
    assert row["parties"] == "service belhuis"
    assert row["priority"] == "24"  # 4 mentions × severity 3 × impact 2
    assert row["answered_on"] == "2026-05-12"
    assert row["days_to_answer"] == "131"  # from 1 January
    assert row["promise"] == "update"
    assert (row["promise_due"], row["promise_clock"]) == ("2026-11-18", "overdue")
    assert row["promise_days"] == "3"
    assert row["withdrawn_on"] == row["merged_into"] == ""


def test_an_answer_has_its_promises_counted() -> None:
    direct, process = table(facts(STORY, scores=[SCORE]), "actions")
    assert (direct["insight"], direct["action"], direct["state"]) == ("phone", "callback", "done")
    assert direct["by"] == "service belhuis"
    assert direct["measure_score"] == "nps"
    assert direct["verdict"] == "not-measurable", "the question changed between the rounds"
    assert process["state"] == "open"
    assert process["last_update_nl"] == "Bijna."
    assert (process["promises_on_time"], process["promises_late"]) == ("1", "1")
    assert (process["promise_due"], process["promise_days"]) == ("2026-11-18", "3")


def test_a_promise_that_was_moved_has_each_day_that_was_named_before() -> None:
    found = facts(STORY, scores=[SCORE])
    (insight,), (direct, process) = table(found, "insights"), table(found, "actions")
    assert insight["promise_earlier"] == process["promise_earlier"] == "2026-07-01 2026-09-01"
    assert direct["promise_earlier"] == ""


def test_a_figure_keeps_its_sign_and_its_interval() -> None:
    first, second = table(facts(STORY, scores=[SCORE]), "scores")
    assert first["value"] == "-20"
    assert float(first["low"]) < -20 < float(first["high"])
    assert (first["period_start"], first["period_end"]) == ("2026-01-01", "2026-03-31")
    assert (first["promoters"], first["passives"], first["detractors"]) == ("20", "40", "40")
    assert (first["target"], first["scale_low"], first["scale_high"]) == ("7.5", "0", "10")
    assert second["value"] == "12.5"
    assert second["low"] == second["high"] == "", "a bare figure has no interval"
    assert (first["few"], second["few"]) == ("", "true")
    assert (first["break_before"], second["break_before"]) == ("", "true")


def test_no_figure_has_three_decimals_behind_its_point() -> None:
    """LibreOffice in Dutch reads such a figure, ``24.404``, as twenty-four thousand."""
    thirds = [
        {
            "period": f"20{year}",
            "n": "700",
            "promoters": str(year),
            "passives": "3",
            "detractors": "0",
        }
        for year in range(10, 26)
    ]
    odd = {
        **SCORE,
        "breaks": [],
        "points": [p | {"n": str(int(p["promoters"]) + 3)} for p in thirds],
    }
    for row in table(facts(scores=[odd]), "scores"):
        for name in ("value", "low", "high", "target"):
            assert not re.search(r"\.\d{3}", row[name])


def test_a_language_with_a_decimal_comma_has_files_for_its_spreadsheets() -> None:
    found = made(facts(STORY, scores=[SCORE]))
    dutch = rows(found["data/scores.nl.csv"], ";")
    assert [row["value"] for row in dutch] == ["-20", "12,5"]
    assert "data/scores.en.csv" not in found
    plain = rows(found["data/scores.csv"])
    assert [list(row) for row in dutch] == [list(row) for row in plain]


def test_a_withheld_figure_stands_in_no_file_feed_or_calendar() -> None:
    found = facts(STORY, scores=[SCORE])
    everything = [*made(found).values(), calendar(found, NL, SETTINGS).content]
    for language in ("nl", "en"):
        everything += [file.content for file in feeds(found, words(language), SETTINGS)]
    for content in everything:
        assert b"71.43" not in content
        assert b"71,43" not in content
    register = json.loads(made(found)["data/register.json"])["register"]
    assert [point["n"] for point in register["scores"][0]["points"]] == [100, 20]
    assert not any(row["period"] == "2026-Q3" for row in table(found, "scores"))


def test_the_register_can_be_fed_back() -> None:
    found = facts(STORY, insight("other", topics=["phone"]), scores=[SCORE])
    whole = json.loads(made(found)["data/register.json"])
    assert read_register(whole["register"]) == found.register


def test_the_register_says_what_it_is() -> None:
    content = made(facts(STORY))["data/register.json"]
    whole = json.loads(content)
    register = whole.pop("register")
    assert whole == {
        "schema_version": SCHEMA_VERSION,
        "schema": "https://www.example.org/luister/data/schema.json",
        "source": "https://www.example.org/luister/",
        "licence": SETTINGS.licence,
        "day": "2026-11-21",
        "minimum_answers": 10,
    }
    assert register["insights"][0]["severity"] == 3
    assert register["insights"][0]["actions"][1]["updates"][0]["next_update"] == "2026-09-01"
    again = json.dumps(
        json.loads(content), ensure_ascii=False, sort_keys=True, indent=0
    )  # canonical: sorted keys, UTF-8, LF
    assert content == f"{again}\n".encode()


def test_the_schema_describes_the_register_field_by_field() -> None:
    found = made(facts(STORY))
    schema, whole = json.loads(found["data/schema.json"]), json.loads(found["data/register.json"])
    assert schema["$id"] == "https://www.example.org/luister/data/schema.json"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["required"]) == set(whole) == set(schema["properties"])
    defs = schema["$defs"]
    assert set(whole["register"]) <= set(defs["Register"]["properties"])
    told = defs["Register"]["properties"]["format"]  # a number there, where staff may type a text
    assert told.keys() == {"const", "description"}
    assert told["const"] == whole["register"]["format"] == 1
    for name, items in (("Insight", whole["register"]["insights"]),):
        for item in items:
            assert set(item) <= set(defs[name]["properties"])
    refs = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema)))
    assert refs <= set(defs)


@pytest.mark.parametrize("language", available())
def test_every_column_has_its_meaning_and_nothing_else_has(language: str) -> None:
    own = words(language)
    columns = {
        "insights": insight_columns(SETTINGS),
        "actions": ACTION_COLUMNS,
        "scores": SCORE_COLUMNS,
    }
    for name, found in columns.items():
        meant = {key for key in own if key.startswith(f"data.{name}.")}
        assert meant == {f"data.{name}.{column.name}" for column in found}
    dictionary = data_dictionary(own, ("nl", "en"), SETTINGS)
    files = made(facts(STORY, scores=[SCORE]))
    assert {name: list(meanings) for name, meanings in dictionary.items()} == {
        f"{name}.csv": list(rows(files[f"data/{name}.csv"])[0]) for name in columns
    }
    assert {"nl": "Nederlands", "en": "Dutch"}[language] in dictionary["insights.csv"]["title_nl"]


@pytest.mark.parametrize("language", available())
def test_every_version_says_what_changed(language: str) -> None:
    told = changelog(words(language))
    assert VERSIONS[0].replace("-", ".") == SCHEMA_VERSION
    assert f"## {SCHEMA_VERSION}\n" in told
    known = {key for key in words(language) if key.startswith("data.change.")}
    assert known == {f"data.change.{version}" for version in VERSIONS}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_describes_every_file_and_column(language: str) -> None:
    found = facts(STORY, scores=[SCORE])
    pages = {page.address: page for page in pages_of(found, words(language), SETTINGS)}
    body = pages["data/"].body
    root = "../" if language == "nl" else "../../"
    linked = set(re.findall(rf'href="{re.escape(root)}(data/[^"]+)"', body))
    assert linked == {path for path in made(found) if language == "nl" or ".nl." not in path}
    for meanings in data_dictionary(words(language), ("nl", "en"), SETTINGS).values():
        for column, meaning in meanings.items():
            assert f"<code>{column}</code>" in body
            assert str(escape(meaning)) in body


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_tells_search_engines_that_it_is_a_dataset(language: str) -> None:
    pages = {page.address: page for page in pages_of(facts(), words(language), SETTINGS)}
    body = pages["data/"].body
    assert 'itemscope itemtype="https://schema.org/Dataset"' in body
    assert f'<link itemprop="license" href="{SETTINGS.licence}">' in body
    assert body.count('itemtype="https://schema.org/DataDownload"') == 4
    for name in ("name", "description", "url", "creator", "dateModified", "distribution"):
        assert f'itemprop="{name}"' in body
    assert 'href="https://www.example.org/luister/data/register.json"' in body


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+31 20", "'+31 20"),
        ("-20", "'-20"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("1=1", "1=1"),
        ("a;b,\"c\"\nd", "a;b,\"c\"\nd"),
        (-20, "-20"),
        (-7.25, "-7.25"),
        (0, "0"),
        (None, ""),
        (date(2026, 3, 1), "2026-03-01"),
    ],
)  # fmt: skip
def test_no_text_runs_as_a_formula_and_a_number_stays_one(cell: Any, written: str) -> None:
    assert next(csv.reader(io.StringIO(lines([[cell]]), newline=""))) in (
        [written],
        [],  # an empty row
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    found = made(hostile_facts(text))
    for path, content in found.items():
        decoded = content.decode()
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", decoded)
        if path.endswith(".csv"):
            for row in rows(content, ";" if path.endswith(".nl.csv") else ","):
                assert None not in row, "no cell too many"
                assert None not in row.values(), "no cell too few"
                for cell in row.values():
                    assert not re.match("[=+@\t\r]", cell)
                    assert not cell.startswith("-") or cell == "-20"
    assert len(rows(found["data/insights.csv"])) == 1
    assert len(rows(found["data/actions.csv"])) == 4


def test_an_empty_register_has_headers_and_no_rows() -> None:
    found = made(facts())
    for name in ("insights", "actions", "scores"):
        content = found[f"data/{name}.csv"].decode("utf-8-sig")
        assert content.count("\r\n") == 1
        assert content.count(",") > 20
    assert "insights" not in json.loads(found["data/register.json"])["register"]


def test_a_thousand_insights_in_the_order_of_the_register() -> None:
    found = table(facts(*(insight(f"i{n}") for n in range(1000))), "insights")
    assert [row["id"] for row in found] == [f"i{n}" for n in range(1000)]


def test_a_rebuild_gives_the_same_bytes() -> None:
    assert made(facts(STORY, scores=[SCORE])) == made(facts(STORY, scores=[SCORE]))
