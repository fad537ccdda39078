"""What our templates become says the same as what Jinja makes of them."""

import pytest
from jinja2 import DictLoader, StrictUndefined, UndefinedError
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from generator.editions.chain import load_chain
from generator.editions.edition import freeze
from generator.facts.suppression import publishable
from generator.outputs.compiling import PlainEnvironment
from generator.outputs.page import Page
from generator.outputs.templates import environment
from tests.outputs.test_keys import SETTINGS, TODAY, made, start


def filled(template: str, **facts: object) -> str:
    """A template filled in; ``parts.html`` stands beside it."""
    parts = (
        "{% macro tag(text, name='p', more=name) %}<{{ name }} {{ more }}>{{ text }}{% endmacro %}"
        "{% macro around() %}[{{ caller() }}]{% endmacro %}"
    )
    loader = DictLoader({"parts.html": parts, "page.html": template})
    env = PlainEnvironment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return env.get_template("page.html").render(facts)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ text }}{{ safe }}{{ number }}{{ none }}", "&lt;b&gt;<b>4None"),
        ("{{ 'a/' ~ text ~ '/%' }}", "a/&lt;b&gt;/%"),
        ("{{ text.upper() }}{{ {'a': [text]}['a'][0][:2] }}", "&lt;B&gt;&lt;b"),
        ("{{ 'a{}{b}'.format(text, b=number) }}", "a&lt;b&gt;4"),
        ("{% from 'parts.html' import tag %}{{ tag(text) }}", "<p p>&lt;b&gt;"),
        ("{% from 'parts.html' import tag %}{{ tag(more='', text=safe) }}", "<p ><b>"),
        ("{% from 'parts.html' import tag as t %}{{ t(*[1, 2], **{'more': 3}) }}", "<2 3>1"),
        ("{% import 'parts.html' as parts %}{{ parts.tag(tag=tag, **{'text': 1}) }}", None),
        ("{% from 'parts.html' import around %}{% call around() %}{{ text }}{% endcall %}",
         "[&lt;b&gt;]"),
        ("{% macro of(context) %}{{ context }}{% endmacro %}{{ of(text) }}", "&lt;b&gt;"),
        ("{% for x in (1, 2) if x > 1 %}{{ loop.length }}{{ text.strip() }}{% endfor %}",
         "1&lt;b&gt;"),
        ("{{ absent }}", None),
        ("{{ text.absent }}", None),
        ("{{ text.absent.more() }}", None),
        ("{{ {}['absent'] }}", None),
        ("{% from 'parts.html' import absent %}{{ absent() }}", None),
        ("{% from 'parts.html' import tag %}{{ tag() }}", None),
        ("{% from 'parts.html' import tag %}{{ tag(1, 2, 3, 4) }}", None),
        ("{% from 'parts.html' import tag %}{{ tag(1, absent=2) }}", None),
    ],
)  # fmt: skip
def test_a_template_is_filled_or_stops(template: str, text: str | None) -> None:
    facts = {"text": "<b>", "safe": Markup("<b>"), "number": 4, "none": None}
    if text is None:
        with pytest.raises((UndefinedError, AttributeError, LookupError, TypeError)):
            filled(template, **facts)
    else:
        assert filled(template, **facts) == text


def test_a_mistake_in_a_template_is_told_with_its_line() -> None:
    with pytest.raises(AttributeError) as caught:
        filled("<p>\n{% if text %}\n{{ text.absent }}\n{% endif %}\n", text="a")
    assert caught.traceback[-1].lineno == 2


def test_all_pages_are_those_of_jinjas_own_generator(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = start()
    first = made(tree, TODAY, SETTINGS, load_chain({}))
    assert first.facts
    edition = freeze(publishable(first.facts.register, 10), "2026-1", TODAY)
    tree["insights"][0]["title"]["nl"] += ' "anders" & <meer>'
    chain = load_chain({"2026-1.json": edition})

    def texts() -> tuple[dict[str, str | bytes], set[str]]:
        """All pages, embeds and feeds in Dutch, and which templates made them."""
        environment.cache_clear()
        found = {
            output.path: output.body if isinstance(output, Page) else output.content
            for output in made(tree, TODAY, SETTINGS, chain).outputs("nl")
            if output.path.endswith((".html", ".xml"))
        }
        compiled = environment().cache
        assert compiled
        return found, {name for _, name in compiled}

    with monkeypatch.context() as patched:
        patched.setattr(PlainEnvironment, "code_generator_class", CodeGenerator)
        theirs, _ = texts()
    ours, used = texts()
    assert ours == theirs
    folders = ("pages/", "parts/", "feeds/")
    present = {name for name in environment().list_templates() if name.startswith(folders)}
    assert present - used == {"pages/problems.html"}, "in place of all others"
