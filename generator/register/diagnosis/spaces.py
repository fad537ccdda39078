"""Spaces of another program where only an ordinary one separates names, signs and values."""

import re

from generator.register.characters import ODD_SPACE, name_of
from generator.register.diagnosis.scan import MOST, Scan

_ODD = f"{ODD_SPACE.pattern}+"
_SEPARATING = re.compile(
    rf"(?:(?:^ *(?:- +)*|[{{,] *)(?P<key>[\w-]+):|^ *(?:- +)*-|,(?= *{_ODD} *[\w-]+:))"
    rf" *(?P<odd>{_ODD})"
)
"""Where a space separates names, signs and values."""
_CLOSED = tuple("]}\"'|>:")
_ENTRY = re.compile(r" *(?:- +)*(?:[\w-]+:|[\[{\"'])")


def with_ordinary_spaces(scan: Scan, line: str) -> str:
    """The line as it was meant, where a space of another program stands between its parts."""
    whole, told = scan.lines[scan.number - 1], False
    for _ in range(MOST if ODD_SPACE.search(whole) else 0):
        match = _SEPARATING.search(line)
        if not match or (match["key"] and scan.text and not scan.is_field(match["key"])):
            break
        start, end = match.span("odd")
        if not told:
            scan.report("space-other", start, character=name_of(line[start]))
        line, told = line[:start] + " " * (end - start) + line[end:], True
    behind = ODD_SPACE.search(whole, len(line))
    if behind and not told and line[-1:] in _CLOSED and (scan.open or _ENTRY.match(line)):
        scan.report("space-other", behind.start(), character=name_of(behind.group()))
    return line.rstrip(" ") if told else line
