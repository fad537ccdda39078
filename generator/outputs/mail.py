"""The mail of a digest: as HTML, as plain text, and as a draft to open in a mail program.

It stands apart because no build needs it: what writes mail takes long to import.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

import css_inline

from generator.outputs.characters import printable
from generator.outputs.digest import Digest, Told
from generator.outputs.page import File
from generator.outputs.templates import Here, environment
from generator.problems import Place, Problem
from generator.register.fields import shown

WIDTH = 72
"""Characters on a line of plain text."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def mails(found: Digest) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    """The mail of one language as three files, or what stands in the way."""
    if _CONTROL.search(found.subject):
        facts = {"found": shown(_CONTROL.sub("␤", found.subject))}
        return (), (Problem(Place("digest"), "digest.subject-not-one-line", "subject", facts),)
    page, text = html(found), plain(found)
    language = found.words.language
    contents = {"html": page.encode(), "txt": text.encode(), "eml": message(found, page, text)}
    files = (File(f"digest.{language}.{end}", language, body) for end, body in contents.items())
    return tuple(files), ()


def html(found: Digest) -> str:
    """The mail as HTML: every style inline, but for those that only dark mode and phones need."""
    whole = (
        environment()
        .get_template("mail/digest.html")
        .render(
            d=found,
            here=Here(found.words, ""),
            t=found.words,
            to=lambda address: found.root + address,
        )
    )
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    return f"{inliner.inline(printable(whole))}\n"


def plain(found: Digest) -> str:
    """The mail as plain text."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Digest) -> Iterator[str]:
    own = found.words
    yield from _wrapped(found.subject)
    yield "=" * min(len(found.subject), WIDTH)
    yield ""
    lead = own("digest.lead" if found.told else "digest.nothing")
    yield from _wrapped(f"{own('digest.thanks', organisation=found.organisation)} {lead}")
    for told in found.told:
        yield from _insight(found, told)
    yield from _heading(own("digest.promises"))
    for said, named, more in found.promises:
        yield ""
        yield from _wrapped(said)
        for promise in named:
            title = found.line(promise.insight.title)
            yield from _wrapped(f"- {title}: {found.stands(promise)}", "  ")
        if more:
            yield from _wrapped(f"- {own('digest.more', n=more)}", "  ")
    yield f"{own('digest.all-promises')}: {found.root}promises/"
    yield from _heading(own("digest.follow"))
    for key, address in (("feed", "feed.xml"), ("calendar", "promises.ics"), ("choose", "follow/")):
        yield f"- {own(f'digest.{key}')}: {found.root}{address}"
    yield f"- {own('digest.tell')}: {found.view.feedback}"
    yield ""
    yield from _wrapped(own("digest.private"))


def _insight(found: Digest, told: Told) -> Iterator[str]:
    own, insight = found.words, told.fact.insight
    yield from _heading(found.line(insight.title))
    yield from _wrapped(f"{own('digest.said')}: {found.plain(insight.said)}")
    yield ""
    reason = f" ({own(told.reason)})" if told.reason else ""
    answer = f" {found.plain(told.answer.text)}" if told.answer else ""
    yield from _wrapped(f"{own(told.kind)}{reason}.{answer}")
    if told.alternative:
        yield ""
        yield from _wrapped(f"{own('digest.instead')}: {found.plain(told.alternative)}")
    if told.promise:
        yield ""
        yield from _wrapped(found.next(told))
    yield f"{own('digest.read-on')}: {found.root}insights/{insight.id}/"


def _heading(text: str) -> Iterable[str]:
    lines = _wrapped(text)
    return ["", "", *lines, "-" * max(len(line) for line in lines)]


def _wrapped(text: str, indent: str = "") -> Sequence[str]:
    return textwrap.wrap(
        text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [""]


def message(found: Digest, page: str, text: str) -> bytes:
    """The mail as a draft that mail programs open, without sender or reader: they fill these in.

    The same digest gives the same bytes: its date is that of the facts, at noon in UTC, and what
    separates its parts is made of what they say.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = found.subject
    mail["Date"] = datetime.combine(found.view.facts.today, time(12), UTC)
    mail["X-Unsent"] = "1"
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = found.words.language
    mail.set_boundary(f"=_{sha256((text + page).encode()).hexdigest()[:40]}")
    return mail.as_bytes()
