"""Greetings, "izin melaporkan", titles and thanks: polite, and no activity."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reading.clocks import HOUR_WORDS
from handlers.reading.names import clock_shaped
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
_OF_THE_DAY = words("pagi siang sore malam petang sejahtera")
_PEOPLE = words(
    """
    pak bu bapak ibu bpk ibuk buk bang kak mas mbak mba komandan ndan bos kang teh uni uda
    pimpinan semua semuanya rekan rekan-rekan sekalian
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
_REPORTING = words(
    """
    lapor laporkan melapor melaporkan laporan menyampaikan sampaikan menginformasikan mengirim
    mengirimkan kirim menginfokan report rekap lapkin lkh laphar berikut
    """
)
_REPORTED = words(
    """
    laporan kegiatan aktivitas aktifitas kinerja pekerjaan tugas harian hasil kerja giat saya kami
    pns asn pppk pegawai untuk utk pada pd ini berikut sebagai sbb sbg adalah yaitu yakni tentang
    terkait lapkin lkh atas nama pelaksanaan
    """
)
_THANKS = words("makasih trims tks thanks thx nuhun suwun terimakasih trimakasih tq hatur")
_CLOSINGS = words(
    "demikian demikianlah sekian wassalam wassalamualaikum wassalamu'alaikum hormat ttd"
)
_AFTER_THANKS = words(
    """
    kasih banyak atas perhatian perhatiannya kerjasama kerjasamanya arahan arahannya bimbingan
    waktu waktunya bapak ibu pak bu dan sebelumnya kami saya ucapkan sampaikan nya ya untuk semua
    mohon bapak/ibu komandan ndan kerja sama salam wassalam wassalamualaikum wr wb mas mbak kak
    bang
    """
)
_PARTING = words(
    "ya yaa nggih njih inggih siap pak bu bapak ibu komandan ndan mas mbak kak bang gan"
)
_PUNCTUATION = words(", . ! : - / ? ( )")
_FULL_STOPS = words(", . ! : ; - ( ) / ? |")

_SAYING = words(
    """
    hari hr tadi td kemarin kmrn kmrin kemaren semalam tgl tanggal izin ijin mohon lapor
    melaporkan
    """
)
_DAYS = words(
    """
    hari hr tadi td kemarin kmrn kmrin kemaren semalam tgl tanggal senin selasa rabu kamis jumat
    jum'at sabtu minggu pagi siang
    """
)


def polite_at(tokens: Sequence[Token], i: int, head: bool) -> int:
    """The token after the polite words that begin here; ``i`` where none do.

    ``head`` is false where a day was said already: then only "sebagai berikut" and the like go on.
    """
    for reader in (_greeting, _leave, _address, _report):
        if head and (after := reader(tokens, i)) > i:
            return _past_punctuation(tokens, after)
    after = _reported(tokens, i)
    return _past_punctuation(tokens, after) if after > i and _ends(tokens, after) else i


def _past_punctuation(tokens: Sequence[Token], i: int) -> int:
    while tokens[i].text in _PUNCTUATION:
        i += 1
    return i


def _greeting(tokens: Sequence[Token], i: int) -> int:
    word, following = tokens[i].text, tokens[i + 1].text
    if word in _SALAMS:
        return _past_address(tokens, i + 1)
    if word in ("selamat", "slmt", "met", "salam") and following in _OF_THE_DAY:
        return _past_address(tokens, i + 2)
    if word in _OF_THE_DAY and following in _PEOPLE:
        return _past_address(tokens, i + 1)
    if word == "siap" and _past_address(tokens, i + 1) > i + 1:
        return _past_address(tokens, i + 1)
    if word in _HELLOS or (word in _PLEASE and following == "maaf"):
        return _past_address(tokens, i + 1 + (word in _PLEASE))
    return i


def _leave(tokens: Sequence[Token], i: int) -> int:
    """Mohon izin melaporkan pak: whoever asks leave to report, reports."""
    allowed = i + 1 if tokens[i].text in _PLEASE or tokens[i].text == "siap" else i
    if tokens[allowed].text not in _ALLOWED:
        return i
    after = allowed + 1
    while tokens[after].text in ("untuk", "utk", "saya", "kami"):
        after += 1
    after = _past_address(tokens, after)
    report = tokens[after].text in _REPORTING
    if not (report or after > allowed + 1 or allowed > i or tokens[after].text in _PUNCTUATION):
        return i
    after = _past_address(tokens, after + report)
    reported = _reported(tokens, after)
    return reported if _ends(tokens, reported) else after


def _address(tokens: Sequence[Token], i: int) -> int:
    """Pak, / Bu Rina, : an address of its own at the head, before a comma."""
    after = _past_address(tokens, i)
    return after if after > i and tokens[after].text in (",", "!") else i


def _past_address(tokens: Sequence[Token], i: int) -> int:
    """Pak, Bu Kabid, Pak Budi: a name only where something else begins after it."""
    after = i
    while tokens[after].text in _PEOPLE or (after > i and tokens[after].text in _TITLES):
        after += 1
        if tokens[after].text == "/" and tokens[after + 1].text in _PEOPLE:
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


def _report(tokens: Sequence[Token], i: int) -> int:
    """Laporan kegiatan harian, lapor pak, kegiatan hari ini: a title, if nothing is named in it."""
    if tokens[i].text not in _REPORTING and tokens[i].text not in _REPORTED:
        return i
    after = _past_address(tokens, i + 1)
    after = _past_address(tokens, _reported(tokens, after))
    title = after > i + 1 or tokens[after].text in (":", ",")
    return after if title and _ends(tokens, after) else i


def _reported(tokens: Sequence[Token], i: int) -> int:
    while tokens[i].text in _REPORTED or tokens[i].text == "/":
        i += 1
    return i


def _ends(tokens: Sequence[Token], i: int) -> bool:
    """Whether a title ends before this token: the line, a mark, a day or a clock time."""
    token = tokens[i]
    if token.kind in (Kind.LINE, Kind.END) or token.text in _FULL_STOPS:
        return True
    if token.kind is Kind.NUMBER:
        return clock_shaped(token) or tokens[i + 1].text in ("-", ".", ")", "/")
    return token.text in HOUR_WORDS or token.text in _DAYS


def closing_at(tokens: Sequence[Token], i: int, after: int) -> bool:
    """Whether the rest of the line, from this token on, is thanks and farewell."""
    word = tokens[i].text
    if word in _CLOSINGS:
        return word != "hormat" or tokens[i + 1].text in ("saya", "kami")
    if word in _THANKS or (word in ("terima", "trima") and tokens[i + 1].text in ("kasih", "ksih")):
        return _only(tokens, i + 1, after, _AFTER_THANKS)
    if word == "atas" and tokens[i + 1].text.startswith("perhatian"):
        return True
    if word in _PLEASE:
        return tokens[i + 1].text in ("arahan", "arahannya", "petunjuk", "koreksi", "persetujuan")
    return word in _PARTING and _only(tokens, i + 1, after, _PARTING | _AFTER_THANKS)


def _only(tokens: Sequence[Token], i: int, after: int, allowed: frozenset[str]) -> bool:
    while i < after and (tokens[i].kind is Kind.MARK or tokens[i].text in allowed):
        i += 1
    return i >= after
