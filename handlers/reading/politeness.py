"""Greetings, addresses and leave to report ("izin melaporkan, Pak"): polite, and no activity."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reading import farewells, titles
from handlers.reading.clocks import HOUR_WORDS
from handlers.reading.farewells import is_thanks, past_thanks
from handlers.reading.titles import REPORTING, announcement_at, ends, past_title, title_at
from handlers.reading.tokens import Kind, Token, words

_SALAMS = words(
    """
    assalamualaikum assalamu'alaikum assalammualaikum asalamualaikum assalamualaikumwrwb assalamu
    ass aslm asslm assalam askum alaikum alaikumussalam walaikumsalam waalaikumsalam wr wb wrwb
    warahmatullahi warohmatullahi warahmatullah wabarakatuh wabarokatuh wabarakatuhu shalom syalom
    om swastiastu swastyastu namo buddhaya rahayu sejahtera
    """
)
_HELLOS = words("halo hallo hai permisi punten tabik maaf dear")
_ASSENTS = words("siap ok oke okay baik baiklah iya ya nggih njih")
_LATE = words("baru br telat terlambat lambat lapor laporan melapor melaporkan kirim mengirim")
_WISHES = words("selamat slmt met salam")
_OF_THE_DAY = words("pagi siang sore malam petang sejahtera")
_PEOPLE = words(
    """
    pak bu bapak ibu bpk ibuk buk bang kak mas mbak mba komandan ndan bos kang teh uni uda
    pimpinan semua semuanya rekan sekalian
    """
)
_TITLES = words(
    """
    kadis kabid kabag kasi kasubag kasubbag kasubid kasubbid kasatpol kapus kepsek kabiro karu
    katim camat lurah kades sekda sekcam seklur sekdis sekretaris kepala dinas bidang seksi bagian
    puskesmas sekolah badan direktur bupati wabup asisten danton danru ketua tim yth yang
    terhormat
    """
)
_ALLOWED = words("izin ijin idzin ijn izinkan ijinkan perkenankan")
_PLEASE = words("mohon mhn moho memohon")
_SAYING = _ALLOWED | words(
    """
    hari hr tadi td kemarin kmrn kemaren semalam tgl tanggal mohon lapor melaporkan
    """
)
_PUNCTUATION = words(", . ! : - / ? ( )")
_LONGEST_ADDRESS = 12  # tokens

BEGINS = (
    _SALAMS
    | _HELLOS
    | _ASSENTS
    | _WISHES
    | _OF_THE_DAY
    | _PEOPLE
    | _SAYING
    | _PLEASE
    | words("kepada yth ykh")
    | titles.BEGINS
    | farewells.BEGINS
)


def polite_at(tokens: Sequence[Token], i: int, head: bool) -> int:
    """The token after the polite words that begin here; ``i`` where none do.

    ``head`` is false where a day was said already: then only "sebagai berikut" and the like go on.
    """
    readers = (_letter, _greeting, _leave, _address, _title) if head else (announcement_at,)
    for reader in readers:
        after = reader(tokens, i)
        if after > i:
            return _past_punctuation(tokens, after)
    return i


def _past_punctuation(tokens: Sequence[Token], i: int) -> int:
    while tokens[i].text in _PUNCTUATION:
        i += 1
    return i


def _letter(tokens: Sequence[Token], i: int) -> int:
    """Kepada Yth. Bapak Camat: an address as on a letter, up to the comma or the line's end."""
    begin = i + 1 if tokens[i].text == "kepada" else i
    if tokens[begin].text not in ("yth", "ykh"):
        return i
    for k in range(begin, begin + _LONGEST_ADDRESS):
        if tokens[k].text in (",", ":") or tokens[k].kind in (Kind.LINE, Kind.END):
            return k
        if tokens[k].kind is Kind.NUMBER:
            break
    return i


def _greeting(tokens: Sequence[Token], i: int) -> int:
    word, following = tokens[i].text, tokens[i + 1].text
    if word in _SALAMS:
        return _past_address(tokens, i + 1)
    if word in _WISHES and following in _OF_THE_DAY:
        return _past_address(tokens, i + 2)
    if word in _OF_THE_DAY and following in _PEOPLE:
        return _past_address(tokens, i + 1)
    if is_thanks(tokens, i):
        after = past_thanks(tokens, i)
        return after if tokens[after].text in _PUNCTUATION else i
    return _hello(tokens, i)


def _hello(tokens: Sequence[Token], i: int) -> int:
    """Siap komandan, ok pak, maaf baru lapor pak."""
    word = tokens[i].text
    if word in _ASSENTS:
        after = _past_address(tokens, i + 1)
        assents = after > i + 1 or tokens[after].text == ","
        return _past_late(tokens, after) if assents else i
    hello = i + 1 if word in _PLEASE and tokens[i + 1].text == "maaf" else i
    if tokens[hello].text not in _HELLOS:
        return i
    return _past_late(tokens, _past_address(tokens, hello + 1))


def _past_late(tokens: Sequence[Token], after: int) -> int:
    """Past "baru lapor pak", if nothing else was to be said."""
    late = after
    while tokens[late].text in _LATE:
        late += 1
    late = _past_address(tokens, late)
    return late if ends(tokens, late) else after


def _leave(tokens: Sequence[Token], i: int) -> int:
    """Mohon izin melaporkan pak: whoever asks leave to report, reports."""
    allowed = i + 1 if tokens[i].text in _PLEASE else i
    if tokens[allowed].text not in _ALLOWED:
        return i
    after = allowed + 1
    while tokens[after].text in ("untuk", "utk", "saya", "kami"):
        after += 1
    after = _past_address(tokens, after)
    reports = tokens[after].text in REPORTING
    asks = after > allowed + 1 or allowed > i or tokens[after].text in _PUNCTUATION
    if not (reports or asks):
        return i  # izin cuti is work
    after = _past_address(tokens, after + reports)
    title = past_title(tokens, after)
    return title if ends(tokens, title) else after


def _address(tokens: Sequence[Token], i: int) -> int:
    """Pak, / Bu Rina, : an address of its own at the head, before a comma or "izin"."""
    after = _past_address(tokens, i)
    follows = tokens[after].text in (",", "!") or tokens[after].text in _ALLOWED
    return after if after > i and follows else i


def _title(tokens: Sequence[Token], i: int) -> int:
    """Lapor pak kadis; laporan kegiatan harian."""
    if tokens[i].text in REPORTING:
        address = _past_address(tokens, i + 1)
        after = past_title(tokens, address)
        if address > i + 1 and ends(tokens, after):
            return after
    return title_at(tokens, i)


def _past_address(tokens: Sequence[Token], i: int) -> int:
    """Pak, Bu Kabid, Pak Budi: a name only where something else begins after it."""
    after = i
    while tokens[after].text in _PEOPLE or (after > i and tokens[after].text in _TITLES):
        after += 1
        if tokens[after].text in "/-" and tokens[after + 1].text in _PEOPLE:
            after += 1
    if after == i:
        return i
    name = after
    while name < after + 3 and tokens[name].kind is Kind.WORD and not _goes_on(tokens, name):
        name += 1
    return name if tokens[name].text in (",", "!") or _goes_on(tokens, name) else after


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    """Whether what was to be said begins here."""
    token = tokens[i]
    if token.kind in (Kind.LINE, Kind.END, Kind.NUMBER):
        return True
    return token.text in HOUR_WORDS or token.text in _SAYING
