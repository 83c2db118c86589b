"""A real browser for tests: Debian's chromium, driven by Playwright. Import what you need::

from tests.browser import browser, laptop, laptop_page, phone_screen  # noqa: F401
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest
from playwright.async_api import Browser, Error, Page, async_playwright

FLAGS = [  # for a machine without a graphics card, and no talk with anybody but us
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds


def chromium() -> str:
    """Where it is; without it these tests cannot run, which only CI takes for a failure."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    missing = "no browser: install chromium (Debian: apt-get install chromium)"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    executable = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
async def laptop_page(browser: Browser) -> AsyncIterator[Page]:
    """One for all tests, which each have a server, and so a browser's memory, of their own."""
    async with page_of(browser, 1366, 850) as page:
        yield page


@pytest.fixture
async def laptop(laptop_page: Page) -> AsyncIterator[Page]:
    """A page on a laptop's screen; an error in its scripts fails the test."""
    with no_errors_on(laptop_page):
        yield laptop_page
        await laptop_page.goto("about:blank")


@pytest.fixture
async def phone_screen(browser: Browser) -> AsyncIterator[Page]:
    """A page on a phone's screen, worked by a finger."""
    async with page_of(browser, 360, 740, by_finger=True) as page:
        with no_errors_on(page):
            yield page


@asynccontextmanager
async def page_of(
    browser: Browser, width: int, height: int, by_finger: bool = False
) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=by_finger,
        is_mobile=by_finger,
        locale="id-ID",
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(PATIENCE)
    yield await context.new_page()
    await context.close()


@contextmanager
def no_errors_on(page: Page) -> Iterator[None]:
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(str(error))

    page.on("pageerror", note)
    yield
    page.remove_listener("pageerror", note)
    assert not errors, errors
