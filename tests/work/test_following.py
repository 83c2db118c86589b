"""Plays of editing a message: only what changed changes, also once it was sent, on both sides."""

from __future__ import annotations

from datetime import timedelta

from models.work.activities import Activity
from models.work.decisions import Decision, Verdict
from models.work.revisions import Revision
from models.work.states import State
from tests.desk import Desk, Person
from tests.work.days import MONDAY, Days

TWO = "08.00-10.00 rapat koordinasi\n10.00-12.00 verifikasi berkas"
REASON = "lampirkan notulennya ya"


async def mia_and_tom(desk: Desk) -> tuple[Person, Person]:
    mia = await desk.hires("Mia")
    return mia, await desk.hires("Tom", supervisor=mia, sex=1)


async def sent(desk: Desk, text: str = TWO) -> tuple[Person, Person, int]:
    """(the reviewer, the author, the message)."""
    mia, tom = await mia_and_tom(desk)
    message = await tom.says(text)
    await tom.taps("Kirim")
    return mia, tom, message


async def stands(desk: Desk) -> list[tuple[str, State, int]]:
    """(words, state, revision) of every activity, in the order of their lines."""
    async with desk.database.transaction() as session:
        rows = await desk.rows(session, Activity)
    rows.sort(key=lambda a: (a.report_id, a.position))
    return [(a.what, a.state, a.revision) for a in rows]


async def kept(desk: Desk) -> list[tuple[int, int]]:
    """(activity, number) of every revision that was written down."""
    async with desk.database.transaction() as session:
        return [(r.activity_id, r.number) for r in await desk.rows(session, Revision)]


def said(person: Person, text: str) -> bool:
    return any(text in shown.text for shown in person.screen)


# Before it is sent


async def test_a_line_put_in_above_leaves_the_others_as_they_were(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    message = await tom.says(TWO)

    await tom.edits(message, f"07.30-08.00 apel pagi\n{TWO}")
    assert await stands(desk) == [
        ("apel pagi", State.DRAFT, 1),
        ("rapat koordinasi", State.DRAFT, 1),
        ("verifikasi berkas", State.DRAFT, 1),
    ]
    assert len(tom.screen) == 1


async def test_a_draft_whose_line_vanished_goes_and_comes_back_with_it(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    message = await tom.says(TWO)

    await tom.edits(message, "10.00-12.00 verifikasi berkas")
    assert await stands(desk) == [
        ("verifikasi berkas", State.DRAFT, 1), ("rapat koordinasi", State.CANCELLED, 1),
    ]  # fmt: skip
    await tom.edits(message, TWO)
    assert [line for line in await stands(desk) if line[1] is State.DRAFT] == [
        ("rapat koordinasi", State.DRAFT, 1), ("verifikasi berkas", State.DRAFT, 1),
    ]  # fmt: skip


async def test_what_was_changed_by_button_stays_when_another_part_is_edited(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    message = await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Ubah")
    await tom.taps("Hari")
    await tom.says("kemarin")

    await tom.edits(message, "08.00-11.00 rapat koordinasi")
    assert tom.sees.splitlines()[:2] == [
        "Laporan Anda · Sen 23 Nov",
        "1. 08.00–11.00 rapat koordinasi (3 jam)",
    ]


async def test_an_answered_question_is_not_asked_again(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    message = await tom.says("rapat koordinasi")
    await tom.says("2 jam")
    assert "Ketuk Kirim" in tom.sees

    await tom.edits(message, "rapat koordinasi pengadaan")
    assert tom.sees.splitlines()[1] == "1. rapat koordinasi pengadaan (2 jam)"


# Once it was sent


async def test_only_the_line_that_changed_becomes_a_new_revision(desk: Desk) -> None:
    mia, tom, message = await sent(desk)

    await tom.edits(message, TWO.replace("12.00", "13.00"))
    assert await stands(desk) == [
        ("rapat koordinasi", State.SUBMITTED, 1), ("verifikasi berkas", State.SUBMITTED, 2),
    ]  # fmt: skip
    assert await kept(desk) == [(1, 1), (2, 1), (2, 2)]
    assert "2. 10.00–13.00 verifikasi berkas (3 jam)" in mia.sees
    assert "2. 10.00–13.00 verifikasi berkas (3 jam)" in tom.sees


async def test_an_edit_that_changes_no_words_says_nothing_and_leaves_no_revision(
    desk: Desk,
) -> None:
    mia, tom, message = await sent(desk)
    before = (mia.sees, tom.sees, len(desk.wire.calls))

    for text in (TWO, f"{TWO}\n", TWO.replace("08.00-10.00", "8-10"), f"{TWO}."):
        await tom.edits(message, text)
    assert (mia.sees, tom.sees, len(desk.wire.calls)) == before
    assert await kept(desk) == [(1, 1), (2, 1)]


async def test_telling_of_the_same_edit_twice_is_one_revision(desk: Desk) -> None:
    _, tom, message = await sent(desk)
    edited = TWO.replace("12.00", "13.00")

    await tom.edits(message, edited)
    await tom.edits(message, edited)
    assert await kept(desk) == [(1, 1), (2, 1), (2, 2)]


async def test_an_old_button_of_the_reviewer_decides_nothing_that_was_edited_since(
    desk: Desk,
) -> None:
    mia, tom, message = await sent(desk)
    old = mia.button("Setujui semua")
    await tom.edits(message, TWO.replace("koordinasi", "pengadaan"))

    assert await mia.sends_tap(*old) == "1 disetujui. Masih 1 menunggu."
    assert await stands(desk) == [
        ("rapat pengadaan", State.SUBMITTED, 2), ("verifikasi berkas", State.APPROVED, 1),
    ]  # fmt: skip


async def test_an_added_line_is_a_draft_with_its_own_kirim(desk: Desk) -> None:
    mia, tom, message = await sent(desk)

    await tom.edits(message, f"{TWO}\n13.00-14.00 input data")
    assert await stands(desk) == [
        ("rapat koordinasi", State.SUBMITTED, 1),
        ("verifikasi berkas", State.SUBMITTED, 1),
        ("input data", State.DRAFT, 1),
    ]
    assert "input data" not in mia.sees
    assert await tom.taps("Kirim") == "Terkirim ke Bu Mia."
    assert "3. 13.00–14.00 input data (1 jam)" in mia.sees


async def test_an_approved_line_that_changes_is_to_be_approved_again(desk: Desk) -> None:
    mia, tom, message = await sent(desk)
    await mia.taps("Setujui semua")

    await tom.edits(message, TWO.replace("12.00", "13.00"))
    assert await stands(desk) == [
        ("rapat koordinasi", State.APPROVED, 1), ("verifikasi berkas", State.SUBMITTED, 2),
    ]  # fmt: skip
    assert said(
        tom,
        "“verifikasi berkas” tadinya sudah disetujui. Karena berubah, kegiatan ini menunggu "
        "disetujui lagi.",
    )
    assert "1 menunggu keputusan Anda." in mia.sees
    assert await mia.taps("Setujui semua") == "1 disetujui."
    assert [line[1] for line in await stands(desk)] == [State.APPROVED, State.APPROVED]


async def test_what_was_returned_meanwhile_is_corrected_by_the_edit_and_sent_again(
    desk: Desk,
) -> None:
    mia, tom, message = await sent(desk, "08.00-10.00 rapat koordinasi")
    await mia.taps("Kembalikan")
    await mia.says(REASON)

    await tom.edits(message, "08.00-10.00 rapat koordinasi pengadaan, 1 notulen")
    assert await stands(desk) == [("rapat koordinasi pengadaan", State.RETURNED, 2)]
    assert "pengadaan" not in mia.sees
    assert await tom.taps("Kirim lagi") == "Terkirim ke Bu Mia."
    assert "1. 08.00–10.00 rapat koordinasi pengadaan (2 jam, 1 notulen)" in mia.sees


async def test_what_was_turned_down_stays_and_says_so(desk: Desk) -> None:
    mia, tom, message = await sent(desk, "08.00-10.00 rapat koordinasi")
    await mia.taps("Tolak")
    await mia.taps("Sudah pernah dilaporkan")
    await mia.says(REASON)

    await tom.edits(message, "08.00-11.00 rapat koordinasi")
    assert await stands(desk) == [("rapat koordinasi", State.REJECTED, 1)]
    assert said(tom, "“rapat koordinasi” tetap seperti semula. Ini sudah ditolak.")


async def test_one_bad_line_leaves_the_good_one_changed(desk: Desk) -> None:
    mia, tom, message = await sent(desk)

    await tom.edits(message, "08.00-10.00 rapat pengadaan\ntgl 2 10.00-12.00 verifikasi berkas")
    assert await stands(desk) == [
        ("rapat pengadaan", State.SUBMITTED, 2), ("verifikasi berkas", State.SUBMITTED, 1),
    ]  # fmt: skip
    assert said(
        tom,
        "“verifikasi berkas” tetap seperti semula. Sen 2 Nov sudah ditutup: laporan diterima "
        "sampai 3 hari kerja sesudahnya, yaitu Kam 5 Nov.",
    )


async def test_what_was_sent_never_becomes_unclear(desk: Desk) -> None:
    mia, tom, message = await sent(desk, "08.00-10.00 rapat koordinasi")

    await tom.edits(message, "rapat koordinasi")
    assert await stands(desk) == [("rapat koordinasi", State.SUBMITTED, 1)]
    assert said(tom, "“rapat koordinasi” tetap seperti semula. Tulisan barunya belum jelas")
    assert "08.00–10.00" in mia.sees


async def test_an_edit_after_the_month_has_closed_changes_nothing(days: Days) -> None:
    mia, tom = await mia_and_tom(days)
    await days.begins()
    await days.goes_to(MONDAY, "15.00")
    message = await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await mia.taps("Setujui semua")
    written = days.time

    days.time = written + timedelta(days=10)
    await tom.edits(message, "08.00-11.00 rapat koordinasi", written=written)
    assert await stands(days) == [("rapat koordinasi", State.SUBMITTED, 2)]

    days.time = written + timedelta(days=14)
    await tom.edits(message, "08.00-12.00 rapat koordinasi", written=written)
    assert await stands(days) == [("rapat koordinasi", State.SUBMITTED, 2)]
    assert said(tom, "“rapat koordinasi” tetap seperti semula. Bulan untuk Sen 23 Nov")


# What vanished


async def test_a_vanished_line_that_was_sent_is_asked_about_and_not_cancelled(desk: Desk) -> None:
    mia, tom, message = await sent(desk)

    await tom.edits(message, "08.00-10.00 rapat koordinasi")
    assert tom.sees == (
        "Kegiatan ini sudah terkirim, tetapi tidak ada lagi di pesan Anda. Dibatalkan?\n"
        "1. 10.00–12.00 verifikasi berkas (2 jam)"
    )
    assert tom.buttons == ["Batalkan", "Biarkan"]
    assert [line[1] for line in await stands(desk)] == [State.SUBMITTED, State.SUBMITTED]

    await tom.taps("Batalkan")
    assert tom.sees.startswith("Mengapa “verifikasi berkas” dibatalkan?")
    await tom.says("pendek")
    assert tom.sees.startswith("Alasannya terlalu singkat.")
    await tom.says("ternyata bukan hari ini")
    assert said(tom, "1 kegiatan dibatalkan. Alasannya ikut tercatat.")
    assert not said(tom, "tidak ada lagi di pesan Anda")
    assert "dibatalkan: ternyata bukan hari ini" in mia.sees
    async with desk.database.transaction() as session:
        decisions = [(d.verdict, d.by_id, d.reason) for d in await desk.rows(session, Decision)]
    assert decisions == [(Verdict.CANCELLED, tom.employee.id, "ternyata bukan hari ini")]


async def test_a_vanished_line_may_be_left_as_it_was(desk: Desk) -> None:
    _, tom, message = await sent(desk)
    await tom.edits(message, "08.00-10.00 rapat koordinasi")

    assert await tom.taps("Biarkan") == "Baik, tetap seperti yang terkirim."
    assert not said(tom, "tidak ada lagi di pesan Anda")
    await tom.edits(message, "08.00-11.00 rapat koordinasi")
    assert not said(tom, "tidak ada lagi di pesan Anda")
    assert [line[1] for line in await stands(desk)] == [State.SUBMITTED, State.SUBMITTED]


async def test_a_line_written_once_more_is_the_same_and_the_question_goes(desk: Desk) -> None:
    _, tom, message = await sent(desk)
    await tom.edits(message, "08.00-10.00 rapat koordinasi")

    await tom.edits(message, TWO)
    assert not said(tom, "tidak ada lagi di pesan Anda")
    assert await stands(desk) == [
        ("rapat koordinasi", State.SUBMITTED, 1), ("verifikasi berkas", State.SUBMITTED, 1),
    ]  # fmt: skip


async def test_leaving_the_question_why_cancels_nothing_and_frees_the_next_text(
    desk: Desk,
) -> None:
    _, tom, message = await sent(desk)
    await tom.edits(message, "08.00-10.00 rapat koordinasi")
    await tom.taps("Batalkan")

    await tom.says("/batal")
    await tom.says("13.00-14.00 input data")
    assert [line[1] for line in await stands(desk)] == [
        State.SUBMITTED, State.SUBMITTED, State.DRAFT,
    ]  # fmt: skip
    assert await tom.taps("Biarkan") == "Baik, tetap seperti yang terkirim."


async def test_whoever_had_approved_it_is_told_that_it_was_cancelled(desk: Desk) -> None:
    mia, tom, message = await sent(desk)
    await mia.taps("Setujui semua")
    await tom.edits(message, "08.00-10.00 rapat koordinasi")
    await tom.taps("Batalkan")
    desk.restart()
    await tom.says("ternyata bukan hari ini")

    assert mia.sees == (
        "Pak Tom membatalkan kegiatan yang sudah Anda setujui, Sel 24 Nov:\n"
        "• verifikasi berkas\n"
        "Alasannya: ternyata bukan hari ini"
    )
    assert await stands(desk) == [
        ("rapat koordinasi", State.APPROVED, 1), ("verifikasi berkas", State.CANCELLED, 1),
    ]  # fmt: skip


async def test_a_second_tap_on_batalkan_finds_nothing_left(desk: Desk) -> None:
    _, tom, message = await sent(desk)
    await tom.edits(message, "08.00-10.00 rapat koordinasi")
    old = tom.button("Batalkan")
    await tom.sends_tap(*old)
    await tom.says("ternyata bukan hari ini")

    assert await tom.sends_tap(*old) == "Ini sudah dibatalkan. Lihat kartu yang terbaru."


async def test_nobody_else_answers_what_vanished(desk: Desk) -> None:
    mia, tom, message = await sent(desk)
    eve = await desk.hires("Eve")
    await tom.edits(message, "08.00-10.00 rapat koordinasi")

    for person in (mia, eve):
        for label in ("Batalkan", "Biarkan"):
            assert await person.sends_tap(*tom.button(label)) == (
                "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
            )
    assert [line[1] for line in await stands(desk)] == [State.SUBMITTED, State.SUBMITTED]


# What the reviewer sees of it


async def test_the_reviewer_sees_what_changed_old_and_new(desk: Desk) -> None:
    mia, tom, message = await sent(desk)

    await tom.edits(message, "08.00-10.00 rapat koordinasi\n10.00-13.00 verifikasi arsip, 3 berkas")
    assert mia.sees.splitlines()[2:] == [
        "1. 08.00–10.00 rapat koordinasi (2 jam)",
        "2. 10.00–13.00 verifikasi arsip (3 jam, 3 berkas)",
        "    ✏️ diubah: 10.00–12.00 → 10.00–13.00; “verifikasi berkas” → “verifikasi arsip”; "
        "tanpa jumlah → 3 berkas",
        "Jumlah 5 jam.",
        "2 menunggu keputusan Anda.",
    ]
    await mia.says("/tinjau")
    assert "“verifikasi berkas” → “verifikasi arsip”" in mia.sees


async def test_what_was_approved_and_changed_says_so_on_both_sides(desk: Desk) -> None:
    mia, tom, message = await sent(desk, "08.00-10.00 rapat koordinasi")
    await mia.taps("Setujui semua")
    desk.later(hours=1)
    await tom.edits(message, "08.00-11.00 rapat koordinasi")

    changed = "    ✏️ disetujui Sel 24 Nov 16.05, lalu diubah: 08.00–10.00 → 08.00–11.00"
    assert changed in mia.sees.splitlines()
    assert changed in next(s.text for s in reversed(tom.screen) if s.buttons).splitlines()
    await mia.taps("Setujui semua")
    assert "diubah" not in mia.sees


async def test_what_changed_back_shows_no_change(desk: Desk) -> None:
    mia, tom, message = await sent(desk)
    await tom.edits(message, TWO.replace("12.00", "13.00"))
    await tom.edits(message, TWO)

    assert "diubah" not in mia.sees
    assert await kept(desk) == [(1, 1), (2, 1), (2, 2), (2, 3)]


async def test_what_was_corrected_after_a_return_shows_what_changed(desk: Desk) -> None:
    mia, tom, message = await sent(desk, "08.00-10.00 rapat koordinasi")
    await mia.taps("Kembalikan")
    await mia.says(REASON)
    await tom.edits(message, "08.00-10.00 rapat koordinasi, 1 notulen")
    await tom.taps("Kirim lagi")

    assert "    ✏️ diubah: tanpa jumlah → 1 notulen" in mia.sees.splitlines()
