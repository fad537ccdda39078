"""Files of a megabyte that nobody types: each is judged quickly, in little memory.

``python -m tests.register.hostile 0 2`` judges every second one, from the first, and says as JSON
how long each took, what it gave, and how much memory the whole took.

First a quarter of each. Where that takes less than a sixteenth of the time that the whole may, the
whole can only take too long by growing faster than the square of its length, and where that much
is repeated, such a growth shows in a quarter too. All others are judged whole.
"""

import gc
import json
import re
import resource
import sys
import time
from pathlib import Path

from generator import report
from generator.checks import check
from generator.words import words
from tests.register.reading import HEAD, TODAY, WHOLE, loaded, with_title

M = 10**6


def said(typed: str) -> str:
    """A register in which what was said is typed so."""
    return WHOLE.replace("{nl: Het duurt lang., en: It takes long.}", typed)


FAR = 3 * 10**5
REPEATED = {
    "digits": ("6", M),
    "zero width": ("a\u200b", 250000),
    "joiners": ("a\u200d", 250000),
    "combining": ("e\u0301", 330000),
    "nfkc": ("\ufdfa", 330000),
    "fullwidth digits": ("０６-１２３４５６７８ ", 30000),
    "at signs and dots": ("a@b.", 250000),
    "emails": ("jan@example.net ", 60000),
    "at words": ("a (at ", 160000),
    "digits and spaces": ("06 ", 330000),
    "phones": ("06-12345678 ", 80000),
    "not quite phones": ("0612-", 200000),
    "brackets of phones": ("x (0", 250000),
    "ibans": ("NL91 ABNA 0417 1643 00 ", 43000),
    "not quite ibans": ("NL91ABNA0417164301", 55000),
    "iban letters": ("AA11", 250000),
    "plates": ("12-GBB-3 ", 110000),
    "not quite plates": ("12-GBB-", 140000),
    "postcodes": ("1234 AB ", 120000),
    "postcodes and numbers": ("1234AB12 ", 110000),
    "streets": ("Dorp 1 ", 140000),
    "british streets and commas": ("12 High Street, ", 62000),
    "born": ("geboren ", 125000),
    "born and digits": ("geboren 12 ", 90000),
    "customers": ("klantnummer ", 80000),
    "titles": ("mevrouw ", 125000),
    "bsn": ("111222333 ", 100000),
    "bsn named": ("bsn ", 250000),
    "cards": ("4111 1111 1111 1111 ", 50000),
    "links": ("a [a](https://a.b) ", 52000),
    "links without end": ("x[a](", 200000),
    "one word": ("a", M),
    "sentences": ("Ja. ", 250000),
    "vague": ("binnenkort ", 90000),
    "vowels": ("aei", 330000),
}
"""What is typed as a title, over and over: how often fills a megabyte."""
HOSTILE = {
    "brackets": "a: " + "[" * FAR,
    "braces": "a: " + "{a: " * FAR,
    "dashes": "- " * FAR,
    "lists below lists": "\n".join(" " * n + "-" for n in range(1200)),
    "one line": "a: " + "x" * M,
    "one line of colons": "a: " * FAR,
    "one line of quotes": "a: " + "'\"" * FAR,
    "commas": "a: {" + "b, c, " * FAR,
    "block headers": "a: |2\n" * 10**5,
    "blank lines": "".join(f"a{n}: x\n\n  y\n" for n in range(60_000)),
    "aliases": "a: &a x\n" + "b: *a\n" * 10**5,
    "laughs": "\n".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 20_000)),
    "keys": "".join(f"k{n}: {n}\n" for n in range(10**5)),
    "one key many times": "a: 1\n" * 10**5,
    "merge marks": "<<<<<<< a\n" * 10**5,
    "control characters": WHOLE + "\x01" * M,
    "directives": "".join(f"%TAG !{n}! a\n" for n in range(60_000)),
    "broken insights": "insights:\n" + "  - x\n" * 10**5,
    "unknown keys": WHOLE + "".join(f"    q{n}: 1\n" for n in range(70_000)),
    "unknown topics": WHOLE + "    topics: [" + ", ".join(f"t{n}" for n in range(10**5)) + "]\n",
    "comments": "# x jan@example.org 0612345678\n" * 30_000,
    "quote not closed": WHOLE + '    said: "' + "x\n" * 4 * 10**5,
    "dashes in a text": with_title("a-" * 4 * 10**5),
    "letters and dots": with_title("a." * 4 * 10**5),
    "marks": with_title("x" + "*_[" * 3 * 10**5),
    "deep indentation": "\n".join(" " * n + "a:" for n in range(1400)),
    "deep indentation of dashes": "insights:\n"
    + "\n".join(" " * n + "- a:" for n in range(2, 1400, 2)),
    "tabs": "a:\n" + "\t" * M,
    "tabs in front": WHOLE + "\tx: 1\n" * 150000,
    "spaces at the end": WHOLE + " " * M,
    "spaces in a text": with_title("a" + " " * M + "b"),
    "anchors": "".join(f"k{n}: &a{n} x\n" for n in range(70000)),
    "duplicate keys of two kinds": WHOLE
    + "".join("    topics: [a]\n    said: x\n" for n in range(40000)),
    "a number of a million digits": WHOLE.replace("mentions: 3", "mentions: " + "9" * (M - 500)),
    "an exponent": WHOLE.replace("mentions: 3", "mentions: 1e" + "9" * (M - 500)),
    "a date of digits": WHOLE.replace("2026-12-01", "-".join("1" * 3 for _ in range(250000))),
    "a huge block": said("|\n" + "      regel van de tekst\n" * 45000),
    "a huge folded block with blanks": said(">\n" + "      regel\n\n" * 75000),
    "a huge block with names": said("|\n" + "      en: regel\n" * 60000),
    "a huge plain text with colons": said("a\n" + "      regel: x\n" * 60000),
    "conflicts": WHOLE + "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n" * 25000,
    "combining on one": with_title("e" + "\u0301" * 480000),
    "entities": with_title('"' + "&#48;&#54;" * 95000 + '"'),
    "ampersands": with_title("x" + "&" * M),
    "percent": with_title("x" + "%41" * 330000),
    "at signs": with_title("a" + "@" * M),
    "email without end": with_title("a.b-" * 250000 + "@x"),
    "plus signs": with_title("x" + "+3161234567 " * 80000),
    "streets without end": with_title("A" + "a.-'" * 250000),
    "british streets": with_title("12 High " + "a" * M),
    "british words": with_title("1 A" + "a " * 500000),
    "customers and dots": with_title("klantnummer 1" + "." * M),
    "customers and spaces": with_title("klantnummer" + " " * M + "1"),
    "titles and particles": with_title("mevrouw " + "van " * 250000),
    "titles and initials": with_title("de heer " + "A." * 500000),
    "nested emphasis": with_title("x" + "*a_" * 330000),
    "backticks": with_title("x" + "`" * M),
    "quotes in markdown": with_title('"' + "> " * 490000 + '"'),
    "lists in markdown": said(
        "|\n" + "".join("      " + "  " * min(n, 60) + "- a\n" for n in range(7000))
    ),
    "questions": with_title("x" + "?!" * 500000),
    "ids": WHOLE + "    topics: [" + "-" * (M - 400) + "]\n",
    "an id": WHOLE.replace("id: waiting", "id: " + "a-" * 490000),
    "a language": WHOLE.replace("{nl: Wachten", "{" + "n" * (M - 500) + ": Wachten"),
    "many languages": WHOLE.replace(
        "[nl, en]", "[" + ", ".join(f"l{n}" for n in range(120000)) + "]"
    ),
    "includes": HEAD + "include: [" + ", ".join(f"r{n}/*.yaml" for n in range(80000)) + "]\n",
    "include stars": HEAD + "include: [" + "*/" * 400000 + "]\n",
    "urls": WHOLE.replace("https://www.example.org/\n", "https://" + "a." * 480000 + "\n", 1),
    "url of brackets": WHOLE.replace(
        "https://www.example.org/\n", "https://[" + ":" * 960000 + "\n", 1
    ),
    "question marks": "? " * 480000,
    "explicit keys": "? a\n: b\n" * 120000,
    "documents": "---\n" * 240000,
    "tags": "".join(f"a{n}: !t{n} x\n" for n in range(70000)),
    "merge keys": "".join(f"a{n}: {{<<: *a}}\n" for n in range(60000)),
    "escapes": with_title('"' + "\\u0041" * 160000 + '"'),
    "carriage returns": WHOLE + "\r" * M,
    "shifted lines": "insights:\n"
    + "".join(f"  - id: a{n}\n     title: x\n    said: y\n" for n in range(25000)),
    "shifted keys": HEAD
    + "insights:\n"
    + "".join(
        f"  - id: a{n}\n    title: x\n      said: y\n    answer_by: 2026-12-01\n"
        for n in range(15000)
    ),
    "one insight of shifted lines": HEAD
    + "insights:\n  - id: a\n"
    + "    title: x\n      said: y\n" * 38000,
    "broken head": "".join(f"k{n}:\n   a: b\n  c: d\n" for n in range(40000)),
    "indent up and down": "".join(" " * (n % 40) + "a: b\n" for n in range(38000)),
    "merges in a row": HEAD.replace("[nl, en]", "[nl]")
    + "insights:\n"
    + "".join(
        f"- {{id: a{n}, title: T{n}, said: S{n}, heard: [{{period: '2026', mentions: 1}}],"
        f" merged_into: a{n + 1}}}\n"
        for n in range(10500)
    ),
    "text below keys": HEAD
    + "insights:\n  - id: a\n"
    + "    said:\n      Ik zei: a\n      b: c\n" * 25000,
    **{name: with_title(typed * times) for name, (typed, times) in REPEATED.items()},
}


SECONDS = 5
"""What a file of a megabyte may take."""


def quarter(text: str) -> str:
    """The beginning and the end of a file, which together read as the whole does.

    The whole itself where they don't, or where not enough is repeated.
    """
    lines = text.splitlines(keepends=True)
    if len(lines) > 10_000:
        return "".join(lines[: len(lines) // 8] + lines[-(len(lines) // 8) :])
    part = len(text) // 8
    goes_on = text.find(text[part : part + 9], len(text) - part)
    return text[:part] + text[goes_on:] if len(lines) < 100 and goes_on > 0 else text


def judge(start: int, step: int) -> dict[str, object]:
    """Every so many of the files, as ``yswd check`` judges and shows them."""
    files = {name: HOSTILE[name] for name in list(HOSTILE)[start::step]}
    wrong: list[str] = []

    def took(name: str, text: str) -> float:
        content = text.encode(errors="surrogatepass")[:M]
        begin = time.process_time()
        read = loaded(content)
        found = check(read, TODAY, 10)
        shown = report.text(found, read.sources, words("nl"))
        seconds = time.process_time() - begin
        placed = all(problem.place.line >= 1 and problem.place.column >= 1 for problem in found)
        if len(found) > 500 or len(shown) > 10**5 or not placed:
            wrong.append(name)
        return seconds

    took("nothing", WHOLE)  # whatever is made once, is
    before = memory()
    quarters = {name: took(name, quarter(text)) for name, text in files.items()}
    grown = 4 * (memory() - before)
    whole = {
        name: took(name, files[name])
        for name, seconds in quarters.items()
        if seconds > SECONDS / 16 and quarter(files[name]) != files[name]
    }
    return {
        "took": quarters | whole, "wrong": wrong, "memory": max(before + grown, memory()),
        "of": len(HOSTILE),
    }  # fmt: skip


def memory() -> int:
    """The most that this process ever held, in bytes.

    What Linux tells of resources counts what the process held that started this one, too.
    """
    own = Path("/proc/self/status")
    if own.exists():
        (kilobytes,) = re.findall(r"^VmHWM:\s+(\d+) kB$", own.read_text("utf-8"), re.MULTILINE)
        return int(kilobytes) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)  # as in the command
    sys.stdout.write(json.dumps(judge(int(sys.argv[1]), int(sys.argv[2]))))
