"""Ten thousand insights, answers and promises in every form that leaves the site."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from itertools import islice

import pytest

from generator.facts.facts import Facts
from generator.outputs.digest import Occasion, digest
from generator.outputs.feeds import feeds
from generator.outputs.mail import mails
from generator.outputs.open_data import open_data
from generator.outputs.promise_calendar import calendar
from generator.settings import Settings
from generator.words import words
from tests.outputs.registers import action, facts, insight

MANY = 10_000
SETTINGS = Settings(site_url="https://www.example.org/luister/")
ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.xdist_group("ten thousand")


@pytest.fixture(scope="module")
def found() -> Facts:
    promise = action("routing", kind="process", next_update="2026-12-01")
    return facts(*(insight(f"i{n}", actions=[promise]) for n in range(MANY)))


def test_the_feed_of_the_site(found: Facts) -> None:
    made = {file.path: file.content for file in islice(feeds(found, words("nl"), SETTINGS), 3)}
    rss = ET.fromstring(made["feed.xml"]).findall("channel/item/guid")  # feedparser takes 9 s
    ids = {str(each.text) for each in rss}
    assert len(rss) == len(ids) == MANY
    atom = ET.fromstring(made["atom.xml"]).findall(f"{ATOM}entry/{ATOM}id")
    assert {str(each.text) for each in atom} == ids
    assert {item["id"] for item in json.loads(made["feed.json"])["items"]} == ids


def test_the_open_data(found: Facts) -> None:
    made = {file.path: file.content for file in open_data(found, SETTINGS, words("nl"))}
    assert len(json.loads(made["data/register.json"])["register"]["insights"]) == MANY
    for name in ("insights", "actions"):
        rows = list(csv.DictReader(io.StringIO(made[f"data/{name}.csv"].decode("utf-8-sig"))))
        assert len(rows) == MANY


def test_the_calendar_has_an_entry_for_each_promise(found: Facts) -> None:
    content = calendar(found, words("nl"), SETTINGS).content
    unfolded = content.replace(b"\r\n ", b"").splitlines()  # reading it back takes icalendar 9 s
    assert len({line for line in unfolded if line.startswith(b"UID:")}) == MANY


def test_the_mail_stays_small(found: Facts) -> None:
    files, problems = mails(digest(found, words("nl"), SETTINGS, Occasion()))
    assert problems == ()
    assert all(len(file.content) < 60_000 for file in files)
