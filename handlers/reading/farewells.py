"""Thanks and farewells that end a message or a line; a vote of thanks that was written stays."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reading.tokens import Kind, Token, words

_CLOSINGS = words("demikian demikianlah sekian wassalam wassalamualaikum wassalamu'alaikum ttd")
_THANKS = words(
    """
    makasih mksh mksih trims trmksh tks thanks thx nuhun suwun terimakasih trimakasih terimakasi
    tq
    """
)
_AFTER_THANKS = words(
    """
    kasih ksih banyak atas perhatian perhatiannya kerjasama kerjasamanya arahan arahannya
    bimbingan waktu waktunya bapak ibu pak bu dan sebelumnya kami saya ucapkan sampaikan nya ya
    untuk semua mohon komandan ndan kerja sama salam wassalam wassalamualaikum wr wb mas mbak kak
    bang
    """
)
_PARTING = words(
    """
    ya yaa nggih njih inggih siap 86 pak bu bapak ibu komandan ndan mas mbak kak bang gan
    """
)
_ASKED_FOR = words(
    "arahan arahannya petunjuk petunjuknya koreksi koreksinya persetujuan persetujuannya"
)
# A thank-you that was made or given is work: membuat kartu ucapan terima kasih.
_THANKING = words(
    """
    ucapan ucapkan mengucapkan kartu surat piagam penyampaian menyampaikan ungkapan acara dan rasa
    """
)

BEGINS = _CLOSINGS | _THANKS | _PARTING | words("terima trima hormat mohon atas")


def is_thanks(tokens: Sequence[Token], i: int) -> bool:
    """Whether "terima kasih", in one word or two, stands here."""
    word, following = tokens[i].text, tokens[i + 1].text
    return word in _THANKS or (word in ("terima", "trima") and following in ("kasih", "ksih"))


def past_thanks(tokens: Sequence[Token], i: int) -> int:
    """The token after thanks said beforehand."""
    while is_thanks(tokens, i) or tokens[i].text in _AFTER_THANKS:
        i += 1
    return i


def closing_at(tokens: Sequence[Token], i: int, after: int, parted: bool) -> bool:
    """Whether the rest of the line, from this token on, is thanks and farewell.

    ``parted`` is whether no word stands right before it; thanks need no such pause.
    """
    if is_thanks(tokens, i):
        given = not parted and tokens[i - 1].text in _THANKING
        return not given and _only(tokens, i + 1, after, _AFTER_THANKS)
    return parted and _is_farewell(tokens, i, after)


def _is_farewell(tokens: Sequence[Token], i: int, after: int) -> bool:
    word, following = tokens[i].text, tokens[i + 1].text
    if word == "hormat":
        return following in ("saya", "kami")
    if word == "mohon":
        return following in _ASKED_FOR
    if word == "atas":
        return following.startswith("perhatian")
    if word == "86" and following not in ("ndan", "komandan", "dan"):
        return False  # on the radio it says that all was understood
    if word in _PARTING:
        return _only(tokens, i + 1, after, _PARTING | _AFTER_THANKS)
    return word in _CLOSINGS


def _only(tokens: Sequence[Token], i: int, after: int, allowed: frozenset[str]) -> bool:
    while i < after and (tokens[i].kind is Kind.MARK or tokens[i].text in allowed):
        i += 1
    return i >= after
