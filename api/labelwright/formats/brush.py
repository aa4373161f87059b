"""Masks of brush regions: out of their packed form, into PNG, NPY and COCO's run lengths.

The packed form is described under "Brush" of the labeling reference: a bit stream, most significant bit first, of the
flat RGBA picture. The mask is the alpha plane, so only that is unpacked: memory holds one byte a pixel.
"""

import struct
import zlib
from dataclasses import dataclass

MAX_PIXELS = 50_000_000
"""Pixels of a mask; what claims to be larger is refused, as a few bytes can claim any size."""

_INSIDE = bytes(1) + b"\x01" * 255


class BadMask(ValueError):
    """A packed mask that cannot be unpacked."""


@dataclass(frozen=True, slots=True)
class Mask:
    """An alpha plane, row by row: 0 is outside."""

    width: int
    height: int
    alpha: bytes | bytearray


class _Bits:
    """Reads numbers from a bit stream."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def read(self, count: int) -> int:
        """The next `count` bits as a number."""
        end = self._place + count
        if end > 8 * len(self._data):
            raise BadMask("the mask ends too early")
        whole = int.from_bytes(self._data[self._place // 8 : (end + 7) // 8])
        self._place = end
        return (whole >> (-end % 8)) & ((1 << count) - 1)


def unpack(packed: bytes, width: int, height: int) -> Mask:
    """The mask of a picture of this size; refuses what is no mask of it."""
    values = width * height * 4
    if width <= 0 or height <= 0 or values > 4 * MAX_PIXELS:
        raise BadMask("the picture has no size, or is too large")
    bits = _Bits(packed)
    if bits.read(32) != values:
        raise BadMask("the mask is not of the picture's size")
    word = bits.read(5) + 1
    sizes = [bits.read(4) + 1 for _ in range(4)]
    if word != 8:
        raise BadMask("the values are not bytes")
    alpha = bytearray(width * height)
    place = 0
    while place < values:
        is_run = bits.read(1)
        count = bits.read(sizes[bits.read(2)]) + 1
        end = place + count
        if end > values:
            raise BadMask("the mask is longer than the picture")
        # The alpha of pixel k is value 4k + 3.
        first, last = place // 4, end // 4
        if not is_run:
            words = bits.read(8 * count).to_bytes(count)
            alpha[first:last] = words[3 - place % 4 :: 4]
        elif value := bits.read(8):
            alpha[first:last] = bytes((value,)) * (last - first)
        place = end
    return Mask(width, height, alpha)


def png(mask: Mask) -> bytes:
    """A grey picture of 8 bits (PNG specification, https://www.w3.org/TR/png-3/)."""
    rows = range(0, len(mask.alpha), mask.width)
    lines = b"".join(b"\0" + mask.alpha[start : start + mask.width] for start in rows)
    header = struct.pack(">IIBBBBB", mask.width, mask.height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def npy(mask: Mask) -> bytes:
    """An array of height x width bytes (NPY format 1.0, https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html)."""
    text = f"{{'descr': '|u1', 'fortran_order': False, 'shape': ({mask.height}, {mask.width}), }}"
    padded = text + " " * (-(len(text) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(padded)) + padded.encode() + mask.alpha


@dataclass(frozen=True, slots=True)
class Runs:
    """A mask as COCO has it: lengths of runs outside and inside in turn, column by column; its box and area."""

    counts: list[int]
    box: tuple[int, int, int, int]
    area: int


def runs(mask: Mask) -> Runs | None:
    """The run lengths of a mask; None for an empty one."""
    inside = mask.alpha.translate(_INSIDE)
    area = inside.count(1)
    if not area:
        return None
    columns = [inside[x :: mask.width] for x in range(mask.width)]
    filled = [x for x, column in enumerate(columns) if 1 in column]
    top = min(columns[x].find(1) for x in filled)
    bottom = max(columns[x].rfind(1) for x in filled)
    box = (filled[0], top, filled[-1] - filled[0] + 1, bottom - top + 1)
    return Runs(_lengths(b"".join(columns)), box, area)


def _lengths(flat: bytes) -> list[int]:
    counts: list[int] = []
    place, value = 0, 0
    while place < len(flat):
        value_ends = flat.find(1 - value, place)
        end = len(flat) if value_ends < 0 else value_ends
        counts.append(end - place)
        place, value = end, 1 - value
    return counts
