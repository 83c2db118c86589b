"""``make chaos``: the real bot is killed at random moments, and nothing is lost or told twice."""
