"""Can so many answers give this figure?

A figure that was typed without its counts may be a mistake: 7 answers can't give 50%.
"""

import math
from decimal import Decimal
from fractions import Fraction


def decimals_of(typed: Decimal) -> int:
    """How many decimals a figure was typed with."""
    exponent = typed.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def possible_nps(value: float | Decimal, n: int, decimals: int) -> bool:
    """Can n answers give this NPS, rounded to so many decimals?

    Promoters minus detractors is any whole number k from -n to n, so the question is whether a k
    exists with |100 k / n - value| at most half a unit of the last decimal. A figure exactly
    halfway may have been rounded either way; both are possible.
    """
    return _is_possible(value, n, decimals, unit=100, ends=(-1, 1))


def possible_share(value: float | Decimal, n: int, decimals: int) -> bool:
    """Can n answers give this share in percent, rounded to so many decimals?

    As `possible_nps`, with k positive answers, any whole number from 0 to n.
    """
    return _is_possible(value, n, decimals, unit=100, ends=(0, 1))


def possible_mean(value: float | Decimal, n: int, decimals: int, scale: tuple[int, int]) -> bool:
    """Can n whole answers on the scale give this mean, rounded to so many decimals?

    As `possible_nps`, with k the sum of the answers, any whole number from n lowest to n highest.
    """
    lowest, highest = scale
    if lowest >= highest:
        raise ValueError(f"A scale runs from low to high; {lowest} to {highest} does not.")
    return _is_possible(value, n, decimals, unit=1, ends=scale)


def _is_possible(
    value: float | Decimal, n: int, decimals: int, unit: int, ends: tuple[int, int]
) -> bool:
    """Is unit k / n, for a whole k from n ends[0] to n ends[1], equal to value when rounded?

    Reckoned in fractions: 0.1 means one tenth, not the binary number nearest to it.
    """
    if n < 1:
        raise ValueError(f"A figure needs at least one answer; n is {n}.")
    if decimals < 0:
        raise ValueError(f"The number of decimals can't be below 0; it is {decimals}.")
    if not math.isfinite(value):
        raise ValueError(f"A figure is a plain number; {value} is not.")
    typed = Fraction(str(value))
    step = Fraction(1, 10**decimals)
    if typed % step:
        return False  # more decimals than it was rounded to
    first = max(math.ceil((typed - step / 2) * n / unit), n * ends[0])
    last = min(math.floor((typed + step / 2) * n / unit), n * ends[1])
    return first <= last
