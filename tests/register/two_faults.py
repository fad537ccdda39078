"""Two mistakes at once: each on its own line, or the first alone, and nothing else.

``python -m tests.register.two_faults --runs 1000`` tries more than a test may take time for; what
is wrong is shown with its number, which makes the same two mistakes again.
"""

import argparse
import random
import sys

from generator.problems import Problem
from tests.register.test_diagnosis import SPOILS, errors_of, known_of, registers

APART = 3
"""Lines between two mistakes, so that one is not made of the other."""


def _spoilt(number: int) -> tuple[tuple[str, ...], dict[int, str]]:
    """A part of the example, and the lines of it that are spoilt."""
    chance = random.Random(number)
    lines = chance.choice(registers())
    start = next(n for n, line in enumerate(lines) if line in ("insights:", "scores:"))
    found: dict[int, str] = {}
    while len(found) < 2:
        at, spoil = chance.randrange(start + 1, len(lines)), SPOILS[chance.choice(list(SPOILS))]
        line = lines[at]
        spoilt = "" if not line.strip() or line.lstrip()[0] == "#" else spoil(line)
        if spoilt and spoilt != line and all(abs(at - other) >= APART for other in found):
            found[at] = spoilt
    return lines, found


def _told(lines: tuple[str, ...], spoilt: dict[int, str]) -> list[Problem]:
    after = tuple(spoilt.get(number, line) for number, line in enumerate(lines))
    return [p for p in errors_of(after) if (p.place.line, p.code) not in known_of(lines)]


def wrong(number: int) -> str:
    """What is told of the two mistakes of a number and isn't true; nothing where all is well."""
    lines, spoilt = _spoilt(number)
    found = _told(lines, spoilt)
    places = [problem.place.line for problem in found]
    made = sorted(at + 1 for at in spoilt)
    if places == made or (len(places) == 1 and places[0] in made):
        return ""
    for at, line in spoilt.items():
        if [p.place.line for p in _told(lines, {at: line})] != [at + 1]:
            return ""  # this one alone is no mistake, or one that makes another
    return f"{number}: {sorted(spoilt.items())} gave {found}"


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    chosen = parser.parse_args()
    told = [wrong(number) for number in range(chosen.first, chosen.first + chosen.runs)]
    faults = [each for each in told if each]
    sys.stdout.write("\n".join([*faults, f"{chosen.runs} runs, {len(faults)} faults\n"]))
    sys.exit(bool(faults))


if __name__ == "__main__":
    _main()
