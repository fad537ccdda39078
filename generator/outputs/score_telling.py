"""What templates may say of a score, in the words of one language."""

from dataclasses import dataclass

from markupsafe import Markup

from generator.facts.counts import (
    SHARES,
    everyone_answered_the_same,
    limits,
    positive_answers,
    scale_of,
)
from generator.facts.scores import Change, MeasureFact, PointFact, ScoreFact
from generator.facts.statistics import Difference
from generator.outputs import chart_scale, charts, figures
from generator.outputs.templates import period_in_words
from generator.register.model import Better, Metric, Score
from generator.words import Words


@dataclass(frozen=True, slots=True)
class Telling:
    """Figures in words, for the templates."""

    words: Words

    def figure(self, score: Score, value: float) -> str:
        """A figure with its unit."""
        return figures.figure(score, value, self.words)

    def in_table(self, score: Score, point: PointFact) -> str:
        """A figure where a reader checks."""
        return figures.in_table(score, point, self.words)

    def interval(self, score: Score, point: PointFact) -> str:
        """Its interval, or an empty text."""
        return figures.interval(score, point.estimate, self.words)

    def compared(self, fact: ScoreFact, change: Change) -> str:
        """Two rounds beside each other."""
        return figures.compared(fact, change, self.words)

    def claim(self, fact: ScoreFact, change: Change) -> str:
        """What may be said of a change; empty where nothing may."""
        found = change.difference
        return self.words(f"score.claim.{_direction(fact, found)}") if found else ""

    def precision(self, fact: ScoreFact, change: Change) -> str:
        """The standard error and p of a change; empty where they aren't known."""
        found = change.difference
        if found is None or found.standard_error is None or found.p is None:
            return ""
        error = figures.plain(fact.score, found.standard_error, self.words)
        return self.words("score.precision", error=error, p=figures.chance(found.p, self.words))

    def trend(self, fact: ScoreFact) -> str:
        """What may be said of the latest change in a word or a few; and of the change over time,
        where that went another way."""
        found = fact.change.difference
        if len(fact.rounds) < 2:
            return self.words("score.trend.first")
        latest = _direction(fact, found) if found else "unknown"
        said = self.words(f"score.trend.{latest}")
        if not (fact.over_time and fact.over_time.before and fact.over_time.difference):
            return said
        over_time = _direction(fact, fact.over_time.difference)
        if over_time in ("none", latest):
            return said
        since = period_in_words(fact.over_time.before.period, self.words)
        return f"{said}; {self.words(f'score.trend.since-{over_time}', period=since)}"

    def explain(self, measure: MeasureFact) -> str:
        """What a verdict rests on."""
        return figures.explain(measure, self.words)

    def explain_in_full(self, measure: MeasureFact) -> str:
        """The same, with both figures and their numbers of answers."""
        return figures.explain_in_full(measure, self.words)

    def verdict(self, measure: MeasureFact) -> str:
        """A verdict in a few words."""
        return self.words(f"verdict.{measure.verdict}")

    def spark(self, fact: ScoreFact) -> Markup:
        """The score through time, small."""
        return charts.sparkline(fact, self.words)

    def target(self, score: Score) -> str:
        """The target, with its direction."""
        if score.target is None:
            return ""
        key = "score.target-most" if score.better is Better.LOWER else "score.target"
        return self.words(key, figure=self.figure(score, float(score.target)))

    def no_interval(self, fact: ScoreFact, point: PointFact) -> str:
        """Why there is no interval around a figure."""
        same = everyone_answered_the_same(fact.score, point.point)
        return self.words("score.no-interval-same" if same else "score.no-interval")

    def counted(self, score: Score) -> str:
        """How the figure is made from the answers."""
        if score.metric is Metric.NPS:
            return self.words("score.counted.nps")
        low, high = scale_of(score)
        if score.metric in SHARES:
            positive = positive_answers(score)
            if not positive:
                return self.words("score.counted.share")
            key = {1: "positive-one", 2: "positive"}.get(len(positive), "positive-more")
            return self.words(f"score.counted.{key}", **{"from": positive[0], "to": positive[-1]})
        return self.words("score.counted.mean", low=low, high=high)

    def method(self, score: Score) -> str:
        """Where the formulas come from."""
        return self.words(f"score.method.{figures.unit(score)}")

    def axis(self, fact: ScoreFact) -> str:
        """Which part of what is possible the vertical axis shows; empty where it is all."""
        low, high, _ = chart_scale.axis(fact)
        least, most = limits(fact.score)
        if (low, high) == (least, most):
            return ""
        ends = {"low": low, "high": high, "least": least, "most": most}
        said = {name: figures.figure(fact.score, end, self.words) for name, end in ends.items()}
        return self.words("chart.axis", **said)


def _direction(fact: ScoreFact, change: Difference) -> str:
    """The last part of the key of a sentence on a change: which way it demonstrably went."""
    if not change.is_demonstrable:
        return "none"
    return "better" if fact.is_better(change.estimate) else "worse"
