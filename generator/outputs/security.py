"""What a browser may do with our pages, in the pages and as files for common hosts.

The policy stands in every page, so it holds wherever the site is put. Who may show our pages
inside theirs (``frame-ancestors``) can only be said in a header, and so can the others below;
``_headers``, ``.htaccess`` and ``nginx.conf`` at the root of the site say it for the host.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from generator.outputs.page import File
from generator.settings import Settings

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


def headers(
    settings: Settings, languages: Sequence[str], addresses: Sequence[str]
) -> Iterator[File]:
    """The files for hosts, for the root of the site; ``addresses`` are those of its pages."""
    base = urlsplit(settings.site_url).path
    framed = " ".join(settings.frame_ancestors) or "'none'"
    prefixes = [settings.prefix(name, tuple(languages)) for name in languages]
    for path, lines in (
        ("_headers", _netlify(base, prefixes, framed, addresses)),
        (".htaccess", _apache(base, prefixes, framed)),
        ("nginx.conf", _nginx(base, prefixes, framed)),
    ):
        text = "".join(f"{line}\n" for line in lines)
        yield File(path, languages[0], text.encode())


def _netlify(
    base: str, prefixes: Sequence[str], framed: str, addresses: Sequence[str]
) -> Iterator[str]:
    """For Netlify and Cloudflare Pages.

    There every rule that fits adds its headers, and of two policies the browser keeps to both. So
    nobody is refused everywhere: who may frame is said for the embeds, and for each folder beside.
    """
    yield from (f"# {line}" for line in _ADVICE)
    yield f"{base}*"
    yield from (f"  {name}: {value}" for name, value in HEADERS.items())
    yield f"  Content-Security-Policy: {POLICY}"
    folders = sorted({address.partition("/")[0] for address in addresses if "/" in address})
    for prefix in prefixes:
        yield f"{base}{prefix}embed/*"
        yield f"  Content-Security-Policy: frame-ancestors {framed}"
        for place in ("", *(f"{folder}/*" for folder in folders if folder != "embed")):
            yield f"{base}{prefix}{place}"
            yield "  Content-Security-Policy: frame-ancestors 'self'"


def _apache(base: str, prefixes: Sequence[str], framed: str) -> Iterator[str]:
    yield from (f"# {line}" for line in _ADVICE)
    yield "<IfModule mod_headers.c>"
    for name, value in HEADERS.items():
        yield f'  Header always set {name} "{value}"'
    for sign, ancestors in (("!~", "'self'"), ("=~", framed)):
        where = f"expr=%{{REQUEST_URI}} {sign} m#{_embeds(base, prefixes)}#"
        policy = f"{POLICY}; frame-ancestors {ancestors}"
        yield f'  Header always set Content-Security-Policy "{policy}" "{where}"'
    yield "</IfModule>"


def _nginx(base: str, prefixes: Sequence[str], framed: str) -> Iterator[str]:
    yield from (f"# {line}" for line in _ADVICE)
    yield "# Include this in the server block, and in each location with an add_header of its own."
    yield "set $yswd_ancestors \"'self'\";"
    yield f'if ($uri ~ "{_embeds(base, prefixes)}") {{ set $yswd_ancestors "{framed}"; }}'
    for name, value in HEADERS.items():
        yield f'add_header {name} "{value}" always;'
    policy = f"{POLICY}; frame-ancestors $yswd_ancestors"
    yield f'add_header Content-Security-Policy "{policy}" always;'


def _embeds(base: str, prefixes: Sequence[str]) -> str:
    """A pattern for the addresses of the embeds."""
    languages = "".join(f"{prefix}|" for prefix in prefixes if prefix)
    return f"^{re.escape(base)}({languages})embed/".replace("\\-", "-")
