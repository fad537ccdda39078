"""How long a check of a large register takes: 1,000 insights with answers, and 100 scores.

Run it as ``python -m benchmarks.check``; the aim is under a second for the check itself.
"""

import resource
import sys
import time
from datetime import date
from pathlib import Path

from generator.checks import check
from generator.register.includes import InMemory
from generator.register.load import load

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 21)
WANTED = 1000


def large() -> bytes:
    """The example register with its insights repeated under other ids."""
    text = (ROOT / "actions.yaml").read_text(encoding="utf-8")
    head, _, rest = text.partition("\ninsights:\n")
    insights, _, scores = rest.partition("\nscores:\n")
    each = insights.count("\n  - id: ")
    copies = [
        insights.replace("\n  - id: ", f"\n  - id: c{number}-")
        for number in range(WANTED // each + 1)
    ]
    return f"{head}\nscores:\n{scores}\ninsights:\n{''.join(copies)}".encode()


def main() -> None:
    """Time the reading and the rules apart, the best of three."""
    content = large()
    read, judged = [], []
    for _ in range(3):
        start = time.perf_counter()
        loaded = load("actions.yaml", InMemory({"actions.yaml": content}))
        read.append(time.perf_counter() - start)
        start = time.perf_counter()
        problems = check(loaded, TODAY, minimum=10)
        judged.append(time.perf_counter() - start)
    assert loaded.register is not None
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024**2 if sys.platform == "darwin" else 1024
    )
    print(f"{len(loaded.register.insights)} insights, {len(content) / 1e6:.1f} MB")
    print(f"reading {min(read):.2f} s, rules {min(judged):.2f} s, {memory:.0f} MB of memory")
    print(f"{len(problems)} problems")


if __name__ == "__main__":
    main()
