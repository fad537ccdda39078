"""The page that a preview shows in place of a site whose register has errors."""

from collections.abc import Sequence
from itertools import groupby

from generator.outputs.page import Page
from generator.outputs.templates import Here, render
from generator.problems import Problem
from generator.words import Words


def problems_page(problems: Sequence[Problem], words: Words, address: str) -> Page:
    """Everything to put right, by file and line."""
    errors = [problem for problem in problems if problem.is_error]
    by_file = [(file, list(group)) for file, group in groupby(errors, lambda p: p.place.file)]
    title = words("preview.title", n=len(errors))
    body = render("problems", Here(words, address), by_file=by_file, title=title)
    return Page(address, words.language, title, title, body, in_search=False)
