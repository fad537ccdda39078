"""A hook for the manual's own site: a page in Dutch says so, for those who have it read aloud."""

from typing import Any


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Name the language of pages whose file ends in ``.nl.md``."""
    is_dutch = page.file.src_uri.endswith(".nl.md")
    return output.replace('<html lang="en"', '<html lang="nl"', 1) if is_dutch else output
