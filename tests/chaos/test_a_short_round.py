"""A short round in every test run; and whatever is tampered with after it, the reckoning finds."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from tests.chaos.reckoning import Reckoning
from tests.chaos.rounds import Played, Round, play
from tests.chaos.stores import stores

SHORT = Round(
    engine="sqlite",
    way="polling",
    seed="small",
    people=12,
    reports=20,
    kills=2,
    seconds=6,
    outage=4,
)
APPROVED = "(SELECT min(activity_id) FROM decisions WHERE verdict = 'approved')"
NEWS = "(SELECT min(id) FROM notices WHERE kind = 'approved')"
CARD = "(SELECT min(id) FROM notices WHERE kind = 'report' AND message_id IS NOT NULL)"
UPDATE = "(SELECT min(update_id) FROM inbox)"

# What somebody does to the database behind everybody's back, and which list has to complain.
TAMPERED = {
    f"UPDATE activities SET what = 'lain' WHERE id = {APPROVED}": "lost",
    "UPDATE activities SET submitted_at = NULL": "lost",
    f"UPDATE notices SET message_id = NULL WHERE id = {CARD}": "lost",
    f"UPDATE notices SET wanted = wanted + 1 WHERE id = {CARD}": "lost",
    f"UPDATE inbox SET done_at = NULL, outcome = NULL WHERE update_id = {UPDATE}": "lost",
    "UPDATE activities SET what = (SELECT group_concat(what) FROM activities)": "doubled",
    "INSERT INTO decisions (activity_id, revision, verdict, by_id, at) SELECT activity_id,"
    " revision, verdict, by_id, at FROM decisions WHERE verdict = 'approved'": "doubled",
    f"DELETE FROM notices WHERE id = {NEWS}": "untold",
    f"UPDATE activities SET state = 'submitted' WHERE id = {APPROVED}": "untrue",
    "UPDATE activities SET state = 'submitted', reviewer_id = author_id": "untold",
    f"UPDATE activities SET minutes = minutes + 7 WHERE id = {APPROVED}": "untrue",
    f"UPDATE inbox SET outcome = 'fault', trouble = 'x' WHERE update_id = {UPDATE}": "faults",
}


def complaining(reckoning: Reckoning) -> list[str]:
    """The lists that are not empty."""
    kinds = ("lost", "doubled", "untold", "untrue", "faults")
    return [kind for kind in kinds if getattr(reckoning, kind)]


async def not_found(played: Played, folder: Path) -> list[str]:
    """What was done to a copy of the database and escaped the reckoning."""
    missed = []
    for number, (deed, kind) in enumerate(TAMPERED.items()):
        copy = folder / f"{number}.db"
        shutil.copyfile(played.url.partition(":///")[2], copy)
        with sqlite3.connect(copy) as connection:
            changed = connection.execute(deed).rowcount
        found = await played.reckoned(f"sqlite+aiosqlite:///{copy}")
        if not changed or kind not in complaining(found):
            missed.append(deed)
    return missed


async def told_after_tampering(played: Played) -> tuple[list[str], int]:
    """(complaints, told twice) once a piece of news is gone from one screen, and is twice on
    another."""
    news = [
        (person.chat, message)
        for person in played.telegram.people.values()
        for message in person.received
        if "menyetujui" in (message.text or "")
    ]
    (chat, message), (twice, again) = news[0], news[-1]
    twice.add(again.model_copy(update={"message_id": again.message_id + 1_000_000}))
    chat.remove(message.message_id)
    found = await played.reckoned()
    return complaining(found), found.told_twice


async def test_killed_and_locked_out_nothing_is_lost_doubled_untold_or_untrue(
    tmp_path: Path,
) -> None:
    with stores() as found:
        played = await play(SHORT, found)
        reckoning = await played.reckoned()
        assert reckoning.complaints() == []
        assert reckoning.told_twice <= reckoning.may_be_told_twice
        assert (played.damage.kills, len(played.diary.written)) == (SHORT.kills, SHORT.reports)

        assert await not_found(played, tmp_path) == []
        assert await told_after_tampering(played) == (["untold"], reckoning.told_twice + 1)
