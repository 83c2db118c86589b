"""``make chaos``: four rounds and two broadcasts, and a table that must hold no loss."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from itertools import product
from time import monotonic

from tests.chaos.broadcast import Fate, Told, remind_everybody
from tests.chaos.reckoning import Reckoning
from tests.chaos.rounds import Played, Round, play
from tests.chaos.stores import Stores, stores

ENGINES, WAYS = ("sqlite", "postgresql"), ("polling", "webhook")
COMPLAINTS = 20  # printed of each round


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", default="2026", help="the same seed plans the same chaos")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--reports", type=int, default=500, help="in each round")
    parser.add_argument("--kills", type=int, default=5, help="in each round")
    parser.add_argument("--seconds", type=float, default=85, help="of sabotage in each round")
    parser.add_argument("--reminders", type=int, default=1000, help="in each broadcast; 0: none")
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--way", choices=WAYS, action="append")
    asked = parser.parse_args()
    with stores() as found:
        return 0 if asyncio.run(everything(asked, found)) else 1


async def everything(asked: argparse.Namespace, found: Stores) -> bool:
    began = monotonic()
    reckonings, kills = [], 0
    for engine, way in product(asked.engine or ENGINES, asked.way or WAYS):
        wanted = Round(
            engine=engine,
            way=way,
            seed=f"{asked.seed}-{engine}-{way}",
            people=asked.people,
            reports=asked.reports,
            kills=asked.kills,
            seconds=asked.seconds,
        )
        played = await play(wanted, found)
        reckoning = await played.reckoned()
        say(played, reckoning)
        kills += played.damage.kills
        reckonings.append(reckoning)
    broadcasts = await remind(asked.reminders, found)
    print(f"\n{summary(reckonings)}, kills {kills}; {monotonic() - began:.0f} s in all")
    return all(one.is_clean for one in reckonings) and all(told.is_clean for told in broadcasts)


async def remind(people: int, found: Stores) -> list[Told]:
    """Both broadcasts, if there is anybody to remind."""
    broadcasts = []
    for fate in Fate if people else ():
        told = await remind_everybody(fate, people, found)
        print(f"\n== reminders, lease holder {fate} ==\n  {told}", flush=True)
        broadcasts.append(told)
    return broadcasts


def summary(found: Sequence[Reckoning]) -> str:
    """Everything together, in the words of the promise."""
    return (
        f"lost {sum(len(one.lost) for one in found)},"
        f" doubled {sum(len(one.doubled) for one in found)},"
        f" untold {sum(len(one.untold) for one in found)},"
        f" untrue {sum(len(one.untrue) for one in found)},"
        f" told twice {sum(one.told_twice for one in found)}"
        f" (at most {sum(one.may_be_told_twice for one in found)})"
    )


def say(played: Played, reckoning: Reckoning) -> None:
    """Print how a round went."""
    damage, diary = played.damage, played.diary
    print(f"\n== {played.name} ==")
    print(f"  reports {len(diary.written)}, taps {diary.taps}, turns {dict(reckoning.turns)}")
    print(
        f"  kills {damage.kills}, outages {damage.outages}, failed calls {damage.faults},"
        f" updates repeated {damage.repeated}, processes that ended by themselves"
        f" {played.ended_by_itself}"
    )
    print(
        f"  lost {len(reckoning.lost)}, doubled {len(reckoning.doubled)},"
        f" untold {len(reckoning.untold)}, untrue {len(reckoning.untrue)},"
        f" set aside {len(reckoning.faults)}"
    )
    print(
        f"  told twice {reckoning.told_twice} (in flight at a kill {len(damage.in_flight)},"
        f" answers lost {damage.answers_lost})"
    )
    print(f"  {played.seconds:.0f} s", flush=True)
    for complaint in reckoning.complaints()[:COMPLAINTS]:
        print(f"  ! {complaint}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
