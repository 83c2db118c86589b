"""Names and words that try to break or to spoof a card."""

from __future__ import annotations

import unicodedata

import pytest

from config.texts.harmless import harmless
from models.people.employees import Role
from models.people.importing.cells import read_nip, read_text
from simulator.html import HtmlReader, utf16_length
from tests.desk import TUESDAY, Desk, Person

OVERRIDE = "\u202e"
NAMES = {
    "html": "<b>Mia</b> & <a href='https://x'>Tom",
    "an entity": "Mia &lt;b&gt; &#x202e;",
    "an override": f"Mia {OVERRIDE}iujutesiD",
    "isolates": "Mia \u2066\u2067\u2068",
    "zero width": "M\u200bi\u200ca\ufeff",
    "a tag": "Mia\U000e0041",
    "a pile of marks": "Mi" + "\u0301" * 60 + "a",
    "from right to left": "محمد بن علي",
    "new lines": "Mia\n✅ disetujui\u2028\u2029",
    "long": "M" * 120,
    "quotes": 'M\'ia "Q" {{ me }} {% raw %}',
}


@pytest.fixture(params=list(NAMES.values()), ids=list(NAMES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def invisible(text: str) -> set[str]:
    """Signs that nobody sees, but for isolates around a name and what holds emoji together."""
    kept = "\n\u2068\u2069\u200d\ufe0f"
    return {s for s in text if unicodedata.category(s) in ("Cc", "Cf", "Zl", "Zp")} - {*kept}


def entities(person: Person) -> list[list[str]]:
    """What is bold, a link … in each message: as Telegram reads it."""
    return [[e.type for e in HtmlReader(s.text).read().entities] for s in person.screen]


async def play(desk: Desk, name: str) -> list[Person]:
    """An office in which everybody has this name, and writes it too."""
    admin = await desk.hires(name, role=Role.OFFICE_ADMIN)
    mia = await desk.hires(name)
    tom = await desk.hires(name, supervisor=mia)
    await tom.says(f"08.00-09.00 rapat dengan {name}"[:200])
    await tom.taps("Kirim")
    await mia.taps("Kembalikan")
    await mia.says(f"lampirkan notulen {name}"[:300])
    await tom.taps("Kirim lagi")
    await mia.says("/tinjau")
    await tom.says("/hari_ini")
    await mia.blocks()
    await admin.says("/tertahan")
    await agency(admin)
    await mia.unblocks()
    await mia.taps("Setujui semua")
    return [admin, mia, tom]


async def agency(admin: Person) -> None:
    """Every list of /kantor, and somebody on it."""
    for label in ("Memblokir", "Tertahan", "Bergabung", "Bertugas"):
        await admin.says("/kantor")
        await admin.taps(label)
    await admin.taps("1")


async def test_no_name_breaks_or_spoofs_a_card(desk: Desk, name: str) -> None:
    people = await play(desk, name)
    told = [shown.text for person in people for shown in person.screen]
    labels = [label for person in people for shown in person.screen for label in shown.buttons]

    assert await desk.faults() == []
    assert [text for text in [*told, *labels] if invisible(text)] == []
    assert max(utf16_length(HtmlReader(text).read().text) for text in told) <= 4096


async def test_a_name_brings_no_tag_along(desk: Desk) -> None:
    hostile = await play(desk, NAMES["html"])
    kinds = {kind for person in hostile for found in entities(person) for kind in found}

    assert kinds <= {"bold", "italic", "bot_command"}
    assert "<b>Mia</b> & <a href='https://x'>Tom" in hostile[1].screen[0].text.replace(
        "&lt;", "<"
    ).replace("&gt;", ">").replace("&#39;", "'").replace("&amp;", "&")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Mia", "Mia"),
        ("Mia Lestari, S.E. – Kabag", "Mia Lestari, S.E. – Kabag"),
        (f"Mia {OVERRIDE}moT", "Mia moT"),
        ("M\u200bi\u00ada\x07", "Mia"),
        ("Mi" + "\u0301" * 9, "Mi" + "\u0301" * 3),
        ("نور\nTom", "\u2068نور\u2069\nTom"),
        ("👩\u200d🏫 ✔\ufe0f", "👩\u200d🏫 ✔\ufe0f"),
        (OVERRIDE, ""),
        (7, 7),
        (None, None),
    ],
)
def test_what_is_shown_of_words(written: object, shown: object) -> None:
    assert harmless(written) == shown
    assert harmless(shown) == shown


def test_a_roster_keeps_no_sign_that_nobody_sees() -> None:
    assert read_text(f"Mia{OVERRIDE} \u200bLestari", most=120) == "Mia Lestari"
    assert read_nip("\u202a198609262015032001\u202c", today=TUESDAY.date()) == (
        "198609262015032001"
    )
