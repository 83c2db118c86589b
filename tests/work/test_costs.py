"""What Kirim and Setujui ask the database, with one activity and with three."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import event

from models.work.activities import Activity
from models.work.states import State
from tests.desk import Desk, Person

LINES = ("08.00-09.00 apel pagi", "09.00-10.00 rapat koordinasi", "10.00-11.00 input data")


async def asked(desk: Desk, person: Person, label: str) -> Counter[str]:
    """The statements of the turn of one tap, by their first word."""
    data, shown = person.button(label)
    await desk.brings(person.tap(data, shown))
    seen: Counter[str] = Counter()

    def remember(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        seen[statement.split()[0]] += 1

    engine = desk.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", remember)
    try:
        await desk.turns.take_one()
    finally:
        event.remove(engine, "before_cursor_execute", remember)
    return seen


async def costs(desk: Desk, mia: Person, count: int) -> tuple[Counter[str], Counter[str]]:
    """(of sending, of approving) so many activities; the cards that are drawn at once included."""
    tom = await desk.hires(f"Staf {count}", supervisor=mia)
    await tom.says("\n".join(LINES[:count]))
    sent = await asked(desk, tom, "Kirim")
    await desk.settles()
    approved = await asked(desk, mia, "Setujui semua")
    await desk.settles()
    return sent, approved


async def test_three_activities_are_read_as_cheaply_as_one_and_written_row_by_row(
    desk: Desk,
) -> None:
    mia = await desk.hires("Mia")
    one, three = await costs(desk, mia, 1), await costs(desk, mia, 3)
    assert await desk.count(Activity, Activity.state == State.APPROVED) == 4

    for few, many in zip(one, three, strict=True):
        assert many["SELECT"] == few["SELECT"] <= 30
        assert many["UPDATE"] == few["UPDATE"] + 2  # each row is held to its version
        assert many["INSERT"] <= few["INSERT"] + 2  # a revision, a decision
