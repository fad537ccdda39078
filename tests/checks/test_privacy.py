"""What leads to a person is found however it was typed, and ordinary prose is left alone."""

from pathlib import Path

import pytest

from generator.checks import check
from generator.checks.privacy import masked
from generator.settings import Allowed
from tests.register.reading import TODAY, WHOLE, codes, loaded

ROOT = Path(__file__).parent.parent.parent
SAID = "Het duurt lang."


def said(text: str) -> list[str]:
    """The codes of personal data in a text."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    found = codes(WHOLE.replace(f"nl: {SAID}", f'nl: "{quoted}"'))
    return [code for _, code in found if code.startswith("personal-")]


FOUND = {
    "personal-email": "jan.jansen@example.net|jan (at) example.net|**jan**@example&#46;net"
    "|jan_jansen@ｅxample.net|mailto:jan%40example.net",
    "personal-phone": "Bel 06-12345678|06 12 34 56 78|+31 6 12345678|+31 (0)20 624 1111"
    "|020-6241111|(020) 624 11 11|0031612345678|06-**1234**5678|020 7946 0958|+44 7911 123456"
    "|06 - 1234 5678|０６-12345678",
    "personal-iban": "NL91ABNA0417164300|NL91 ABNA 0417 1643 00 staat|nl91-abna-0417-1643-00"
    "|GB82 WEST 1234 5698 7654 32 now",
    "personal-citizen-number": "111222333|mijn BSN: 111 222 333|1112.22.333|AB 12 34 56 C",
    "personal-card": "4111 1111 1111 1111|5500-0000-0000-0004|4012888888881881",
    "personal-plate": "de auto 12-GBB-3 stond er|GB-12-CD|GH-123-B",
    "personal-address": "1234 AB 12|Dorpsstraat 12, 1234 AB|Dorpsstraat 12 1234AB"
    "|12 High Street, London SW1A 1AA",
    "personal-birth-date": "geboren op 12-03-1980|geboren 12 maart 1980|born 3 May 1975"
    "|date of birth: 1980-03-12|geb. 1-2-80",
    "personal-number": "klantnummer 12345678|polisnr. AB-123456|customer number 123456"
    "|dossiernummer: 2026-00123",
    "personal-name": "Mevrouw De Vries belde|de heer J. van der Berg|dhr. Jansen|Mr Smith said"
    "|Mrs. Jones|mw. A.B. Bakker|meneer Jansen",
}


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in FOUND.items() for text in texts.split("|")]
)
def test_it_is_found_however_it_was_typed(code: str, text: str) -> None:
    assert code in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "In 2026 belden 412 klanten, van 9.00 tot 17.30 uur.",
        "Bel 0800-0432 of 14 020, gratis.",
        "Wij betaalden € 123.456.789 uit aan 26.400 klanten.",
        "Van 2026-01-01 tot 2026-12-31, dus 365 dagen.",
        "NEN-EN-ISO 9001, artikel 7:610 BW en de A-12-route.",
        "Wie geboren is vóór 1960 krijgt een brief.",
        "Uw klantnummer staat op de brief. De heer of mevrouw aan de balie helpt u.",
        "Op 31-12-2026 om 12:30 uur sluit kantoor 12 in 1234 gevallen.",
        "Versie 7.3.1 van 12 mei; 0,5 procent van 1 200 000.",
        "Meneer, mevrouw: u wacht te lang. Dr. is een titel.",
    ],
)
def test_ordinary_prose_is_left_alone(text: str) -> None:
    assert said(text) == []


def test_no_false_alarm_in_the_example_and_the_pages_beside_it() -> None:
    """At most one in 5,000 words; here it is none in more than 20,000."""
    words = 0
    for path in [ROOT / "actions.yaml", *sorted(ROOT.glob("content/*/*.md"))]:
        text = path.read_text(encoding="utf-8")
        words += len(text.split())
        lines = "".join(f"# {line}\n" for line in text.splitlines())
        found = [code for _, code in codes(lines + WHOLE) if code.startswith("personal-")]
        assert found == [], path
    assert words > 20_000


def test_ids_links_names_and_comments_count_too() -> None:
    for right, wrong in (
        ("id: waiting", "id: klacht-0612345678"),
        ("homepage: https://www.example.org/", "homepage: https://www.example.org/?q=jan%40x.nl"),
        ("    answer_by", "    # navragen bij jan@example.net\n    answer_by"),
        ("insights:", "topics: {bel-0612345678: {nl: Bellen, en: Call}}\ninsights:"),
    ):
        found = [code for _, code in codes(WHOLE.replace(right, wrong))]
        assert [code for code in found if code.startswith("personal-")], wrong


def test_the_line_is_that_of_the_text_itself() -> None:
    folded = ">\n        Het duurt lang.\n        Bel 06-12345678.\n      en: "
    faulty = WHOLE.replace(
        "{nl: Het duurt lang., en: It takes long.}", "\n      nl: " + folded + "Long."
    )
    assert [(line, code) for line, code in codes(faulty)] == [(14, "personal-phone")]


def test_what_is_allowed_with_a_reason_is_let_through_in_any_spelling() -> None:
    faulty = loaded(WHOLE.replace(SAID, "Bel 020-624 11 11."))
    own = Allowed("020 6241111", "the number for all customers")
    assert [p.code for p in check(faulty, TODAY, 10)] == ["personal-phone"]
    assert check(faulty, TODAY, 10, (own,)) == ()
    assert len(check(faulty, TODAY, 10, (Allowed("020 6241111", " "),))) == 1


def test_a_mask_keeps_the_first_sign_and_the_shape() -> None:
    assert masked("jan@x.nl") == "j••@•.••"
    assert masked("NL91 ABNA") == "N••• ••••"
