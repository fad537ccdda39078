"""What equations over numbers of people tell, against counting out every possibility."""

from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.facts.equations import Equation, uncovered

MINIMUM = 10


def total(people: int, **times: int) -> Equation:
    """An equation over groups named a, b, c, …"""
    return {ord(name) - ord("a"): number for name, number in times.items()}, people


def found(*equations: Equation) -> set[str] | None:
    """The groups that are uncovered, by name."""
    groups = uncovered(equations, MINIMUM)
    return None if groups is None else {chr(ord("a") + group) for group in groups}


def test_one_left_over() -> None:
    assert found(total(38, a=1, b=1), total(30, a=1)) == {"b"}


def test_nobody_left_over_is_no_group() -> None:
    assert found(total(30, a=1, b=1), total(30, a=1)) == set()


def test_half_a_sum_of_three() -> None:
    # a + b = 20, a + c = 20 and b + c = 32: a = (20 + 20 - 32) / 2 = 4.
    assert found(total(20, a=1, b=1), total(20, a=1, c=1), total(32, b=1, c=1)) == {"a"}


def test_at_most_a_few() -> None:
    # a + b = 30 and a + b + c - d = 34, with d = 2: c is 6; a and b can be anything to 30.
    assert found(total(30, a=1, b=1), total(34, a=1, b=1, c=1, d=-1), total(2, d=1)) == {"c", "d"}


def test_contradictions() -> None:
    assert found(total(30, a=1, b=1), total(31, a=1)) is None
    assert found(total(30, a=1, b=1), total(40, a=1, b=1)) is None
    assert found(total(5, a=2)) is None


def test_what_can_be_as_large_as_you_like() -> None:
    assert found(total(3, a=1, b=-1)) == set()


def test_every_group_gets_its_turn() -> None:
    assert found(total(1, a=1, b=1), total(1, b=1, c=1)) == {"a", "b", "c"}


WIDTH = 4
stretch = st.tuples(st.integers(0, WIDTH - 1), st.integers(1, WIDTH)).filter(lambda s: s[0] < s[1])
people = st.tuples(*[st.sampled_from([0, 0, 1, 2, 4, 5])] * WIDTH)


@settings(deadline=None)
@given(people, st.sets(stretch, min_size=1, max_size=6))
def test_the_bound_is_the_largest_number_that_fits(
    truth: tuple[int, ...], stretches: set[tuple[int, int]]
) -> None:
    # For stretches of a line the largest solution is a whole number (Hoffman & Kruskal 1956).
    known = [(range(*ends), sum(truth[slice(*ends)])) for ends in sorted(stretches)]
    told = uncovered([(dict.fromkeys(inside, 1), n) for inside, n in known], 4)
    covered = sorted({group for inside, _ in known for group in inside})
    limit = [min(n for inside, n in known if group in inside) for group in covered]
    most = dict.fromkeys(covered, 0)
    assume(all(n <= 7 for n in limit))
    for solution in product(*(range(n + 1) for n in limit)):
        by_group = dict(zip(covered, solution, strict=True))
        if all(sum(by_group[group] for group in inside) == n for inside, n in known):
            most = {group: max(n, by_group[group]) for group, n in most.items()}
    assert told == frozenset(group for group, n in most.items() if 0 < n < 4)


@settings(deadline=None)
@given(people, st.lists(st.tuples(*[st.sampled_from([0, 0, 1, 1, -1])] * WIDTH), max_size=5))
def test_what_is_true_contradicts_nothing(
    truth: tuple[int, ...], rows: list[tuple[int, ...]]
) -> None:
    equations = [
        (
            {group: times for group, times in enumerate(row) if times},
            sum(times * n for times, n in zip(row, truth, strict=True)),
        )
        for row in rows
        if any(row)
    ]
    told = uncovered(equations, MINIMUM)
    assert told is not None
    assert all(truth[group] < MINIMUM for group in told)
