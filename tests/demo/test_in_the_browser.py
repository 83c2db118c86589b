"""`make demo` as a visitor sees it: two phones, the real bot, real HTTP, a real database."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser import browser, laptop, laptop_page, phone_screen  # noqa: F401

REPORT = "08.00-10.30 rapat koordinasi pengadaan, 1 notulen"
HOME = Path(__file__).parent.parent.parent
STARTS_WITHIN = 60  # seconds; aiogram alone takes five to import

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The demo as `make demo` starts it, on a free port; gives the address of its page."""
    data = str(tmp_path_factory.mktemp("demo"))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", "--data", data,
        cwd=HOME, stdout=PIPE, stderr=STDOUT, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(STARTS_WITHIN):
            said = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+", said)
        assert found, f"the demo said {said!r}"
        yield found.group()
    finally:
        process.terminate()
        await process.communicate()


async def test_a_visitor_reports_on_one_phone_and_approves_on_the_other(
    demo: str,
    laptop: Page,  # noqa: F811
) -> None:
    await laptop.goto(demo)
    author, reviewer = laptop.locator(".phone").first, laptop.locator(".phone").last

    await author.locator("textarea").fill(REPORT)
    await author.locator("textarea").press("Enter")
    await expect(author.get_by_text("RHK 4? Penataan pegawai terkoordinasi")).to_be_visible()
    await author.get_by_role("button", name="✅ Kirim").click()
    await expect(author.get_by_text("⏳ menunggu")).to_be_visible()

    card = reviewer.locator(".row", has_text="rapat koordinasi pengadaan").last
    await expect(card).to_contain_text("1 menunggu keputusan Anda.")
    await reviewer.get_by_role("button", name="✅ Setujui semua").click()

    await expect(card).to_contain_text("Semua sudah diputuskan.")
    await expect(author.get_by_text("menyetujui 1 kegiatan Anda")).to_be_visible()


async def test_on_a_phones_screen_one_phone_is_shown_at_a_time(
    demo: str,
    phone_screen: Page,  # noqa: F811
) -> None:
    await phone_screen.goto(demo)
    shown = phone_screen.locator(".phone:visible")

    await expect(shown).to_have_count(1)
    width = await phone_screen.evaluate("document.documentElement.scrollWidth")
    assert width == 360
