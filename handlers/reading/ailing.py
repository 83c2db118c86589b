"""Words of not being well. They say that somebody is ill, and nothing of them is kept."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from handlers.reading.tokens import words

_AILMENTS = words(
    """
    demam flu batuk pilek pusing mual muntah diare mencret maag meriang vertigo migrain asma tipes
    tifus dbd fever headache unwell
    """
)
_PARTS = words("perut kepala gigi mata badan pinggang punggung dada tenggorokan kaki lambung")
_UNWELL = frozenset(
    (low, good)
    for low in ("kurang", "tidak", "tdk", "gak", "ga", "nggak", "ngga", "not", "feeling")
    for good in ("sehat", "enak", "fit", "well")
)
_OTHERS = words("anak istri suami mertua ortu keluarga")
_THEIR = frozenset((who, "saya") for who in ("ibu", "bapak", "ayah", "mama", "orangtua"))


def unwell_words(spelt: Sequence[str]) -> frozenset[str]:
    """The words that tell of one's health, besides "sakit" itself."""
    found = set(spelt) & _AILMENTS
    found |= {part for ill, part in pairwise(spelt) if ill in ("sakit", "sick") and part in _PARTS}
    for pair in set(pairwise(spelt)) & _UNWELL:
        found |= {*pair, "badan"} & set(spelt)
    return frozenset(found)


def somebody_else(spelt: Sequence[str]) -> frozenset[str]:
    """Whose health it is, if it is another's: the leave is then no sick leave."""
    found = set(spelt) & _OTHERS
    for pair in set(pairwise(spelt)) & _THEIR:
        found |= set(pair)
    return frozenset(found)
