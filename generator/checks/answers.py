"""Rules about answers: each kind has what it owes the customer."""

from collections.abc import Iterator

from generator.checks.subject import Found, Subject
from generator.register.model import Action, Ending, Insight, Kind, Path

OF_ONE_KIND = {
    "next_update": Kind.PROCESS,
    "updates": Kind.PROCESS,
    "reason": Kind.NO_ACTION,
    "alternative": Kind.NO_ACTION,
    "reconsider": Kind.NO_ACTION,
    "final": Kind.NO_ACTION,
}
"""The fields that only one kind of answer has."""


def _of_kind(subject: Subject, kind: Kind) -> Iterator[tuple[Path, Insight, Action]]:
    for found in subject.actions:
        if found[2].kind is kind:
            yield found


def field_of_another_kind(subject: Subject) -> Iterator[Found]:
    """A done thing has no promise and a yes has no reason: such a field says the kind is wrong."""
    for path, _, action in subject.actions:
        written = action.model_fields_set
        for name, kind in OF_ONE_KIND.items():
            if name in written and action.kind is not kind:
                yield (*path, name), {"key": name, "kind": action.kind, "other": kind}
        if action.kind is Kind.NO_ACTION:
            for name in ("measure", "not_measured"):
                if name in written:
                    yield (*path, name), {"key": name, "kind": action.kind, "other": "direct"}


def no_action_needs_a_reason(subject: Subject) -> Iterator[Found]:
    """Readers accept a "no" when they are told why."""
    for path, _, action in _of_kind(subject, Kind.NO_ACTION):
        if action.reason is None:
            yield path, {"id": action.id}


def no_action_needs_an_end(subject: Subject) -> Iterator[Found]:
    """A "no" holds until a day or for good, and customers may know which."""
    for path, _, action in _of_kind(subject, Kind.NO_ACTION):
        if action.reconsider is None and not action.final:
            yield path, {"id": action.id}


def reconsider_and_final(subject: Subject) -> Iterator[Found]:
    """What is final isn't looked at again: one of the two isn't true."""
    for path, _, action in _of_kind(subject, Kind.NO_ACTION):
        if action.reconsider is not None and action.final:
            yield (*path, "final"), {"id": action.id}


def reconsider_too_early(subject: Subject) -> Iterator[Found]:
    """Looking again comes after the answer; otherwise a year was mistyped."""
    for path, _, action in _of_kind(subject, Kind.NO_ACTION):
        if action.reconsider is not None and action.reconsider.end <= action.date:
            facts = {"found": str(action.reconsider), "date": str(action.date)}
            yield (*path, "reconsider"), facts


def process_needs_a_promise(subject: Subject) -> Iterator[Found]:
    """Without a date "we are working on it" means nothing; customers wait for that day."""
    for path, _, action in _of_kind(subject, Kind.PROCESS):
        if action.next_update is None:
            yield path, {"id": action.id}


def update_needs_a_promise(subject: Subject) -> Iterator[Found]:
    """While work goes on, the latest news says when customers hear more."""
    for path, _, action in _of_kind(subject, Kind.PROCESS):
        if action.is_open and action.updates and action.updates[-1].next_update is None:
            last = action.updates[-1]
            yield (*path, "updates", len(action.updates) - 1), {"date": str(last.date)}


def promise_too_early(subject: Subject) -> Iterator[Found]:
    """A promise is about a later day than the one on which it is made."""
    for path, _, action in _of_kind(subject, Kind.PROCESS):
        if action.next_update and action.next_update <= action.date:
            facts = {"found": str(action.next_update), "date": str(action.date)}
            yield (*path, "next_update"), facts
        for index, update in enumerate(action.updates):
            if update.next_update and update.next_update <= update.date:
                facts = {"found": str(update.next_update), "date": str(update.date)}
                yield (*path, "updates", index, "next_update"), facts


def ended_with_a_promise(subject: Subject) -> Iterator[Found]:
    """Done or stopped means that no more news comes; a promise beside it can't be kept."""
    for path, _, action in _of_kind(subject, Kind.PROCESS):
        for index, update in enumerate(action.updates):
            if update.status and update.next_update:
                yield (*path, "updates", index, "next_update"), {"status": update.status}


def update_after_the_end(subject: Subject) -> Iterator[Found]:
    """News after "done" leaves readers guessing whether it is done."""
    for path, _, action in _of_kind(subject, Kind.PROCESS):
        for index, update in enumerate(action.updates[:-1]):
            if update.status:
                facts = {"status": update.status, "date": str(update.date)}
                yield (*path, "updates", index + 1), facts
                break


def updates_out_of_order(subject: Subject) -> Iterator[Found]:
    """Each update keeps the promise of the one before it, so their order is their meaning."""
    for path, _, action in _of_kind(subject, Kind.PROCESS):
        before = action.date
        for index, update in enumerate(action.updates):
            if update.date < before:
                facts = {"found": str(update.date), "before": str(before)}
                yield (*path, "updates", index, "date"), facts
            before = max(before, update.date)


def two_updates_a_day(subject: Subject) -> Iterator[Found]:
    """An update is known by its day, in feeds and in editions: one a day for each action."""
    for path, _, action in _of_kind(subject, Kind.PROCESS):
        days = [update.date for update in action.updates]
        for index, day in enumerate(days):
            if day in days[:index]:
                yield (*path, "updates", index, "date"), {"date": str(day), "id": action.id}


def stopped_needs_a_reason(subject: Subject) -> Iterator[Found]:
    """Stopping breaks what was promised; customers may know why."""
    for path, _, action in _of_kind(subject, Kind.PROCESS):
        for index, update in enumerate(action.updates):
            if update.status is Ending.STOPPED and update.reason is None:
                yield (*path, "updates", index), {"date": str(update.date)}


def reason_without_stopping(subject: Subject) -> Iterator[Found]:
    """The site shows a reason only for work that stopped; elsewhere it would vanish."""
    for path, _, action in _of_kind(subject, Kind.PROCESS):
        for index, update in enumerate(action.updates):
            if update.status is not Ending.STOPPED and update.reason is not None:
                yield (*path, "updates", index, "reason"), {"date": str(update.date)}


def measured_and_not_measured(subject: Subject) -> Iterator[Found]:
    """Either the effect can be measured, or it can't."""
    for path, _, action in subject.actions:
        if action.measure and action.not_measured:
            yield (*path, "not_measured"), {"id": action.id}


def neither_measured_nor_not(subject: Subject) -> Iterator[Found]:
    """Whether it helped is what customers ask next; "we can't measure it, for …" is an answer."""
    for path, _, action in _of_kind(subject, Kind.DIRECT):
        if not action.measure and not action.not_measured:
            yield path, {"id": action.id}


ERRORS = (
    field_of_another_kind,
    no_action_needs_a_reason,
    no_action_needs_an_end,
    reconsider_and_final,
    reconsider_too_early,
    process_needs_a_promise,
    update_needs_a_promise,
    promise_too_early,
    ended_with_a_promise,
    update_after_the_end,
    updates_out_of_order,
    two_updates_a_day,
    stopped_needs_a_reason,
    reason_without_stopping,
    measured_and_not_measured,
)
WARNINGS = (neither_measured_nor_not,)
