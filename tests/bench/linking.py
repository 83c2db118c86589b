"""The suggestion of a planned result, beside always taking the last one, on the sample office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from time import perf_counter

from models.appraisal.suggesting import Done, Planned, suggest
from simulator import sample_office
from tests.bench.figures import at_least, at_most, figure, note

DAYS = 60
LEARNS_FROM = 200  # as in models/appraisal/history_of_links.py
# By unit: a result as plans word it, its unit, and how people write what serves it.
OFFICES = {
    "BKPSDM": (
        ("Terlaksananya proses kenaikan pangkat pegawai tepat waktu", "berkas",
         "verifikasi usulan kenaikan pangkat|cek berkas KP|periksa usul KP guru|input usulan "
         "kenaikan pangkat ke SIASN"),
        ("Tersedianya data kepegawaian yang mutakhir", "data",
         "input data SIASN|pemutakhiran data pegawai|update riwayat jabatan|rekon data pegawai"),
        ("Tersusunnya naskah keputusan mutasi", "dokumen",
         "menyusun draf SK mutasi|ketik SK pindah tugas|paraf draf SK mutasi|koreksi naskah SK"),
        ("Terselenggaranya koordinasi penataan pegawai", "notulen",
         "rapat koordinasi penataan pegawai|rapat dgn OPD soal formasi|konsultasi ke BKN regional"),
    ),
    "DUKCAPIL": (
        ("Terlayaninya perekaman dokumen kependudukan", "orang",
         "pelayanan perekaman KTP-el|rekam KTP jemput bola|layani loket perekaman"),
        ("Terverifikasinya permohonan kartu keluarga", "berkas",
         "verifikasi permohonan kartu keluarga|cek berkas KK|verif KK online|perbaiki data KK"),
        ("Tersajinya laporan data kependudukan", "laporan",
         "rekap data kependudukan|menyusun laporan bulanan kependudukan|olah data agregat"),
    ),
    "PKM": (
        ("Terlaksananya pelayanan pengobatan", "pasien",
         "pelayanan poli umum|periksa pasien lansia|tindakan rawat luka|jaga poli"),
        ("Tercapainya cakupan imunisasi", "anak",
         "imunisasi balita|imunisasi anak sekolah|sweeping imunisasi ke dusun"),
        ("Terkelolanya rekam medis", "berkas",
         "pencatatan rekam medis|susun berkas RM|input rekam medis pasien"),
        ("Terselenggaranya penyuluhan kesehatan masyarakat", "kegiatan",
         "penyuluhan gizi di posyandu|kunjungan rumah bumil|penyuluhan PHBS di sekolah"),
    ),
}  # fmt: skip
APART = "apel pagi|senam bersama|rapat staf|gotong royong kantor|mengikuti upacara"
ENDS = ("", "", " bulan ini", " kec. Pelepat", " bersama tim", " tahap 2", " lanjutan")

Act = tuple[str, str | None, int | None]  # words, unit, the result it truly serves


def bench_linking() -> None:
    """Of what serves a result: how much is named rightly, and what is said of the rest."""
    ours, last, seconds = Counter[str](), Counter[str](), 0.0
    for person in sample_office.people():
        office = OFFICES.get(person.unit.split("-")[0])
        if office is not None:
            acts = list(_year(Random(person.number), office))
            began = perf_counter()
            ours += _played(acts, office, Random(person.number))
            seconds += perf_counter() - began
            last += _always_the_last(acts)
    linked, apart = ours["right"] + ours["wrong"] + ours["silent"], ours["kept quiet"]
    apart += ours["out of place"]
    note(f"{linked} activities that serve a result, {apart} that serve none")
    base = 100 * last["right"] / (last["right"] + last["wrong"])
    figure("named rightly", 100 * ours["right"] / linked, "%", beside=("the last one", base),
           aim=at_least(85))  # fmt: skip
    figure("named wrongly", 100 * ours["wrong"] / linked, "%", aim=at_most(8))
    figure("left open", 100 * ours["silent"] / linked, "%")
    figure("named although it serves none", 100 * ours["out of place"] / apart, "%",
           aim=at_most(10))  # fmt: skip
    figure("one suggestion", 1000 * seconds / (linked + apart), "ms", aim=at_most(20))


def _played(
    acts: list[Act], office: tuple[tuple[str, str, str], ...], random: Random
) -> Counter[str]:
    """Day by day; what was suggested wrongly the author puts right half the time."""
    done, outcome = list[Done](), Counter[str]()
    planned = [
        Planned(key, words, frozenset({unit})) for key, (words, unit, _) in enumerate(office, 1)
    ]
    for what, unit, truth in acts:
        found = suggest(what, unit, planned=planned, done=done[:LEARNS_FROM])
        outcome[_judged(found, truth)] += 1
        done.insert(0, Done(what, truth if random.random() < 0.5 else found))
    return outcome


def _judged(found: int | None, truth: int | None) -> str:
    if truth is None:
        return "kept quiet" if found is None else "out of place"
    if found is None:
        return "silent"
    return "right" if found == truth else "wrong"


def _always_the_last(acts: list[Act]) -> Counter[str]:
    """The result of the activity before."""
    truths = [truth for _, _, truth in acts if truth is not None]
    pairs = zip(truths, truths[1:], strict=False)
    return Counter("right" if before == now else "wrong" for before, now in pairs)


def _year(random: Random, office: tuple[tuple[str, str, str], ...]) -> Iterator[Act]:
    """Two to four things a day: somebody does some of it much more often, and misspells."""
    often = [random.random() + 0.2 for _ in office]
    for _ in range(DAYS):
        for _ in range(random.randint(2, 4)):
            if random.random() < 0.15:
                yield random.choice(APART.split("|")), None, None
                continue
            (key, (_, unit, ways)) = random.choices(list(enumerate(office, 1)), often)[0]
            words = random.choice(ways.split("|")) + random.choice(ENDS)
            said = unit if random.random() < 0.5 else None
            yield _misspelt(random, words), said, key


def _misspelt(random: Random, words: str) -> str:
    """One in six has a letter too few."""
    if random.random() > 1 / 6:
        return words
    at = random.randrange(len(words))
    return words[:at] + words[at + 1 :]
