"""What came of it: what people remember, what the database holds, and what their screens show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from models.machine import Incoming, Outcome
from models.notices.notices import Notice
from models.office import Office
from models.work.activities import Activity
from models.work.decisions import Decision, Verdict
from models.work.reports import Report
from simulator.telegram import Telegram
from tests.chaos.people import REASON, Diary, Written
from tests.chaos.saboteur import Damage
from tests.chaos.screens import Screens


@dataclass
class Reckoning:
    """Each list says in words what should not be; all but the last bound must be empty."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)  # turns that were set aside
    told_twice: int = 0
    may_be_told_twice: int = 0
    turns: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        wrong = [*self.lost, *self.doubled, *self.untold, *self.untrue, *self.faults]
        return not wrong and self.told_twice <= self.may_be_told_twice

    def complaints(self) -> list[str]:
        return [
            f"{kind}: {words}"
            for kind in ("lost", "doubled", "untold", "untrue", "faults")
            for words in getattr(self, kind)
        ]


async def reckon(
    url: str, telegram: Telegram, diary: Diary, damage: Damage, office: Office
) -> Reckoning:
    """Compare everything with everything, once the dust has settled."""
    database = Database(url)
    found = Reckoning(may_be_told_twice=damage.may_be_told_twice)
    try:
        async with database.transaction() as session:
            activities = list(await session.scalars(select(Activity).order_by(Activity.id)))
            reports = {
                (report.chat_id, report.message_id): report
                for report in await session.scalars(select(Report))
            }
            for written in diary.written:
                _check_message(found, written, reports, activities)
            _check_reasons(found, list(reports.values()))
            await _check_decisions(found, session, diary, activities)
            await _check_machine(found, session)
            screens = await Screens.of(session, telegram, office)
            await screens.check_cards(found.lost, found.untrue)
            screens.check_news(found.untold)
            screens.check_reviewers(found.untold, activities)
            found.told_twice = screens.told_twice()
    finally:
        await database.close()
    return found


def _check_message(
    found: Reckoning,
    written: Written,
    reports: dict[tuple[int, int], Report],
    activities: Sequence[Activity],
) -> None:
    report = reports.get((written.chat_id, written.message_id))
    for word in written.words:
        holding = [a for a in activities if word in a.what]
        if not any(report and a.report_id == report.id for a in holding):
            found.lost.append(f"message {written.message_id}: {word} is in no activity")
        if len(holding) > 1:
            found.doubled.append(f"message {written.message_id}: {len(holding)} times {word}")
        if written.promise and any(a.submitted_at is None for a in holding):
            found.lost.append(f"message {written.message_id}: promised, but {word} was not sent")
    if not written.is_over:
        found.lost.append(f"message {written.message_id}: its author still waits for the bot")


def _check_reasons(found: Reckoning, reports: Sequence[Report]) -> None:
    """A reason that was taken for a report has not been taken for a reason."""
    found.lost.extend(
        f"message {report.message_id}: a reason became a report"
        for report in reports
        if report.text == REASON
    )


async def _check_decisions(
    found: Reckoning, session: AsyncSession, diary: Diary, activities: Sequence[Activity]
) -> None:
    """Approved at most once, returned once a reason; and whoever was decided about knows."""
    decisions = list(await session.scalars(select(Decision)))
    approved = Counter(d.activity_id for d in decisions if d.verdict is Verdict.APPROVED)
    found.doubled.extend(
        f"activity {activity} was approved {count} times"
        for activity, count in approved.items()
        if count > 1
    )
    returned = sum(d.verdict is Verdict.RETURNED for d in decisions)
    if returned > diary.reasons:
        found.doubled.append(f"{returned} activities returned for {diary.reasons} reasons")
    by_id = {activity.id: activity for activity in activities}
    decided = Counter(
        by_id[d.activity_id].author_id for d in decisions if d.verdict is Verdict.APPROVED
    )
    news = await session.scalars(select(Notice).where(Notice.kind == "approved"))
    told: Counter[int] = Counter()
    for notice in news:
        told[notice.employee_id or 0] += notice.facts["count"]
    found.untold.extend(
        f"employee {author}: {count} approved, news of {told[author]}"
        for author, count in decided.items()
        if told[author] != count
    )


async def _check_machine(found: Reckoning, session: AsyncSession) -> None:
    """Nothing waits any more, and no turn was set aside."""
    rows = await session.execute(select(Incoming.outcome, func.count()).group_by(Incoming.outcome))
    found.turns.update({str(outcome): count for outcome, count in rows})
    waiting = found.turns.pop("None", 0)
    if waiting:
        found.lost.append(f"{waiting} updates still wait in the in-box")
    troubles = await session.scalars(
        select(Incoming.trouble).where(Incoming.outcome == Outcome.FAULT)
    )
    found.faults.extend(trouble or "no word of it" for trouble in troubles)
