"""Promises as pages show them: which one belongs where, and what the clock says of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generator.facts.facts import InsightFact
from generator.facts.promises import About, Clock, Promise
from generator.outputs import clock
from generator.register.model import Action, Update
from generator.words import Words


class Report(NamedTuple):
    """An update in the timeline of an action, with the promise it kept."""

    update: Update
    promise: Promise | None


@dataclass(frozen=True, slots=True)
class Promises:
    """Promises in the words of one language, for the templates."""

    words: Words

    def of(self, fact: InsightFact, action: Action, about: About) -> Promise | None:
        """The latest promise of an action about something; only an open one about news."""
        return next(
            (
                promise
                for promise in reversed(fact.promises)
                if promise.action is action
                and promise.about == about
                and (promise.is_open or about != About.UPDATE)
            ),
            None,
        )

    def waiting(self, fact: InsightFact) -> Promise | None:
        """The promise that a reader of the insight waits for now: an answer, news, or any overdue.

        A look at a no in years to come, or a measurement, is told with the action itself.
        """
        promise = fact.next_promise
        if promise is None or promise.clock is Clock.OVERDUE:
            return promise
        return promise if promise.about in (About.ANSWER, About.UPDATE) else None

    def answer(self, fact: InsightFact) -> Promise | None:
        """Our promise to answer."""
        return next((p for p in fact.promises if p.about is About.ANSWER), None)

    def reports(self, fact: InsightFact, action: Action) -> Iterator[Report]:
        """The updates of an action, each with the promise that it kept."""
        kept = [
            promise
            for promise in fact.promises
            if promise.action is action and promise.about is About.UPDATE and promise.kept
        ]
        for update in action.updates:
            promise = kept.pop(0) if kept and kept[0].kept == update.date else None
            yield Report(update, promise)

    def subject(self, promise: Promise) -> str:
        """What was promised."""
        return clock.subject(promise, self.words)

    def standing(self, promise: Promise) -> str:
        """How a promise stands."""
        days = filter(None, (promise.due, promise.kept))
        return clock.unbroken(clock.standing(promise, self.words), days, self.words)

    def earlier(self, promise: Promise) -> str:
        """The days that were named before this one; empty where there were none."""
        return clock.unbroken(clock.earlier(promise, self.words), promise.earlier, self.words)
