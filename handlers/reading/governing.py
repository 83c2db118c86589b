"""Which of the days in an item is the day of the activity, and which is part of its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from handlers.reading.finding import Line
from handlers.reading.found import Found, FoundDay, FoundMinutes, FoundQuantity, FoundTime, Weight
from handlers.reading.joining import CLAUSE_MARKS
from handlers.reading.tokens import words

# A date after one of these is the document's, or what is being prepared for.
_DATED = words(
    """
    surat undangan und spj lpj spd nota nodin sk edaran se memo disposisi radiogram notulen notula
    acara risalah kuitansi kwitansi faktur perjanjian kontrak spt sppd spmt spk perbup perda akta
    ijazah sertifikat pengumuman jadwal agenda rencana laporan lap rekap rekapitulasi absensi
    absen presensi daftar nomor no persiapan menyiapkan mempersiapkan menyiapkn siapkan
    menjadwalkan merencanakan bahan periode per sejak hut peringatan ulang upacara lomba batas
    tenggat deadline jatuh tempo tayang
    """
)
# Yesterday after one of these says what the work went on from: notulen rapat kemarin.
_CARRIED_OVER = words(
    """
    hasil notulen notula risalah menindaklanjuti tindak tindaklanjut lanjutan melanjutkan sisa
    tertunda dokumentasi
    """
)
_FOR = words("untuk utk buat bagi per sejak sampai hingga s/d sebelum sesudah setelah bulan")
_MEANT_FOR = words("untuk utk buat bagi")
_NEAR = 3  # tokens
_AND = words("dan & s/d sampai")
_ON = words("pada pd di")
_GOING_ON = words("di ke dgn dengan bersama jam selama")
_RECENT = timedelta(days=31)


@dataclass(slots=True)
class _Clause:
    """Where the clause began, and what was said in it, going through the line once."""

    line: Line
    at: int
    begin: int
    dated: int = -1  # the last word in the clause whose date may follow
    carried_over: int = -1
    meant_for: int = -1

    def advance(self, to: int) -> None:
        for i in range(self.at, to):
            token = self.line.tokens[i]
            if token.text in CLAUSE_MARKS and not token.tight or token.text == ",":
                self.begin = i + 1
            if token.text in _DATED:
                self.dated = i
            if token.text in _CARRIED_OVER:
                self.carried_over = i
            if token.text in _MEANT_FOR:
                self.meant_for = i
        self.at = max(self.at, to)


def decide_days(line: Line) -> None:
    """Keep the days that govern; the others become words again. Neighbours become one day."""
    if len(line.found) == len(line.measures) + len(line.quantities):
        return
    kept: list[Found] = []
    clause = _Clause(line, line.first, line.first)
    for k, found in enumerate(line.found):
        if isinstance(found, FoundDay):
            clause.advance(found.first)
            if not _governs(clause, k, found, kept):
                line.give_back(found.first, found.after)
                continue
            _take_on(line, found)
            if _joined(line, found, kept):
                continue
        kept.append(found)
    line.found[:] = kept


def _governs(clause: _Clause, k: int, day: FoundDay, before: list[Found]) -> bool:
    line = clause.line
    if line.word_in(line.first, day.first) is None:
        return True
    if _beside_a_time(line, k, day, before):
        return not _is_of_a_document(clause, day)
    if _ends_after_a_count(clause, day, before):
        return True
    if day.weight is Weight.ALWAYS:
        return day.day == line.page.today or not _is_another_days(clause, day)
    if clause.begin == day.first and line.measures and line.measures[0].first < day.first:
        return True
    return day.weight is Weight.AT_A_CLAUSE_END and _ends_a_clause(clause, day)


def _is_another_days(clause: _Clause, day: FoundDay) -> bool:
    """Notulen rapat kemarin, konsumsi untuk acara hari kamis: what the work is about."""
    meant_for = clause.meant_for >= max(clause.begin, day.first - _NEAR)
    return clause.carried_over >= clause.begin or meant_for


def _ends_after_a_count(clause: _Clause, day: FoundDay, before: list[Found]) -> bool:
    """Rapat 90 menit 2 notulen kemarin: the last word of a line, and said of all before it."""
    line, last = clause.line, before[-1] if before else None
    if last is None or line.word_in(last.after, line.after) is not None:
        return False
    if day.day is None:  # bahan rapat 2 jam besok
        return False
    if not isinstance(last, FoundQuantity):
        return isinstance(last, FoundMinutes)
    if line.is_taken(max(last.first - 1, line.first)):
        return True
    before_it = line.tokens[clause.begin : last.first]
    return day.weight is Weight.ALWAYS and not any(t.text in _CARRIED_OVER for t in before_it)


def _beside_a_time(line: Line, k: int, day: FoundDay, before: list[Found]) -> bool:
    last = before[-1] if before else None
    if isinstance(last, FoundTime) and line.word_in(last.after, day.first) is None:
        return True
    following = line.found[k + 1] if k + 1 < len(line.found) else None
    if isinstance(following, FoundDay):  # senin, 23/11 08.00: the first is beside it too
        following = line.found[k + 2] if k + 2 < len(line.found) else None
        return isinstance(following, FoundTime) and line.word_in(day.after, following.first) is None
    return isinstance(following, FoundTime) and line.word_in(day.after, following.first) is None


def _is_of_a_document(clause: _Clause, day: FoundDay) -> bool:
    """Surat tanggal 20 november; and what is still to come is prepared for, not done."""
    if clause.line.tokens[day.first - 1].text in _FOR:
        return True
    if day.weight is Weight.ALWAYS:
        return day.day != clause.line.page.today and _is_another_days(clause, day)
    if day.day is None and not day.options:
        return clause.dated >= clause.begin
    return clause.dated == day.first - 1


def _ends_a_clause(clause: _Clause, day: FoundDay) -> bool:
    """Rapat koordinasi tgl 20, 2 jam: a day that has been, and is nobody else's."""
    line, following = clause.line, clause.line.tokens[day.after]
    latest = day.day or max(day.options, default=None)
    if latest is None or clause.dated >= clause.begin:
        return False
    if line.tokens[day.first - 1].text in _FOR or line.page.today - latest > _RECENT:
        return False
    return day.after >= line.after or not line.is_word(day.after) or following.text in _GOING_ON


def _take_on(line: Line, day: FoundDay) -> None:
    """ "Pada" and "di" before the day go with it."""
    if day.first > line.first and line.tokens[day.first - 1].text in _ON:
        day.first -= 1
        line.take(day.first, day.first + 1)


def _joined(line: Line, day: FoundDay, before: list[Found]) -> bool:
    """Kemarin, Senin 23/11: two names of one day; if they do not agree, both are offered."""
    last = before[-1] if before else None
    if not isinstance(last, FoundDay):
        return False
    word = line.word_in(last.after, day.first)
    if word == last.after and word == day.first - 1 and line.tokens[word].text in _AND:
        line.take(word, word + 1)  # hari ini dan kemarin
    elif word is not None:
        return False
    if last.day != day.day:
        options = dict.fromkeys((last.day, day.day, *last.options, *day.options))
        last.options = tuple(option for option in options if option is not None)
        last.day = None
    last.after = day.after
    return True
