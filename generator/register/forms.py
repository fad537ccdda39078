"""Values of the register in a plain form, and back: numbers, texts, tuples and dicts of them.

What staff left out isn't in the form of an entry either, so it is short; and what many entries
have in common, such as a period, is one object again for all of them.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import Any, get_args, get_origin

from generator.prose import Text
from generator.register.model import Written
from generator.register.period import Period

Maker = Callable[[Any], Any]


def plain(value: Any) -> Any:
    """The plain form of a value of the register."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind in _FORMS:
        return _FORMS[kind](value)
    if isinstance(value, Written):
        names = _written(type(value), frozenset(value.model_fields_set))
        fields = vars(value)
        return (names, *[plain(fields[name]) for name in names])
    return value.value if isinstance(value, Enum) else value


_AS_IT_IS = frozenset((str, int, bool, type(None)))
_FORMS: dict[type, Maker] = {
    Text: lambda text: (dict(text.versions), text.shared),
    Period: str,
    Decimal: str,
    date: date.toordinal,
    tuple: lambda items: tuple(map(plain, items)),
}


@lru_cache(maxsize=1000)
def _written(model: type[Written], names: frozenset[str]) -> tuple[str, ...]:
    """Names of fields in order."""
    return tuple(name for name in model.model_fields if name in names)


@cache
def maker(model: type[Written]) -> Maker:
    """A function that makes values of a model from plain forms; it may raise any exception."""
    fields = model.model_fields
    blank = {name: None if field.is_required() else field.default for name, field in fields.items()}
    makers = {name: make for name in fields if (make := _of(fields[name].annotation))}

    @lru_cache(maxsize=1000)
    def known(names: tuple[str, ...]) -> tuple[set[str], list[tuple[str, Maker]]]:
        """One set for all that have the same fields written, as nothing changes it; and what makes
        the values of these fields, where their plain form isn't the value."""
        return set(names), [(name, makers[name]) for name in names if name in makers]

    def made(form: Any) -> Written:
        written, making = known(form[0])
        values = {**blank, **dict(zip(form[0], form[1:], strict=True))}
        for name, make in making:
            values[name] = make(values[name])
        one = model.__new__(model)
        one.__setstate__({
            "__dict__": values, "__pydantic_fields_set__": written,
            "__pydantic_extra__": None, "__pydantic_private__": None,
        })  # fmt: skip
        return one

    return made


def _of(annotation: Any) -> Maker | None:
    """A function that makes a value of a type from its plain form; ``None`` where that is it."""
    if annotation in _MAKERS:
        return _MAKERS[annotation]
    if isinstance(annotation, type) and issubclass(annotation, Written):
        return maker(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return {member.value: member for member in annotation}.__getitem__
    inside = next((make for each in get_args(annotation) if (make := _of(each))), None)
    if inside and get_origin(annotation) is tuple:
        return lambda items: tuple(map(inside, items))
    return inside


_MAKERS: dict[Any, Maker] = {
    Text: lambda form: Text(*form),
    Period: Period.parse,
    Decimal: Decimal,
    date: lru_cache(maxsize=10_000)(date.fromordinal),
}
