"""What a browser may do with our pages, in the pages and as files for common hosts.

The policy stands in every page, so it holds wherever the site is put. Who may show our pages
inside theirs (``frame-ancestors``) can only be said in a header, and so can the others below;
``_headers``, ``.htaccess`` and ``nginx.conf`` at the root of the site say it for the host.

The form for staff, where there is one, has a policy of its own, and no other address has that.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.outputs.page import File
from generator.settings import Settings
from generator.writing import admin

_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",  # Material draws some of its marks as data: images
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)
POLICY = "; ".join(_DIRECTIVES)
"""Everything from this site itself, nothing inline, nothing from elsewhere."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What else a host says with every file."""

_HTTPS_ONLY = "Strict-Transport-Security: max-age=31536000"
_ADVICE = (
    "Made at every build; changes here are lost.",
    "When the whole host is only ever reached over https, also send:",
    _HTTPS_ONLY,
)
_ANCESTOR = re.compile(r"'self'|'none'|\*|https:|https://[\w.*-]+(:\d+|:\*)?")


def is_ancestor(text: str) -> bool:
    """Whether a text can stand in ``frame-ancestors``."""
    return bool(_ANCESTOR.fullmatch(text))


@dataclass(frozen=True, slots=True)
class _Places:
    """Where which policy holds: below ``base``, the embeds and the form aside.

    ``framed`` are those who may frame an embed; ``form`` is the policy of the form for staff,
    empty where there is none; ``folders`` are all that hold a page.
    """

    base: str
    prefixes: Sequence[str]
    framed: str
    form: str
    folders: Sequence[str]

    @property
    def policies(self) -> Iterator[tuple[str, str]]:
        """The places with a policy of their own: a pattern of addresses, and the policy."""
        base = "^" + re.escape(self.base).replace("\\-", "-")
        languages = "".join(f"{prefix}|" for prefix in self.prefixes if prefix)
        yield f"{base}({languages})embed/", f"{POLICY}; frame-ancestors {self.framed}"
        if self.form:
            yield f"{base}{admin.PLACE}/", self.form


def headers(
    settings: Settings, languages: Sequence[str], addresses: Sequence[str]
) -> Iterator[File]:
    """The files for hosts, for the root of the site; ``addresses`` are those of its pages."""
    form = f"{admin.policy(settings.form)}; frame-ancestors 'none'" if settings.form else ""
    folders = {address.partition("/")[0] for address in addresses if "/" in address}
    places = _Places(
        urlsplit(settings.site_url).path,
        [settings.prefix(name, languages) for name in languages],
        " ".join(settings.frame_ancestors) or "'none'",
        form,
        sorted(folders - {"embed", admin.PLACE}),
    )
    for path, lines in (
        ("_headers", _netlify(places)),
        (".htaccess", _apache(places)),
        ("nginx.conf", _nginx(places)),
    ):
        text = "".join(f"{line}\n" for line in lines)
        yield File(path, languages[0], text.encode())


def _netlify(places: _Places) -> Iterator[str]:
    """For Netlify and Cloudflare Pages.

    There every rule that fits adds its headers, and of two policies the browser keeps to both. So
    nobody is refused everywhere: who may frame is said for the embeds, and for each folder beside.
    Where there is a form, so is the whole policy; a page that stands elsewhere has it in itself.
    """
    yield from (f"# {line}" for line in _ADVICE)
    yield f"{places.base}*"
    yield from (f"  {name}: {value}" for name, value in HEADERS.items())
    whole = f"{POLICY}; " if places.form else ""
    if places.form:
        yield f"{places.base}{admin.PLACE}/*"
        yield f"  Content-Security-Policy: {places.form}"
    else:
        yield f"  Content-Security-Policy: {POLICY}"
    for prefix in places.prefixes:
        yield f"{places.base}{prefix}embed/*"
        yield f"  Content-Security-Policy: {whole}frame-ancestors {places.framed}"
        for place in ("", *(f"{folder}/*" for folder in places.folders)):
            yield f"{places.base}{prefix}{place}"
            yield f"  Content-Security-Policy: {whole}frame-ancestors 'self'"


def _apache(places: _Places) -> Iterator[str]:
    yield from (f"# {line}" for line in _ADVICE)
    yield "<IfModule mod_headers.c>"
    for name, value in HEADERS.items():
        yield f'  Header always set {name} "{value}"'
    yield f"  Header always set Content-Security-Policy \"{POLICY}; frame-ancestors 'self'\""
    for pattern, policy in places.policies:
        where = f"expr=%{{REQUEST_URI}} =~ m#{pattern}#"
        yield f'  Header always set Content-Security-Policy "{policy}" "{where}"'
    yield "</IfModule>"


def _nginx(places: _Places) -> Iterator[str]:
    yield from (f"# {line}" for line in _ADVICE)
    yield "# Include this in the server block, and in each location with an add_header of its own."
    yield f"set $yswd_policy \"{POLICY}; frame-ancestors 'self'\";"
    for pattern, policy in places.policies:
        yield f'if ($uri ~ "{pattern}") {{ set $yswd_policy "{policy}"; }}'
    for name, value in HEADERS.items():
        yield f'add_header {name} "{value}" always;'
    yield "add_header Content-Security-Policy $yswd_policy always;"
