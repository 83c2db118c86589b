"""Pages from plain data: a typst template beside the code, with Inter, as PDF or as picture.

Both hold their thread for some ten milliseconds a page: call them by ``asyncio.to_thread``.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import typst
from PIL import Image

HERE = Path(__file__).parent
# Two to a point: a page of 360 pt is as wide as a cheap phone, in 720 px. Fewer if it is too full.
PIXELS_PER_INCH = (144, 118, 96, 72)
COLOURS = 16  # flat colours and the edges of letters need no more
MOST_BYTES = 60_000  # of a picture: quota is dear, and signal weak


def pdf(template: str, facts: object) -> bytes:
    """Typeset ``template`` (a file here, without .typ); it reads ``facts`` as JSON."""
    return _compiled(template, facts, "pdf")


def picture(template: str, facts: object) -> bytes:
    """The same as a PNG of 60 KB at most: of few colours, and then coarser, if it must be.

    Telegram makes a JPEG of it anyway, so a smaller one than that saves nobody's quota.
    """
    drawn = b""
    for ppi in PIXELS_PER_INCH:
        drawn = _compiled(template, facts, "png", ppi)
        if len(drawn) > MOST_BYTES:
            drawn = _with_few_colours(drawn)
        if len(drawn) <= MOST_BYTES:
            break
    return drawn


def _with_few_colours(png: bytes) -> bytes:
    full = Image.open(BytesIO(png)).convert("RGB")
    few = full.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    written = BytesIO()
    few.save(written, "PNG", compress_level=6)
    return written.getvalue()


def _compiled(template: str, facts: object, kind: str, ppi: float | None = None) -> bytes:
    compiler = typst.Compiler(
        str(HERE / f"{template}.typ"), root=str(HERE), font_paths=_fonts(), ignore_system_fonts=True
    )
    made = compiler.compile(
        format="pdf" if kind == "pdf" else "png",
        ppi=ppi,
        sys_inputs={"facts": json.dumps(facts)},
    )
    assert isinstance(made, bytes), "a picture is one page"
    return made


@cache
def _fonts() -> typst.Fonts:
    """Kept: reading the font again would cost more than a page."""
    folder = files("fontpkg_inter") / "files"
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
