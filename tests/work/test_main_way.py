"""The main job: report by chat, approve with a tap."""

from __future__ import annotations

from tests.desk import Desk


async def test_a_report_reaches_the_supervisor_and_comes_back_approved(desk: Desk) -> None:
    mia = await desk.hires("Mia Lestari, S.E.")
    tom = await desk.hires("Tom Saputra", supervisor=mia, sex=1)

    await tom.says("08.00-10.30 rapat koordinasi pengadaan, 1 notulen")
    assert tom.sees == (
        "Laporan Anda · Sel 24 Nov\n"
        "1. 08.00–10.30 rapat koordinasi pengadaan (2 jam 30 menit, 1 notulen)\n"
        "Sudah benar? Ketuk Kirim untuk meneruskan ke Bu Mia Lestari."
    )
    assert tom.buttons == ["✅ Kirim", "✏️ Ubah", "🗑 Buang"]

    assert await tom.taps("Kirim") == "Terkirim ke Bu Mia Lestari."
    assert mia.sees == (
        "Pak Tom Saputra · Sel 24 Nov\n"
        "Analis Contoh\n"
        "1. 08.00–10.30 rapat koordinasi pengadaan (2 jam 30 menit, 1 notulen)\n"
        "Jumlah 2 jam 30 menit.\n"
        "1 menunggu keputusan Anda."
    )

    assert await mia.taps("Setujui semua") == "1 disetujui."
    assert tom.sees == (
        "✅ Bu Mia Lestari menyetujui 1 kegiatan Anda, Sel 24 Nov (2 jam 30 menit), pukul 16.05."
    )
    assert await desk.faults() == []
