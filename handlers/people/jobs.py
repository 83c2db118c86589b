"""Kinds of job, told from the name of a position: whose examples somebody would recognise."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

import config


class Job(StrEnum):
    """Kelompok pekerjaan; ``config/jobs.toml`` says by which words each is known."""

    TEACHER = "teacher"
    HEALTH = "health"
    CLERK = "clerk"  # whoever is none of the others
    COUNTER = "counter"
    FIELD = "field"
    EXTENSION = "extension"
    LEADER = "leader"


def job_of(position: str) -> Job:
    """The first kind of which a word begins one of the position's words.

    A head teacher ("Kepala Sekolah") leads, and so does the head of a puskesmas.
    """
    found = (job for job, words in _words().items() if _begins(position, words))
    return next(found, Job.CLERK)


def _begins(position: str, words: list[str]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}", position, re.IGNORECASE) for word in words)


@cache
def _words() -> dict[Job, list[str]]:
    path = Path(config.__path__[0]) / "jobs.toml"
    return {Job(job): words for job, words in tomllib.loads(path.read_text("utf-8")).items()}
