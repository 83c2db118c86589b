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
PIXELS_PER_INCH = 144  # two to a point: a page of 360 pt is as wide as a cheap phone, in 720 px
COLOURS = 32  # flat colours and the edges of letters need no more


def pdf(template: str, facts: object) -> bytes:
    """Typeset ``template`` (a file here, without .typ); it reads ``facts`` as JSON."""
    return _compiled(template, facts, "pdf")


def picture(template: str, facts: object) -> bytes:
    """The same as a PNG of few colours: about a fifth of what typst itself writes."""
    full = Image.open(BytesIO(_compiled(template, facts, "png"))).convert("RGB")
    small = BytesIO()
    full.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        small, "PNG", compress_level=6
    )
    return small.getvalue()


def _compiled(template: str, facts: object, kind: str) -> bytes:
    compiler = typst.Compiler(
        str(HERE / f"{template}.typ"), root=str(HERE), font_paths=_fonts(), ignore_system_fonts=True
    )
    made = compiler.compile(
        format="pdf" if kind == "pdf" else "png",
        ppi=PIXELS_PER_INCH,
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
