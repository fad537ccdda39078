"""What stands behind a colon or a dash: plain text, quotes, brackets."""

import re

from generator.register.diagnosis.scan import (
    CLOSING,
    COLON,
    COMMENT,
    CURLY,
    HEADER,
    MARKS,
    Block,
    Open,
    Scan,
)
from generator.register.escapes import swallows

_TAKEN = re.compile(r"""\\(?:(")|.)""")
_ENDS = re.compile(r"[ \t]*(?:[,}\]#]|$)")


def take_value(scan: Scan, line: str, start: int) -> None:
    """What stands behind a colon or a dash."""
    first = line[start]
    scan.text, scan.cut, scan.told = False, None, False
    key = scan.levels[-1].key if scan.levels else ""
    if first in "|>":
        scan.block = Block(scan.owner, key)
        if HEADER.match(line[start:]):
            return
    if first in MARKS or first in ",]}" or re.match(r"[-?](?:\s|$)", line[start:]):
        scan.report("leading-mark", start, key=key, mark=first)
        scan.text = True
    elif first in "\"'[{":
        scan.open.append(Open(first, scan.number, start))
        read_inside(scan, line, start + 1)
    else:
        scan.text = True
        take_text(scan, line[start:], start, key)


def take_text(scan: Scan, content: str, column: int, key: str) -> None:
    """A line of unquoted text, with what YAML would not read as text."""
    if scan.cut:
        line, place, found = scan.cut
        scan.report_in_text("text-lost-to-comment", place, line, found=found)
    visible = COMMENT.split(content)[0]
    scan.cut = (scan.number, column, visible.strip()[:60]) if visible != content else None
    if not scan.lenient and (colon := COLON.search(visible)):
        code = "curly-quotes" if content[0] in CURLY else "colon-in-text"
        scan.report_in_text(code, column + colon.start(), key=key, mark=content[0])


def not_closed(scan: Scan) -> None:
    """Report the innermost quote or bracket that was never closed, and forget all that are open."""
    last = scan.open[-1]
    if not _quote_swallowed(scan, last):
        scan.report(
            "quote-not-closed" if last.sign in "\"'" else "bracket-not-closed",
            last.column,
            last.line,
            mark=last.sign,
            close=CLOSING.get(last.sign, last.sign),
        )
    scan.open.clear()


def _quote_swallowed(scan: Scan, opened: Open, end: int = 0) -> bool:
    """A folder's last backslash took the quote that should close the text: ``"C:\\temp\\"``.

    Quotes that are meant so come in pairs. ``end`` is where another quote closed it, on the line
    that is read. Told, unless an earlier backslash of that text was.
    """
    if opened.sign != '"':
        return False
    line = scan.lines[opened.line - 1]
    end = end if end and opened.line == scan.number else len(line)
    found = [match for match in _TAKEN.finditer(line, opened.column, end) if match[1]]
    if len(found) % 2 == 0 or not _ENDS.match(line, found[-1].end()):
        return False
    if opened.at != "told":
        scan.report("backslash-in-quotes", found[-1].start(), opened.line, found=found[-1][0])
    return True


def read_inside(scan: Scan, line: str, position: int) -> None:
    """Read on inside quotes or brackets, up to the end of the line."""
    while scan.open and 0 <= position < len(line):
        if scan.open[-1].sign in "\"'":
            position = _to_end_of_quote(scan, line, position)
        else:
            position = _in_brackets(scan, line, position)
    if 0 <= position < len(line):
        _after_closing(scan, line, position)


def _to_end_of_quote(scan: Scan, line: str, position: int) -> int:
    sign = scan.open[-1].sign
    while position < len(line):
        if sign == '"' and line[position] == "\\":
            if swallows(line, position) and scan.open[-1].at != "told":
                scan.report("backslash-in-quotes", position, found=line[position : position + 2])
                scan.open[-1].at = "told"
            position += 2
        elif line[position] != sign:
            position += 1
        elif sign == "'" and line[position + 1 : position + 2] == "'":
            position += 2
        else:
            _close(scan)
            return position + 1
    return position


def _close(scan: Scan) -> None:
    scan.closed = scan.open.pop()
    if scan.open:
        scan.open[-1].at = "end"


def _in_brackets(scan: Scan, line: str, position: int) -> int:
    """Take one sign inside brackets; -1 when the rest of the line doesn't count."""
    top, sign = scan.open[-1], line[position]
    if sign in " \t" or (top.at == "told" and sign not in "#,]}"):
        return position + 1
    if sign == "#" and (position == 0 or line[position - 1] in " \t"):
        return _comment_in_brackets(scan, top, line, position)
    if sign in ",]}":
        return _end_in_brackets(scan, top, position, sign)
    if sign == ":" and (COLON.match(line, position) or line[position - 1] in "\"'"):
        if top.colon:
            return _second_colon(scan, top, line, position)
        top.at, top.colon, top.key = "start", True, _word_before(line, position)
    elif sign == ":" and top.at == "text" and line[position + 1 :][:1] in ",]}":
        code = "colon-in-text" if top.colon else "value-missing"
        word = _word_before(line, position)
        return _give_up(scan, code, position, key=top.key, mark=sign, field=word)
    elif top.at == "start":
        return _token_in_brackets(scan, top, line, position)
    elif top.at == "end":
        return _text_behind(scan, line, position)
    elif sign in "[{":
        return _give_up(scan, "leading-mark", position, key=top.key, mark=sign)
    return position + 1


def _text_behind(scan: Scan, line: str, position: int) -> int:
    """A text goes on behind what closed it."""
    if _quote_swallowed(scan, scan.closed, position):
        scan.open.clear()
        return -1
    return _give_up(scan, "text-after-quote", position, mark=line[position - 1])


def _comment_in_brackets(scan: Scan, top: Open, line: str, position: int) -> int:
    """The rest of a line that doesn't count; behind a text, that may hold what closes it."""
    if line[:position].strip() and re.search(r"[\]}]", line[position:]):
        if top.at == "text":
            return _give_up(scan, "hash-in-text", position)
        if top.at == "told":
            scan.open.clear()
    return -1


def _end_in_brackets(scan: Scan, top: Open, position: int, sign: str) -> int:
    if sign == "," and top.at == "start" and not top.colon:
        return _give_up(scan, "bracket-too-many", position, mark=sign)
    if sign == ",":
        top.at, top.colon = "start", False
    elif sign == CLOSING[top.sign]:
        _close(scan)
    else:
        return _give_up(scan, "bracket-wrong", position, found=sign, mark=CLOSING[top.sign])
    return position + 1


def _token_in_brackets(scan: Scan, top: Open, line: str, position: int) -> int:
    sign = line[position]
    top.at = "text"
    if sign in "\"'[{":
        scan.open.append(Open(sign, scan.number, position))
    elif sign in MARKS or sign in ":?" or (sign == "-" and line[position + 1 :][:1] in ("", " ")):
        scan.report("leading-mark", position, key=top.key, mark=sign)
        top.at = "told"
    return position + 1


def _give_up(scan: Scan, code: str, position: int, **facts: str) -> int:
    """Report, and read on behind the line: what follows inside these brackets is lost."""
    scan.report(code, position, scan.number, **facts)
    scan.open.clear()
    return -1


def _second_colon(scan: Scan, top: Open, line: str, position: int) -> int:
    """A name in a text: a comma was forgotten before it, or the text has a colon in it."""
    word = _word_before(line, position)
    start = line.rfind(word, 0, position)
    if word and _is_a_name_here(scan, word):
        return _give_up(scan, "comma-missing", start, key=word)
    opening = line[max(line.rfind(":", 0, position), 0) :].lstrip(": ")[:1]
    code = "curly-quotes" if opening and opening in CURLY else "colon-in-text"
    return _give_up(scan, code, position, key=top.key, mark=opening)


def _is_a_name_here(scan: Scan, word: str) -> bool:
    """Whether a word is a field, or a language of this file."""
    named = re.compile(rf"(?:^ *|[{{,] *){word}:(?: |$)")
    return word in scan.known or sum(bool(named.search(line)) for line in scan.lines) > 1


def _word_before(line: str, position: int) -> str:
    word = re.search(r"([\w-]{1,60})[\"']?\s*$", line[max(0, position - 80) : position])
    return word[1] if word else ""


def _after_closing(scan: Scan, line: str, position: int) -> None:
    """What stands behind a closed quote or bracket: nothing, or a comment."""
    rest = line[position:].strip()
    if not rest or (rest[0] == "#" and line[position] in " \t"):
        return
    opened = scan.closed
    column = position + len(line[position:]) - len(line[position:].lstrip())
    if rest in ",;":
        scan.report("bracket-too-many", column, mark=rest)
    elif opened.sign in "\"'":
        scan.report("text-after-quote", column, mark=opened.sign)
    elif rest[0] in "]}" and len(rest) == 1:
        scan.report("bracket-too-many", column, mark=rest[0])
    else:
        scan.report("leading-mark", opened.column, opened.line, key="", mark=opened.sign)
