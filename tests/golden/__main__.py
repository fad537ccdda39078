"""Write the golden pages anew."""

from tests.golden import write

write()
