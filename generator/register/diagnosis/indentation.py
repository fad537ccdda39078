"""At which column an entry may stand, and which line is the odd one where it can't."""

import re

from generator.register.characters import ODD_SPACE, indent_of
from generator.register.diagnosis.scan import HEADER, KEY, LANGUAGE, Block, Level, Scan


def settle(scan: Scan, column: int, dash: bool, key: re.Match[str] | None) -> None:
    """Find the level at which an entry stands; a column where none can stand is reported."""
    levels = scan.levels
    closed: list[Level] = []
    while levels and levels[-1].column > column:
        closed.append(levels.pop())
    if closed and (not levels or column > levels[-1].column):
        if levels and _blames_a_stray(scan, column, dash):
            return
        _misplaced(scan, column, dash, key, closed, _meant(levels, closed[-1], dash, key))
        if levels:
            levels.append(closed[-1])
    elif levels and column > levels[-1].column:
        _too_deep(scan, column, dash, key)
    elif levels:
        _beside(scan, column, dash, key, closed)


def _too_deep(scan: Scan, column: int, dash: bool, key: re.Match[str] | None) -> None:
    """An entry below another: fine where that one waits for its value."""
    top = scan.levels[-1]
    if top.waits:
        return
    if dash and not scan.lenient and (name := _list_of(scan, column)):
        scan.report("list-without-name", column, key=name, spaces=str(top.column))
        scan.lenient = True
        return
    if _blames_a_stray(scan, column, dash):
        return
    lists = (level.column for level in reversed(scan.levels) if level.dash)
    _misplaced(scan, column, dash, key, [top], next(lists, top.column) if dash else top.column)


def _list_of(scan: Scan, column: int) -> str:
    """The name that a list without one must have, by what stands in its first item."""
    for line in scan.lines[scan.number - 1 :][:12]:
        if line.strip() and indent_of(line) < column:
            break
        for name, owner in _OWNERS.items():
            if re.search(rf"(?:^|[ {{]){name}:(?: |$)", line):
                return "" if any(level.key == owner for level in scan.levels) else owner
    return ""


_OWNERS = {"kind": "actions", "mentions": "heard", "status": "updates", "url": "links"}
"""Fields that are found in one list only, and that list."""


def _blames_a_stray(scan: Scan, column: int, dash: bool) -> bool:
    """Whether the name above, and not this one, left the column where its neighbours stand."""
    top = scan.levels[-1]
    if not top.stray or dash or column != top.column + scan.step:
        return False
    if not scan.lenient:
        report_odd(scan, top.stray, scan.step)
    scan.lenient = True
    return True


def _beside(
    scan: Scan, column: int, dash: bool, key: re.Match[str] | None, closed: list[Level]
) -> None:
    """An entry in the column of others: fine where they are of the same sort."""
    levels = scan.levels
    if dash and not levels[-1].dash and not levels[-1].waits:
        if column and not any(level.dash for level in levels) and not scan.lenient:
            scan.report("dash-among-names", column)
            scan.lenient = True
            return
        lists = (level.column for level in reversed(levels) if level.dash)
        _misplaced(scan, column, dash, key, [], next(lists, column + 2))
    elif not dash and levels[-1].dash:
        if len(levels) > 1 and levels[-2].column == column:
            levels.pop()
        elif key:
            _misplaced(scan, column, dash, key, closed, column + scan.step)


def _meant(levels: list[Level], inner: Level, dash: bool, key: re.Match[str] | None) -> int:
    """The column that was meant for an entry between an inner and an outer level."""
    if not levels or levels[-1].dash != dash:
        return inner.column
    if inner.dash != dash:
        return levels[-1].column
    if key and bool(LANGUAGE.fullmatch(key["key"])) != bool(LANGUAGE.fullmatch(inner.key)):
        return levels[-1].column
    return inner.column


def _misplaced(
    scan: Scan,
    column: int,
    dash: bool,
    key: re.Match[str] | None,
    levels: list[Level],
    expected: int,
) -> None:
    """Report a column where nothing can stand; or the line above it, if that is the odd one."""
    tried = [*levels[-1:], *scan.levels[-1:]]
    odd = next(((one, level) for level in tried if (one := odd_one(scan, level, column))), None)
    if not scan.lenient and odd is not None:
        report_odd(scan, odd[0], column - odd[1].column)
    elif not scan.lenient:
        if not dash and key is None:
            level = (*levels, *scan.levels)[-1]
            scan.report("indent-text", column, key=level.key, spaces=str(expected))
        else:
            scan.report_indent(key["key"] if key else "-", column, expected, scan.number)
    scan.lenient = True


def report_odd(scan: Scan, level: Level, shift: int) -> None:
    """Report the line of a level, which should stand ``shift`` columns further to the right."""
    name = "-" if level.dash else level.key
    scan.report_indent(name, level.column, level.column + shift, level.line)


def odd_one(scan: Scan, level: Level, column: int) -> Level | None:
    """The level whose only line stands at an unusual column, where this one is usual."""
    if level.entries > 1:
        return None
    chain = [x for x in (*scan.levels, level) if x.line == level.line]
    first = chain[0]
    parents = [x for x in scan.levels if x.line != level.line]
    if not parents:
        return None
    usual = parents[-1].column + (scan.dash_step if first.dash else scan.step)
    shift = column - level.column
    return first if first.column != usual and first.column + shift == usual else None


def push(scan: Scan, column: int, *, is_dash: bool) -> Level:
    """The level at a column, made if it isn't there yet."""
    levels = scan.levels
    if not levels or levels[-1].column < column or (is_dash and not levels[-1].dash):
        if levels:
            levels[-1].waits, levels[-1].child = False, True
        levels.append(Level(column, is_dash, line=scan.number))
    levels[-1].waits, levels[-1].child = True, False
    levels[-1].entries += 1
    return levels[-1]


def bad_indent(scan: Scan, stripped: str, indent: int) -> bool:
    """Whether a line starts with something that looks like spaces and isn't."""
    if stripped[0] == "\t" and stripped.strip()[0] != "#":
        scan.report_space("indent-tab", indent)
    elif ODD_SPACE.match(stripped):
        scan.report_space("indent-space", indent)
    else:
        return False
    scan.lenient = True
    rest = stripped.strip().lstrip("- ")
    key = KEY.match(rest)
    scan.text = bool(key and rest[key.end() :].strip())
    if key and scan.is_field(key["key"]):
        scan.block = None
    if key and HEADER.match(rest[key.end() :].strip()):
        indent = scan.levels[-1].column if scan.levels else indent
        scan.block = Block(indent, key["key"])
    return True
