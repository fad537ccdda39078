"""The mail: read back as a mail program does."""

import re
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from generator.editions.edition import freeze
from generator.editions.reading import read_edition, read_sheet
from generator.facts.facts import Facts
from generator.outputs.digest import Occasion, digest, page_of_edition
from generator.outputs.mail import mails
from generator.problems import Problem
from generator.settings import Settings
from generator.words import words
from tests.browsing import Windows
from tests.outputs.registers import HOSTILE, action, facts, hostile_facts, insight

SETTINGS = Settings(site_url="https://www.example.org/luister/")
NOW = Occasion()


def made(
    found: Facts, occasion: Occasion = NOW, language: str = "nl", earlier: Facts | None = None
) -> dict[str, str]:
    """The mail in its three forms, by the end of their names."""
    files, problems = mails(digest(found, words(language), SETTINGS, occasion, earlier))
    assert problems == ()
    assert [file.path for file in files] == [
        f"digest.{language}.{form}" for form in ("html", "txt", "eml")
    ]
    return {file.path.rpartition(".")[2]: file.content.decode() for file in files}


def opened(eml: str) -> EmailMessage:
    message = message_from_bytes(eml.encode(), policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def refused(found: Facts, subject: str) -> Problem:
    files, problems = mails(digest(found, words("nl"), SETTINGS, Occasion(subject=subject)))
    assert files == ()
    (problem,) = problems
    return problem


def promised(name: str, due: str, **update: str) -> dict[str, Any]:
    updates = [{"text": "Klaar.", "status": "done", **update}] if update else []
    process = action(
        "p", kind="process", date="2026-05-20", next_update=due, updates=updates, text="Wij bouwen."
    )
    return insight(name, title=f"Punt {name}", actions=[process])


def weighing(mentions: int, **fields: Any) -> dict[str, Any]:
    heard = [{"period": "2026-Q3", "mentions": str(mentions), "sources": ["survey"]}]
    return insight(f"i{mentions}", title=f"Punt {mentions}.", heard=heard, **fields)


def test_it_tells_the_five_that_weigh_most_heaviest_first() -> None:
    text = made(facts(*(weighing(n) for n in (3, 70, 10, 400, 50, 20, 6))))["txt"]
    assert re.findall(r"Punt (\d+)", text) == ["400", "70", "50", "20", "10"]


AUTUMN = date(2026, 9, 30)
"""The day of the edition before."""


def test_since_an_edition_only_what_has_news_counts() -> None:
    old = weighing(900, actions=[action(date="2026-01-10")])
    new = weighing(5, actions=[action(date="2026-10-01")])
    text = made(facts(old, new), earlier=facts(old, today=AUTUMN))["txt"]
    assert "Punt 5." in text
    assert "Punt 900." not in text


def test_an_answer_that_is_published_later_than_it_was_given_is_news() -> None:
    old = weighing(900, actions=[action(date="2026-01-10")])
    late = weighing(5, actions=[action(date="2026-09-28")])
    text = made(facts(old, late), earlier=facts(old, weighing(5, actions=[]), today=AUTUMN))["txt"]
    assert "Punt 5." in text
    assert "Punt 900." not in text


def test_a_promise_kept_before_an_edition_and_told_after_it_is_news() -> None:
    open_then = promised("vertrouwd", "2026-09-29")
    kept = promised("vertrouwd", "2026-09-29", date="2026-09-29")
    text = made(facts(kept), earlier=facts(open_then, today=AUTUMN))["txt"]
    assert "Eén belofte is op tijd nagekomen: - Punt vertrouwd:" in " ".join(text.split())
    again = made(facts(kept), earlier=facts(kept, today=AUTUMN))["txt"]
    assert "nagekomen" not in again


def test_what_an_edition_had_for_a_later_day_is_news_once_that_day_is_there() -> None:
    process = promised("gepland", "2026-12-01", date="2026-10-05")
    text = made(facts(process), earlier=facts(process, today=AUTUMN))["txt"]
    assert "Punt gepland" in text


def test_an_answer_with_a_later_day_is_no_news_yet() -> None:
    planned = weighing(5, actions=[action(date="2026-12-24")])
    text = made(facts(planned), earlier=facts(weighing(5, actions=[]), today=AUTUMN))["txt"]
    assert "Punt 5." not in text


def test_without_news_it_says_so() -> None:
    text = made(facts(insight()), earlier=facts(insight(), today=AUTUMN))["txt"]
    assert "geen nieuw antwoord" in " ".join(text.split())


def test_an_answer_comes_with_its_kind_and_its_why() -> None:
    refusal = action(
        "no",
        kind="no-action",
        reason="law",
        text="De wet staat dit niet toe.",
        alternative="Bel ons.",
    )
    found = made(facts(insight(actions=[refusal])))
    for form in ("txt", "html"):
        plain = " ".join(re.sub(r"<[^>]+>", " ", found[form]).split())
        for said in (
            "U wacht te lang.", words("nl")("kind.no-action"), words("nl")("reason.law"),
            "De wet staat dit niet toe.", "Bel ons.",
        ):  # fmt: skip
            assert said in plain


def test_promises_kept_late_and_broken_are_counted_and_named() -> None:
    found = facts(
        promised("op-tijd", "2026-10-10", date="2026-10-09"),
        promised("te-laat", "2026-10-10", date="2026-10-13"),
        promised("gebroken", "2026-11-01"),
        promised("loopt", "2026-12-01"),
    )
    text = " ".join(made(found)["txt"].split())
    assert "Eén belofte is op tijd nagekomen: - Punt op-tijd:" in text
    assert "Eén belofte is te laat nagekomen: - Punt te-laat: 3 dagen te laat nagekomen" in text
    assert "Eén belofte is nog niet nagekomen en te laat: - Punt gebroken: 20 dagen te laat" in text


def test_many_promises_are_counted_and_five_are_named() -> None:
    late = [promised(f"p{n}", "2026-11-01") for n in range(8)]
    text = made(facts(*late))["txt"]
    assert "8 beloften zijn nog niet nagekomen" in text
    assert len(re.findall(r"^- Punt p\d", text, re.MULTILINE)) == 5
    assert "- en nog 3" in text


def test_both_forms_of_the_mail_are_in_the_file_for_mail_programs() -> None:
    found = made(facts(insight()), language="en")
    message = opened(found["eml"])
    assert message["Subject"] == "What Voorbeeldbank did with your feedback"
    assert message["X-Unsent"] == "1", "mail programs open it as a draft"
    assert message["Content-Language"] == "en"
    assert message["From"] is None
    parts = {
        part.get_content_subtype(): part.get_content().replace("\r\n", "\n")
        for part in message.walk()
        if part.get_content_maintype() == "text"
    }
    assert parts == {"plain": found["txt"], "html": found["html"]}


def test_an_edition_names_itself_in_the_subject() -> None:
    found = made(facts(insight()), Occasion(edition="2026-5", title="Najaar 2026"))
    assert opened(found["eml"])["Subject"].endswith("deed: Najaar 2026")


@pytest.mark.parametrize(
    "subject",
    ["Nieuws\nBcc: x@example.com", "Nieuws\r\n\r\n<html>", "a\rb", "a\x00b", "a\u2028b", "a\x85b"],
)
def test_a_subject_with_a_line_break_is_a_message_and_no_header(subject: str) -> None:
    problem = refused(facts(insight()), subject)
    assert problem.code == "digest.subject-not-one-line"
    for language in ("nl", "en"):
        said = words(language).message(problem)
        assert "Nieuws␤" in said or "a␤b" in said


def test_so_is_the_name_of_an_edition_or_organisation_with_one() -> None:
    occasion = Occasion(edition="2026-5", title="Najaar\nBcc: x@example.com")
    files, problems = mails(digest(facts(insight()), words("nl"), SETTINGS, occasion))
    assert (files, len(problems)) == ((), 1)


def test_it_asks_nothing_of_any_host_and_follows_nobody() -> None:
    page = made(facts(insight()))["html"]
    assert not re.search(r"<(img|link|script|iframe|object|form)\b|url\(|@import|\ssrc=", page)
    for address in re.findall(r'href="([^"]*)"', page):
        assert address.startswith("https://www.example.org/")
        assert "?" not in address


def test_styles_are_inline_and_dark_mode_keeps_its_own() -> None:
    page = made(facts(insight()))["html"]
    assert re.search(r'<h1 style="[^"]*font-size', page)
    assert re.search(r'<a href="[^"]*" style="color', page)
    assert "prefers-color-scheme: dark" in page
    assert '<html lang="nl">' in page


def test_plain_text_stays_within_its_width() -> None:
    for line in made(facts(insight(said="Een lang verhaal. " * 60)))["txt"].splitlines():
        assert len(line) <= 72 or "https://" in line


def test_the_same_facts_give_the_same_bytes() -> None:
    assert made(facts(insight())) == made(facts(insight()))


def test_the_page_under_an_edition_says_the_same_with_links_of_the_site() -> None:
    found = facts(insight())
    edition = read_edition(read_sheet(freeze(found.register, "2026-5", found.today)))
    page = page_of_edition(edition, lambda: (found, None), words("nl"), SETTINGS, b"")
    assert page.address == "editions/2026-5/digest/"
    assert 'href="../../../insights/phone/"' in page.body
    assert page.body.count("<h1") == 1
    assert "U wacht te lang." in page.body


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_hostile_text_stays_text(text: str, language: str) -> None:
    occasion = Occasion(subject="Nieuws", title=text)
    found = made(hostile_facts(text), occasion, language)
    message = opened(found["eml"])
    assert set(message.keys()) == {
        "Subject", "Date", "X-Unsent", "MIME-Version", "Content-Type", "Content-Language"
    }  # fmt: skip
    for content in found.values():
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", content)
    assert not re.search(r"<(script|b|meta http|img)\b", found["html"])
    long = [line for line in found["eml"].splitlines() if len(line) > 78]
    assert not long


def test_an_empty_register_has_a_mail_that_thanks() -> None:
    assert "Dank u wel" in made(facts())["txt"]


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_on_a_phone_of_320_pixels(windows: Windows, scheme: Any) -> None:
    words_of = "Onmogelijklangwoorddatnietafgebrokenwordt" * 3
    html = made(facts(insight(said=words_of), promised("x", "2026-11-01")))["html"]
    with windows.lend(320, 640, scheme) as page:
        page.set_content(html)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        ink, paper = page.evaluate(
            "[getComputedStyle(document.querySelector('p')).color,"
            " getComputedStyle(document.body).backgroundColor]"
        )
    light = (sum(map(int, re.findall(r"\d+", ink))), sum(map(int, re.findall(r"\d+", paper))))
    assert (light[0] < light[1]) == (scheme == "light")


def test_a_compliment_is_no_refusal() -> None:
    kept = {"kind": "no-action", "reason": "keep-as-is", "final": "true", "text": "Dat blijft zo."}
    found = made(facts(insight("glad", sentiment="positive", actions=[action(**kept)])))
    for form in ("html", "txt"):
        assert "Zo laten we het" in found[form]
        assert "Dit doen wij niet" not in found[form]
        assert "Het blijft zoals het is" not in found[form]
