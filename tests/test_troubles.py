"""What goes wrong around us is told in one line, in the language of the site."""

import errno
import os
from datetime import date

import pytest

from generator.troubles import TroubleError, today, trouble_of
from generator.words import available, words

TODAY = date(2026, 11, 21)


def told(number: int, where: str | None, language: str) -> str:
    error = OSError(number, os.strerror(number), where)
    return trouble_of(error).tell(words(language))


@pytest.mark.parametrize("language", available())
def test_what_the_system_reports_becomes_a_sentence(language: str) -> None:
    full = {told(errno.ENOSPC, "/srv/site", language)}
    every = {told(number, "/srv/site", language) for number in errno.errorcode}
    assert {text for text in every if "/srv/site" not in text} == full
    assert told(errno.EROFS, "/srv/site", language) != told(errno.EACCES, "/srv/site", language)


def test_a_full_disk_says_what_to_do_also_where_no_file_is_known() -> None:
    assert told(errno.ENOSPC, None, "en") == "The disk is full. Make room and try again."
    assert told(errno.ENOSPC, "/x", "nl") == "De schijf is vol. Maak ruimte en probeer het opnieuw."


def test_an_address_in_use_says_what_to_do() -> None:
    assert "Sluit die, of kies" in told(errno.EADDRINUSE, None, "nl")
    assert told(errno.EADDRINUSE, None, "en") == (
        "The preview can't start: something runs at its address already, perhaps another preview. "
        "Close that, or choose another address in mkdocs.yml, such as 'dev_addr: 127.0.0.1:8001'."
    )


def test_what_is_not_known_is_said_in_the_words_of_the_system() -> None:
    assert told(errno.EIO, "/x", "en") == f"/x: {os.strerror(errno.EIO)}."
    assert trouble_of(OSError("odd")).tell(words("en")) == "?: odd."


def test_the_day_is_that_of_the_clock_or_of_the_surroundings() -> None:
    assert today(None, lambda: TODAY) == today("", lambda: TODAY) == TODAY
    assert today("1795219200", lambda: date(1999, 1, 1)) == TODAY


@pytest.mark.parametrize(
    "epoch", ["noon", "2026-11-21", "1e9", "9" * 30, "-" + "9" * 30, "1.5", "253402300799"]
)
def test_a_day_that_is_no_number_gives_a_message(epoch: str) -> None:
    with pytest.raises(TroubleError) as trouble:
        today(epoch, lambda: TODAY)
    assert f"It now says '{epoch}'" in trouble.value.tell(words("en"))
    assert f"Nu staat er '{epoch}'" in trouble.value.tell(words("nl"))
