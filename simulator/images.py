"""How large a picture is, read from its first bytes."""

from __future__ import annotations

import struct

from simulator import limits

JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the markers that carry the size


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG or GIF; None if it is none of these."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith((b"GIF87a", b"GIF89a")) and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    return _size_of_jpeg(content) if content.startswith(b"\xff\xd8") else None


def _size_of_jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content):
        mark, marker, length = struct.unpack(">BBH", content[at : at + 4])
        if mark != 0xFF:
            return None
        if marker in JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def sizes_kept(width: int, height: int) -> list[tuple[int, int]]:
    """The sizes Telegram keeps of a photo, smallest first; none is larger than the photo was."""
    longest = max(width, height)
    sides = [side for side in limits.PHOTO_SIZES if side < longest]
    sides.append(min(longest, limits.PHOTO_SIZES[-1]))
    return [_scaled(width, height, side / longest) for side in sorted(set(sides))]


def _scaled(width: int, height: int, by: float) -> tuple[int, int]:
    return max(1, round(width * by)), max(1, round(height * by))
