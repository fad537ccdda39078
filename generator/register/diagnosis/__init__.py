"""Where a file stops being YAML: the line where the mistake was made, and what it is.

A parser stumbles long after the mistake: a quote that was never closed is "found" at the end of
the file. This reads line by line, as a colleague would, and knows what people get wrong. It only
runs when the parser has already failed, so it may be strict.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from generator.register.diagnosis.lines import take_line
from generator.register.diagnosis.scan import KEY, MOST, Finding, Scan
from generator.register.diagnosis.values import not_closed


def diagnose(lines: Sequence[str], known: Collection[str]) -> list[Finding]:
    """The mistakes in a file that is not YAML; ``known`` are the names of all fields."""
    scan = Scan(known, lines, *habits(lines))
    for number, line in enumerate(lines, 1):
        scan.number = number
        if len(scan.found) >= MOST:
            break
        take_line(scan, line.rstrip() or line.rstrip(" \t"))
    if scan.open and len(scan.found) < MOST:
        not_closed(scan)
    return scan.found


def findings(lines: Sequence[str], known: Collection[str], until: int) -> Iterator[Finding]:
    """The mistakes, if one stands on or before the line where the parser stumbled."""
    found = diagnose(lines, known)
    if any(finding.line <= until for finding in found):
        yield from found


def habits(lines: Sequence[str]) -> tuple[int, int]:
    """How many columns this file usually moves a name, and a dash, below the name above it."""
    steps: dict[bool, Counter[int]] = {False: Counter(), True: Counter()}
    above = -1
    for line in lines:
        stripped = line.lstrip(" ")
        if not stripped or stripped[0] == "#":
            continue
        column = len(line) - len(stripped)
        dash = stripped.startswith("- ")
        if 0 <= above <= column:
            steps[dash][column - above] += 1
        key = KEY.search(stripped, 2 if dash else 0) if stripped[-1] == ":" else None
        above = column + key.start() if key and key.end() == len(stripped) else -1
    del steps[False][0]
    names, dashes = (counts.most_common(1)[0][0] if counts else 2 for counts in steps.values())
    return names, dashes
