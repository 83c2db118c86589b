"""What each method of the Bot API does here; importing this makes them all known."""

from simulator.methods import editing, files, profile, receiving, sending, settling

__all__ = ["editing", "files", "profile", "receiving", "sending", "settling"]
