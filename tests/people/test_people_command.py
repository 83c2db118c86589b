"""``python -m bot people`` and ``invite`` as an operator runs them, on real files."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import xlsxwriter
from aiohttp import web
from typer.testing import CliRunner

from bot.__main__ import app
from handlers.documents.sheets import read_sheets
from tests.wire import TOKEN

Row = list[str | int]

MIA, TOM, SARI = "198609262015032001", "198609262015031002", "198609262015032003"
HEADER: Row = ["No", "NIP", "Nama", "Status", "Unit Kerja", "Jabatan", "Gol", "NIP Atasan", "TMT"]
PATH = "Dinas Contoh > Sekretariat > Subbagian Umum > Tim Satu"
GOOD: list[Row] = [
    [1, MIA, "Mia Lestari & Anak, S.E.", "PNS", "Dinas Contoh", "Kadis", "IV/a", "", "2-1-2020"],
    [2, TOM, "Tom Saputra", "PNS", PATH, "Analis", "III/a", MIA, "2 Januari 2020"],
]
CIRCLE: list[Row] = [[3, SARI, "Sari", "PPPK", "Dinas Contoh", "Guru", "9", SARI, ""]]


def write_roster(path: Path, rows: list[Row]) -> None:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Pegawai")
        for number, row in enumerate([["DAFTAR PEGAWAI"], HEADER, *rows]):
            page.write_row(number, 0, row)


def write_csv(path: Path, rows: list[Row]) -> None:
    lines = (";".join(str(cell) for cell in row) for row in [HEADER, *rows])
    path.write_text("\n".join(lines), encoding="cp1252")


class Operator:
    """Somebody at the keyboard, with an empty folder."""

    def __init__(self, folder: Path, api: str) -> None:
        self.folder = folder
        self.environment = {
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/kinerja.db",
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API": api,
        }

    async def runs(self, *arguments: str) -> tuple[int, str]:
        """Exit code and everything that was said."""
        done = await asyncio.to_thread(
            CliRunner(env=self.environment).invoke, app, arguments, prog_name="python -m bot"
        )
        return done.exit_code, done.output


@pytest.fixture
async def operator(tmp_path: Path) -> AsyncIterator[Operator]:
    async def get_me(_: web.Request) -> web.Response:
        me = {"id": 1, "is_bot": True, "first_name": "Kinerja", "username": "kinerja_contoh_bot"}
        return web.json_response({"ok": True, "result": me})

    site = web.Application()
    site.router.add_post(f"/bot{TOKEN}/getMe", get_me)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    yield Operator(tmp_path, f"http://127.0.0.1:{port}")
    await runner.cleanup()


async def test_a_roster_is_checked_put_right_applied_invited_and_taken_back(
    operator: Operator,
) -> None:
    roster = operator.folder / "daftar.xlsx"
    write_roster(roster, [*GOOD, *CIRCLE])

    code, said = await operator.runs("people", "import", str(roster))
    assert (code, "  baris 5, NIP Atasan: Menjadi atasan dirinya sendiri." in said) == (1, True)
    assert f"Ditulis: {operator.folder}/daftar-diperiksa.xlsx" in said
    checked = read_sheets(operator.folder / "daftar-diperiksa.xlsx")[0]
    assert checked.rows[4][9] == "NIP Atasan: Menjadi atasan dirinya sendiri."

    code, said = await operator.runs("people", "import", str(roster), "--apply")
    assert (code, said.splitlines()[-1][:22]) == (1, "Tidak ada yang diubah,")
    assert await operator.runs("people", "undo") == (1, "Belum ada daftar yang diterapkan.\n")

    write_roster(roster, GOOD)
    code, said = await operator.runs("people", "import", str(roster))
    assert (code, said.splitlines()[-1][:27]) == (0, "Belum ada yang diubah. Kala")
    assert "baru: Mia Lestari & Anak, S.E. (1986***********001) Kadis, DC (02-01-2020)" in said
    assert MIA not in said
    code, said = await operator.runs("people", "import", str(roster), "--apply")
    assert (code, said.splitlines()[-1][:18]) == (0, "Sudah diterapkan. ")
    code, said = await operator.runs("people", "import", str(roster), "--apply")
    assert (code, said.splitlines()[-1][:24]) == (0, "Tidak ada yang berubah: ")

    code, said = await operator.runs("people", "not-joined", "--unit", "DC.S")
    line = "Tim Satu\tTom Saputra\t1986***********002\tAnalis\tbelum diundang"
    assert (code, said.splitlines()) == (0, [line, "1 dari 1 pegawai belum bergabung."])

    out = operator.folder / "undangan"
    code, said = await operator.runs("invite", "--not-joined", "--out", str(out))
    assert (code, sorted(path.name for path in out.iterdir())) == (
        0,
        ["undangan-DC.pdf", "undangan-DC.xlsx"],
    )
    assert said.splitlines()[-1].startswith("Kode hanya tersimpan sebagai sidik (hash)")
    code, said = await operator.runs("invite", "--nip", TOM)
    assert code == 0
    assert re.fullmatch(
        r"Tom Saputra\thttps://t\.me/kinerja_contoh_bot\?start=[\w-]{16}\t\d{4}-\d\d-\d\d\n", said
    )
    assert await operator.runs("invite", "--nip", SARI) == (
        1,
        "NIP ini tidak ada di daftar pegawai yang bertugas: 1986***********003\n",
    )

    code, said = await operator.runs("people", "undo")
    assert (code, said[:24]) == (0, "Dibatalkan: daftar.xlsx ")
    assert (await operator.runs("people", "not-joined"))[1] == "0 dari 0 pegawai belum bergabung.\n"


async def test_what_is_right_is_applied_alone_only_when_asked(operator: Operator) -> None:
    roster = operator.folder / "daftar.csv"
    write_csv(roster, [*GOOD, *CIRCLE])

    code, said = await operator.runs("people", "import", str(roster), "--apply", "--skip-wrong")
    assert (code, said.splitlines()[-1][:18]) == (0, "Sudah diterapkan. ")
    write_csv(roster, [GOOD[0], *CIRCLE])
    order = ("--apply", "--skip-wrong", "--end-missing")
    code, said = await operator.runs("people", "import", str(roster), *order)
    assert (code, "--end-missing tidak dipakai" in said) == (1, True)
    code, said = await operator.runs("people", "import", str(roster), "--unit", "DC.T")
    assert (code, said) == (1, "Tidak ada unit berkode DC.T. Maksudnya DC.S atau DC?\n")


async def test_a_template_is_written_once_and_read_as_an_empty_roster(operator: Operator) -> None:
    path = operator.folder / "contoh.xlsx"

    assert await operator.runs("people", "template", str(path)) == (0, f"{path}\n")
    assert await operator.runs("people", "template", str(path)) == (1, f"{path} sudah ada.\n")
    code, said = await operator.runs("people", "import", str(path))
    assert (code, said.splitlines()[0]) == (0, "contoh.xlsx, lembar Pegawai: 0 baris dibaca.")
    missing = operator.folder / "lain.xlsx"
    assert await operator.runs("people", "import", str(missing)) == (
        1,
        f"Berkas {missing} tidak ada.\n",
    )
