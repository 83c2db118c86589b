"""Plays of Ubah: one thing at a time, an unclear answer asked again, nothing swallowed."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from sqlalchemy import select

from models.work.activities import Activity
from models.work.revisions import Revision
from models.work.states import State
from models.work.written import Written
from tests.desk import Desk, Person


async def one_draft(desk: Desk) -> tuple[Person, Person]:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia, sex=1)
    await tom.says("08.00-10.00 rapat koordinasi, 1 notulen")
    return mia, tom


async def the_activity(desk: Desk) -> Activity:
    async with desk.database.transaction() as session:
        return (await session.scalars(select(Activity).order_by(Activity.id).limit(1))).one()


async def changes(person: Person, field: str, answer: str) -> None:
    await person.taps("Ubah")
    await person.taps(field)
    await person.says(answer)


async def test_day_time_words_and_quantity_are_changed_one_by_one(desk: Desk) -> None:
    _, tom = await one_draft(desk)

    await tom.taps("Ubah")
    assert tom.sees.splitlines()[-1] == "Bagian mana yang mau diubah?"
    assert tom.buttons == ["Hari", "Jam", "Kegiatan", "Jumlah", "🗑 Hapus", "Selesai"]
    card = tom.card

    await tom.taps("Hari")
    assert tom.sees == "Hari apa “rapat koordinasi”? Misalnya: kemarin, senin, tgl 20."
    assert (tom.card.asks, list(card.buttons)) == (True, ["Batal"])
    await tom.says("kemarin")
    await changes(tom, "Jam", "13-15")
    await changes(tom, "Kegiatan", "rapat pengadaan")
    await changes(tom, "Jumlah", "12 berkas")
    assert tom.sees == (
        "Laporan Anda · Sen 23 Nov\n"
        "1. 13.00–15.00 rapat pengadaan (2 jam, 12 berkas)\n"
        "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia."
    )
    await changes(tom, "Jumlah", "-")
    assert (await the_activity(desk)).written == Written(
        date(2026, 11, 23), time(13), time(15), 120, None, None, "rapat pengadaan"
    )


async def test_the_changed_card_comes_anew_and_the_old_one_loses_its_buttons(desk: Desk) -> None:
    _, tom = await one_draft(desk)
    card = tom.card

    await changes(tom, "Jam", "13-15")
    assert card.buttons == {}
    assert tom.buttons == ["✅ Kirim", "✏️ Ubah", "🗑 Buang"]


async def test_a_duration_alone_keeps_the_start_that_was_said(desk: Desk) -> None:
    _, tom = await one_draft(desk)

    await changes(tom, "Jam", "90 menit")
    assert tom.sees.splitlines()[1] == (
        "1. 08.00–09.30 rapat koordinasi (1 jam 30 menit, 1 notulen)"
    )


async def test_an_unreadable_answer_is_asked_again_and_changes_nothing(desk: Desk) -> None:
    _, tom = await one_draft(desk)
    for field, says in {
        "Hari": "Harinya belum terbaca. Misalnya: kemarin, senin, tgl 20.",
        "Jam": "Jamnya belum terbaca. Misalnya: 8-10, atau 90 menit.",
        "Jumlah": "Jumlahnya belum terbaca. Misalnya: 12 berkas. Kalau tidak ada, tulis -",
    }.items():
        await changes(tom, field, "entahlah")
        assert tom.sees == says
        await tom.taps("Batal")
    assert (await the_activity(desk)).revision == 1

    await changes(tom, "Jam", "entahlah")
    await tom.says("13-15")
    assert tom.sees.splitlines()[1].startswith("1. 13.00–15.00")


async def test_an_answer_to_the_words_that_it_was_not_understood_counts(desk: Desk) -> None:
    _, tom = await one_draft(desk)
    await changes(tom, "Jam", "entahlah")

    await tom.says("13-15", reply_to=tom.card)
    assert tom.sees.splitlines()[1].startswith("1. 13.00–15.00")


async def test_a_quantity_that_no_card_can_hold_is_asked_again(desk: Desk) -> None:
    _, tom = await one_draft(desk)

    for answer in ("12 " + "x" * 80, "99999999999 berkas"):
        await changes(tom, "Jumlah", answer)
        assert tom.sees == (
            "Jumlahnya belum terbaca. Misalnya: 12 berkas. Kalau tidak ada, tulis -"
        )
        await tom.taps("Batal")
    assert (await the_activity(desk)).quantity == Decimal(1)
    assert await desk.faults() == []


async def test_words_too_long_for_a_card_are_asked_again(desk: Desk) -> None:
    _, tom = await one_draft(desk)

    await changes(tom, "Kegiatan", "a" * 1501)
    assert tom.sees == (
        "Uraiannya 1501 huruf. Ringkas jadi paling banyak 1500 huruf, supaya terbaca utuh di kartu."
    )
    await tom.says("a" * 1500)
    assert tom.buttons == ["✅ Kirim", "✏️ Ubah", "🗑 Buang"]


async def test_after_cancel_the_next_text_is_a_report(desk: Desk) -> None:
    _, tom = await one_draft(desk)
    card = tom.card
    await tom.taps("Ubah")
    await tom.taps("Kegiatan")
    await tom.taps("Batal")
    assert list(card.buttons) == ["✅ Kirim", "✏️ Ubah", "🗑 Buang"]

    await tom.says("13.00-15.00 verifikasi berkas")
    assert await desk.count(Activity) == 2


async def test_batal_in_words_leaves_the_question_and_mends_the_card(desk: Desk) -> None:
    _, tom = await one_draft(desk)
    card = tom.card
    await tom.taps("Ubah")
    await tom.taps("Kegiatan")

    await tom.says("/batal")
    assert tom.sees == "Baik, tidak jadi."
    assert list(card.buttons) == ["✅ Kirim", "✏️ Ubah", "🗑 Buang"]
    await tom.says("13.00-15.00 verifikasi berkas")
    assert await desk.count(Activity) == 2


async def test_a_question_forgotten_for_an_hour_does_not_swallow_a_report(desk: Desk) -> None:
    _, tom = await one_draft(desk)
    await tom.taps("Ubah")
    await tom.taps("Kegiatan")
    desk.later(hours=1)

    await tom.says("13.00-15.00 verifikasi berkas")
    assert await whats(desk) == ["rapat koordinasi", "verifikasi berkas"]


async def test_a_reply_to_the_forgotten_question_is_still_its_answer(desk: Desk) -> None:
    _, tom = await one_draft(desk)
    await tom.taps("Ubah")
    await tom.taps("Kegiatan")
    question = tom.card
    desk.later(hours=1)
    desk.restart()

    await tom.says("rapat pengadaan", reply_to=question)
    assert await whats(desk) == ["rapat pengadaan"]


async def test_a_reply_to_an_older_question_does_not_answer_the_newer_one(desk: Desk) -> None:
    _, tom = await one_draft(desk)
    await tom.taps("Ubah")
    await tom.taps("Hari")
    older = tom.card
    await tom.taps("Batal")
    await tom.taps("Ubah")
    await tom.taps("Kegiatan")

    await tom.says("kemarin", reply_to=older)
    assert (await the_activity(desk)).what == "rapat koordinasi"


async def test_a_second_question_gives_the_first_cards_buttons_back(desk: Desk) -> None:
    _, tom = await one_draft(desk)
    first = tom.card
    await tom.says("13.00-15.00 verifikasi berkas")
    second = tom.card
    await tom.taps("Ubah", on=first)
    await tom.taps("Kegiatan", on=first)
    await tom.taps("Ubah", on=second)
    await tom.taps("Kegiatan", on=second)
    assert list(first.buttons) == ["✅ Kirim", "✏️ Ubah", "🗑 Buang"]

    await tom.says("verifikasi arsip")
    assert await whats(desk) == ["rapat koordinasi", "verifikasi arsip"]


async def test_one_cards_back_leaves_anothers_question_alone(desk: Desk) -> None:
    _, tom = await one_draft(desk)
    first = tom.card
    await tom.says("13.00-15.00 verifikasi berkas")
    second = tom.card
    await tom.taps("Ubah", on=second)
    await tom.taps("Ubah", on=first)
    await tom.taps("Kegiatan", on=first)
    await tom.taps("Selesai", on=second)

    await tom.says("rapat pengadaan")
    assert await whats(desk) == ["rapat pengadaan", "verifikasi berkas"]


async def test_of_several_the_one_to_change_is_chosen_by_its_number(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    await tom.says("08.00-10.00 rapat koordinasi; 10.00-12.00 verifikasi berkas")

    await tom.taps("Ubah")
    assert tom.buttons == ["1", "2", "‹ Kembali"]
    data = tom.card.buttons["2"]
    await tom.sends_tap(data, tom.card)
    assert tom.sees.splitlines()[-1] == "Mengubah no. 2. Bagian mana yang mau diubah?"
    await tom.taps("Kegiatan")
    await tom.says("verifikasi arsip")
    assert await whats(desk) == ["rapat koordinasi", "verifikasi arsip"]


async def test_one_of_several_is_taken_away(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    await tom.says("08.00-10.00 rapat koordinasi; 10.00-12.00 verifikasi berkas")
    await tom.taps("Ubah")
    await tom.sends_tap(tom.card.buttons["1"], tom.card)

    assert await tom.taps("Hapus") == "Kegiatan itu dihapus."
    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. 10.00–12.00 verifikasi berkas (2 jam)\n"
        "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia."
    )


async def test_what_waits_is_changed_for_the_reviewer_too_as_a_new_revision(desk: Desk) -> None:
    mia, tom = await one_draft(desk)
    await tom.taps("Kirim")

    await changes(tom, "Kegiatan", "rapat pengadaan")
    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. 08.00–10.00 rapat pengadaan (2 jam, 1 notulen)\n"
        "    ⏳ menunggu Bu Mia\n"
        "Terkirim ke Bu Mia."
    )
    assert "rapat pengadaan" in mia.card.text
    async with desk.database.transaction() as session:
        kept = [(r.number, r.what) for r in await desk.rows(session, Revision)]
    assert kept == [(1, "rapat koordinasi"), (2, "rapat pengadaan")]


async def test_what_waits_moves_to_another_day_and_leaves_the_old_card(desk: Desk) -> None:
    mia, tom = await one_draft(desk)
    await tom.taps("Kirim")

    await changes(tom, "Hari", "kemarin")
    assert [shown.text.splitlines()[0] for shown in mia.screen] == ["<b>Pak Tom</b> · Sen 23 Nov"]


async def test_what_waits_does_not_move_to_a_closed_day(desk: Desk) -> None:
    mia, tom = await one_draft(desk)
    await tom.taps("Kirim")

    await changes(tom, "Hari", "tgl 2")
    assert tom.sees == (
        "Sen 2 Nov sudah ditutup: laporan diterima sampai 3 hari kerja sesudahnya, yaitu Kam 5 Nov."
    )
    assert (await the_activity(desk)).day == date(2026, 11, 24)
    assert "Sel 24 Nov" in mia.card.text


async def test_what_waits_can_be_taken_back_and_stays_readable(desk: Desk) -> None:
    mia, tom = await one_draft(desk)
    await tom.taps("Kirim")
    await tom.taps("Ubah")
    await tom.taps("Hapus")
    await tom.says("ternyata rapatnya batal")

    assert (await the_activity(desk)).state is State.CANCELLED
    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. 08.00–10.00 rapat koordinasi (2 jam, 1 notulen)\n"
        "    dibatalkan: ternyata rapatnya batal"
    )
    assert mia.sees.splitlines()[2:] == [
        "1. 08.00–10.00 rapat koordinasi (2 jam, 1 notulen)",
        "    dibatalkan: ternyata rapatnya batal",
        "Semua sudah diputuskan. Terima kasih.",
    ]
    assert mia.buttons == []


async def test_an_answer_that_comes_after_the_decision_says_so_and_frees_the_next_text(
    desk: Desk,
) -> None:
    mia, tom = await one_draft(desk)
    await tom.taps("Kirim")
    await tom.taps("Ubah")
    await tom.taps("Kegiatan")
    await mia.taps("Tolak")
    await mia.taps("Tidak dikerjakan")
    await mia.says("rapat ini tidak pernah ada")

    await tom.says("rapat pengadaan")
    assert "Ini sudah ditolak. Lihat kartu yang terbaru." in [s.text for s in tom.screen]
    assert (await the_activity(desk)).what == "rapat koordinasi"

    await tom.says("13.00-15.00 verifikasi berkas")
    assert await desk.count(Activity) == 2


async def test_the_reviewer_cannot_change_what_they_review(desk: Desk) -> None:
    mia, tom = await one_draft(desk)
    await tom.taps("Kirim")
    await tom.taps("Ubah")
    assert await mia.sends_tap(*tom.button("Kegiatan")) == (
        "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
    )

    # A forged button on the reviewer's own card gets no further than the rule.
    notice, version = mia.button("Setujui semua")[0].split(":")[1:3]
    await mia.sends_tap(f"field:{notice}:{version}:1:what", mia.card)
    await mia.says("sesuatu yang lain")
    assert mia.sees == (
        "Laporan ini milik orang lain, jadi hanya penulisnya yang bisa mengubahnya."
    )
    await mia.sends_tap(f"gone:{notice}:{version}:1", mia.card)
    await mia.says("rapat ini tidak pernah ada")
    assert (await the_activity(desk)).what == "rapat koordinasi"
    assert (await the_activity(desk)).state is State.SUBMITTED


async def whats(desk: Desk) -> list[str]:
    async with desk.database.transaction() as session:
        return [activity.what for activity in await desk.rows(session, Activity)]
