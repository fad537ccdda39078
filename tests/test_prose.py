"""Register text becomes safe HTML: a few marks survive, all else is the characters typed."""

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import prose
from generator.prose import Text, to_html, to_text

PLAIN = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cs")), min_size=1
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Een *woord* en **nog een**.", "<p>Een <em>woord</em> en <strong>nog een</strong>.</p>"),
        ("een\n\ntwee", "<p>een</p>\n<p>twee</p>"),
        ("Het kost € 16 of *€ 9*.", "<p>Het kost €\xa016 of <em>€\xa09</em>.</p>"),
        ("- een\n- twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>"),
        ("3. drie\n4. vier", '<ol start="3">\n<li>drie</li>\n<li>vier</li>\n</ol>'),
        ("1. een\n1. twee", "<ol>\n<li>een</li>\n<li>twee</li>\n</ol>"),
        ("3. c\n2. b\n3. d", '<ol start="3">\n<li>c</li>\n<li value="2">b</li>\n<li>d</li>\n</ol>'),
        ("- 5 lijnen\n  erbij\n- 3 man", "<ul>\n<li>5 lijnen\nerbij</li>\n<li>3 man</li>\n</ul>"),
        ("- een\n-\n- drie", "<ul>\n<li>een</li>\n<li></li>\n<li>drie</li>\n</ul>"),
        ("- 5 lijnen\n- 3 mensen", "<ul>\n<li>5 lijnen</li>\n<li>3 mensen</li>\n</ul>"),
        ("> U zei het zo.", "<blockquote>\n<p>U zei het zo.</p>\n</blockquote>"),
        (
            "Lees [meer](https://www.example.org/a?b=1&c=2).",
            '<p>Lees <a href="https://www.example.org/a?b=1&amp;c=2">meer</a>.</p>',
        ),
    ],
)
def test_a_few_marks_survive(typed: str, shown: str) -> None:
    assert to_html(typed).strip() == shown


@pytest.mark.parametrize(
    "typed",
    [
        "# geen kop",
        "```code``` en `code`",
        "| a | b |",
        "---",
        "<b>vet</b> & <script>alert(1)</script>",
        "&amp; en &#60;",
        "![plaatje](http://example.org/x.png)",
        "[klik](javascript:alert(1)) [of](http://example.org) [dit](data:text/html,x)",
        "3*4*5 en snake_case_naam",
        "C:\\_map\\*.txt",
        "<!-- niets -->",
        "{{ 7*7 }} {% raw %}",
        "-",
        "2026.",
        ">",
        "* * *",
        "- - -",
        "+ 5 punten",
        "- 5 graden",
        "> 65 jaar",
        "[](https://www.example.org)",
        "\\*let op\\*",
    ],
)
def test_everything_else_is_shown_as_typed(typed: str) -> None:
    html = to_html(typed)
    assert "<script" not in html
    assert not re.search(r"<(?!/?p>)", html)
    assert to_text(typed) == typed


@given(PLAIN)
def test_only_a_few_elements_ever_come_out(typed: str) -> None:
    tree = html5lib.parseFragment(to_html(typed), namespaceHTMLElements=False)
    for element in tree.iter():
        if isinstance(element.tag, str) and element is not tree:
            assert element.tag in {"p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "br"}
            assert set(element.attrib) <= {"href", "start", "title"}
            assert element.get("href", "https:").partition(":")[0] in ("https", "mailto")


@given(PLAIN)
def test_no_letter_is_lost(typed: str) -> None:
    def letters(text: str) -> str:
        return "".join(sign for sign in text if sign.isalpha())

    assert letters(to_text(typed)) in (letters(typed), letters(re.sub(r"\]\([^)]*\)", "", typed)))


PIECES = ["een", "2", " ", " ", "\n", "\n\n", "\n\n", "- ", "> ", "1. ", "*", "**", "_", "[", ".",
          "&", "<b>", '"', "- een\n- twee", "> zo", "*een*", " **twee drie** ",
          "[vier](https://a.nl/b/)", "](https://c.nl)"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
def test_what_passes_the_parser_by_is_what_it_would_make(typed: str) -> None:
    if typed.strip():
        assert to_html(typed) == prose._marked(typed)


@pytest.mark.parametrize(
    "typed", ["Dit *moet* **ook zo**.\n\n- Zie [a b](https://a.nl/b)\n- c", "> Zo."]
)
def test_simple_marks_need_no_parser(typed: str) -> None:
    assert prose._simple(typed) == prose._marked(typed)


def test_a_text_in_another_language_says_so() -> None:
    text = Text({"nl": "Alleen *Nederlands*."})
    assert prose.block(text, "en") == '<div lang="nl"><p>Alleen <em>Nederlands</em>.</p>\n</div>'
    assert prose.line(Text({"nl": "A & B"}), "en") == '<span lang="nl">A &amp; B</span>'
    assert prose.line(Text({"nl": "Belhuis"}, shared=True), "en") == "Belhuis"


def test_shortening_keeps_whole_words() -> None:
    assert prose.shorten("een twee drie", 9) == "een twee…"
    assert prose.shorten("een twee drie", 13) == "een twee drie"


def test_shortening_stops_after_a_sentence_where_one_is_long_enough() -> None:
    two = "Er kwamen 9.000 klanten. Zij belden van negen tot vijf."
    assert prose.shorten(two, 40) == "Er kwamen 9.000 klanten."
    assert prose.shorten(two, 24) == "Er kwamen 9.000 klanten."
    assert prose.shorten("Zij zei ‘dag.’ Daarna hing zij op.", 25) == "Zij zei ‘dag.’"
    assert prose.shorten("Ja. Maar niet op zaterdag, dan is de deur dicht.", 30) == (
        "Ja. Maar niet op zaterdag…"
    )


def test_shortening_does_not_stop_at_a_question_before_its_answer() -> None:
    answer = "Stapt u over met de overstapservice? Dan sturen wij u een lijst van wie dat mist."
    assert prose.shorten(answer, 60) == "Stapt u over met de overstapservice? Dan sturen wij u een…"


def test_an_amount_keeps_its_sign_on_its_line_in_a_title_too() -> None:
    fee = Text({"nl": "Toch € 3,20 kwijt"})
    assert prose.line(fee, "nl") == "Toch €\xa03,20 kwijt"
    assert prose.line(fee, "en") == '<span lang="nl">Toch €\xa03,20 kwijt</span>'
