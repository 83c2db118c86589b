"""Plays of joining: a one-time link, and nothing else, lets somebody in."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.machine import Incoming, Outcome
from models.people.chats import Chat
from models.people.invitations import Invitation, WrongTry, hashed, invite
from models.work.activities import Activity
from tests.desk import Desk, Person

HOW_TO_JOIN = (
    "Bot ini untuk pegawai yang sudah diundang. Mintalah tautan undangan ke BKPSDM Contoh atau "
    "pengelola kepegawaian di unit Anda, lalu ketuk tautan itu."
)
WRONG_CODE = (
    "Kode undangan ini tidak dikenal atau sudah dipakai. Mohon minta tautan baru ke pengelola "
    "kepegawaian."
)
TOO_MANY = (
    "Sudah terlalu banyak kode yang keliru. Coba lagi satu jam lagi, dengan tautan dari pengelola "
    "kepegawaian."
)


async def invited(desk: Desk, person: Person) -> str:
    """The code of a fresh invitation."""
    async with desk.database.transaction() as session:
        return (await invite(session, [person.employee], desk.office, at=desk.time))[0]


async def chat_id_of(desk: Desk, person: Person) -> int | None:
    async with desk.database.transaction() as session:
        return await session.scalar(select(Chat.id).where(Chat.employee_id == person.employee.id))


async def test_the_link_greets_by_name_and_position_and_binds_only_after_yes(desk: Desk) -> None:
    ani = await desk.hires("Ani Suryani, S.Kom., M.M.", joined=False)
    code = await invited(desk, ani)

    await ani.says(f"/start {code}")
    assert ani.sees == (
        "Selamat datang di Kinerja Bot Pemerintah Kabupaten Contoh.\n\n"
        "Undangan ini untuk:\n"
        "Bu Ani Suryani\n"
        "Analis Contoh, Dinas Contoh\n\n"
        "Data Anda: bot menyimpan nama, NIP, jabatan, dan laporan kerja Anda di server pemerintah "
        "daerah, untuk pengelolaan kinerja. Yang melihat: Anda, atasan Anda, dan petugas BKPSDM "
        "Contoh. Anda berhak melihat dan meminta perbaikan data Anda (UU 27/2022). Pesan lewat "
        "Telegram, jadi jangan kirim hal yang rahasia.\n\n"
        "Ini Anda?"
    )
    assert ani.buttons == ["✅ Ya, ini saya", "Bukan saya"]
    assert await chat_id_of(desk, ani) is None

    question = ani.card
    await ani.taps("Ya, ini saya")
    assert ani.sees == (
        "Selamat bergabung, Bu Ani Suryani!\n\n"
        "Mulai sekarang cukup tulis apa yang Anda kerjakan, dalam satu pesan. Misalnya:\n"
        "08.00-10.00 rapat koordinasi, 1 notulen\n\n"
        "Saya bacakan kembali, Anda ketuk Kirim, selesai."
    )
    assert question.buttons == {}
    assert await chat_id_of(desk, ani) == ani.chat_id
    assert await desk.faults() == []


async def test_whoever_says_no_is_not_bound_and_the_link_stays_good(desk: Desk) -> None:
    ani = await desk.hires("Ani", joined=False)
    code = await invited(desk, ani)
    somebody = desk.stranger()

    await somebody.says(f"/start {code}")
    await somebody.taps("Bukan saya")
    assert somebody.sees == (
        "Baik, tidak ada yang disimpan. Mohon minta tautan Anda sendiri ke BKPSDM Contoh."
    )

    await ani.says(f"/start {code}")
    await ani.taps("Ya, ini saya")
    assert await chat_id_of(desk, ani) == ani.chat_id


async def test_a_used_code_is_as_wrong_as_one_that_never_was(desk: Desk) -> None:
    ani = await desk.hires("Ani", joined=False)
    code = await invited(desk, ani)
    await ani.says(f"/start {code}")
    await ani.taps("Ya, ini saya")
    thief = desk.stranger()

    await thief.says(f"/start {code}")
    assert thief.sees == WRONG_CODE
    await thief.says("/start apa-saja")
    assert thief.sees == WRONG_CODE
    assert await chat_id_of(desk, ani) == ani.chat_id


async def test_an_expired_code_says_that_it_is_old(desk: Desk) -> None:
    ani = await desk.hires("Ani", joined=False)
    code = await invited(desk, ani)

    desk.later(days=30)
    await ani.says(f"/start {code}")
    assert ani.sees == (
        "Undangan ini sudah lewat masa berlakunya. Mohon minta tautan baru ke pengelola "
        "kepegawaian."
    )


async def test_a_code_that_expires_before_the_tap_does_not_bind(desk: Desk) -> None:
    ani = await desk.hires("Ani", joined=False)
    code = await invited(desk, ani)
    desk.later(days=29, hours=23)
    await ani.says(f"/start {code}")

    desk.later(hours=1)
    assert await ani.taps("Ya, ini saya") == (
        "Undangan ini sudah lewat masa berlakunya. Mohon minta tautan baru ke pengelola "
        "kepegawaian."
    )
    assert await chat_id_of(desk, ani) is None


async def test_the_sixth_try_in_an_hour_is_refused_even_if_right(desk: Desk) -> None:
    ani = await desk.hires("Ani", joined=False)
    code = await invited(desk, ani)

    for number in range(5):
        await ani.says(f"/start salah-{number}")
        assert ani.sees == WRONG_CODE
    desk.restart()  # the tries are in the database
    await ani.says(f"/start {code}")
    assert ani.sees == TOO_MANY
    assert await desk.count(WrongTry) == 5
    assert await desk.count(Incoming, Incoming.outcome == Outcome.REFUSED) == 6

    desk.later(hours=1, seconds=1)
    await ani.says(f"/start {code}")
    await ani.taps("Ya, ini saya")
    assert await chat_id_of(desk, ani) == ani.chat_id


async def test_the_tries_of_one_account_do_not_count_against_another(desk: Desk) -> None:
    ani = await desk.hires("Ani", joined=False)
    code = await invited(desk, ani)
    rude = desk.stranger()
    for number in range(6):
        await rude.says(f"/start salah-{number}")
    assert rude.sees == TOO_MANY

    await ani.says(f"/start {code}")
    assert ani.buttons == ["✅ Ya, ini saya", "Bukan saya"]


async def test_another_account_needs_a_new_code_and_the_old_chat_is_told(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    ani = await desk.hires("Ani", supervisor=mia)
    await ani.says("08.00-10.00 rapat koordinasi")
    new_phone = Person(desk, ani.employee, 8888)
    code = await invited(desk, ani)

    await new_phone.says(f"/start {code}")
    await new_phone.taps("Ya, ini saya")
    assert await chat_id_of(desk, ani) == 8888
    assert ani.sees == (
        "Akun Telegram lain sekarang terhubung sebagai Anda, jadi bot berhenti di sini. Kalau "
        "bukan Anda yang melakukannya, segera hubungi badan kepegawaian."
    )

    await ani.says("13.00-15.00 verifikasi berkas")
    assert ani.sees == HOW_TO_JOIN
    assert await ani.taps("Kirim") == (
        "Anda belum terhubung. Ketuk tautan undangan dari BKPSDM Contoh dulu."
    )
    assert await desk.count(Activity, Activity.submitted_at.is_not(None)) == 0

    await new_phone.says("/hari_ini")
    await new_phone.taps("Buka laporan no. 1")
    assert await new_phone.taps("Kirim") == "Terkirim ke Bu Mia."


async def test_a_chat_of_one_employee_does_not_become_anothers(desk: Desk) -> None:
    ani = await desk.hires("Ani")
    budi = await desk.hires("Budi", joined=False, sex=1)
    code = await invited(desk, budi)

    await ani.says(f"/start {code}")
    assert ani.sees == (
        "Akun Telegram ini sudah terhubung sebagai Bu Ani, dan tautan itu milik pegawai lain. "
        "Buka dari akun Telegram yang bersangkutan. Ada yang keliru? Hubungi BKPSDM Contoh."
    )
    assert ani.buttons == []
    assert await chat_id_of(desk, ani) == ani.chat_id

    await budi.says(f"/start {code}")
    await budi.taps("Ya, ini saya")
    assert await chat_id_of(desk, budi) == budi.chat_id


async def test_a_button_binds_whom_its_message_named(desk: Desk) -> None:
    ani = await desk.hires("Ani", joined=False)
    budi = await desk.hires("Budi", joined=False)
    phone = desk.stranger()
    await phone.says(f"/start {await invited(desk, ani)}")
    of_ani = phone.card
    await phone.says(f"/start {await invited(desk, budi)}")

    assert await phone.taps("Ya, ini saya", on=of_ani) == (
        "Buka lagi tautan undangan Anda, lalu ketuk “Ya, ini saya”."
    )
    assert await chat_id_of(desk, ani) is await chat_id_of(desk, budi) is None

    await phone.taps("Ya, ini saya")
    assert await chat_id_of(desk, budi) == phone.chat_id


async def test_a_forged_yes_of_an_invitation_never_opened_binds_nobody(desk: Desk) -> None:
    ani = await desk.hires("Ani", joined=False)
    await invited(desk, ani)
    async with desk.database.transaction() as session:
        number = await session.scalar(select(Invitation.id))
    thief = desk.stranger()
    await thief.says("halo")

    for data in (f"me:1:{number}", "me:1:0", f"me:1:{10**30}", "me:1", "me:1:x"):
        await thief.sends_tap(data, thief.card)
    assert await chat_id_of(desk, ani) is None
    assert await desk.faults() == []


async def test_a_new_invitation_withdraws_the_old_one(desk: Desk) -> None:
    ani = await desk.hires("Ani", joined=False)
    old = await invited(desk, ani)
    new = await invited(desk, ani)

    await ani.says(f"/start {old}")
    assert ani.sees == WRONG_CODE
    await ani.says(f"/start {new}")
    await ani.taps("Ya, ini saya")
    assert await chat_id_of(desk, ani) == ani.chat_id


async def test_an_invitation_withdrawn_before_the_tap_does_not_bind(desk: Desk) -> None:
    ani = await desk.hires("Ani", joined=False)
    await ani.says(f"/start {await invited(desk, ani)}")
    await invited(desk, ani)

    assert await ani.taps("Ya, ini saya") == WRONG_CODE
    assert await chat_id_of(desk, ani) is None


async def test_only_the_hash_of_a_code_is_kept(desk: Desk) -> None:
    ani = await desk.hires("Ani", joined=False)
    code = await invited(desk, ani)
    async with desk.database.transaction() as session:
        kept = await session.scalar(select(Invitation.code_hash))
    assert kept == hashed(code) != code


async def test_of_two_accounts_that_tap_the_same_link_at_once_one_is_bound(desk: Desk) -> None:
    ani = await desk.hires("Ani", joined=False)
    code = await invited(desk, ani)
    phones = [desk.stranger(), desk.stranger()]
    for phone in phones:
        await phone.says(f"/start {code}")
    for phone in phones:
        data, shown = phone.button("Ya, ini saya")
        await desk.brings(phone.tap(data, shown))

    await asyncio.gather(desk.turns.take_one(), desk.another_replica().take_one())
    await desk.settles()
    assert await desk.count(Chat, Chat.employee_id == ani.employee.id) == 1
    assert await desk.faults() == []
    outcomes = {plain_sight(phone) for phone in phones}
    assert outcomes == {"Selamat bergabung, Bu Ani!", "Selamat datang di Kinerja Bot Pemerintah "
                        "Kabupaten Contoh."}  # fmt: skip


def plain_sight(phone: Person) -> str:
    return phone.sees.splitlines()[0]


async def test_starting_again_greets_and_changes_nothing(desk: Desk) -> None:
    ani = await desk.hires("Ani")
    hello = (
        "Halo, Bu Ani. Anda sudah terhubung.\n"
        "Tulis kegiatan Anda kapan saja, misalnya: 08.00-10.00 rapat koordinasi, 1 notulen"
    )

    await ani.says("/start")
    assert ani.sees == hello
    await ani.says(f"/start {await invited(desk, ani)}")
    assert ani.sees == hello


async def test_a_stranger_learns_how_to_join_and_nothing_else(desk: Desk) -> None:
    mia = await desk.hires("Mia")
    tom = await desk.hires("Tom", supervisor=mia)
    await tom.says("08.00-10.00 rapat")
    data, card = tom.button("Kirim")
    stranger = desk.stranger()

    for text in ("halo", "/start", "/lapor", "/hari_ini", "/tinjau", "/tertahan", "/bantuan",
                 "/bahasa", "/batal", "08.00-10.00 rapat"):  # fmt: skip
        await stranger.says(text)
        assert stranger.sees == HOW_TO_JOIN
    await stranger.shows_photo("08.00-10.00 rapat")
    assert stranger.sees == HOW_TO_JOIN
    await stranger.shows_document("undangan.pdf")
    assert stranger.sees == HOW_TO_JOIN
    assert await stranger.sends_tap(data, card) == (
        "Anda belum terhubung. Ketuk tautan undangan dari BKPSDM Contoh dulu."
    )
    assert {shown.text for shown in stranger.screen} == {HOW_TO_JOIN}
    assert await desk.count(Activity) == 1


async def test_a_strangers_edit_is_passed_over(desk: Desk) -> None:
    stranger = desk.stranger()
    number = await stranger.says("halo")
    await stranger.edits(number, "halo?")
    assert [shown.text for shown in stranger.screen] == [HOW_TO_JOIN]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<b>Ani</b> & \"Co\" 'x'", "Bu <b>Ani</b> & \"Co\" 'x'"),
        ("\u202eInA\u202c", "Bu InA"),
        ("A" * 120, "Bu " + "A" * 120),
    ],
)
async def test_a_name_never_breaks_a_message(desk: Desk, name: str, shown: str) -> None:
    ani = await desk.hires(name, joined=False)
    await ani.says(f"/start {await invited(desk, ani)}")
    assert shown in ani.sees.splitlines()
    assert "<b>Ani" not in ani.card.text

    await ani.taps("Ya, ini saya")
    assert plain_sight(ani) == f"Selamat bergabung, {shown}!"


async def test_whoever_joins_late_finds_what_waits(desk: Desk) -> None:
    mia = await desk.hires("Mia", joined=False)
    tom = await desk.hires("Tom", supervisor=mia, sex=1)
    await tom.says("08.00-10.00 rapat koordinasi")
    await tom.taps("Kirim")
    code = await invited(desk, mia)
    desk.later(minutes=30)

    await mia.says(f"/start {code}")
    await mia.taps("Ya, ini saya")
    assert mia.sees == (
        "Menunggu keputusan Anda: 1\n\n"
        "Pak Tom · Sel 24 Nov\n"
        "1. 08.00–10.00 rapat koordinasi (2 jam)"
    )
    assert await mia.taps("Setujui yang tampil") == "1 disetujui."
    assert mia.sees == "Tidak ada yang menunggu keputusan Anda. Terima kasih."


async def test_an_invitation_lasts_as_long_as_the_office_says(desk: Desk) -> None:
    ani = await desk.hires("Ani", joined=False)
    await invited(desk, ani)
    async with desk.database.transaction() as session:
        invitation = (await session.scalars(select(Invitation))).one()
    assert invitation.expires_at - invitation.made_at == timedelta(days=30)
