"""Plays of reviewing: one card a day, decided exactly as shown, once, and revocably."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from models.machine import Trace
from models.people.postings import Posting
from models.work.activities import Activity
from models.work.decisions import Decision, RejectedAs, Verdict
from models.work.revisions import Revision
from models.work.states import State
from tests.desk import Desk, Person

REASON = "lampirkan notulennya ya"
THREE = "08.00-09.00 apel pagi; 09.00-10.00 rapat koordinasi; 10.00-11.00 verifikasi berkas"


async def mia_and_tom(desk: Desk) -> tuple[Person, Person]:
    mia = await desk.hires("Mia")
    return mia, await desk.hires("Tom", supervisor=mia, sex=1)


async def sends(person: Person, text: str) -> None:
    await person.says(text)
    await person.taps("Kirim")


async def states(desk: Desk) -> list[State]:
    async with desk.database.transaction() as session:
        return [activity.state for activity in await desk.rows(session, Activity)]


async def decisions(desk: Desk) -> list[Decision]:
    async with desk.database.transaction() as session:
        return await desk.rows(session, Decision)


async def changes(person: Person, field: str, answer: str) -> None:
    await person.taps("Ubah")
    await person.taps(field)
    await person.says(answer)


# One card


async def test_ten_activities_in_a_minute_are_one_card(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    for hour in range(10):
        await sends(tom, f"kemarin {hour + 8:02}.00-{hour + 8:02}.30 kegiatan nomor {hour}")

    assert len(mia.screen) == 1
    assert mia.sees.splitlines()[-2:] == ["Jumlah 5 jam.", "10 menunggu keputusan Anda."]
    assert await mia.taps("Setujui semua") == "10 disetujui."
    assert len(mia.screen) == 1


async def test_each_employee_and_each_day_has_a_card(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    eve = await desk.hires("Eve", supervisor=mia)
    await sends(tom, "kemarin 08.00-09.00 apel\nhari ini 08.00-09.00 apel")
    await sends(eve, "08.00-09.00 apel")

    heads = [shown.text.splitlines()[0] for shown in mia.screen]
    assert heads == [
        "<b>Pak Tom</b> · Sen 23 Nov",
        "<b>Pak Tom</b> · Sel 24 Nov",
        "<b>Bu Eve</b> · Sel 24 Nov",
    ]


async def test_a_settled_day_that_gets_more_rings_again(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    old = mia.card
    await mia.taps("Setujui semua")

    await sends(tom, "09.00-10.00 rapat koordinasi")
    assert old.buttons == {}
    assert mia.sees == (
        "Pak Tom · Sel 24 Nov\n"
        "Analis Contoh\n"
        "1. 08.00–09.00 apel pagi (1 jam)\n"
        "    ✅ disetujui\n"
        "2. 09.00–10.00 rapat koordinasi (1 jam)\n"
        "Jumlah 2 jam.\n"
        "1 menunggu keputusan Anda."
    )
    assert mia.buttons == [
        "✅ Setujui semua", "↩️ Kembalikan", "✖️ Tolak", "💬 Komentar", "Batalkan keputusan",
    ]  # fmt: skip


async def test_a_card_that_the_user_deleted_is_sent_anew(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    mia.screen.clear()

    await sends(tom, "09.00-10.00 rapat koordinasi")
    assert len(mia.screen) == 1
    assert await mia.taps("Setujui semua") == "2 disetujui."


async def test_a_day_too_long_for_one_message_is_several_cards_each_for_its_part(
    desk: Desk,
) -> None:
    mia, tom = await mia_and_tom(desk)
    for half in range(2):
        lines = (f"1 menit mengarsip surat nomor {n} ke lemari {half}" for n in range(50))
        await sends(tom, "\n".join(lines))
    assert len(mia.screen) == 2
    first, second = mia.screen
    heads = [shown.text.splitlines()[0] for shown in mia.screen]
    assert heads == ["<b>Pak Tom</b> · Sel 24 Nov"] * 2
    shown_second = second.text.count("mengarsip")

    toast = await mia.taps("Setujui semua", on=second)
    assert toast == f"{shown_second} disetujui. Masih {100 - shown_second} menunggu."
    assert first.text.count("✅") == 0
    assert second.text.count("✅") == shown_second

    await mia.taps("Kembalikan", on=first)
    assert "Semua" in " ".join(first.buttons)
    assert not any("Semua (" in label for label in second.buttons)
    await mia.taps("Semua", on=first)
    await mia.says(REASON)
    assert (await states(desk)).count(State.RETURNED) == 100 - shown_second


async def test_names_and_words_of_any_kind_do_not_break_the_card(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    tom = await desk.hires('<b>Tom</b> "T" & \u202eCo\u202c' + "x" * 90, supervisor=mia, sex=1)
    await sends(tom, "08.00-09.00 rapat <script>alert('x')</script> & lain")

    await mia.says("/tinjau")
    assert mia.buttons[1].startswith('Pak <b>Tom</b> "T" & ')
    await mia.taps('Pak <b>Tom</b> "T"')
    assert "rapat <script>alert('x')</script> & lain" in mia.sees
    await mia.taps("Kembalikan")
    assert "“rapat <script>alert('x')</script> & lain”" in mia.sees
    await mia.says("kurang <jelas> & lengkap")
    assert tom.sees.splitlines()[2].endswith("kurang <jelas> & lengkap")
    assert await desk.faults() == []


# Approving


async def test_approving_decides_what_was_shown_and_what_came_since_stays(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    button = mia.button("Setujui semua")
    await sends(tom, "09.00-10.00 rapat koordinasi")

    assert await mia.sends_tap(*button) == "1 disetujui. Masih 1 menunggu."
    assert await states(desk) == [State.APPROVED, State.SUBMITTED]
    assert mia.sees.splitlines()[-1] == "1 menunggu keputusan Anda."


async def test_what_was_amended_since_stays_waiting_and_the_answer_says_so(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi; 09.00-10.00 rapat koordinasi")
    button = mia.button("Setujui semua")
    await tom.taps("Ubah")
    await tom.sends_tap(tom.card.buttons["2"], tom.card)
    await tom.taps("Jam")
    await tom.says("9-12")

    assert await mia.sends_tap(*button) == "1 disetujui. Masih 1 menunggu."
    assert await states(desk) == [State.APPROVED, State.SUBMITTED]
    assert "2. 09.00–12.00 rapat koordinasi (3 jam)" in mia.sees.splitlines()
    assert await mia.taps("Setujui semua") == "1 disetujui."
    assert [(d.activity_id, d.revision) for d in await decisions(desk)] == [(1, 1), (2, 2)]


async def test_a_button_whose_all_has_changed_decides_nothing(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    button = mia.button("Setujui semua")
    await changes(tom, "Jam", "8-10")

    assert await mia.sends_tap(*button) == "Kartu ini sudah berubah. Lihat kartu yang terbaru."
    assert await states(desk) == [State.SUBMITTED]
    assert await decisions(desk) == []


async def test_what_the_author_took_back_is_not_approved(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    button = mia.button("Setujui semua")
    await tom.taps("Ubah")
    await tom.taps("Hapus")
    await tom.says("ternyata tidak jadi")

    assert await mia.sends_tap(*button) == (
        "Sudah dibatalkan penulisnya Sel 24 Nov 16.05: apel pagi. Tidak ada yang berubah."
    )


async def test_a_second_tap_says_when_it_was_decided(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    button = mia.button("Setujui semua")
    await mia.sends_tap(*button)
    desk.later(hours=2)

    assert await mia.sends_tap(*button) == (
        "Sudah disetujui Sel 24 Nov 16.05: apel pagi. Tidak ada yang berubah."
    )
    assert len(await decisions(desk)) == 1
    assert len(tom.screen) == 2


async def test_a_card_long_forgotten_sends_its_latest_version(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-08.10 kegiatan nomor 0")
    button = mia.button("Setujui semua")
    for number in range(1, 6):
        await sends(tom, f"08.{number}0-08.{number}5 kegiatan nomor {number}")

    assert await mia.sends_tap(*button) == (
        "Kartu ini sudah lama. Yang terbaru sedang saya kirim; ketuk di sana, ya."
    )
    assert set(await states(desk)) == {State.SUBMITTED}


async def test_two_taps_at_once_from_two_replicas_decide_once(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, THREE)
    data, shown = mia.button("Setujui semua")
    await desk.brings(mia.tap(data, shown))
    await desk.brings(mia.tap(data, shown))

    await asyncio.gather(desk.turns.take_one(), desk.another_replica().take_one())
    await desk.settles()
    assert len(await decisions(desk)) == 3
    assert sorted(answer.text or "" for answer in desk.wire.answers[-2:]) == [
        "3 disetujui.",
        "Sudah disetujui Sel 24 Nov 16.05: apel pagi. Tidak ada yang berubah.",
    ]
    assert await desk.faults() == []


async def test_approving_and_amending_at_once_never_approves_unseen_words(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    for hour in range(8, 13):
        await sends(tom, f"{hour:02}.00-{hour:02}.30 rapat")
        await tom.taps("Ubah")
        await tom.taps("Kegiatan")
        tap, shown = mia.button("Setujui semua")
        await desk.brings(mia.tap(tap, shown))
        await desk.brings({"message": tom.message(desk.next_message_id(), text="rapat besar")})

        await asyncio.gather(desk.turns.take_one(), desk.another_replica().take_one())
        await desk.settles()
        await mia.taps("Setujui semua") if "✅ Setujui semua" in mia.buttons else None
    async with desk.database.transaction() as session:
        last = {d.activity_id: d.revision for d in await desk.rows(session, Decision)}
        for activity in await desk.rows(session, Activity):
            assert activity.state is State.APPROVED
            decided = await session.scalar(
                select(Revision.what).where(
                    Revision.activity_id == activity.id, Revision.number == last[activity.id]
                )
            )
            assert activity.what == decided == "rapat besar"
    assert await desk.faults() == []


async def test_approving_against_sending_neither_deadlocks_nor_loses_anything(
    desk: Desk,
) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-08.30 apel pagi")
    replicas = [desk.turns, desk.another_replica()]
    for hour in range(9, 14):
        await tom.says(f"{hour:02}.00-{hour:02}.30 rapat nomor {hour}")
        approve, send = mia.button("Setujui semua"), tom.button("Kirim")
        await desk.brings(mia.tap(*approve))
        await desk.brings(tom.tap(*send))
        await asyncio.gather(*(replica.take_one() for replica in replicas))
        await desk.settles()
    await mia.taps("Setujui semua")

    assert await states(desk) == [State.APPROVED] * 6
    assert len(await decisions(desk)) == 6
    assert await desk.faults() == []


# One by one


async def test_one_by_one_goes_through_the_day(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, THREE)

    await mia.taps("Satu per satu")
    assert mia.sees == (
        "Pak Tom · Sel 24 Nov\nAnalis Contoh\n1. 08.00–09.00 apel pagi (1 jam)\nKegiatan 1 dari 3."
    )
    assert mia.buttons == [
        "✅ Setujui", "↩️ Kembalikan", "✖️ Tolak", "💬 Komentar", "▶", "Sehari penuh",
        "🕘 Riwayat",
    ]  # fmt: skip
    await mia.sends_tap(mia.card.buttons["▶"], mia.card)
    assert mia.sees.splitlines()[-1] == "Kegiatan 2 dari 3."
    assert list(mia.card.buttons)[-4:] == ["◀", "▶", "Sehari penuh", "🕘 Riwayat"]

    assert await mia.taps("Setujui") == "1 disetujui. Masih 2 menunggu."
    assert mia.sees.splitlines()[-1] == "Kegiatan 1 dari 3."
    await mia.taps("Kembalikan")
    await mia.says(REASON)
    assert await states(desk) == [State.RETURNED, State.APPROVED, State.SUBMITTED]
    card = mia.screen[0]
    assert card.text.splitlines()[-1] == "Kegiatan 3 dari 3."
    await mia.taps("Setujui", on=card)
    assert card.text.splitlines()[-1] == "Semua sudah diputuskan. Terima kasih."


async def test_one_by_one_leads_back_to_the_whole_day(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, THREE)
    whole = mia.card.text

    await mia.taps("Satu per satu")
    await mia.taps("Sehari penuh")
    assert mia.card.text == whole


# Returning


async def test_what_is_returned_is_corrected_and_sent_again_from_that_very_message(
    desk: Desk,
) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi; 09.00-10.00 rapat koordinasi")

    await mia.taps("Kembalikan")
    assert mia.buttons == ["1", "2", "Semua (2)", "‹ Kembali"]
    await mia.sends_tap(mia.card.buttons["2"], mia.card)
    assert mia.sees == (
        "Apa yang perlu diperbaiki Pak Tom pada “rapat koordinasi”? Tulis alasannya, paling "
        "sedikit 10 huruf. Tidak jadi? Ketuk Batal di kartunya."
    )
    desk.later(minutes=5)
    await mia.says(REASON)
    assert mia.sees == "1 kegiatan dikembalikan; alasannya diteruskan ke Pak Tom."

    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. 08.00–09.00 apel pagi (1 jam)\n"
        "    ⏳ menunggu Bu Mia\n"
        "2. 09.00–10.00 rapat koordinasi (1 jam)\n"
        "    ↩️ Bu Mia mengembalikan Sel 24 Nov 16.10: lampirkan notulennya ya\n"
        "Jumlah 2 jam.\n"
        "Perbaiki dengan Ubah, lalu ketuk Kirim lagi."
    )
    await tom.taps("Ubah")
    await tom.sends_tap(tom.card.buttons["2"], tom.card)
    await tom.taps("Jumlah")
    await tom.says("1 notulen")
    assert "notulen)" not in mia.screen[0].text  # what is being corrected was not sent yet

    assert await tom.taps("Kirim lagi") == "Terkirim ke Bu Mia."
    card = mia.screen[0]  # recent and not settled: changed where it stands
    assert card.text.splitlines()[3:6] == [
        "2. 09.00–10.00 rapat koordinasi (1 jam, 1 notulen)",
        "    ↩️ Anda kembalikan Sel 24 Nov 16.10: lampirkan notulennya ya",
        "    ✏️ diubah: tanpa jumlah → 1 notulen",
    ]
    assert await mia.taps("Setujui semua") == "2 disetujui."
    assert [(d.activity_id, d.revision, d.verdict) for d in await decisions(desk)] == [
        (2, 1, Verdict.RETURNED),
        (1, 1, Verdict.APPROVED),
        (2, 2, Verdict.APPROVED),
    ]


async def test_what_is_sent_again_as_it_was_rings_and_is_another_revision(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Kembalikan")
    await mia.says(REASON)
    before = len(mia.screen)

    await tom.taps("Kirim lagi")
    assert len(mia.screen) == before + 1
    assert mia.sees.splitlines()[2:4] == [
        "1. 08.00–09.00 apel pagi (1 jam)",
        f"    ↩️ Anda kembalikan Sel 24 Nov 16.05: {REASON} (dikirim lagi tanpa perubahan)",
    ]
    await mia.taps("Setujui semua")
    assert "↩️" not in mia.sees
    assert [d.revision for d in await decisions(desk)] == [1, 2]


async def test_another_reviewer_sees_who_had_sent_it_back(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    eve = await desk.hires("Eve")
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Kembalikan")
    await mia.says(REASON)
    async with desk.database.transaction() as session:
        await session.execute(
            update(Posting)
            .where(Posting.employee_id == tom.employee.id)
            .values(supervisor_id=eve.employee.id)
        )

    await tom.taps("Kirim lagi")
    assert f"    ↩️ Bu Mia mengembalikan Sel 24 Nov 16.05: {REASON}" in eve.sees
    assert "↩️" not in mia.screen[0].text


async def test_a_return_that_was_taken_back_leaves_no_line(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Kembalikan")
    await mia.says(REASON)
    await mia.taps("Batalkan keputusan")
    await changes(tom, "Kegiatan", "apel gabungan")

    card = mia.screen[0]
    assert "✏️" in card.text
    assert "↩️" not in card.text


async def test_a_reason_too_short_or_too_long_is_asked_again(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Kembalikan")

    await mia.says("kurang")
    assert mia.sees == (
        "Alasannya terlalu singkat. Tulis paling sedikit 10 huruf supaya yang bersangkutan tahu "
        "apa yang perlu diperbaiki."
    )
    await mia.says("a" * 1001)
    assert mia.sees == "Alasannya terlalu panjang. Ringkas jadi paling banyak 1000 huruf."
    assert await states(desk) == [State.SUBMITTED]
    await mia.says(REASON, reply_to=mia.card)
    assert await states(desk) == [State.RETURNED]


async def test_a_cancelled_reason_leaves_all_as_it_was(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    card = mia.card
    await mia.taps("Kembalikan")
    assert list(card.buttons) == ["Batal"]

    await mia.taps("Batal")
    assert list(card.buttons)[0] == "✅ Setujui semua"
    await mia.says("08.00-09.00 memeriksa laporan")
    assert await states(desk) == [State.SUBMITTED, State.DRAFT]


async def test_a_reason_forgotten_for_an_hour_does_not_take_the_reviewers_own_report(
    desk: Desk,
) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Kembalikan")
    question = mia.card
    desk.later(hours=1)

    await mia.says("08.00-09.00 memeriksa laporan")
    assert await states(desk) == [State.SUBMITTED, State.DRAFT]
    await mia.says(REASON, reply_to=question)
    assert await states(desk) == [State.RETURNED, State.DRAFT]


async def test_a_reason_decides_what_the_card_showed_however_often_it_was_drawn_since(
    desk: Desk,
) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-08.10 apel pagi")
    await mia.taps("Kembalikan")
    for number in range(1, 6):
        await sends(tom, f"08.{number}0-08.{number}5 kegiatan nomor {number}")

    await mia.says(REASON)
    assert await states(desk) == [State.RETURNED] + 5 * [State.SUBMITTED]


async def test_a_reason_that_comes_too_late_says_so_and_frees_the_next_text(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Kembalikan")
    await tom.taps("Ubah")
    await tom.taps("Hapus")
    await tom.says("ternyata tidak jadi")

    await mia.says(REASON)
    assert mia.sees == (
        "Sudah dibatalkan penulisnya Sel 24 Nov 16.05: apel pagi. Tidak ada yang berubah."
    )
    await mia.says("08.00-09.00 memeriksa laporan")
    assert await states(desk) == [State.CANCELLED, State.DRAFT]


async def test_what_was_returned_late_may_be_corrected_for_as_long_again(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    desk.time = datetime(2026, 12, 7, 3, 0, tzinfo=UTC)  # day and month are closed
    await mia.taps("Kembalikan")
    await mia.says(REASON)
    assert tom.buttons == ["✅ Kirim lagi", "✏️ Ubah", "🕘 Riwayat"]

    desk.time = datetime(2026, 12, 10, 16, 59, tzinfo=UTC)
    assert await tom.taps("Kirim lagi") == "Terkirim ke Bu Mia."
    await mia.taps("Kembalikan")
    await mia.says(REASON)
    desk.time = datetime(2026, 12, 15, 17, 0, tzinfo=UTC)
    await desk.settles()
    assert tom.buttons == ["✏️ Ubah", "🕘 Riwayat", "📝 Minta perbaikan"]


# Rejecting, commenting


@pytest.mark.parametrize(
    ("label", "kind", "because"),
    [
        ("Tidak dikerjakan", RejectedAs.FICTIVE, "tidak dikerjakan"),
        ("Sudah pernah dilaporkan", RejectedAs.DUPLICATE, "sudah pernah dilaporkan"),
        ("Bukan pekerjaan orang ini", RejectedAs.WRONG_PERSON, "bukan pekerjaan Anda"),
    ],
)
async def test_rejecting_says_as_what_and_why(
    desk: Desk, label: str, kind: RejectedAs, because: str
) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")

    await mia.taps("Tolak")
    assert mia.buttons == [
        "Tidak dikerjakan", "Sudah pernah dilaporkan", "Bukan pekerjaan orang ini", "‹ Kembali",
    ]  # fmt: skip
    await mia.taps(label)
    await mia.says("tidak ada apel hari itu")
    assert mia.sees == "1 kegiatan ditolak; alasannya diteruskan ke Pak Tom."
    assert tom.sees == (
        "✖️ Bu Mia menolak 1 kegiatan Anda, Sel 24 Nov, pukul 16.05:\n"
        "• apel pagi\n"
        f"Sebabnya: {because}. Katanya: “tidak ada apel hari itu”\n"
        "Kalau ini keliru, bicarakan dengan beliau; keputusan bisa dibatalkan sebelum bulan "
        "ditutup."
    )
    assert [(d.verdict, d.rejected_as) for d in await decisions(desk)] == [(Verdict.REJECTED, kind)]
    assert list(tom.screen[0].buttons) == ["🕘 Riwayat"]


async def test_a_comment_approves_and_reaches_the_author(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, THREE)
    await mia.taps("Komentar")
    await mia.taps("Semua (3)")
    assert mia.sees == (
        "Tulis komentar untuk Pak Tom; 3 kegiatan ini sekaligus disetujui. Tidak jadi? Ketuk "
        "Batal di kartunya."
    )

    await mia.says("bagus, terima kasih")
    assert mia.sees == "3 kegiatan disetujui; komentar Anda diteruskan ke Pak Tom."
    assert tom.sees == (
        "✅ Bu Mia menyetujui 3 kegiatan Anda, Sel 24 Nov (3 jam), pukul 16.05.\n"
        "💬 bagus, terima kasih"
    )
    assert {d.reason for d in await decisions(desk)} == {"bagus, terima kasih"}


# Revoking


async def test_a_decision_is_taken_back_as_a_new_one(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Setujui semua")

    assert await mia.taps("Batalkan keputusan") == (
        "Keputusan atas 1 kegiatan dibatalkan; sekarang menunggu lagi."
    )
    assert tom.sees == (
        "Bu Mia membatalkan keputusannya atas 1 kegiatan Anda, Sel 24 Nov. Sekarang menunggu "
        "lagi; Anda akan dikabari."
    )
    assert [d.verdict for d in await decisions(desk)] == [Verdict.APPROVED, Verdict.REVOKED]
    assert await mia.taps("Setujui semua") == "1 disetujui."


async def test_a_decision_stands_once_the_month_has_closed(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Setujui semua")
    button = mia.button("Batalkan keputusan")
    desk.time = datetime(2026, 12, 5, 17, 0, tzinfo=UTC)

    assert await mia.sends_tap(*button) == (
        "Bulan untuk Sel 24 Nov sudah ditutup. Kalau ada yang keliru, penulisnya bisa minta "
        "perbaikan lewat kartu laporannya."
    )
    assert await states(desk) == [State.APPROVED]
    assert mia.buttons == []


async def test_what_is_undecided_stays_decidable_after_the_month(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    desk.time = datetime(2026, 12, 20, 3, 0, tzinfo=UTC)

    assert await mia.taps("Setujui semua") == "1 disetujui."


async def test_a_return_is_not_taken_back_over_what_is_being_corrected(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Kembalikan")
    await mia.says(REASON)
    button = mia.button("Batalkan keputusan")
    await changes(tom, "Kegiatan", "belum selesai kutulis")

    assert await mia.sends_tap(*button) == "Kartu ini sudah berubah. Lihat kartu yang terbaru."
    assert await states(desk) == [State.RETURNED]
    assert "belum selesai" not in mia.screen[0].text
    assert mia.screen[0].buttons == {}


# The wrong person


async def test_only_the_reviewer_decides(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    eve, zul = await desk.hires("Eve", supervisor=mia), await desk.hires("Zul")
    stranger = desk.stranger()
    await sends(tom, THREE)
    for label in ("Setujui semua", "Satu per satu", "Kembalikan", "Tolak", "Komentar"):
        for wrong in (tom, eve, zul):
            assert await wrong.sends_tap(*mia.button(label)) == (
                "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
            )
        assert (await stranger.sends_tap(*mia.button(label)) or "").startswith(
            "Anda belum terhubung."
        )
    assert set(await states(desk)) == {State.SUBMITTED}
    assert await decisions(desk) == []
    async with desk.database.transaction() as session:
        traces = await desk.rows(session, Trace)
    assert {(trace.refusal, trace.chat_id) for trace in traces} == {
        ("NotYourCard", person.chat_id) for person in (tom, eve, zul)
    }


async def test_an_author_with_a_forged_button_does_not_approve_their_own(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await tom.says("/hari_ini")
    await tom.taps("Buka laporan") if "Buka laporan no. 1" in tom.buttons else None
    notice, version = tom.button("Ubah")[0].split(":")[1:3]
    card = tom.button("Ubah")[1]

    for data in (f"yes:{notice}:{version}:0", f"yes:{notice}:{version}:1"):
        assert await tom.sends_tap(data, card) == "Kegiatan ini bukan untuk Anda putuskan."
    await tom.sends_tap(f"do:{notice}:{version}:comment:1", card)
    await tom.says("saya setuju dengan saya")
    assert tom.sees == "Kegiatan ini bukan untuk Anda putuskan."
    assert await tom.sends_tap(f"do:{notice}:{version}:revoke:1", card) is not None
    assert await states(desk) == [State.SUBMITTED]
    assert await decisions(desk) == []


async def test_the_reviewer_of_the_day_decides_although_the_author_has_moved_on(
    desk: Desk,
) -> None:
    mia, tom = await mia_and_tom(desk)
    zul = await desk.hires("Zul", sex=1)
    await sends(tom, "08.00-09.00 apel pagi")
    async with desk.database.transaction() as session:
        await session.execute(
            update(Posting)
            .where(Posting.employee_id == tom.employee.id)
            .values(supervisor_id=zul.employee.id)
        )

    await zul.says("/tinjau")
    assert zul.sees == "Tidak ada yang menunggu keputusan Anda. Terima kasih."
    assert await mia.taps("Setujui semua") == "1 disetujui."


async def test_forged_buttons_of_the_reviewers_own_card_end_in_words(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    data, card = mia.button("Setujui semua")
    notice, version = data.split(":")[1:3]

    for forged in (f"yes:{notice}:{version}:999", f"one:{notice}:{version}:999",
                   f"as:{notice}:{version}:999:fictive", f"as:{notice}:{version}:1:whatever",
                   f"do:{notice}:{version}:steal:1", f"yes:{notice}:{10**20}:0",
                   f"send:{notice}:{version}", f"undrop:{notice}:{version}"):  # fmt: skip
        await mia.sends_tap(forged, card)
    assert await states(desk) == [State.SUBMITTED]
    assert await mia.taps("Setujui semua") == "1 disetujui."


# What was decided stays


@pytest.mark.parametrize("table", [Decision, Revision])
async def test_what_was_decided_or_sent_is_never_rewritten(
    desk: Desk, table: type[Decision] | type[Revision]
) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Setujui semua")

    for statement in (update(table).values(id=99), delete(table)):
        with pytest.raises(DBAPIError, match="append-only"):
            async with desk.database.transaction() as session:
                await session.execute(statement)
    assert await desk.count(table) == 1


async def test_a_decision_says_who_when_what_and_why(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await sends(tom, "08.00-09.00 apel pagi")
    await mia.taps("Kembalikan")
    await mia.says(REASON)

    (decision,) = await decisions(desk)
    assert (decision.by_id, decision.at, decision.revision, decision.reason) == (
        mia.employee.id,
        desk.time,
        1,
        REASON,
    )
    async with desk.database.transaction() as session:
        (kept,) = await desk.rows(session, Revision)
    assert (kept.number, kept.day, kept.what) == (1, date(2026, 11, 24), "apel pagi")
