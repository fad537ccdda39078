"""What goes wrong in the world around us: a full disk, a folder that may not be written to.

Such a trouble stops a command and leaves everything as it was. It is told in one line, in the
language of the site; the sentences stand in ``words/*.yml`` under ``trouble``.
"""

import errno
from collections.abc import Callable
from datetime import UTC, date, datetime

from generator.words import Words

_KEYS = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read-only",
    errno.EACCES: "not-allowed",
    errno.EPERM: "not-allowed",
    errno.ENOTDIR: "no-folder",
    errno.EISDIR: "is-folder",
    errno.ENOENT: "not-there",
    errno.ENAMETOOLONG: "long-name",
    errno.EBUSY: "in-use",
}
_KEYS_NOWHERE = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EADDRINUSE: "address",
    errno.EADDRNOTAVAIL: "address",
    errno.ENOMEM: "memory",
}
"""Where the system names no file."""


YEARS = range(1900, 2200)
"""Those of the dates in a register, too."""


class TroubleError(Exception):
    """A trouble; ``key`` is that of its sentence below ``trouble``."""

    def __init__(self, key: str, **facts: str) -> None:
        super().__init__(key)
        self.key, self.facts = key, facts

    def tell(self, own: Words) -> str:
        """The trouble in words."""
        return own(f"trouble.{self.key}", **self.facts)


def trouble_of(error: OSError, where: Callable[[str], str] = str) -> TroubleError:
    """What the system reported; ``where`` makes of a path the one that people know."""
    path = where(str(error.filename)) if error.filename is not None else ""
    why = error.strerror or str(error)
    known = (_KEYS if path else _KEYS_NOWHERE).get(error.errno or 0, "unknown")
    return TroubleError(known, where=path or "?", why=why)


def today(epoch: str | None, clock: Callable[[], date]) -> date:
    """Today, or the day (UTC) that ``SOURCE_DATE_EPOCH`` names, for builds that can be repeated."""
    if not epoch:
        return clock()
    try:
        found = datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise TroubleError("epoch", found=epoch) from None
    if found.year not in YEARS:
        raise TroubleError("epoch", found=epoch)
    return found
