"""Rules about answers: each kind has what it owes the customer."""

from collections.abc import Iterator

from generator.checks.subject import Found, Subject
from generator.register.model import Kind


def no_action_needs_a_reason(subject: Subject) -> Iterator[Found]:
    """Readers accept a "no" when they are told why."""
    for path, _, action in subject.register.action_paths():
        if action.kind is Kind.NO_ACTION and action.reason is None:
            yield path, {"id": action.id}


def process_needs_a_promise(subject: Subject) -> Iterator[Found]:
    """Without a date "we are working on it" means nothing; customers wait for that day."""
    for path, _, action in subject.register.action_paths():
        if action.is_open and not (action.updates or action.next_update):
            yield path, {"id": action.id}


ERRORS = (no_action_needs_a_reason, process_needs_a_promise)
WARNINGS = ()
