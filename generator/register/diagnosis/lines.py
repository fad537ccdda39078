"""One line of a file that is not YAML: what it is, and what is wrong with it."""

import re

from generator.register.diagnosis.indentation import bad_indent, odd_one, push, report_odd, settle
from generator.register.diagnosis.scan import (
    DASH,
    KEY,
    LANGUAGE,
    MARKED,
    OTHER_DASH,
    TIGHT_COLON,
    TIGHT_DASH,
    WORD,
    Block,
    Level,
    Scan,
)
from generator.register.diagnosis.spaces import with_ordinary_spaces
from generator.register.diagnosis.values import not_closed, read_inside, take_text, take_value


def take_line(scan: Scan, line: str) -> None:
    """Read one line, and report what is wrong with it."""
    if line.startswith(">") and _is_of_a_mail(scan, line):
        return
    stripped = line.lstrip(" ")
    indent = len(line) - len(stripped)
    if not stripped.strip():
        outside = not scan.open and (scan.block is None or indent <= scan.block.column)
        if outside and stripped.strip("\t\r\f\v"):
            bad_indent(scan, stripped, indent)
        return
    if scan.block and _in_block(scan, scan.block, stripped, indent):
        return
    if not scan.open and bad_indent(scan, stripped, indent):
        return
    if not scan.open or scan.open[-1].sign not in "\"'":
        line = with_ordinary_spaces(scan, line)
        stripped = line.lstrip(" ")
    if scan.open:
        if not _starts_entry(scan, stripped, indent):
            read_inside(scan, line, indent)
            return
        not_closed(scan)
    if stripped.lstrip().startswith("#") or (
        indent == 0 and re.match(r"(---|\.\.\.)(\s|$)", stripped)
    ):
        return
    _entry(scan, line, indent)


def _is_of_a_mail(scan: Scan, line: str) -> bool:
    """Whether a line was pasted with the mark that a mail program puts before what it quotes."""
    if scan.mail != scan.number - 1:
        entry = line.lstrip("> \u00a0")
        key = KEY.match(entry)
        if not DASH.match(entry) and not (key and scan.is_field(key["key"])):
            return False
        scan.report("mail-marks", 0)
    scan.mail = scan.number
    return True


def _in_block(scan: Scan, block: Block, stripped: str, indent: int) -> bool:
    """Whether a line belongs to the text behind ``|`` or ``>``."""
    if indent <= block.column:
        return bad_indent(scan, stripped, indent) or _ends_block(scan, block, stripped, indent)
    if block.first is None:
        block.first, block.line = indent, scan.number
        if stripped[0] == "\t":
            scan.report_space("indent-tab", indent)
        return True
    return indent >= block.first or _less_far_in(scan, block, block.first, stripped, indent)


def _less_far_in(scan: Scan, block: Block, first: int, stripped: str, indent: int) -> bool:
    """Whether a line, which stands less far in than the ``first`` of a text, is one of it."""
    key = KEY.match(stripped)
    if (key and scan.is_field(key["key"])) or stripped[0] == "#":
        scan.block = None
        return False
    above = scan.levels[-1].column if scan.levels else 0
    if indent == above + scan.step:
        scan.report("indent-text", first, block.line, key=block.key, spaces=str(indent))
    else:
        scan.report("indent-text", indent, key=block.key, spaces=str(first))
    block.column, block.first = min(above, indent), indent
    return True


def _ends_block(scan: Scan, block: Block, stripped: str, indent: int) -> bool:
    """Whether a line, not further in than the name of a text, is the first of it nevertheless."""
    if block.first is not None or _structural(scan, stripped) or stripped[0] == "#":
        scan.block, scan.text = None, block.first is not None
        return False
    level = scan.levels[-1] if scan.levels else Level(0, dash=False)
    odd = odd_one(scan, level, indent - scan.step)
    if odd is not None:
        report_odd(scan, odd, indent - scan.step - level.column)
    else:
        scan.report("indent-text", indent, key=block.key, spaces=str(block.column + scan.step))
    block.column = block.first = max(indent - 1, 0)
    scan.lenient = True
    return True


def _structural(scan: Scan, stripped: str) -> bool:
    """Whether a line looks like an entry: a dash, or the name of something and a colon."""
    key = KEY.match(stripped)
    return bool(DASH.match(stripped)) or bool(
        key and (scan.is_field(key["key"]) or re.fullmatch(r"[\w-]+", key["key"]))
    )


def _starts_entry(scan: Scan, stripped: str, indent: int) -> bool:
    """Whether a line can't belong to the quote or bracket that is still open."""
    return indent <= scan.owner and _structural(scan, stripped)


def _entry(scan: Scan, line: str, indent: int) -> None:
    """A line that holds an entry of a list or a group, or goes on with a text."""
    if scan.told and scan.below and indent > scan.below.column:
        return  # more of a text that was reported
    column, content = indent, line[indent:]
    goes_on = scan.text and bool(scan.levels) and column > scan.levels[-1].column
    if not goes_on:
        content = _without_marks(scan, content, column)
    if _lacks_its_language(scan, content, column):
        return
    if not goes_on:
        content = _with_its_dash(scan, content, column)
    line = " " * indent + content
    dash = DASH.match(content)
    if dash and any(level.dash and level.column == column <= scan.step for level in scan.levels):
        scan.lenient = False
    key = None if dash else KEY.match(content)
    if goes_on and not dash and not (key and scan.is_field(key["key"])):
        take_text(scan, content, column, scan.levels[-1].key)
        return
    scan.ended = scan.levels[-1] if scan.text and scan.levels else None
    settle(scan, column, bool(dash), key)
    while dash:
        push(scan, column, is_dash=True)
        column += dash.end()
        content = line[column:]
        if not content or content.startswith("#"):
            scan.text = False
            return
        dash = DASH.match(content)
        if dash and KEY.match(content, dash.end()):
            scan.report("dash-twice", column)
            content = content[dash.end() :]
            line, dash = line[:column] + content, None
    _pair(scan, line, column, KEY.match(content))


def _without_marks(scan: Scan, content: str, column: int) -> str:
    """The line with a bare name, where stars stand around it."""
    found = MARKED.match(content)
    if not found or not scan.is_field(found["key"]):
        return content
    scan.report("marks-around-name", column + found.start("mark"), key=found["key"])
    return f"{found['dash'] or ''}{found['key']}:{content[found.end() :]}"


def _with_its_dash(scan: Scan, content: str, column: int) -> str:
    """The line with an ordinary dash and a space, where another sign stands for those."""
    other = OTHER_DASH.match(content)
    if other:
        scan.report("dash-other", column, found=other["sign"])
        return "- " + content[other.end() :]
    if re.match(r"- *\t", content):
        scan.report("space-after-dash", column)
        return content.replace("\t", " ", 1)
    if TIGHT_DASH.match(content):
        scan.report("space-after-dash", column)
        return "- " + content[1:]
    return content


def _lacks_its_language(scan: Scan, content: str, column: int) -> bool:
    """Whether a language stands right below a text that has none: ``title:``, a text, ``en:``."""
    number, at, name = scan.bare
    key = KEY.match(content)
    scan.bare = (0, 0, "")
    if not number or number + 1 != scan.number or at != column or key is None:
        return False
    if not LANGUAGE.fullmatch(key["key"]) or LANGUAGE.fullmatch(name):
        return False
    scan.report("language-missing", at, number, key=name)
    scan.lenient = scan.told = True
    return True


def _pair(scan: Scan, line: str, column: int, key: re.Match[str] | None) -> None:
    """The part of an entry behind its dashes: a name with its value, or a value alone."""
    content = line[column:]
    tight = TIGHT_COLON.match(content)
    if key and tight and content[tight.end()] in "[{" and scan.is_field(tight[1]):
        scan.report("space-after-colon", column + tight.end() - 1, key=tight[1])
        content = f"{tight[1]}: {content[tight.end() :]}"
        line, key = line[:column] + content, KEY.match(content)
    scan.owner = scan.levels[-1].column if scan.levels else column
    above = scan.levels[-1] if scan.levels and scan.levels[-1].waits else None
    scan.below = above if above and above.key and above.column < column else None
    if key and scan.below and not scan.is_field(key["key"]):
        key = None if LANGUAGE.fullmatch(scan.below.key) else key
    if key is None:
        if content[0] not in "\"'[{" and _not_a_pair(scan, line, column):
            return
        take_value(scan, line, column)
        if scan.below and scan.text:
            scan.bare = (scan.number, column, scan.below.key)
        if scan.levels:
            scan.levels[-1].waits = False
        return
    if scan.lenient and scan.levels and scan.levels[-1].column != column:
        scan.levels = [level for level in scan.levels if level.column < column]
    top = scan.levels[-1] if scan.levels and scan.levels[-1].column == column else None
    waited = bool(top and (top.waits or top.child))
    level = push(scan, column, is_dash=False)
    scan.below = None
    level.key, level.key_line = key["key"].strip("\"'"), scan.number
    odd = waited and level.key not in scan.known
    level.stray = Level(column, False, level.key, line=scan.number) if odd else None
    scan.owner = level.column
    start = column + key.end()
    start += len(line[start:]) - len(line[start:].lstrip())
    level.waits = not line[start:] or line[start] == "#"
    scan.text = False
    if not level.waits:
        take_value(scan, line, start)


def _not_a_pair(scan: Scan, line: str, column: int) -> bool:
    """A line without a name and a colon, where one was to be expected."""
    content = line[column:]
    tight, word = TIGHT_COLON.match(content), WORD.match(content)
    sign = re.match(r"([a-z_]+) ?([;=,](?= )|：)", content)
    if sign and (sign[1] in scan.known if sign[2] == "," else scan.is_field(sign[1])):
        scan.report("colon-missing", column + sign.end() - 1, key=sign[1])
        meant = f"{line[:column]}{sign[1]}: {content[sign.end() :].lstrip()}"
    elif tight and scan.is_field(tight[1]):
        scan.report("space-after-colon", column + tight.end() - 1, key=tight[1])
        meant = f"{line[:column]}{tight[1]}: {content[tight.end() :]}"
    elif word and _misses_a_colon(scan, content, word[0]):
        scan.report("colon-missing", column + word.end(), key=word[0])
        meant = f"{line[:column]}{word[0]}:{content[word.end() :]}"
    elif scan.levels and not scan.levels[-1].dash and not scan.levels[-1].waits:
        if not scan.lenient and re.fullmatch(r"[a-z_]+", content):
            scan.report("colon-missing", column + len(content), key=content)
        elif not scan.lenient:
            level = scan.ended or scan.levels[-1]
            spaces = str(level.column + scan.step)
            scan.report("indent-text", column, key=level.key, spaces=spaces)
            scan.text = True
        scan.lenient = True
        return True
    else:
        return False
    _pair(scan, meant, column, KEY.match(meant[column:]))
    return True


def _misses_a_colon(scan: Scan, content: str, word: str) -> bool:
    """Whether a line starts with a name that forgot its colon."""
    if re.match(r"[\w-]+ +[\[{].*:", content):
        return True
    below = next((line for line in scan.lines[scan.number :] if line.strip()), "")
    top = scan.levels[-1] if scan.levels else None
    has_children = len(below) - len(below.lstrip()) > (top.column if top else 0)
    if word == content and top and (top.dash or not top.waits):
        return has_children and (scan.is_field(word) or not top.dash)
    if scan.lenient and scan.text:
        return False  # more of a text that was told
    return scan.is_field(word)
