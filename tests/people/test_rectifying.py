"""Plays of Ada yang salah: somebody says what is wrong in their data, and an admin answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from models.office import KeepYears
from models.people.audit import Act, AuditEntry
from models.people.employees import Employee, Role
from models.people.postings import Posting
from models.people.rectifications import (
    Rectification,
    RectificationAnswer,
    RectificationSettled,
    Settled,
)
from models.people.superior_questions import NotYoursToSettle
from tests.desk import OFFICE, TEXTS, TUESDAY, Desk, Person
from tests.machine.test_retention import forgets, in_year
from tests.people.test_own_records import rows, unpacked
from tests.work.test_forged import NOT_YOURS

WORDS = "Nama saya kurang gelar: Tom Saputra, S.Kom."
NOT_YOUR_PART = TEXTS.say("id", "refused-not-yours-to-settle")
SETTLED = TEXTS.say("id", "refused-rectification-settled")
OPEN = TEXTS.say("id", "refused-rectification-open")
NOBODY = TEXTS.say("id", "refused-nobody-to-settle", agency=OFFICE.agency)


async def an_office(desk: Desk) -> tuple[Person, Person, Person]:
    """Tom, Eka who administers his unit, and Adi who administers the office."""
    eka = await desk.hires("Eka Putri", role=Role.UNIT_ADMIN)
    adi = await desk.hires("Adi Nugroho", sex=1, role=Role.OFFICE_ADMIN)
    return await desk.hires("Tom Saputra", sex=1), eka, adi


async def asks(person: Person, words: str = WORDS) -> None:
    await person.says("/data_saya")
    await person.taps("Ada yang salah")
    await person.says(words)


async def tidies(desk: Desk) -> None:
    clock = Clock(database=desk.database, office=desk.office, now=desk.now,
                  wake_outbox=lambda: None, may_tick=lambda: True)  # fmt: skip
    await clock._pass_on(desk.time)
    await desk.settles()


async def becomes(person: Person, role: Role) -> None:
    async with person.desk.database.transaction() as session:
        await session.execute(
            update(Employee).where(Employee.id == person.employee.id).values(role=role)
        )


async def verdicts(desk: Desk) -> list[Settled]:
    async with desk.database.transaction() as session:
        return [row.verdict for row in await desk.rows(session, RectificationAnswer)]


def asked_of(person: Person) -> bool:
    return any(WORDS in shown.text for shown in person.screen)


async def test_what_is_wrong_goes_to_the_units_admin_and_the_answer_comes_back(desk: Desk) -> None:
    tom, eka, adi = await an_office(desk)

    await tom.says("/data_saya")
    await tom.taps("Ada yang salah")
    assert tom.sees == (
        "Apa yang salah, dan seharusnya bagaimana? Tulis dalam satu pesan; saya teruskan ke "
        "Bu Eka Putri. Tidak jadi? Tulis /batal."
    )
    await tom.says(WORDS)
    assert tom.sees.endswith(
        f"✏️ Permintaan perbaikan, Sel 24 Nov 16.05:\n{WORDS}\n"
        "⏳ Menunggu Bu Eka Putri, paling lambat Jum 27 Nov 16.05. Jawabannya sampai di sini."
    )
    assert eka.sees.startswith(
        f"✏️ Minta perbaikan data · Pak Tom Saputra\n{WORDS}\n\n"
        "Diminta Sel 24 Nov 16.05, dijawab paling lambat Jum 27 Nov 16.05 (UU 27/2022: 3 × 24 jam)."
    )
    desk.later(minutes=25)

    assert await eka.taps("Sudah diperbaiki") == "Tercatat. Pak Tom Saputra diberi tahu."

    assert tom.sees.startswith(
        "✅ Data Anda sudah diperbaiki, kata Bu Eka Putri, Sel 24 Nov 16.30.\n"
        f"Permintaan Anda: {WORDS}"
    )
    assert tom.buttons == ["✏️ Ada yang salah", "👁 Siapa yang melihat data saya"]
    assert eka.sees == (
        f"✏️ Minta perbaikan data · Pak Tom Saputra\n{WORDS}\n\n"
        "✅ Sudah diperbaiki, Bu Eka Putri, Sel 24 Nov 16.30."
    )
    assert (eka.buttons, adi.screen) == ([], [])
    assert await desk.count(AuditEntry, AuditEntry.act == Act.PUT_RIGHT) == 1


async def test_what_stays_as_it_is_says_why(desk: Desk) -> None:
    tom, eka, _ = await an_office(desk)
    await asks(tom)
    await eka.taps("Tidak diubah")
    await eka.says("tidak")
    assert eka.sees.startswith("Alasannya terlalu singkat.")
    await eka.says("Ijazahnya belum kami terima, Pak")

    assert eka.sees == "Tercatat. Pak Tom Saputra diberi tahu."
    assert tom.sees.startswith(
        "ℹ️ Data Anda tidak diubah. Bu Eka Putri, Sel 24 Nov 16.05: Ijazahnya belum kami terima, Pak"
    )
    assert await verdicts(desk) == [Settled.LEFT]
    assert await desk.count(AuditEntry, AuditEntry.act == Act.LEFT_AS_IT_IS) == 1


async def test_one_at_a_time_until_it_is_taken_back(desk: Desk) -> None:
    tom, eka, _ = await an_office(desk)
    await tom.says("/data_saya")
    wrong = tom.button("Ada yang salah")
    await asks(tom)
    assert await tom.sends_tap(*wrong) == OPEN
    await eka.taps("Tidak diubah")

    assert await tom.taps("Tarik kembali") == "Sudah ditarik kembali."

    assert tom.sees.startswith("↩️ Permintaan Anda sudah ditarik kembali, Sel 24 Nov 16.05.")
    assert [s.buttons for s in eka.screen if WORDS in s.text] == [{}]
    await eka.says("Ijazahnya belum kami terima")  # meant as the reason
    assert eka.sees == SETTLED
    await eka.says("08.00-09.00 apel pagi")
    assert "apel pagi" in eka.sees
    await asks(tom)
    assert await desk.count(Rectification) == 2
    assert await verdicts(desk) == [Settled.WITHDRAWN]


async def test_nobody_answers_but_who_looks_after_the_person_now(desk: Desk) -> None:
    tom, eka, adi = await an_office(desk)
    other = await desk.opens_unit("LAIN", "Dinas Lain")
    rini = await desk.hires("Rini", role=Role.UNIT_ADMIN, unit=other)
    await asks(tom)
    for wrong in (tom, adi, rini):
        for label in ("Sudah diperbaiki", "Tidak diubah"):
            assert await wrong.sends_tap(*eka.button(label)) == NOT_YOURS
    assert await eka.sends_tap(*tom.button("Tarik kembali")) == NOT_YOURS
    await eka.taps("Tidak diubah")
    button = eka.button("Sudah diperbaiki")
    async with desk.database.transaction() as session:
        await session.execute(
            update(Posting).where(Posting.employee_id == tom.employee.id).values(unit_id=other.id)
        )

    assert await eka.sends_tap(*button) == NOT_YOUR_PART  # another unit's by now
    await eka.says("Ijazahnya belum kami terima")
    assert eka.sees == NOT_YOUR_PART
    await tidies(desk)

    assert (asked_of(eka), asked_of(rini)) == (False, True)
    assert "Menunggu Bu Rini" in tom.screen[-1].text
    await rini.taps("Sudah diperbaiki")
    assert await verdicts(desk) == [Settled.PUT_RIGHT]


async def test_what_waits_is_found_again_from_the_offices_card(desk: Desk) -> None:
    tom, eka, adi = await an_office(desk)
    other = await desk.opens_unit("LAIN", "Dinas Lain")
    rini = await desk.hires("Rini", role=Role.UNIT_ADMIN, unit=other)
    await asks(tom)
    await asks(eka, "Golongan saya keliru")  # goes to Adi; nobody answers themself
    for admin in (eka, adi, rini):
        await admin.says("/kantor")
    assert "Minta perbaikan data: 1" in eka.sees
    assert "Minta perbaikan data: 2" in adi.sees
    assert "✏️ Perbaikan data" not in rini.buttons

    await eka.taps("Perbaikan data")

    assert eka.sees.startswith("✏️ Minta perbaikan data · Pak Tom Saputra")
    button = eka.button("Perbaikan data")
    await eka.taps("Sudah diperbaiki")
    assert await verdicts(desk) == [Settled.PUT_RIGHT]
    assert await eka.sends_tap(*button) == SETTLED
    assert await adi.sends_tap(*button) == NOT_YOURS


async def test_an_admins_own_request_goes_to_another(desk: Desk) -> None:
    _, eka, adi = await an_office(desk)
    await asks(eka)

    await adi.taps("Sudah diperbaiki")

    assert eka.sees.startswith("✅ Data Anda sudah diperbaiki, kata Pak Adi Nugroho")


async def test_who_administers_no_more_is_followed_by_who_does(desk: Desk) -> None:
    tom, eka, adi = await an_office(desk)
    await asks(tom)
    await becomes(eka, Role.STAFF)
    assert await eka.taps("Sudah diperbaiki") == NOT_YOUR_PART
    for _ in range(2):
        await tidies(desk)

    assert (asked_of(eka), sum(WORDS in s.text for s in adi.screen)) == (False, 1)
    await adi.taps("Sudah diperbaiki")
    assert tom.sees.startswith("✅ Data Anda sudah diperbaiki, kata Pak Adi Nugroho")


async def test_what_is_late_goes_to_the_offices_admin_too(desk: Desk) -> None:
    tom, eka, adi = await an_office(desk)
    await asks(tom)
    desk.later(hours=71)
    await tidies(desk)
    assert adi.screen == []
    desk.later(hours=1)
    await tidies(desk)

    assert asked_of(adi)
    late = adi.button("Sudah diperbaiki")
    assert await eka.taps("Sudah diperbaiki") == "Tercatat. Pak Tom Saputra diberi tahu."
    assert adi.buttons == []
    assert await adi.sends_tap(*late) == SETTLED
    assert await verdicts(desk) == [Settled.PUT_RIGHT]


async def test_while_nobody_could_answer_whoever_asked_is_told_once(desk: Desk) -> None:
    eka = await desk.hires("Eka Putri", role=Role.UNIT_ADMIN)
    tom = await desk.hires("Tom Saputra", sex=1)
    await asks(tom)
    await becomes(eka, Role.STAFF)
    for _ in range(2):
        await tidies(desk)
    alone = "Permintaan perbaikan data Anda masih terbuka"
    assert sum(s.text.startswith(alone) for s in tom.screen) == 1
    assert any("tidak ada pengelola yang bisa menjawab" in s.text for s in tom.screen)

    adi = await desk.hires("Adi Nugroho", sex=1, role=Role.OFFICE_ADMIN)
    await tidies(desk)

    assert sum(s.text.startswith(alone) for s in tom.screen) == 0
    await adi.taps("Sudah diperbaiki")
    assert tom.sees.startswith("✅ Data Anda sudah diperbaiki")


async def test_without_anybody_who_could_answer_it_says_whom_to_ask(desk: Desk) -> None:
    adi = await desk.hires("Adi Nugroho", sex=1, role=Role.OFFICE_ADMIN)
    await desk.hires("Eka Putri", role=Role.UNIT_ADMIN, joined=False)
    await adi.says("/data_saya")

    assert await adi.taps("Ada yang salah") == NOBODY

    assert await desk.count(Rectification) == 0


async def test_whoever_works_nowhere_any_more_is_answered_by_the_office(desk: Desk) -> None:
    tom, eka, adi = await an_office(desk)
    async with desk.database.transaction() as session:
        await session.execute(
            update(Posting)
            .where(Posting.employee_id == tom.employee.id)
            .values(until=date(2026, 10, 31))
        )
    await asks(tom)

    await adi.taps("Sudah diperbaiki")

    assert eka.screen == []
    assert tom.sees.startswith("✅ Data Anda sudah diperbaiki, kata Pak Adi Nugroho")


async def test_at_night_nobody_is_rung(desk: Desk) -> None:
    tom, eka, _ = await an_office(desk)
    desk.later(hours=7)  # 23.05
    await asks(tom)
    assert eka.screen == []
    desk.later(hours=9)
    await desk.settles()

    assert asked_of(eka)


async def test_it_stands_in_the_copy_of_whoever_asked(desk: Desk) -> None:
    tom, eka, _ = await an_office(desk)
    await asks(tom, "Nama saya <b>ketinggalan</b> gelar")
    await eka.taps("Sudah diperbaiki")
    desk.later(hours=1)

    await tom.says("/data_saya")
    await eka.says("/data_saya")

    copy, admins = unpacked(tom), unpacked(eka)
    asked = rows(copy, "permintaan-perbaikan-data.csv")
    assert [row["Kata-kata"] for row in asked] == ["Nama saya <b>ketinggalan</b> gelar"]
    answers = rows(copy, "jawaban-atas-permintaan-perbaikan-data.csv")
    assert [(row["Oleh"], row["Keputusan"]) for row in answers] == [
        ("Eka Putri", "sudah diperbaiki")
    ]
    assert "data diperbaiki atas permintaan" in [
        row["Perbuatan"] for row in rows(copy, "jejak-akses.csv")
    ]
    assert [name for name, content in admins.items() if b"ketinggalan" in content] == []


async def test_it_is_never_rewritten_and_goes_with_its_year_once_it_is_answered(desk: Desk) -> None:
    desk.office = OFFICE.model_copy(update={"keep_years": KeepYears(work=2, notices=1, traces=3)})
    desk.time = datetime(2026, 12, 31, 9, 5, tzinfo=UTC)
    desk.restart()
    tom, eka, adi = await an_office(desk)
    await asks(tom)
    await eka.taps("Sudah diperbaiki")
    await asks(eka)  # which stays open
    changes = (
        update(Rectification).values(words="lain"), delete(Rectification),
        update(RectificationAnswer).values(words="lain"), delete(RectificationAnswer),
    )  # fmt: skip
    for change in changes:
        with pytest.raises(DBAPIError, match="append-only"):
            async with desk.database.transaction() as session:
                await session.execute(change)

    await in_year(desk, 2029, (adi, tom))
    await forgets(desk)

    assert await desk.count(RectificationAnswer) == 0
    assert await desk.count(Rectification, Rectification.employee_id == eka.employee.id) == 1
    assert await desk.count(Rectification) == 1


# The rules


def somebody(number: int) -> Employee:
    employee = Employee(nip=f"19860926201503{1}{number:03}", name=f"Pegawai {number}")
    employee.id = number
    return employee


def test_nobody_asks_or_answers_themself() -> None:
    tom, eka = somebody(1), somebody(2)
    asked = Rectification.asked(WORDS, by=tom, to=eka, at=TUESDAY)
    asked.answer = None
    with pytest.raises(NotYoursToSettle):
        Rectification.asked(WORDS, by=tom, to=tom, at=TUESDAY)
    with pytest.raises(NotYoursToSettle):
        asked.put_right(by=tom, at=TUESDAY)
    with pytest.raises(NotYoursToSettle):
        asked.left("karena begitu", by=tom, at=TUESDAY, least=3)
    with pytest.raises(NotYoursToSettle):
        asked.withdrawn(by=eka, at=TUESDAY)
    assert asked.put_right(by=eka, at=TUESDAY).verdict is Settled.PUT_RIGHT
    assert asked.until == TUESDAY + timedelta(days=3)


def test_what_was_answered_is_answered() -> None:
    tom, eka = somebody(1), somebody(2)
    asked = Rectification.asked(WORDS, by=tom, to=eka, at=TUESDAY)
    asked.answer = asked.put_right(by=eka, at=TUESDAY)

    with pytest.raises(RectificationSettled):
        asked.put_right(by=eka, at=TUESDAY)
    with pytest.raises(RectificationSettled):
        asked.withdrawn(by=tom, at=TUESDAY)
