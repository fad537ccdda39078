"""Why each code about anything but the register exists; the manual and ``--explain`` print it.

What is a rule has its why in its docstring. These are said by comparisons with what was
published, and by commands that write, in rooms above this one.
"""

from collections.abc import Mapping

WHY: Mapping[str, str] = {
    "content.front-matter": "What can't be read there would stand on the page for all to see, and "
    "the page would have another title.",
    "content.from-elsewhere": "The site asks nothing of other hosts, so that nobody can follow "
    "who reads it: a browser leaves it out.",
    "content.link-outside": "What a link shows from elsewhere on a disk was never meant for "
    "publication, and nobody sees it in a proposal.",
    "continuity.feed-gone": "A feed is an address that people gave their program: without it they "
    "hear nothing more, and not why.",
    "continuity.language-first": "The first language has the addresses without a folder: whoever "
    "follows one would suddenly read another language there.",
    "continuity.language-gone": "Every feed in that language is an address that people gave their "
    "program: without it they hear nothing more, and not why.",
    "continuity.not-a-feed": "Only entries with an id and a date can be told apart, as programs "
    "that read feeds do.",
    "continuity.id-changed": "A program knows an entry by its id: under another one, all that is "
    "old comes as news again.",
    "continuity.entry-gone": "With an entry goes the memory of a promise, for who follows us and "
    "for ourselves.",
    "continuity.entry-left": "Who follows one topic, step or party reads there what stood there; "
    "another place is for what was in the wrong one.",
    "continuity.date-moved": "Who was told one day and now reads another doubts both; a correction "
    "says what was wrong.",
    "digest.subject-not-one-line": "A second line would be read as an order to the program that "
    "sends the mail.",
    "init.homepage-domain": "The ids of feed entries start with the domain, so they are unique in "
    "the world.",
    "import.map-form": "What stands in a map and isn't understood would leave columns out without "
    "a word.",
    "import.map-column": "A column that isn't there would leave its field empty without a word.",
    "new.answers-form": "Whatever else stands in the file would be lost without a word.",
    "new.id-taken": "An id is an address for ever: two things can't live at one.",
    "split.exists": "What stands in that file now would be lost without a word.",
    "split.otherwise": "A split only moves lines; when the parts say anything else together than "
    "the whole did, something would change in public.",
}
