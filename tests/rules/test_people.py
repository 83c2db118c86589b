"""NIP, names, chats and their steps, invitations, refusals: what a row knows by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.notices.notices import KEPT_SHOWINGS, Notice
from models.people.chats import STEP_LASTS, Chat
from models.people.employees import Employee, Role
from models.people.invitations import CodeExpired, Invitation, WrongCode, WrongTry
from models.people.nip import Sex, WrongNip, masked, tidy_nip
from models.refusals import Refusal
from models.work.windows import EntryWindowClosed
from tests.rules.made import AFTERNOON, EVE, MIA, TOM

NIP = "198609262015051001"


@pytest.mark.parametrize(
    "written",
    [
        NIP,
        "19860926 201505 1 001",
        " 19860926-201505-1-001 ",
        "'198609262015051001",
        "19860926.201505.1.001",
    ],
)
def test_a_nip_is_read_as_people_write_it(written: str) -> None:
    assert tidy_nip(written) == NIP


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("", "length"),
        ("1986092620150510", "length"),
        ("1986092620150510011", "length"),
        ("19860926201505100a", "length"),
        ("\N{ARABIC-INDIC DIGIT ONE}" * 18, "length"),
        ("198613262015051001", "birth"),
        ("198602302015051001", "birth"),
        ("198609261995051001", "appointed"),
        ("198609262060051001", "appointed"),
        ("198609262015053001", "sex"),
        ("198609262015051000", "serial"),
    ],
)
def test_a_wrong_nip_says_what_is_wrong(written: str, because: str) -> None:
    with pytest.raises(WrongNip) as refused:
        tidy_nip(written)
    assert refused.value.facts == {"because": because}


def test_a_pppks_month_of_appointment_is_no_month() -> None:
    assert tidy_nip("199001012023211001") == "199001012023211001"


def test_a_nip_is_shown_in_part_only() -> None:
    assert masked(NIP) == "1986***********001"


def test_a_name_is_said_without_its_degrees_and_with_pak_or_bu() -> None:
    mia = Employee(nip="198609262015052001", name="Mia Lestari, S.E., M.Si.")
    assert (mia.short_name, mia.sex) == ("Mia Lestari", Sex.FEMALE)


def test_who_administers() -> None:
    admins = [role for role in Role if Employee(nip=NIP, name="x", role=role).is_admin]
    assert admins == [Role.UNIT_ADMIN, Role.OFFICE_ADMIN]


def test_somebody_is_the_same_as_themselves_and_as_nobody_else() -> None:
    assert TOM.is_same_as(TOM)
    assert not TOM.is_same_as(MIA)
    assert not TOM.is_same_as(None)


# Steps


def a_chat_at_a_step() -> Chat:
    return Chat(id=7, step="Amending:value", step_at=AFTERNOON, asked=100)


@pytest.mark.parametrize(
    ("minutes", "replying_to", "belongs"),
    [
        (0, None, True),
        (15, None, True),
        (16, None, False),
        (600, 100, True),  # the question itself, however late
        (5, 99, False),  # an older question
        (5, 101, True),  # that the answer was not understood
        (600, 101, False),
    ],
)
def test_a_message_belongs_to_a_step_that_is_fresh_or_that_it_replies_to(
    minutes: int, replying_to: int | None, belongs: bool
) -> None:
    at = AFTERNOON + timedelta(minutes=minutes)
    step = a_chat_at_a_step().step_now(at=at, replying_to=replying_to)
    assert step == ("Amending:value" if belongs else None)
    assert timedelta(minutes=15) == STEP_LASTS


def test_a_chat_without_a_step_has_none() -> None:
    assert Chat(id=7).step_now(at=AFTERNOON) is None


def test_binding_and_releasing_end_a_step() -> None:
    chat = a_chat_at_a_step()
    chat.bind(EVE, at=AFTERNOON)
    assert (chat.employee_id, chat.bound_at, chat.step) == (EVE.id, AFTERNOON, None)
    chat.step, chat.step_facts, chat.asked = "Asking:what", {"words": "rapat"}, 7
    chat.release()
    kept = {name: getattr(chat, name) for name in ("step", "step_facts", "asked")}
    assert kept == {"step": None, "step_facts": {}, "asked": None}
    assert (chat.employee_id, chat.bound_at) == (None, None)


# Invitations


def an_invitation() -> Invitation:
    return Invitation(
        employee_id=1, code_hash="x", made_at=AFTERNOON, expires_at=AFTERNOON + timedelta(days=1)
    )


def test_an_invitation_opens_once_and_until_it_expires() -> None:
    invitation = an_invitation()
    invitation.accept(chat_id=7, at=invitation.expires_at - timedelta(seconds=1))
    with pytest.raises(WrongCode):
        invitation.accept(chat_id=7, at=AFTERNOON)
    with pytest.raises(CodeExpired):
        an_invitation().accept(chat_id=7, at=an_invitation().expires_at)


def test_a_withdrawn_invitation_is_wrong_and_the_try_is_left_behind() -> None:
    invitation = an_invitation()
    invitation.withdrawn_at = AFTERNOON
    with pytest.raises(WrongCode) as refused:
        invitation.check(chat_id=7, at=AFTERNOON)
    (left,) = refused.value.leaves
    assert isinstance(left, WrongTry)
    assert (left.chat_id, left.at) == (7, AFTERNOON)


# Refusals


class NotOnAMonday(Refusal):
    """Only for this test."""


def test_a_refusal_finds_its_words_by_its_name() -> None:
    assert NotOnAMonday().key == "refused-not-on-a-monday"
    assert EntryWindowClosed(day=1).key == "refused-entry-window-closed"


def test_a_refusal_carries_facts_and_what_it_leaves() -> None:
    trace = WrongTry(chat_id=1, at=AFTERNOON)
    refusal = NotOnAMonday(leaves=[trace], day="Sen")
    assert (refusal.facts, refusal.leaves) == ({"day": "Sen"}, (trace,))


# Notices


def test_a_notice_remembers_what_its_last_versions_showed() -> None:
    notice = Notice(employee_id=1, kind="review", subject="1:2", made_at=AFTERNOON, due=AFTERNOON)
    for version in range(8, 8 + KEPT_SHOWINGS + 1):
        notice.remember(version, [[version, 1]], at=AFTERNOON)
    assert notice.showed(8) is None
    assert notice.showed(12) == [(12, 1)]
    assert not notice.is_news
