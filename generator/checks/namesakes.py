"""A title with a name that is nobody our readers could meet: a street, a brand, a figure.

The safe side is the alarm. Surnames end in words for a street too (Verlaan, Groeneweg, Nijhof), so
a street counts where nobody would speak so of a person: behind a title that streets have, and
never behind *mevrouw* or *de heer*.
"""

PARTICLES = r"(?i:(?:van|von|de|der|den|ter|ten|te|el|al|la|le|'t|’t|in|op)\s+)*"
"""What stands between a title and a surname, in small letters or not."""
INITIALS = r"(?:(?:[A-Z]\.\s?)+)?"
_HONOURED = r"(?:[Dd]rs?|[Pp]rof|[Ii]r|[Mm]r)\.?\s+"
"""Titles of those after whom streets are named."""
_NAME = r"[A-Z][\w'’-]+"
_LIKE_A_SURNAME = r"(?!(?:Ver|Ter|Hof|Hoog|Nieuw|Over)(?:straat|laan))"
_STREET = "straat|laan|plein|kade|gracht|singel|dreef|plantsoen|park|tunnel|school|ziekenhuis"
"""What hardly any surname ends in."""
_PLACE = rf"{_STREET}|weg|dijk|hof|pad|steeg|markt|brug|haven|huis|college|lyceum"
_ARTICLE = r"(?:(?<=\b[Dd]e )|(?<=\b[Hh]et ))"
"""Nobody says *de dr. Jansen*: behind an article, a street or a house is meant."""
_FIGURES = (
    r"Miss (?:Etam|World|Universe|Nederland|Holland|Piggy)|[Ff]amilie (?:Doorsnee|Modaal)"
    r"|Dr\.?\s+(?:Oetker|Pepper|Who)|Mr\.?\s+(?:Bean|Proper|Muscle)|Mrs\.?\s+Doubtfire"
    r"|(?<=paar )Dr\.?\s+Martens|(?<=pair of )Dr\.?\s+Martens"
    r"|Dr\.?\s+Martens(?=[ -](?:schoen|laars|laarzen|shoe|boot))"
)
"""Shops, brands, titles to win, figures of speech and of film: whole names that can't be
somebody's. Dr. Martens can: as shoes only where these are named."""
NOBODY = (
    rf"(?:(?:{_FIGURES})(?![\w'’])(?!-[A-Z])"
    r"|Dr\.?\s+Martin\s+Luther\s+King"
    rf"|{_HONOURED}{INITIALS}{PARTICLES}{_LIKE_A_SURNAME}[A-Z][\w'’-]{{2,}}(?:{_STREET})(?![a-z])"
    rf"|{_ARTICLE}{_HONOURED}{INITIALS}{PARTICLES}(?:{_NAME}\s+){{0,2}}{_NAME}(?:{_PLACE})(?![a-z])"
    rf"|(?:Dr|Prof)\.?\s+{_NAME}\s+Street\b"
    rf"|(?:Dr|Prof|Mr|Mrs|Ms|Miss)\.?\s+{_NAME}\s+(?:Road|Avenue|Boulevard|Crescent)\b)"
)
"""A pattern for all of these, to be held against the place where a title begins."""
