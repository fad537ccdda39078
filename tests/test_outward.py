"""``yswd digest``, ``yswd due`` and ``yswd check --against``: what reaches people elsewhere."""

import json
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from generator.facts.facts import work_out
from generator.files import Folder
from generator.outputs.past import NO_PAST
from generator.register.load import load
from generator.settings import Settings
from generator.site import feeds_by_path
from tests.editions.test_commands import REGISTER, SETTINGS, UPDATE, publish, yswd
from tests.serving import Served, serve


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    (folder / "content" / "nl").mkdir(parents=True)
    (folder / "actions.yaml").write_text(REGISTER, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def write(site: Path, text: str) -> None:
    (site / "actions.yaml").write_text(text, encoding="utf-8")


# digest


def test_a_digest_is_the_mail_of_the_last_edition(site: Path, tmp_path: Path) -> None:
    assert publish("2026-1", "2026-04-01").exit_code == 0
    write(site, REGISTER + UPDATE)
    assert publish("2026-2", "2026-06-30", "--title", "Zomer").exit_code == 0
    done = yswd("digest", "--out", str(tmp_path / "mail"), "--language", "en")
    assert (done.exit_code, done.output.split(" are in ")[0]) == (0, "6 files about edition 2026-2")
    found = {path.name: path.read_bytes() for path in (tmp_path / "mail").iterdir()}
    assert set(found) == {f"digest.{a}.{b}" for a in ("nl", "en") for b in ("html", "txt", "eml")}
    assert b"De helft is af." in found["digest.nl.txt"]
    assert b"Half of it is done." in found["digest.en.html"]
    message = message_from_bytes(found["digest.en.eml"], policy=default)
    assert message["Subject"] == "What Voorbeeldbank did with your feedback: Zomer"


def test_the_mail_to_come_has_what_no_edition_has_yet(site: Path, tmp_path: Path) -> None:
    now = ("digest", "now", "--out", str(tmp_path), "--as-of", "2026-06-30", "--language", "en")
    assert yswd(*now).exit_code == 0, "before the first edition everything is news"
    assert "We are changing the menu." in (tmp_path / "digest.en.txt").read_text("utf-8")
    assert publish("2026-1", "2026-04-01").exit_code == 0
    write(site, REGISTER + UPDATE)
    done = yswd(*now, "--subject", "Summer")
    assert (done.exit_code, done.output.split(", as it")[0]) == (
        0,
        "6 files of the mail with the next edition",
    )
    text = (tmp_path / "digest.en.txt").read_text("utf-8")
    assert "Half of it is done." in text
    assert "editions/" not in text
    assert text.startswith("Summer\n")
    assert "2026-1.json" in {path.name for path in (site / "content" / "editions").iterdir()}


def test_a_dutch_organisation_is_told_so_in_dutch(site: Path, tmp_path: Path) -> None:
    assert publish("2026-1", "2026-04-01").exit_code == 0
    assert yswd("verify").output == "Eén editie, en die is zoals die gepubliceerd is.\n"
    said = yswd("digest", "--out", str(tmp_path)).output
    assert said.startswith("6 bestanden over editie 2026-1 staan in ")
    assert site.exists()


def test_an_edition_without_news_says_so(site: Path, tmp_path: Path) -> None:
    assert publish("2026-1", "2026-04-01").exit_code == 0
    assert publish("2026-2", "2026-05-01").exit_code == 0
    assert yswd("digest", "2026-2", "--out", str(tmp_path)).exit_code == 0
    text = (tmp_path / "digest.en.txt").read_text("utf-8")
    assert "There is no new answer" in " ".join(text.split())
    assert yswd("digest", "2026-1", "--out", str(tmp_path)).exit_code == 0
    assert "We are changing the menu." in (tmp_path / "digest.en.txt").read_text("utf-8")
    assert site.exists()


def test_a_subject_of_two_lines_writes_nothing(site: Path, tmp_path: Path) -> None:
    assert publish("2026-1", "2026-04-01").exit_code == 0
    out = tmp_path / "mail"
    done = yswd("digest", "--out", str(out), "--subject", "en=Hi\nBcc: x@example.org",
                "--subject", "nl=Hallo")  # fmt: skip
    assert done.exit_code == 2
    assert done.output == (
        "Zet achter --subject een tekst van één regel, zonder tekens die lezers niet zien, "
        "of laat --subject weg.\n"
    ), "once, in however many languages"
    assert not out.exists()
    assert yswd("digest", "--out", str(out), "--subject", "Hallo").exit_code == 0
    message = message_from_bytes((out / "digest.nl.eml").read_bytes(), policy=default)
    assert message["Subject"] == "Hallo"
    assert site.exists()


def test_a_digest_of_what_is_not_there_is_wrong_use(site: Path, tmp_path: Path) -> None:
    done = yswd("digest", "--out", str(tmp_path), "--language", "en")
    assert (done.exit_code, "There are no editions yet" in done.output) == (2, True)
    assert publish("2026-1", "2026-04-01").exit_code == 0
    done = yswd("digest", "2026-9", "--out", str(tmp_path), "--language", "en")
    assert (done.exit_code, "There is no edition" in done.output) == (2, True)
    assert site.exists()


# due


@pytest.mark.parametrize(
    ("day", "code", "said"),
    [
        ("2026-05-17", 0, "0 promises are due within 14 days."),
        ("2026-05-18", 0, "by 1 June 2026"),
        ("2026-06-01", 0, "One promise is due within 14 days."),
        ("2026-06-02", 1, "One promise is overdue."),
    ],
)
def test_due_fails_from_the_day_after(site: Path, day: str, code: int, said: str) -> None:
    done = yswd("due", "--as-of", day, "--language", "en")
    assert (done.exit_code, said in done.output) == (code, True), done.output
    assert site.exists()


def test_due_within_as_many_days_as_asked_and_for_programs(site: Path) -> None:
    done = yswd("due", "--as-of", "2026-05-01", "--within", "31", "--format", "json")
    (found,) = json.loads(done.output)
    assert done.exit_code == 0
    assert (found["insight"], found["action"], found["about"]) == ("waiting", "routing", "update")
    assert (found["due"], found["clock"], found["days"]) == ("2026-06-01", "due", 31)
    write(site, REGISTER + UPDATE)
    done = yswd("due", "--as-of", "2026-09-02", "--format", "json")
    (found,) = json.loads(done.output)
    assert (done.exit_code, found["clock"], found["earlier"]) == (1, "overdue", ["2026-06-01"])


# check --against


def published(text: str, folder: Path, day: str = "2026-06-30") -> Path:
    """The feeds of a register, as a site has them."""
    folder.mkdir()
    (folder / "actions.yaml").write_text(text, encoding="utf-8")
    register = load("actions.yaml", Folder(folder)).register
    assert register is not None
    facts = work_out(register, date.fromisoformat(day), 10)
    settings = Settings(site_url="https://old.example.org/sub/")
    feeds = feeds_by_path(facts, settings, NO_PAST)
    for name, content in feeds.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for prefix in ("", "en/"):
        links = "".join(
            f'<a href="../{name.removeprefix(prefix)}">RSS</a>'
            for name in feeds
            if name.endswith("feed.xml") and name.startswith("en/") == bool(prefix)
        )
        (folder / prefix / "follow").mkdir()
        (folder / prefix / "follow" / "index.html").write_text(links, encoding="utf-8")
    return folder


@pytest.fixture
def before(site: Path, tmp_path: Path) -> Iterator[Served]:
    assert site.exists()
    with serve(published(REGISTER, tmp_path / "before"), "/deep/") as served:
        yield served


def against(place: object) -> tuple[int, str]:
    done = yswd("check", "--against", str(place), "--as-of", "2026-06-30", "--language", "en")
    return done.exit_code, done.output


def places(before: Served) -> list[object]:
    """The same site as a folder, as an address, as a file and as the address of a feed."""
    return [
        before.folder, before.url, before.url.rstrip("/"), before.folder / "feed.xml",
        before.folder / "en" / "atom.xml", f"{before.url}topics/phone/feed.xml",
    ]  # fmt: skip


def test_what_subscribers_will_see_is_told(site: Path, before: Served) -> None:
    for place in places(before):
        code, said = against(place)
        assert (code, "Subscribers will see nothing new" in said) == (0, True), place
    write(site, REGISTER + UPDATE)
    for place in places(before):
        code, said = against(place)
        assert (code, "subscribers will see" in said) == (0, True), place
        assert "New: N" in said


def test_another_id_or_day_or_a_lost_entry_is_refused(site: Path, before: Served) -> None:
    for old, new, code in (
        ("id: waiting", "id: queue", "continuity.id-changed"),
        ("date: 2026-02-01", "date: 2026-02-02", "continuity.date-moved"),
        ("feed_authority: example.org,2026", "feed_authority: example.org,2025",
         "continuity.id-changed"),
    ):  # fmt: skip
        write(site, REGISTER.replace(old, new))
        for place in places(before):
            status, said = against(place)
            assert (status, f"[{code}]" in said) == (1, True), (place, said)
    write(site, REGISTER)
    gone = published(REGISTER + UPDATE, site.parent / "with-update")
    status, said = against(gone)
    assert (status, "[continuity.entry-gone]" in said) == (1, True)


def test_a_feed_that_would_vanish_is_named(site: Path, before: Served) -> None:
    write(site, REGISTER.replace("phone:", "calls:").replace("[phone]", "[calls]"))
    for place in (before.folder, before.url):
        status, said = against(place)
        assert (status, "topics/phone/feed.xml" in said) == (1, True)


def test_what_can_not_be_read_is_a_plain_sentence(before: Served, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    strange = tmp_path / "strange.xml"
    strange.write_text("<rss/>", encoding="utf-8")
    for place, said in (
        (tmp_path / "empty", "There is no feed.xml at"),
        (tmp_path / "nowhere", "There is no feed.xml at"),
        (f"{before.url}nothing/feed.xml", "gave no feed but answer 404"),
        (f"{before.url}nothing/", "gave no feed but answer 404"),
        ("http://127.0.0.1:9/feed.xml", "could not be read"),
        (strange, "is none of this site's"),
    ):
        status, output = against(place)
        assert (status, said in output, "{" in output) == (2, True, False), output
        assert "fault of yswd" not in output


def test_no_address_is_asked_when_none_was_named(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr("socket.socket.connect", refuse)
    assert yswd("check", "--as-of", "2026-06-30").exit_code == 0
    assert site.exists()
