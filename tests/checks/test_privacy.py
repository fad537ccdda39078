"""What leads to a person is found however it was typed, and ordinary prose is left alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks import check
from generator.checks.privacy import gives_away, masked
from generator.checks.typed import FEW
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
    "|jan.jan\u00adsen@example.net|jan_jansen@ｅxample.net|jan＠example.net|mailto:jan%40example.net",
    "personal-phone": "Bel 06-12345678|06 12 34 56 78|+31 6 12345678|+31 (0)20 624 1111"
    "|020-6241111|(020) 624 11 11|0031612345678|06-**1234**5678|020 7946 0958|+44 7911 123456"
    "|06-1234\u00ad5678"
    "|06 - 1234 5678|０６-12345678|06-12345678 06-12345679|06-12345678 / 020-6241111"
    "|06-12345678 (9-17 uur)|020-6241111 24/7|09.00-17.00 06-12345678",
    "personal-iban": "NL91ABNA0417164300|NL91 ABNA 0417 1643 00 staat|nl91-abna-0417-1643-00"
    "|GB82 WEST 1234 5698 7654 32 now|BE68 5390 0754 7034",
    "personal-citizen-number": "111222333|mijn BSN: 111 222 333|1112.22.333|AB 12 34 56 C"
    "|rijksregister 85.07.30-033.28",
    "personal-card": "4111 1111 1111 1111|5500-0000-0000-0004|4012888888881881",
    "personal-plate": "de auto 12-GBB-3 stond er|GB-12-CD|GH-123-B|kenteken GH123B"
    "|Kenteken: 12 GBB 3|number plate BD51 SMR|registration A123 BCD|nummerplaat 1-GBB-234",
    "personal-address": "1234 AB 12|Dorpsstraat 12, 1234 AB|Dorpsstraat 12 1234AB"
    "|12 High Street, London SW1A 1AA",
    "personal-birth-date": "geboren op 12-03-1980|geboren 12 maart 1980|born 3 May 1975"
    "|date of birth: 1980-03-12|geb. 1-2-80",
    "personal-number": "klantnummer 12345678|polisnr. AB-123456|customer number 123456"
    "|dossiernummer: 2026-00123",
    "personal-name": "Mevrouw De Vries belde|de heer J. van der Berg|dhr. Jansen|Mr Smith said"
    "|Mrs. Jones|mw. A.B. Bakker|meneer Jansen"
    "|Miss Etamson|de familie Doorsneeman|Mevrouw Doorsnee|Dr. Oetkers"
    "|Uw collega Fatima hielp goed|collega Piet de Vries|Our colleague Anna helped"
    "|Met vriendelijke groet, Jan de Vries|Groetjes Anja|Groet, J. de Vries"
    "|Kind regards, Mary Smith",
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
        "Bel 0800 022 1122, gratis, of 0900 123 4567.",
        "Op het kenteken staat 2026 Q1. Registration 2026 Q1, plate 12.",
        "Wij betaalden € 123.456.789 uit aan 26.400 klanten.",
        "Van 2026-01-01 tot 2026-12-31, dus 365 dagen.",
        "NEN-EN-ISO 9001, artikel 7:610 BW en de A-12-route.",
        "Wie geboren is vóór 1960 krijgt een brief.",
        "Uw klantnummer staat op de brief. De heer of mevrouw aan de balie helpt u.",
        "Op 31-12-2026 om 12:30 uur sluit kantoor 12 in 1234 gevallen.",
        "Artikel 85.07.30-033.29 van de catalogus.",
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


def test_each_of_several_numbers_in_a_row_is_told() -> None:
    faulty = loaded(WHOLE.replace(SAID, "Bel 06-12345678 020-6241111 +31612345679."))
    own = Allowed("020 6241111", "the number for all customers")
    found = [problem.facts["found"] for problem in check(faulty, TODAY, 10, (own,))]
    assert found == ["0•-••••••••", "+•••••••••••"]


def test_two_that_look_alike_are_each_told_where_they_stand() -> None:
    line = next(text for text in WHOLE.splitlines() if SAID in text)
    faulty = loaded(WHOLE.replace(SAID, "Bel 06-12345678 of 06-87654321."))
    at = line.index(SAID) + 1
    found = [problem.place.column for problem in check(faulty, TODAY, 10)]
    assert found == [at + len("Bel "), at + len("Bel 06-12345678 of ")]


def test_what_is_allowed_with_a_reason_is_let_through_in_any_spelling() -> None:
    faulty = loaded(WHOLE.replace(SAID, "Bel 020-624 11 11."))
    own = Allowed("020 6241111", "the number for all customers")
    assert [p.code for p in check(faulty, TODAY, 10)] == ["personal-phone"]
    assert check(faulty, TODAY, 10, (own,)) == ()
    assert len(check(faulty, TODAY, 10, (Allowed("020 6241111", " "),))) == 1


def test_a_mask_keeps_the_first_sign_and_the_shape() -> None:
    assert masked("jan@x.nl") == "j••@•.••"
    assert masked("NL91 ABNA") == "N••• ••••"


HARD = """
Een collega belt u terug. Collega's van Team Veiligheid en een collega van Belhuis doen mee.
Met vriendelijke groet. U leest het vaak. A colleague calls you back. With kind regards.
De heer des huizes belde twee keer, mevrouw ook; meneer kreeg gelijk.
Dr. is de afkorting van doctor, Mr. die van meester in de rechten.
Wij sloten 412 dossiers in 2026-Q1 en 1.204 in 2026-Q2, samen 1616.
De regels staan in artikel 7:611 BW, ISO 27001:2022 en NEN 7510-1.
Bel 112 bij nood, 0900-8844 voor de politie en 14 030 voor de gemeente.
Bus 12 rijdt om 06.12, 06.34 en 06.56 uur vanaf halte 1234.
Het kost € 12.345,67 per jaar, of 1.028,81 per maand bij 12 termijnen.
Postbus 1234 in Utrecht, kamer 12A, verdieping 3, balie 4.
De MS Word-versie en de HP LaserJet 4200 doen het niet met iOS 18.3.1.
Order 2026/000123/A kwam in week 12 van 2026, doos 4 van 12.
Van 1-1-2026 tot 31-12-2026 gelden 3 tarieven: 0,5 0,75 en 1,25 procent.
Kies optie 1-2-3-4 in het menu, of toets 0 voor een medewerker.
Uw zaaknummer vindt u rechtsboven; wij vragen nooit om uw pincode van 4 cijfers.
De route A12-N201-A2 duurt 45 minuten, de trein van 07:12 duurt 38.
Het spreekuur is op ma, di en do van 08.30-12.30 en 13.30-17.00 uur.
Rente 3,25% - 4,10% - 4,85% voor 5, 10 en 20 jaar vast.
Mr and Mrs are titles; Miss and Ms are too. Prof is short for professor.
The 10-20-30 rule: 10 slides, 20 minutes, 30 point type.
Call between 9 and 5 on 0800 1111; the text line is 60 065.
Version 2.0.0-rc.1 of 2026-01-01T12:30:00 fixed 404, 500 and 503 errors.
Section 12 of the Act of 1998, paragraph 3(2)(b), page 1234 and 5678.
Your account number is on the card; your policy number stands on the letter.
Whoever was born before 1957 gets the letter on 1 March 2027.
We moved to 24 High Street in May; room 3 is on floor 2.
De familie Doorsnee koopt bij Miss Etam en eet een pizza van Dr. Oetker.
Between 1 200 000 and 1 300 000 people used it in 2025 and 2026.
"""
"""Prose with all that looks like personal data and isn't; a thousand such sentences are rare."""


@pytest.mark.parametrize("text", HARD.strip().splitlines())
def test_hard_prose_is_left_alone(text: str) -> None:
    assert not gives_away(text)
    assert said(text) == []


NAMESAKES = """
De Dr. Schaepmanstraat is opgebroken, en de Prof. Lorentzlaan ook.
Bij de halte Mr. Treublaan stopt de bus niet meer.
Wij wonen in de Dr. van der Kamlaan, vlak bij het Prof. Dr. Dondersplein.
Het plein heet Mr. P.J. Troelstraplein; de dr. A. Kuyperkade loopt erlangs.
U fietst over de Dr. Willem Dreesweg, de Ir. Lelydijk en de Dr. Lelybrug.
Uw kind gaat naar de Dr. Plesmanschool of naar het Dr. Leo Kannerhuis.
De bus door Dr. Schaepmanstraat-Oost rijdt om het uur.
The bus stops in Dr Martin Street and on Mrs Brown Road.
We moved from Prof Higgins Avenue to Dr. Martin Luther King Boulevard.
U lacht om Mr. Bean en om Mrs. Doubtfire, en drinkt Dr Pepper.
You wear Dr Martens boots; a pair of Dr. Martens lasts for years.
Op uw Dr. Martens-schoenen past geen veter.
"""
"""Streets, a brand and a figure with the name of a person, who is no customer."""


@pytest.mark.parametrize("text", NAMESAKES.strip().splitlines())
def test_what_is_only_named_after_somebody_is_left_alone(text: str) -> None:
    assert said(text) == []


PEOPLE = """
Dr. van der Laan
Dr. Verlaan
dr. Overweg
Dr. Groeneweg
Dr. Versteeg
Prof. Hoogendijk
Prof. Nijhof
Mr. Dijkstra
Dr. Hofstraat
Mevrouw Schaepmanstraat
De heer Dreesplein
Mw. Lorentzlaan
Mrs Jane Street
Ms Penny Lane
Mr Martin Street
Dr. Martens
mr. Bean
Mr Beanland
Dr. Jansen, Kerkstraat
De heer Dr. Schaepman
de dr. Schaepmanstraatman
"""


@pytest.mark.parametrize("name", PEOPLE.strip().splitlines())
def test_a_surname_that_ends_like_a_street_is_still_somebody(name: str) -> None:
    assert said(f"Ik sprak met {name} over mijn brief.") == ["personal-name"]


def test_who_lives_in_such_a_street_is_found() -> None:
    assert said("Ik woon op Dr. Schaepmanstraat 12, 1234 AB.") == ["personal-address"]
    assert said("Mevrouw Bakker woont in de Dr. Schaepmanstraat.") == ["personal-name"]


def test_no_false_alarm_in_the_example_when_it_can_not_be_read() -> None:
    broken = (ROOT / "actions.yaml").read_text(encoding="utf-8") + "\n   x: [\n"
    found = [code for _, code in codes(broken)]
    assert found
    assert not [code for code in found if code.startswith("personal-")]


def test_personal_data_is_found_in_a_file_that_can_not_be_read() -> None:
    faulty = WHOLE.replace(SAID, "Bel 06-12345678") + "   x: [\n"
    assert (11, "personal-phone") in codes(faulty)
    over_two_lines = "    said:\n      Ik sprak de heer\n      Jansen.\n   x: [\n"
    assert "personal-name" in [code for _, code in codes(WHOLE + over_two_lines)]


@given(st.from_regex(rf"[A-Za-z0-9]{{1,{FEW}}}", fullmatch=True))
def test_what_is_too_short_to_be_looked_at_is_nothing_that_a_rule_finds(text: str) -> None:
    assert not gives_away(text)
