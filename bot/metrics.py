"""What is counted for whoever operates the bot (Prometheus)."""

from prometheus_client import Counter, Gauge, Histogram

TURNS = Counter("kinerja_turns_total", "Turns, by how they ended", ["outcome"])
TURN_SECONDS = Histogram(
    "kinerja_turn_seconds",
    "From taking an update to its commit, by how it ended",
    ["outcome"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
SLOWED = Counter("kinerja_slowed_total", "Times that somebody was told they write too fast")
SENDS = Counter("kinerja_sends_total", "Calls to Telegram that say something", ["result"])
INBOX_WAITING = Gauge("kinerja_inbox_waiting", "Updates that wait for their turn")
INBOX_AGE = Gauge("kinerja_inbox_oldest_seconds", "Age of the oldest update that waits")
NOTICES_DUE = Gauge("kinerja_notices_due", "Notices that are due")
NOTICES_AGE = Gauge("kinerja_notices_oldest_seconds", "How long the oldest due notice waits")
RING_LATE = Histogram(
    "kinerja_ring_late_seconds",
    "How late a reminder rang",
    buckets=(1, 2, 5, 10, 30, 60, 300, 900, 3600),
)
RINGS = Counter("kinerja_rings_total", "Reminders that were due, by what became of them", ["rung"])
