"""Plays of reporting: what was written is read back, what is missing is asked, then it is sent."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from models.work.activities import Activity
from models.work.reports import Report
from models.work.states import State
from tests.desk import Desk, Person

NOT_A_REPORT = (
    "Saya belum menemukan kegiatan di pesan ini. Tulis apa yang dikerjakan dan waktunya, "
    "misalnya:\n08.00-10.00 rapat koordinasi, 1 notulen"
)


async def mia_and_tom(desk: Desk) -> tuple[Person, Person]:
    mia = await desk.hires("Mia")
    return mia, await desk.hires("Tom", supervisor=mia, sex=1)


async def activities(desk: Desk) -> list[Activity]:
    async with desk.database.transaction() as session:
        return await desk.rows(session, Activity)


async def test_several_activities_are_one_report_with_their_sum(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)

    await tom.says("08.00-10.00 rapat koordinasi; 10.00-12.00 verifikasi 15 berkas KK")
    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. 08.00–10.00 rapat koordinasi (2 jam)\n"
        "2. 10.00–12.00 verifikasi 15 berkas KK (2 jam, 15 berkas)\n"
        "Jumlah 4 jam.\n"
        "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia."
    )
    assert len(tom.screen) == 1


async def test_a_missing_duration_is_asked_and_answered_by_button(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)

    await tom.says("rapat koordinasi")
    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. rapat koordinasi\n"
        "    ❓ Berapa lama?\n"
        "Jawabannya: ketuk di bawah, atau tulis saja."
    )
    assert tom.buttons == ["30 menit", "1 jam", "2 jam", "3 jam", "✏️ Ubah", "🗑 Buang"]

    await tom.taps("2 jam")
    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. rapat koordinasi (2 jam)\n"
        "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia."
    )
    assert len(tom.screen) == 1


async def test_a_missing_duration_is_answered_in_words(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("jam 8 rapat koordinasi")

    await tom.says("90 menit")
    assert tom.sees.splitlines()[1] == "1. 08.00–09.30 rapat koordinasi (1 jam 30 menit)"
    assert len(tom.screen) == 1


async def test_a_reply_to_the_card_answers_its_question_however_late(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("rapat koordinasi")
    card = tom.card
    await tom.says("verifikasi berkas")
    newer = tom.card
    desk.later(hours=1)

    await tom.says("2 jam", reply_to=card)
    assert "1. rapat koordinasi (2 jam)" in card.text
    assert "❓" in newer.text


async def test_of_several_questions_the_card_says_which_one_is_asked(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)

    await tom.says("08.00-10.00 apel pagi\nrapat koordinasi\nverifikasi berkas")
    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. 08.00–10.00 apel pagi (2 jam)\n"
        "2. rapat koordinasi\n"
        "    ❓ Berapa lama?\n"
        "3. verifikasi berkas\n"
        "    ❓ Berapa lama?\n"
        "Jumlah 2 jam.\n"
        "Jawaban untuk no. 2: ketuk di bawah, atau tulis saja.\n"
        "Yang sudah lengkap bisa dikirim dulu."
    )

    await tom.taps("1 jam")
    assert tom.sees.splitlines()[-2:] == [
        "Jawaban untuk no. 3: ketuk di bawah, atau tulis saja.",
        "Yang sudah lengkap bisa dikirim dulu.",
    ]
    assert await tom.taps("Kirim") == (
        "Terkirim ke Bu Mia. 1 kegiatan belum terkirim, alasannya ada di kartu."
    )


async def test_a_day_that_is_not_over_is_asked_with_the_rule_beside_it(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)

    await tom.says("besok 08.00-10.00 rapat koordinasi")
    assert tom.sees == (
        "Laporan Anda\n"
        "1. 08.00–10.00 rapat koordinasi (2 jam)\n"
        "    ❓ “besok” itu hari apa? Yang dilaporkan hanya yang sudah dikerjakan.\n"
        "Jawabannya: ketuk di bawah, atau tulis saja."
    )
    assert tom.buttons == ["Hari ini, Sel 24 Nov", "Sen 23 Nov", "✏️ Ubah", "🗑 Buang"]

    await tom.says("jumat lalu")
    assert tom.sees.splitlines()[0] == "Laporan Anda · Jum 20 Nov"


async def test_one_answer_serves_all_that_share_a_doubtful_day(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)

    await tom.says("besok\n08.00-10.00 rapat koordinasi\n10.00-12.00 verifikasi berkas")
    await tom.taps("Sen 23 Nov")
    assert [a.day for a in await activities(desk)] == [date(2026, 11, 23)] * 2
    assert tom.buttons == ["✅ Kirim", "✏️ Ubah", "🗑 Buang"]


async def test_a_day_in_the_future_is_refused_on_its_line_until_it_comes(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("08.00-10.00 rapat koordinasi")
    async with desk.database.transaction() as session:
        (await session.scalars(select(Activity))).one().day = date(2026, 11, 25)
    await tom.taps("Ubah")
    await tom.taps("Selesai")
    assert tom.sees == (
        "Laporan Anda · Rab 25 Nov\n"
        "1. 08.00–10.00 rapat koordinasi (2 jam)\n"
        "    ⚠️ Rab 25 Nov belum tiba. Yang dilaporkan hanya yang sudah dikerjakan; kalau harinya "
        "keliru, ketuk Ubah.\n"
        "Belum bisa dikirim, lihat tanda ⚠️."
    )
    assert tom.buttons == ["✏️ Ubah", "🗑 Buang"]

    desk.later(hours=8)
    await desk.settles()
    assert tom.buttons == ["✅ Kirim", "✏️ Ubah", "🗑 Buang"]
    assert await tom.taps("Kirim") == "Terkirim ke Bu Mia."


async def test_a_closed_day_stays_with_its_rule_while_four_good_lines_are_sent(
    desk: Desk,
) -> None:
    mia, tom = await mia_and_tom(desk)
    await tom.says(
        "tgl 18 08.00-10.00 arsip\n"
        "kemarin 08.00-10.00 rapat\nkemarin 10.00-12.00 verifikasi berkas\n"
        "hari ini 08.00-10.00 input data\nhari ini 10.00-12.00 menyusun nota dinas"
    )
    assert tom.sees == (
        "Laporan Anda\n"
        "1. Rab 18 Nov, 08.00–10.00 arsip (2 jam)\n"
        "    ⚠️ Rab 18 Nov sudah ditutup: laporan diterima sampai 3 hari kerja sesudahnya, yaitu "
        "Sen 23 Nov.\n"
        "2. Sen 23 Nov, 08.00–10.00 rapat (2 jam)\n"
        "3. Sen 23 Nov, 10.00–12.00 verifikasi berkas (2 jam)\n"
        "4. Sel 24 Nov, 08.00–10.00 input data (2 jam)\n"
        "5. Sel 24 Nov, 10.00–12.00 menyusun nota dinas (2 jam)\n"
        "Jumlah 10 jam.\n"
        "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia.\n"
        "Yang bertanda ⚠️ tetap di sini."
    )

    assert await tom.taps("Kirim") == (
        "Terkirim ke Bu Mia. 1 kegiatan belum terkirim, alasannya ada di kartu."
    )
    assert [a.state for a in await activities(desk)] == [State.DRAFT] + 4 * [State.SUBMITTED]
    assert len(mia.screen) == 2
    assert tom.buttons == [
        "✏️ Ubah", "🗑 Buang", "🕘 Riwayat", "📝 Minta perbaikan", "Salah atasan?"
    ]  # fmt: skip


async def test_more_than_ten_hours_a_day_and_the_same_time_twice_are_said_not_refused(
    desk: Desk,
) -> None:
    _, tom = await mia_and_tom(desk)

    await tom.says("kemarin 07.00-13.00 rapat <b>besar</b> tahunan\n12.00-18.00 verifikasi berkas")
    assert tom.sees == (
        "Laporan Anda · Sen 23 Nov\n"
        "1. 07.00–13.00 rapat <b>besar</b> tahunan (6 jam)\n"
        "2. 12.00–18.00 verifikasi berkas (6 jam)\n"
        "    ⚠️ Waktunya bertumpuk dengan “rapat <b>besar</b> tahunan”. Boleh dikirim kalau "
        "memang begitu.\n"
        "Jumlah 12 jam.\n"
        "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia."
    )
    assert await tom.taps("Kirim") == "Terkirim ke Bu Mia."

    await tom.says("kemarin 19.00-20.00 menyusun nota dinas")
    assert tom.sees.splitlines()[2] == (
        "    ⚠️ Sen 23 Nov jadi 13 jam, lebih dari biasanya. Boleh dikirim kalau memang begitu."
    )


async def test_more_than_a_day_holds_is_refused(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("12 jam siaga banjir\n12 jam siaga banjir lagi")
    await tom.taps("Kirim")

    await tom.says("1 jam rapat koordinasi")
    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. rapat koordinasi (1 jam)\n"
        "    ⚠️ Jumlah waktu Sel 24 Nov jadi lebih dari 24 jam. Ubah jamnya dulu.\n"
        "Belum bisa dikirim, lihat tanda ⚠️."
    )
    assert tom.buttons == ["✏️ Ubah", "🗑 Buang"]


async def test_what_is_too_long_to_be_shown_whole_cannot_be_sent(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)

    await tom.says("08.00-10.00 " + "verifikasi berkas " * 100)
    assert tom.sees.splitlines()[2:] == [
        "    ⚠️ Uraiannya 1799 huruf. Ringkas jadi paling banyak 1500 huruf, supaya terbaca utuh "
        "di kartu.",
        "Belum bisa dikirim, lihat tanda ⚠️.",
    ]


async def test_thanks_and_greetings_are_no_reports(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)

    for text in ("terima kasih", "terima kasih banyak bu", "🙏", "kemarin"):
        await tom.says(text)
        assert tom.sees == NOT_A_REPORT
    assert await desk.count(Report) == 0


async def test_a_time_without_words_is_asked_for_its_words(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)

    await tom.says("kemarin 8-10")
    assert tom.sees == "“kemarin 8-10” sudah saya catat. Mengerjakan apa?"
    assert tom.card.asks

    await tom.says("rapat koordinasi")
    assert tom.sees.splitlines()[:2] == [
        "Laporan Anda · Sen 23 Nov",
        "1. 08.00–10.00 rapat koordinasi (2 jam)",
    ]
    assert await desk.count(Report) == 1


async def test_a_report_that_comes_instead_of_the_words_is_a_report_of_its_own(
    desk: Desk,
) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("8-10")

    await tom.says("13.00-15.00 verifikasi berkas")
    assert tom.sees.splitlines()[:3] == [
        "Laporan Anda · Sel 24 Nov",
        "1. 13.00–15.00 verifikasi berkas (2 jam)",
        "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia.",
    ]


async def test_a_time_left_over_in_a_report_is_asked_too(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)

    await tom.says("kemarin 08.00-10.00 rapat koordinasi\n13.00-15.00")
    shown = {shown.text for shown in tom.screen}
    assert "“23/11/2026 13.00-15.00” sudah saya catat. Mengerjakan apa?" in shown

    await tom.says("verifikasi berkas")
    assert tom.sees.splitlines()[:2] == [
        "Laporan Anda · Sen 23 Nov",
        "1. 13.00–15.00 verifikasi berkas (2 jam)",
    ]


async def test_several_drafts_are_open_side_by_side(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("08.00-10.00 rapat koordinasi")
    first = tom.card
    await tom.says("10.00-12.00 verifikasi berkas")
    second = tom.card

    await tom.taps("Buang", on=second)
    assert await tom.taps("Kirim", on=first) == "Terkirim ke Bu Mia."
    assert [a.state for a in await activities(desk)] == [State.SUBMITTED, State.CANCELLED]


async def test_what_is_thrown_away_can_be_taken_back(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    await tom.says("08.00-10.00 rapat koordinasi; 10.00-12.00 verifikasi berkas")
    as_sent = tom.sees

    assert await tom.taps("Buang") == "Dibuang. Bisa diambil lagi."
    assert (tom.sees, tom.buttons) == ("Draf dibuang (2 kegiatan).", ["Ambil lagi"])
    assert await tom.taps("Ambil lagi") == "Sudah kembali."
    assert tom.sees == as_sent
    await tom.taps("Kirim")
    assert mia.sees.splitlines()[-1] == "2 menunggu keputusan Anda."


async def test_nothing_is_promised_back_while_something_else_stands(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    await tom.taps("Ubah")
    await tom.taps("Tambah kegiatan")
    await tom.says("10.00-12.00 verifikasi berkas")

    assert await tom.taps("Buang") == "Dibuang."
    assert not any("Ambil lagi" in shown.buttons for shown in tom.screen)


async def test_a_draft_says_by_itself_that_its_time_is_over(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("08.00-10.00 rapat koordinasi")

    desk.time = datetime(2026, 11, 27, 16, 59, 59, tzinfo=UTC)
    await desk.settles()
    assert "✅ Kirim" in tom.buttons

    desk.later(seconds=1)  # midnight in Bungo
    await desk.settles()
    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. 08.00–10.00 rapat koordinasi (2 jam)\n"
        "    ⚠️ Sel 24 Nov sudah ditutup: laporan diterima sampai 3 hari kerja sesudahnya, yaitu "
        "Jum 27 Nov.\n"
        "Belum bisa dikirim, lihat tanda ⚠️."
    )
    assert tom.buttons == ["✏️ Ubah", "🗑 Buang", "📝 Minta perbaikan"]
    calls = len(desk.wire.calls)
    desk.later(hours=5)
    await desk.settles()
    assert len(desk.wire.calls) == calls


async def test_a_draft_with_an_open_question_says_so_too(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("rapat koordinasi")

    desk.time = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
    await desk.settles()
    assert "⚠️ Sel 24 Nov sudah ditutup" in tom.card.text
    assert tom.buttons == ["✏️ Ubah", "🗑 Buang"]


async def test_a_draft_of_the_last_evening_may_be_confirmed_for_twelve_hours(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    desk.time = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)  # 23.00
    await tom.says("selasa 08.00-10.00 rapat koordinasi")

    desk.later(hours=11, minutes=59)
    await desk.settles()
    assert await tom.taps("Kirim") == "Terkirim ke Bu Mia."
    assert (await activities(desk))[0].submitted_at == datetime(2026, 11, 27, 16, 0, tzinfo=UTC)


async def test_after_twelve_hours_the_draft_of_the_last_evening_is_late(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    desk.time = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    await tom.says("selasa 08.00-10.00 rapat koordinasi")
    button = tom.button("Kirim")

    desk.later(hours=12)
    await desk.settles()
    assert tom.buttons == ["✏️ Ubah", "🗑 Buang", "📝 Minta perbaikan"]
    assert await tom.sends_tap(*button) == (
        "Sel 24 Nov sudah ditutup: laporan diterima sampai 3 hari kerja sesudahnya, yaitu "
        "Jum 27 Nov."
    )


async def test_written_in_the_afternoon_and_sent_next_morning_counts_as_written(
    desk: Desk,
) -> None:
    _, tom = await mia_and_tom(desk)
    desk.time = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # 15.00
    await tom.says("08.00-10.00 rapat koordinasi")
    desk.later(hours=11)
    await tom.taps("Kirim")
    await tom.says("kemarin 10.00-12.00 verifikasi berkas")
    desk.later(hours=12)
    await tom.taps("Kirim")

    assert [a.submitted_at for a in await activities(desk)] == [
        datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
        datetime(2026, 11, 25, 7, 0, tzinfo=UTC),
    ]


async def test_lateness_is_judged_by_when_it_was_written_not_by_when_it_arrived(
    desk: Desk,
) -> None:
    _, tom = await mia_and_tom(desk)
    desk.time = datetime(2026, 11, 27, 16, 59, tzinfo=UTC)
    message = tom.message(desk.next_message_id(), text="selasa 08.00-10.00 rapat koordinasi")
    desk.later(hours=3)  # Telegram kept it while we were away

    await desk.brings({"message": message})
    await desk.settles()
    assert await tom.taps("Kirim") == "Terkirim ke Bu Mia."


async def test_an_edit_before_sending_changes_the_card_along(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    message = await tom.says("08.00-10.00 rapat koordinasi")

    await tom.edits(message, "08.00-11.00 rapat koordinasi; 13.00-14.00 input data")
    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. 08.00–11.00 rapat koordinasi (3 jam)\n"
        "2. 13.00–14.00 input data (1 jam)\n"
        "Jumlah 4 jam.\n"
        "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia."
    )
    await tom.edits(message, "13.00-14.00 input data")
    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. 13.00–14.00 input data (1 jam)\n"
        "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia."
    )
    assert len(tom.screen) == 1


async def test_yesterday_in_an_edited_message_is_the_day_before_it_was_written(
    desk: Desk,
) -> None:
    _, tom = await mia_and_tom(desk)
    written = desk.time
    message = await tom.says("kemarin 08.00-10.00 rapat")
    desk.later(days=1)

    await tom.edits(message, "kemarin 08.00-11.00 rapat", written=written)
    assert (await activities(desk))[0].day == date(2026, 11, 23)


async def test_an_edit_that_changes_nothing_says_nothing(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    message = await tom.says("08.00-10.00 rapat koordinasi")
    before = (tom.card.text, len(desk.wire.calls))

    await tom.edits(message, "08.00-10.00 rapat koordinasi")
    assert (tom.card.text, len(desk.wire.calls)) == before


async def test_an_edit_into_something_else_leaves_the_draft_and_says_so(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    message = await tom.says("08.00-10.00 rapat koordinasi")

    await tom.edits(message, "terima kasih")
    assert [shown.text for shown in tom.screen][-2] == (
        "Dari tulisan itu saja belum jelas apa yang berubah, jadi perubahannya lewat kartu "
        "laporan: ketuk Ubah di sana."
    )
    assert "✅ Kirim" in tom.buttons


async def test_an_edited_answer_to_a_question_is_no_report(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("8-10")
    words = await tom.says("rapat koordinasi")

    await tom.edits(words, "rapat koordinasi pengadaan")
    assert [shown.text for shown in tom.screen][-2] == (
        "Dari tulisan itu saja belum jelas apa yang berubah, jadi perubahannya lewat kartu "
        "laporan: ketuk Ubah di sana."
    )
    assert (await activities(desk))[0].what == "rapat koordinasi"


async def test_what_was_edited_after_the_card_was_drawn_is_not_sent_unseen(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)
    message = await tom.says("08.00-10.00 rapat koordinasi; 10.00-12.00 verifikasi berkas")
    old_button = tom.button("Kirim")
    await tom.edits(message, "08.00-10.00 rapat besar; 10.00-12.00 verifikasi berkas")

    assert await tom.sends_tap(*old_button) == (
        "Terkirim ke Bu Mia. 1 kegiatan belum terkirim, alasannya ada di kartu."
    )
    assert [(a.what, a.state) for a in await activities(desk)] == [
        ("rapat besar", State.DRAFT),
        ("verifikasi berkas", State.SUBMITTED),
    ]
    assert "rapat besar" not in mia.card.text
    assert "rapat besar" in tom.card.text


async def test_a_card_whose_every_line_has_changed_sends_nothing_and_is_drawn_again(
    desk: Desk,
) -> None:
    mia, tom = await mia_and_tom(desk)
    message = await tom.says("08.00-10.00 rapat koordinasi")
    old_button = tom.button("Kirim")
    await tom.edits(message, "08.00-11.00 rapat koordinasi")

    assert await tom.sends_tap(*old_button) == "Kartu ini sudah berubah. Lihat kartu yang terbaru."
    assert mia.screen == []
    assert "08.00–11.00" in tom.card.text
    assert await tom.taps("Kirim") == "Terkirim ke Bu Mia."


async def test_a_second_tap_on_send_says_that_it_is_sent(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("08.00-10.00 rapat koordinasi")
    button = tom.button("Kirim")

    assert await tom.sends_tap(*button) == "Terkirim ke Bu Mia."
    assert await tom.sends_tap(*button) == "Ini sudah terkirim. Lihat kartu yang terbaru."
    assert await desk.count(Activity, Activity.state == State.SUBMITTED) == 1


async def test_a_colleague_cannot_send_change_or_throw_away_somebody_elses_draft(
    desk: Desk,
) -> None:
    _, tom = await mia_and_tom(desk)
    eve = await desk.hires("Eve")
    await tom.says("08.00-10.00 rapat koordinasi")

    for label in ("Kirim", "Ubah", "Buang"):
        assert await eve.sends_tap(*tom.button(label)) == (
            "Kartu ini bukan untuk Anda, jadi tidak ada yang berubah."
        )
    assert (await activities(desk))[0].state is State.DRAFT
    assert eve.screen == []


async def test_a_forged_button_ends_in_words(desk: Desk) -> None:
    _, tom = await mia_and_tom(desk)
    await tom.says("08.00-10.00 rapat koordinasi")
    card = tom.card

    for data in ("send:1:99", "send:1:-1", f"send:{10**30}:1", f"amend:1:1:{10**30}",
                 "reply:1:1:1:-1", "field:1:1:1:state", "send", ":::", "x" * 64):  # fmt: skip
        toast = await tom.sends_tap(data, card)
        assert toast is not None
    assert await desk.faults() == []
    assert (await activities(desk))[0].state is State.DRAFT


async def test_names_and_words_of_any_kind_stay_words(desk: Desk) -> None:
    mia = await desk.hires('Mia "M" <i>Lestari</i> & Co')
    tom = await desk.hires("\u202eTom\u202c" + "a" * 113, supervisor=mia, sex=1)

    await tom.says('08.00-10.00 rapat <b>&</b> "tamu" \u202enegeri\u202c')
    assert '1. 08.00–10.00 rapat <b>&</b> "tamu" negeri (2 jam)' in tom.sees
    assert await tom.taps("Kirim") == 'Terkirim ke Bu Mia "M" <i>Lestari</i> & Co.'
    assert '1. 08.00–10.00 rapat <b>&</b> "tamu" negeri (2 jam)' in mia.sees
    await mia.taps("Setujui semua")
    assert tom.sees.startswith('✅ Bu Mia "M" <i>Lestari</i> & Co menyetujui 1 kegiatan Anda')
    assert await desk.faults() == []


async def test_a_long_report_is_several_messages_with_one_row_of_buttons(desk: Desk) -> None:
    mia, tom = await mia_and_tom(desk)

    await tom.says("\n".join(f"2 menit mengarsip surat nomor {n} ke lemari" for n in range(90)))
    assert [len(shown.buttons) for shown in tom.screen] == [0] * (len(tom.screen) - 1) + [3]
    assert len(tom.screen) > 1
    assert await tom.taps("Kirim") == "Terkirim ke Bu Mia."
    assert await desk.count(Activity, Activity.state == State.SUBMITTED) == 90
    assert len(mia.screen) > 1
    assert await desk.faults() == []
