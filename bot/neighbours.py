"""Replicas over one database keep the same office: other rules wait until all have ended.

The claim is a row like the lease, held by the office's fingerprint instead of by one replica: all
who keep that office renew it, and it runs out when none of them is left.
"""

from __future__ import annotations

import asyncio

import structlog

from bot import lease
from bot.database import Database
from bot.errors import description
from bot.lease import LeaseKeeper
from bot.plainly import CannotRun
from models.office import Office

NAME = "office"
LOOKED_EVERY = 0.5  # seconds, while others keep another office

log = structlog.get_logger()


class AnotherOffice(CannotRun):
    """The replicas would judge the same report by different rules."""

    def __init__(self) -> None:
        super().__init__(
            "Another replica over this database runs with a different office.toml. Give this one"
            " the same file (OFFICE_FILE), or stop all of them before starting with new rules."
        )


class Neighbours:
    """Whether all replicas keep the same office."""

    def __init__(self, database: Database, office: Office) -> None:
        self._claim = LeaseKeeper(database, NAME, office.fingerprint)
        self._is_alone = database.is_sqlite
        self.differ = False

    async def agree(self) -> None:
        """Claim for our office; raise ``AnotherOffice`` if others go on with theirs.

        Whoever was killed could not give the claim up: it is waited for.
        """
        patience = asyncio.get_running_loop().time() + lease.LASTS + lease.RENEWED_EVERY / 2
        while not await self._claim.try_once():
            if asyncio.get_running_loop().time() > patience:
                raise AnotherOffice
            await asyncio.sleep(LOOKED_EVERY)

    async def watch(self) -> None:
        """Renew the claim; return once others have claimed for another office meanwhile."""
        while await self._is_renewed():  # noqa: ASYNC110 - other processes set no event
            await asyncio.sleep(lease.RENEWED_EVERY)
        self.differ = True

    async def leave(self) -> None:
        """Those who remain renew the claim in time; after the last one it is soon forgotten."""
        if not self.differ:
            await self._claim.give_up(0.0 if self._is_alone else 2 * lease.RENEWED_EVERY)

    async def _is_renewed(self) -> bool:
        try:
            async with asyncio.timeout(lease.RENEWED_EVERY):
                return await self._claim.try_once()
        except Exception as error:  # noqa: BLE001 - the next try will tell
            log.warning("claim_not_renewed", fault=description(error))
            return True
