"""Rules about insights: what customers said, and that each of them is answered."""

from collections.abc import Iterator

from generator.checks.subject import Found, Subject


def answer_needs_a_day(subject: Subject) -> Iterator[Found]:
    """Whoever told us something may know by which day an answer comes."""
    for path, insight in subject.insights:
        if insight.is_current and not insight.actions and insight.answer_by is None:
            yield path, {"id": insight.id}


def withdrawn_and_merged(subject: Subject) -> Iterator[Found]:
    """Readers are sent on to another insight, or told that this one is gone: not both."""
    for path, insight in subject.insights:
        if insight.withdrawn and insight.merged_into:
            yield (*path, "merged_into"), {"id": insight.id}


def merged_into_itself(subject: Subject) -> Iterator[Found]:
    """Whoever follows a merge must come to another insight, which has the answer."""
    for path, insight in subject.insights:
        if insight.merged_into == insight.id:
            yield (*path, "merged_into"), {"id": insight.id}


def merged_in_a_circle(subject: Subject) -> Iterator[Found]:
    """Whoever follows a merge must end at an insight that stands on its own."""
    into = {insight.id: insight.merged_into for _, insight in subject.insights}
    followed: set[str] = set()
    told: set[str] = set()
    for start in into:
        way: list[str] = []
        here: str | None = start
        while here in into and here not in followed:
            followed.add(here)
            way.append(here)
            here = into[here]
        circle = way[way.index(here) :] if here in way else []
        if len(circle) > 1:
            told.add(circle[0])
    for path, insight in subject.insights:
        if insight.id in told:
            yield (*path, "merged_into"), {"id": insight.id, "other": str(insight.merged_into)}


def heard_twice(subject: Subject) -> Iterator[Found]:
    """Two lines for one period leave readers guessing how often it was."""
    for path, insight in subject.insights:
        seen = set()
        for index, heard in enumerate(insight.heard):
            if heard.period in seen:
                facts = {"id": insight.id, "period": str(heard.period)}
                yield (*path, "heard", index, "period"), facts
            seen.add(heard.period)


def nobody_heard(subject: Subject) -> Iterator[Found]:
    """What customers said weighs by how often they said it; without a count it weighs nothing."""
    for path, insight in subject.insights:
        if insight.is_current and not any(heard.mentions for heard in insight.heard):
            yield path, {"id": insight.id}


def same_text(subject: Subject) -> Iterator[Found]:
    """Two insights with one text are a slip of copy and paste, or one insight."""
    seen: dict[tuple[str, str], str] = {}
    for path, insight in subject.insights:
        for name in ("title", "said") if insight.is_current else ():
            for language, text in getattr(insight, name).versions.items():
                words = (language, " ".join(text.casefold().split()))
                other = seen.setdefault(words, insight.id)
                if other != insight.id:
                    yield (*path, name, language), {"id": insight.id, "other": other}
                    break


ERRORS = (
    answer_needs_a_day,
    withdrawn_and_merged,
    merged_into_itself,
    merged_in_a_circle,
    heard_twice,
)
WARNINGS = (nobody_heard, same_text)
