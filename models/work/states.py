"""The states of an activity (aktivitas), from draft to decision.

DRAFT ──submit──▶ SUBMITTED ──approve──▶ APPROVED
                   │   ▲  └────reject──▶ REJECTED   (fictive, duplicate, wrong person)
       give back   ▼   │ submit
                  RETURNED                cancel (the author) ──▶ CANCELLED
Until the month closes an approved activity is SUBMITTED again when its author amends it, and any
decision is revoked by whoever made it.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where an activity is on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


OPEN = (State.DRAFT, State.RETURNED)  # with the author
SENT = (State.SUBMITTED, State.APPROVED)  # its author may still change it, for a while
DECIDED = (State.APPROVED, State.RETURNED, State.REJECTED)
