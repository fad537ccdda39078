"""Pictures in four colours as PNG, put together from bands of rows that are packed apart.

So a band that is on many pictures is packed once, and what is new on one in the least time.
"""

import zlib
from collections.abc import Sequence
from itertools import starmap
from struct import pack
from typing import NamedTuple

from PIL import Image, ImageChops

_BITS = 2
_IN_A_BYTE = 8 // _BITS
_LESS_THE_ROW_ABOVE = 2
"""The byte that in PNG stands before a row of which each byte is less by the one above it; a zero
stands before a row as it is."""


class Band(NamedTuple):
    """Rows of a picture in the form of PNG, and the same packed so that others may follow."""

    rows: bytes
    packed: bytes


def lasting(image: Image.Image) -> Band:
    """Rows that are packed once and used often. The pixels are places in a palette."""
    return _packed(_rows(image), zlib.Z_DEFAULT_COMPRESSION)


def passing(image: Image.Image) -> Band:
    """Rows that are used once. Less the row above, letters on paper are mostly nothing, and long
    runs of that are found in the least time."""
    size = wide, high = 1 + image.width // _IN_A_BYTE, image.height
    rows = Image.frombytes("L", size, _rows(image))
    rows = ImageChops.subtract_modulo(rows, rows.crop((0, -1, wide, high - 1)))
    rows.paste(_LESS_THE_ROW_ABOVE, (0, 1, 1, high))  # a band may follow any, so not the first
    return _packed(rows.tobytes(), zlib.Z_BEST_SPEED, zlib.Z_RLE)


def png(bands: Sequence[Band], size: tuple[int, int], palette: bytes) -> bytes:
    """A picture of bands from above; ``palette`` has red, green and blue of each colour."""
    total = zlib.adler32(b"")
    for band in bands:
        total = zlib.adler32(band.rows, total)
    packed = (b"\x78\x01", *(band.packed for band in bands), b"\x03\0", pack(">I", total))
    chunks = (
        (b"IHDR", pack(">IIBBBBB", *size, _BITS, 3, 0, 0, 0)),  # 3: with a palette
        (b"PLTE", palette),
        (b"IDAT", b"".join(packed)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(starmap(_chunk, chunks))


def _rows(image: Image.Image) -> bytes:
    """Each row with a zero before it, which is a byte of paper when there are pixels for it."""
    edged = image.crop((-_IN_A_BYTE, 0, image.width, image.height))
    return edged.tobytes("raw", f"P;{_BITS}")


def _packed(rows: bytes, level: int, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> Band:
    packer = zlib.compressobj(level, wbits=-zlib.MAX_WBITS, strategy=strategy)
    return Band(rows, packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH))


def _chunk(name: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))
