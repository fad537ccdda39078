"""A hook for the manual's own site, for those who have it read aloud and those who copy from it."""

import re
from typing import Any

_CONSOLE = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Leave out the ``$`` before commands: whoever copies them would copy it too."""
    return _CONSOLE.sub(
        lambda block: "```sh\n" + re.sub(r"^\$ ", "", block[1], flags=re.MULTILINE) + "```",
        markdown,
    )


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Name the language of pages whose file ends in ``.nl.md``."""
    is_dutch = page.file.src_uri.endswith(".nl.md")
    return output.replace('<html lang="en"', '<html lang="nl"', 1) if is_dutch else output
