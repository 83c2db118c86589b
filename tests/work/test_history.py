"""Plays of /riwayat, and of doing by button what editing does."""

from __future__ import annotations

from datetime import timedelta

from models.machine import Trace
from models.work.activities import Activity
from models.work.states import State
from tests.desk import Desk, Person
from tests.work.days import MONDAY, Days
from tests.work.test_correcting import asks, closed
from tests.work.test_following import mia_and_tom, said, sent, stands

REASON = "lampirkan notulennya ya"


async def a_long_way(desk: Desk) -> tuple[Person, Person]:
    """Sent, returned, corrected, approved, changed, cancelled."""
    mia, tom, message = await sent(desk, "08.00-10.00 rapat koordinasi, 1 notulen")
    await mia.taps("Kembalikan")
    await mia.says(REASON)
    desk.later(hours=1)
    await tom.edits(message, "08.00-11.00 rapat pengadaan, 1 notulen")
    await tom.taps("Kirim lagi")
    await mia.taps("Setujui semua")
    desk.later(hours=1)
    await tom.edits(message, "08.00-11.00 rapat pengadaan, 2 notulen")
    desk.later(hours=1)
    await tom.taps("Ubah")
    await tom.taps("Hapus")
    await tom.says("ternyata bukan hari ini")
    return mia, tom


WHOLE = (
    "Riwayat · “rapat pengadaan”, Sel 24 Nov\n"
    "• Sel 24 Nov 16.05, Pak Tom mengirim: Sel 24 Nov, 08.00–10.00, “rapat koordinasi”, 1 notulen\n"
    "• Sel 24 Nov 16.05, Bu Mia mengembalikan (lampirkan notulennya ya)\n"
    "• Sel 24 Nov 17.05, Pak Tom mengubah: 08.00–10.00 → 08.00–11.00; “rapat koordinasi” → "
    "“rapat pengadaan”\n"
    "• Sel 24 Nov 17.05, Bu Mia menyetujui\n"
    "• Sel 24 Nov 18.05, Pak Tom mengubah: 1 notulen → 2 notulen\n"
    "• Sel 24 Nov 19.05, Pak Tom membatalkan (ternyata bukan hari ini)"
)


async def test_the_history_shows_all_of_it_to_the_author_and_the_reviewer(desk: Desk) -> None:
    mia, tom = await a_long_way(desk)

    await tom.taps("Riwayat")
    assert tom.sees == WHOLE
    await tom.says("/riwayat")
    assert tom.sees == WHOLE
    card = next(s for s in reversed(mia.screen) if s.text.startswith("<b>Pak Tom"))
    await mia.says("/riwayat", reply_to=card)
    assert mia.sees == WHOLE


async def test_of_several_one_is_chosen_by_its_number(desk: Desk) -> None:
    mia, tom, message = await sent(desk)
    await tom.taps("Riwayat")
    assert tom.sees == (
        "Riwayat kegiatan yang mana?\n"
        "1. 08.00–10.00 rapat koordinasi (2 jam)\n"
        "2. 10.00–12.00 verifikasi berkas (2 jam)"
    )
    await tom.sends_tap(*tom.button("2"))
    assert tom.sees == (
        "Riwayat · “verifikasi berkas”, Sel 24 Nov\n"
        "• Sel 24 Nov 16.05, Pak Tom mengirim: Sel 24 Nov, 10.00–12.00, “verifikasi berkas”"
    )
    await tom.taps("Kembali")
    assert tom.buttons == ["1", "2"]


async def test_the_reviewer_finds_it_one_by_one(desk: Desk) -> None:
    mia, tom, message = await sent(desk)
    await mia.taps("Satu per satu")
    await mia.taps("Riwayat")
    await mia.sends_tap(*mia.button("1"))
    assert mia.sees.startswith("Riwayat · “rapat koordinasi”, Sel 24 Nov\n")


async def test_corrections_are_in_it_with_who_asked_and_who_let_them_in(days: Days) -> None:
    mia, tom = await closed(days)
    await asks(tom)
    await mia.taps("Tidak setuju")
    await mia.says("rapatnya memang dua jam")
    days.later(hours=1)
    await asks(tom, "hapus")
    request = mia.card
    await mia.taps("Setujui perbaikan")

    await mia.says("/riwayat", reply_to=request)
    assert mia.sees.splitlines()[3:] == [
        "• Sen 7 Des 09.00, Pak Tom minta perbaikan: Sen 23 Nov, 08.00–09.00, “rapat koordinasi” "
        "(salah menulis jamnya)",
        "• Sen 7 Des 09.00, Bu Mia tidak menyetujui perbaikan (rapatnya memang dua jam)",
        "• Sen 7 Des 10.00, Pak Tom minta perbaikan: dihapus (salah menulis jamnya)",
        "• Sen 7 Des 10.00, Bu Mia menyetujui perbaikan (salah menulis jamnya)",
    ]


async def test_nobody_else_sees_it_and_trying_leaves_a_trace(desk: Desk) -> None:
    mia, tom, message = await sent(desk)
    eve = await desk.hires("Eve")
    assert await eve.sends_tap(*tom.button("Riwayat")) == (
        "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    )
    await eve.says("/riwayat")
    assert eve.sees.startswith("Belum ada riwayatnya")

    # A forged number on one's own history.
    await eve.says("08.00-09.00 apel; 09.00-10.00 rapat staf")
    eve_message = await eve.says("13.00-14.00 apel; 14.00-15.00 rapat staf")
    assert eve_message
    await eve.taps("Kirim")
    await eve.taps("Riwayat")
    notice, version = eve.button("1")[0].split(":")[1:3]
    assert await eve.sends_tap(f"past:{notice}:{version}:1", eve.card) == (
        "Riwayat ini hanya untuk penulis dan atasan yang meninjaunya."
    )
    assert await desk.count(Trace) == 2
    assert not said(eve, "rapat koordinasi")


async def test_a_draft_has_no_history(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("08.00-10.00 rapat koordinasi")
    assert "🕘 Riwayat" not in tom.buttons
    await tom.says("/riwayat", reply_to=tom.card)
    assert tom.sees.startswith("Belum ada riwayatnya")


# By button, what editing does


async def test_more_is_added_to_a_report_that_was_sent(desk: Desk) -> None:
    mia, tom, message = await sent(desk, "kemarin 08.00-10.00 rapat koordinasi")
    await tom.taps("Ubah")
    await tom.taps("Tambah kegiatan")
    assert tom.sees == (
        "Tulis kegiatan tambahannya untuk Sen 23 Nov. Misalnya: 13.00-14.00 input data. "
        "Tidak jadi? Ketuk Batal di kartunya."
    )
    await tom.says("terima kasih")
    await tom.says("13.00-14.00 input data")
    assert tom.sees.splitlines()[0] == "Laporan Anda · Sen 23 Nov"
    assert await stands(desk) == [
        ("rapat koordinasi", State.SUBMITTED, 1), ("input data", State.DRAFT, 1),
    ]  # fmt: skip
    await tom.taps("Kirim")
    assert "2. 13.00–14.00 input data (1 jam)" in mia.sees

    # What was added by button is no line of the message: an edit leaves it alone.
    await tom.edits(message, "kemarin 08.00-11.00 rapat koordinasi")
    assert await stands(desk) == [
        ("rapat koordinasi", State.SUBMITTED, 2), ("input data", State.SUBMITTED, 1),
    ]  # fmt: skip
    assert not said(tom, "tidak ada lagi di pesan Anda")


async def test_an_approved_one_is_amended_by_button_long_after_48_hours(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    await days.begins()
    await days.goes_to(MONDAY, "15.00")
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")
    days.time += timedelta(days=9)

    await tom.taps("Ubah")
    await tom.taps("Jam")
    await tom.says("8-11")
    assert said(
        tom,
        "“rapat koordinasi” tadinya sudah disetujui. Karena berubah, kegiatan ini menunggu "
        "disetujui lagi.",
    )
    assert "    ✏️ disetujui Sen 23 Nov 15.00, lalu diubah: 08.00–10.00 → 08.00–11.00" in (
        mia.sees.splitlines()
    )
    await tom.taps("Ubah")
    await tom.taps("Hapus")
    await tom.says("ternyata bukan saya")
    assert await days.count(Activity, Activity.state == State.CANCELLED) == 1


async def test_the_same_value_by_button_reopens_nothing(desk: Desk) -> None:
    mia, tom, message = await sent(desk, "08.00-10.00 rapat koordinasi")
    await mia.taps("Setujui semua")
    await tom.taps("Ubah")
    await tom.taps("Jam")
    await tom.says("8-10")
    assert await stands(desk) == [("rapat koordinasi", State.APPROVED, 1)]
