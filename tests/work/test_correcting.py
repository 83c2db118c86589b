"""Plays of Minta perbaikan: what has closed changes only as its reviewer lets it, and shows it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from models.machine import Trace
from models.work.activities import Activity
from models.work.corrections import Correction, CorrectionAnswer
from models.work.decisions import Decision, Verdict
from models.work.states import State
from tests.desk import Desk, Person
from tests.work.days import FRIDAY, MONDAY, Days
from tests.work.test_exporting import exported

DECEMBER = date(2026, 12, 7)  # November has closed
REASON = "salah menulis jamnya"


async def mia_and_tom(days: Days) -> tuple[Person, Person]:
    mia = await days.hires("Mia")
    tom = await days.hires("Tom", supervisor=mia, sex=1)
    await days.begins()
    await days.goes_to(MONDAY, "15.00")
    return mia, tom


async def closed(days: Days, text: str = "08.00-10.00 rapat koordinasi") -> tuple[Person, Person]:
    """Approved in November; it is December, and the author looks at the report's card."""
    mia, tom = await mia_and_tom(days)
    await tom.says(text)
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")
    card = next(s for s in tom.screen if s.text.startswith("<b>Laporan Anda"))
    button = tom.button("Ubah", on=card)
    await days.goes_to(DECEMBER, "09.00")
    # The old button says what is so, and the card follows.
    assert await tom.sends_tap(*button) == (
        "Bulan untuk Sen 23 Nov sudah ditutup. Kalau ada yang keliru, Anda bisa minta "
        "perbaikan lewat kartu laporannya."
    )
    return mia, tom


async def asks(tom: Person, wanted: str = "08.00-09.00 rapat koordinasi") -> None:
    await tom.taps("Minta perbaikan")
    await tom.says(REASON)
    await tom.says(wanted)


async def one(desk: Desk) -> Activity:
    async with desk.database.transaction() as session:
        found: Activity = (await desk.rows(session, Activity))[0]
        return found


async def test_a_correction_is_asked_for_with_a_reason_and_let_in(days: Days) -> None:
    mia, tom = await closed(days)

    await tom.taps("Minta perbaikan")
    assert tom.sees == (
        "Mengapa “rapat koordinasi” perlu diperbaiki? Tulis alasannya, paling sedikit 10 huruf. "
        "Tidak jadi? Tulis /batal."
    )
    await tom.says("salah")
    assert tom.sees.startswith("Alasannya terlalu singkat.")
    await tom.says(REASON)
    assert tom.sees.startswith("Sekarang tulis “rapat koordinasi” sebagaimana mestinya")
    await tom.says("08.00-09.00 rapat koordinasi")
    assert any("Permintaan perbaikan dikirim ke Bu Mia." in s.text for s in tom.screen)
    assert "perbaikan sudah diminta, menunggu jawaban" in tom.sees

    assert mia.sees == (
        "Pak Tom minta perbaikan · Sen 23 Nov\n"
        "1. 08.00–10.00 rapat koordinasi (2 jam)\n"
        "    ✅ disetujui\n"
        "    📝 minta jadi: 08.00–10.00 → 08.00–09.00\n"
        "Alasannya (Sen 7 Des 09.00): salah menulis jamnya\n"
        "Masa mengubahnya sudah lewat, jadi Anda yang memutuskan. Keputusannya tercatat."
    )
    assert (await one(days)).minutes == 120
    assert await mia.taps("Setujui perbaikan") == "Perbaikan disetujui dan tercatat."
    activity = await one(days)
    assert (activity.state, activity.minutes, activity.revision, activity.kept) == (
        State.APPROVED, 60, 2, 2,
    )  # fmt: skip
    assert activity.corrected_at == days.time
    assert tom.sees == "✅ Bu Mia menyetujui perbaikan “rapat koordinasi”, Sen 23 Nov."
    assert mia.buttons == []
    assert mia.sees.splitlines()[-1] == "Anda menyetujui perbaikan ini Sen 7 Des 09.00."
    async with days.database.transaction() as session:
        verdicts = [(d.verdict, d.revision) for d in await days.rows(session, Decision)]
    assert verdicts == [(Verdict.APPROVED, 1), (Verdict.CORRECTED, 2)]


async def test_a_correction_that_is_declined_changes_nothing_and_says_why(days: Days) -> None:
    mia, tom = await closed(days)
    await asks(tom)

    await mia.taps("Tidak setuju")
    await mia.says("tidak")
    assert mia.sees.startswith("Alasannya terlalu singkat.")
    await mia.says("rapatnya memang dua jam")
    activity = await one(days)
    assert (activity.minutes, activity.revision, activity.corrected_at) == (120, 1, None)
    assert tom.sees == (
        "Bu Mia tidak menyetujui perbaikan “rapat koordinasi”, Sen 23 Nov. "
        "Alasannya: rapatnya memang dua jam"
    )
    await asks(tom, "08.00-09.30 rapat koordinasi")
    assert await days.count(Correction) == 2


async def test_something_that_should_not_stand_is_asked_to_be_removed(days: Days) -> None:
    mia, tom = await closed(days)
    await asks(tom, "hapus")
    assert "    📝 minta dihapus" in mia.sees.splitlines()

    await mia.taps("Setujui perbaikan")
    activity = await one(days)
    assert (activity.state, activity.corrected_at) == (State.CANCELLED, days.time)


async def test_a_draft_of_a_closed_day_is_let_in_late(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    await days.goes_to(FRIDAY, "09.00")
    await tom.says("Senin 23 November 08.00-10.00 rapat koordinasi")
    assert tom.buttons == ["✏️ Ubah", "🗑 Buang", "📝 Minta perbaikan"]

    await tom.taps("Minta perbaikan")
    assert tom.sees == (
        "Mengapa “rapat koordinasi” baru dilaporkan sekarang? Tulis alasannya, paling sedikit 10 "
        "huruf. Tidak jadi? Tulis /batal."
    )
    await tom.says("lupa melapor karena dinas")
    assert "    📝 minta diterima, walaupun terlambat" in mia.sees.splitlines()
    await mia.taps("Setujui perbaikan")
    activity = await one(days)
    assert (activity.state, activity.kept, activity.reviewer_id, activity.submitted_at) == (
        State.APPROVED, 2, mia.employee.id, days.time,
    )  # fmt: skip
    assert activity.corrected_at == days.time


async def test_of_several_the_one_to_correct_is_chosen(days: Days) -> None:
    mia, tom = await closed(days, "08.00-10.00 rapat koordinasi; 10.00-12.00 verifikasi berkas")

    await tom.taps("Minta perbaikan")
    data, shown = tom.button("2")
    await tom.sends_tap(data, shown)
    await tom.says(REASON)
    await tom.says("10.00-11.00 verifikasi berkas")
    assert "10.00–12.00 → 10.00–11.00" in mia.sees


async def test_while_one_is_asked_for_no_other_is(days: Days) -> None:
    mia, tom = await closed(days)
    old = tom.button("Minta perbaikan")
    await asks(tom)

    assert await tom.sends_tap(*old) == "Perbaikannya sudah diminta. Tunggu jawaban atasan dulu."
    assert "📝 Minta perbaikan" not in tom.buttons


async def test_unclear_or_equal_words_are_asked_for_again(days: Days) -> None:
    _, tom = await closed(days)
    await tom.taps("Minta perbaikan")
    await tom.says(REASON)

    for words, answer in {
        "terima kasih": "Tulis satu kegiatan, lengkap dengan waktunya.",
        "8-9 apel; 9-10 rapat": "Tulis satu kegiatan, lengkap dengan waktunya.",
        "08.00-10.00 rapat koordinasi": "Itu sama dengan yang sudah tercatat.",
        "tgl 24 desember 8-9 rapat": "Tulis satu kegiatan, lengkap dengan waktunya.",
    }.items():
        await tom.says(words)
        assert tom.sees.startswith(answer)
    assert await days.count(Correction) == 0
    await tom.says("/batal")
    assert "📝 Minta perbaikan" in next(s for s in reversed(tom.screen) if s.buttons).buttons


async def test_a_restart_in_the_middle_keeps_the_question(days: Days) -> None:
    mia, tom = await closed(days)
    await tom.taps("Minta perbaikan")
    days.restart()
    await tom.says(REASON)
    days.restart()
    await tom.says("08.00-09.00 rapat koordinasi")
    assert "08.00–10.00 → 08.00–09.00" in mia.sees


async def test_two_taps_let_it_in_once(days: Days) -> None:
    mia, tom = await closed(days)
    await asks(tom)
    old = mia.button("Setujui perbaikan")
    declines = mia.button("Tidak setuju")
    await mia.sends_tap(*old)

    for button in (old, declines):
        assert await mia.sends_tap(*button) == (
            "Perbaikan ini sudah dijawab, jadi tidak ada yang berubah."
        )
    assert await days.count(CorrectionAnswer) == 1
    assert (await one(days)).revision == 2
    assert await days.faults() == []


async def test_what_can_still_be_changed_needs_no_asking(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    assert "📝 Minta perbaikan" not in tom.buttons
    notice, version = tom.button("Ubah")[0].split(":")[1:3]

    assert await tom.sends_tap(f"mend:{notice}:{version}:1", tom.card) == (
        "Ini masih bisa diubah langsung. Ketuk Ubah di kartu yang terbaru."
    )


async def test_nobody_else_asks_or_decides(days: Days) -> None:
    mia, tom = await closed(days)
    eve = await days.hires("Eve")
    for person in (mia, eve):
        assert await person.sends_tap(*tom.button("Minta perbaikan")) == (
            "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
        )
    await asks(tom)
    for person in (tom, eve):
        for label in ("Setujui perbaikan", "Tidak setuju"):
            assert await person.sends_tap(*mia.button(label)) == (
                "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
            )
    # A forged button on the author's own card.
    button = next(s for s in reversed(tom.screen) if s.buttons)
    notice, version = next(iter(button.buttons.values())).split(":")[1:3]
    assert await tom.sends_tap(f"mend-yes:{notice}:{version}", button) == (
        "Permintaan ini bukan untuk Anda putuskan."
    )
    assert await days.count(Trace) == 7
    assert (await one(days)).revision == 1


async def test_without_a_reviewer_nobody_can_be_asked(days: Days) -> None:
    tom = await days.hires("Tom", sex=1)
    await days.begins()
    await days.goes_to(FRIDAY, "09.00")
    await tom.says("Senin 23 November 08.00-10.00 rapat koordinasi")
    toast = await tom.taps("Minta perbaikan")
    assert (toast or "").startswith("Atasan Anda belum diatur di data")
    assert await days.count(Correction) == 0


async def test_what_was_asked_and_answered_is_never_rewritten(days: Days) -> None:
    mia, tom = await closed(days)
    await asks(tom)
    await mia.taps("Setujui perbaikan")

    changes = [
        update(Correction).values(reason="lain"), delete(Correction),
        update(CorrectionAnswer).values(is_granted=False), delete(CorrectionAnswer),
    ]  # fmt: skip
    for change in changes:
        with pytest.raises(DBAPIError, match="append-only"):
            async with days.database.transaction() as session:
                await session.execute(change)


async def test_what_is_undecided_after_the_close_may_be_corrected_too(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await days.goes_to(DECEMBER, "09.00")
    assert "📝 Minta perbaikan" in next(s for s in tom.screen if s.buttons).buttons

    await asks(tom)
    days.time += timedelta(minutes=1)
    await mia.taps("Setujui perbaikan")
    activity = await one(days)
    assert (activity.state, activity.minutes) == (State.APPROVED, 60)


async def test_the_months_figures_say_that_they_were_corrected(days: Days, tmp_path: Path) -> None:
    mia, tom = await closed(days, "08.00-10.00 rapat koordinasi; 10.00-12.00 verifikasi berkas")
    untouched = await exported(days, tmp_path)
    for number, wanted in (("1", "08.00-09.00 rapat koordinasi"), ("2", "hapus")):
        await tom.taps("Minta perbaikan")
        await tom.sends_tap(*tom.button(number))
        await tom.says(REASON)
        await tom.says(wanted)
        await mia.taps("Setujui perbaikan")

    sheets = await exported(days, tmp_path)
    assert [row["Diperbaiki"] for row in sheets.activities] == 2 * [
        datetime(2026, 12, 7, 9, 0)  # noqa: DTZ001 - a spreadsheet's
    ]
    assert [row["Keadaan"] for row in sheets.activities] == ["disetujui", "dibatalkan"]
    assert sheets.activities[0]["Riwayat keputusan"].splitlines()[-1] == (
        "Sen 7 Des 09.00 Mia: perbaikan disetujui (revisi 2), salah menulis jamnya"
    )
    of_tom = {row["Nama"]: row for row in sheets.people}["Tom"]
    assert (of_tom["Menit"], of_tom["Diperbaiki"]) == (60, 2)
    said = (
        "2 kegiatan bulan ini diperbaiki setelah ditutup, atas permintaan pegawai dan "
        "persetujuan atasan."
    )
    assert (said in untouched.about, said in sheets.about) == (False, True)

    await tom.says("/minggu")
    await tom.taps("Minggu 49")
    await tom.taps("Minggu 48")
    assert "2 kegiatan diperbaiki setelah ditutup." in tom.sees.splitlines()


async def test_letting_it_in_after_all_frees_the_next_text(days: Days) -> None:
    mia, tom = await closed(days)
    await asks(tom)
    await mia.taps("Tidak setuju")
    await mia.taps("Setujui perbaikan")

    await mia.says("08.00-09.00 memeriksa laporan")
    assert mia.sees.startswith("Laporan Anda")
    assert await days.count(CorrectionAnswer) == 1


async def test_words_that_come_when_it_was_asked_for_already_are_nobodys_answer(
    days: Days,
) -> None:
    mia, tom = await closed(days)
    old = tom.button("Minta perbaikan")
    await asks(tom)
    await mia.taps("Setujui perbaikan")
    await tom.taps("Minta perbaikan")
    await tom.says(REASON)
    async with days.database.transaction() as session:
        await session.execute(update(Activity).values(state=State.REJECTED))

    await tom.says("08.00-09.30 rapat koordinasi")
    assert any(s.text.startswith("Ini sudah ditolak.") for s in tom.screen)
    await tom.says("13.00-14.00 input data")
    assert await days.count(Activity) == 2
    assert await tom.sends_tap(*old) is not None


async def test_what_is_asked_for_waits_in_the_queue_and_opens_from_it(days: Days) -> None:
    mia, tom = await closed(days)
    await asks(tom)
    await tom.says("/tinjau")
    assert tom.sees == "Tidak ada yang menunggu keputusan Anda. Terima kasih."

    await mia.says("/tinjau")
    assert mia.sees == "Minta perbaikan: 1\n• Pak Tom, Sen 23 Nov"
    queue = mia.card
    data, _ = mia.button("Perbaikan Pak Tom")
    assert await tom.sends_tap(data, queue) == (
        "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    )
    await mia.sends_tap(data, queue)
    assert mia.sees.startswith("Pak Tom minta perbaikan · Sen 23 Nov")
    await mia.taps("Setujui perbaikan")

    assert await mia.sends_tap(data, queue) == (
        "Perbaikan ini sudah dijawab, jadi tidak ada yang berubah."
    )
    await mia.says("/tinjau")
    assert mia.sees == "Tidak ada yang menunggu keputusan Anda. Terima kasih."
    assert await days.faults() == []


async def test_corrections_stand_below_what_waits(days: Days) -> None:
    mia, tom = await closed(days)
    await asks(tom)
    await tom.says("07.30-08.30 apel pagi")
    await tom.taps("Kirim")

    await mia.says("/tinjau")

    assert mia.sees.startswith("Menunggu keputusan Anda: 1\n\nPak Tom · Sen 7 Des\n1. 07.30")
    assert mia.sees.endswith("\n\nMinta perbaikan: 1\n• Pak Tom, Sen 23 Nov")
