"""Figures in words: rounded here, and nowhere before.

In a sentence, a tile or a chart: NPS in whole points, shares in whole percent, means with one
decimal. In tables and where two figures are compared, one decimal more: there a reader checks.
Halves go up, as everyone learnt at school: 25 of 40 is 63%, and -12.5 becomes -13.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.numbers import get_decimal_symbol, get_group_symbol

from generator.facts.counts import SHARES, counts_behind
from generator.facts.possible import decimals_of
from generator.facts.scores import Change, MeasureFact, PointFact, ScoreFact, Verdict
from generator.facts.statistics import CONFIDENCE, Difference, Estimate
from generator.outputs.templates import period_in_words, sentence
from generator.register.model import Metric, Score
from generator.register.period import Period
from generator.words import Words

_WHOLE = (Metric.NPS, *SHARES)


def figure(score: Score, value: float, words: Words, exact: bool = False) -> str:
    """A figure of a score with its unit: ``+28``, ``72%``, ``7.4``."""
    return _with_unit(score, value, _decimals(score, exact), words)


def in_table(score: Score, fact: PointFact, words: Words) -> str:
    """The figure of a round where a reader checks; a bare value no more precise than typed."""
    decimals = _decimals(score, exact=True)
    value = fact.point.value
    if value is not None and counts_behind(score, fact.point) is None:
        decimals = min(decimals, decimals_of(value))
    return _with_unit(score, fact.estimate.value, decimals, words)


def _with_unit(score: Score, value: float, decimals: int, words: Words) -> str:
    text = _number(value, decimals, words, sign=score.metric is Metric.NPS)
    return words("score.percent", figure=text) if score.metric in SHARES else text


def interval(score: Score, estimate: Estimate, words: Words) -> str:
    """The interval around a figure; empty where none is known."""
    if estimate.low is None or estimate.high is None:
        return ""
    low, high = (figure(score, end, words, exact=True) for end in (estimate.low, estimate.high))
    return words("score.from-to", low=low, high=high)


def plain(score: Score, value: float, words: Words) -> str:
    """A number in the unit of a score, without sign or unit, with a decimal more."""
    return _number(value, _decimals(score, exact=True), words)


def change(score: Score, value: float, words: Words) -> str:
    """A change with its sign and unit, such as ``+3.2 percentage points``."""
    text = _number(value, _decimals(score, exact=True), words, sign=True)
    return words(f"score.unit.{unit(score)}", figure=text)


def change_interval(score: Score, difference: Difference, words: Words) -> str:
    """The interval around a change; empty where none is known.

    Whether it holds 0 decides what is said, so an end that is not 0 doesn't look like it.
    """
    if difference.low is None or difference.high is None:
        return ""
    low, high = (
        _number(end, _beside(0, end, _decimals(score, exact=True)), words, sign=True)
        for end in (difference.low, difference.high)
    )
    return words("score.from-to", low=low, high=high)


def chance(p: float, words: Words) -> str:
    """A p value as statisticians write it: ``p = 0.04``, ``p < 0.001``; on its side of 0.05."""
    if p < 0.001:
        return words("score.p-below", p=_number(0.001, 3, words))
    decimals = _beside(1 - CONFIDENCE, p, 3 if p < 0.1 else 2)
    return words("score.p", p=_number(p, decimals, words))


def explain(measure: MeasureFact, words: Words) -> str:
    """What the verdict rests on: the difference with its interval, or why there is none."""
    if measure.verdict is Verdict.TOO_EARLY:
        after = period_in_words(measure.measure.after, words)
        return words("score.explain.too-early", after=after)
    if measure.difference is None or measure.score is None:
        return words(f"score.obstacle.{measure.obstacle}")
    pair = Change(measure.before, measure.after, measure.difference)
    is_odd = _is_odd(measure.score.score, pair, exact=False)
    return _differs(measure.score.score, measure.difference, words, is_odd=is_odd)


def explain_in_full(measure: MeasureFact, words: Words) -> str:
    """The same, with both figures and their numbers of answers."""
    pair = Change(measure.before, measure.after, measure.difference)
    if measure.difference is None or measure.score is None:
        return explain(measure, words)
    return compared(measure.score, pair, words)


def compared(fact: ScoreFact, pair: Change, words: Words) -> str:
    """Two rounds and their difference in a few sentences, or why there is none."""
    before, after, found = pair.before, pair.after, pair.difference
    if before is None or after is None or found is None:
        return words(f"score.obstacle.{pair.obstacle}")
    rounds = [
        sentence(
            words(
                "score.round",
                period=period_in_words(point.period, words),
                figure=figure(fact.score, point.estimate.value, words, exact=True),
                n=point.estimate.n,
            )
        )
        for point in (before, after)
    ]
    is_odd = _is_odd(fact.score, pair, exact=True)
    return " ".join((*rounds, _differs(fact.score, found, words, is_odd=is_odd)))


def _is_odd(score: Score, pair: Change, exact: bool) -> bool:
    """Whether two figures, as rounded beside it, differ by something else than the difference."""
    if pair.before is None or pair.after is None or pair.difference is None:
        return False
    decimals = _decimals(score, exact)
    before, after = (rounded(p.estimate.value, decimals) for p in (pair.before, pair.after))
    return rounded(after - before, decimals) != rounded(pair.difference.estimate, decimals)


def _differs(score: Score, found: Difference, words: Words, *, is_odd: bool = False) -> str:
    """The difference; ``is_odd`` where the rounded figures beside it differ by something else."""
    return words(
        "score.differs-rounded" if is_odd else "score.differs",
        change=change(score, found.estimate, words),
        interval=change_interval(score, found, words),
    )


def short_period(period: Period, words: Words) -> tuple[str, str]:
    """A period for an axis: its own short name, and the year it is in (empty for a year)."""
    kind, year = period.text[5:6], str(period.start.year)
    if not kind:
        return year, ""
    if kind == "H":
        return period.text[5:], year
    if kind == "Q":
        return words.day(period.start, "QQQ"), year
    return words.day(period.start, "LLL" if len(period.text) == 7 else "d MMM"), year


def unit(score: Score) -> str:
    """What the figures of a score are counted in, as ``words`` name it."""
    if score.metric in SHARES:
        return "share"
    return "nps" if score.metric is Metric.NPS else "mean"


def _decimals(score: Score, exact: bool) -> int:
    return (0 if score.metric in _WHOLE else 1) + exact


def _number(value: float, decimals: int, words: Words, sign: bool = False) -> str:
    """A number with exactly so many decimals; never a zero with a minus before it."""
    shown = rounded(value, decimals)
    text = f"{abs(shown):,.{decimals}f}".translate(_signs(words))
    if shown < 0:
        return f"−{text}"
    return f"+{text}" if sign and shown > 0 else text


def rounded(value: float, decimals: int) -> float:
    """A number with so many decimals, halves away from 0.

    Nine decimals hold all that our figures are, and not what binary fractions make of a half.
    """
    exact = Decimal(str(round(value, 9)))
    return float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0


def _beside(edge: float, value: float, decimals: int) -> int:
    """So many decimals, or as many more as show on which side of an edge a number lies."""
    while rounded(value, decimals) == rounded(edge, 9) != rounded(value, 9):
        decimals += 1
    return decimals


@cache
def _signs(words: Words) -> Mapping[int, str]:
    """What a language has for the signs of English: Babel takes long for each number."""
    locale = words.locale
    return str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale)})
