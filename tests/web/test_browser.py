"""The viewer in a real browser, on the shipped records: it draws, says nothing wrong, and asks nobody else.

Needs Chromium; `HAKIM_CHROMIUM` names its program where it is not called `chromium`. With `HAKIM_SCREENSHOTS`
set to a folder, the pages' pictures are kept there: that is how the ones in docs/images are made.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

CHECKOUT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("HAKIM_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BASE = "https://w3id.org/health-diplomacy/id/"
PAGES = {
    "home": "/",
    "home-ar": "/?lang=ar",
    "search": "/search?q=Turkiye",
    "country": f"/entity?iri={quote(BASE + 'country/TUR', safe='')}",
    "country-ar": f"/entity?iri={quote(BASE + 'country/TUR', safe='')}&lang=ar",
    "mission": f"/entity?iri={quote(BASE + 'mission/hdm/HDM-0126', safe='')}",
}
DRAWN = ("home", "home-ar", "country", "country-ar", "mission")

pytestmark = [pytest.mark.engine, pytest.mark.browser]


def missing_browser() -> None:
    """Skips where there is no Chromium; in CI that is a failure."""
    if CHROMIUM is None:
        reason = "Chromium is not installed: `apt-get install chromium`, or HAKIM_CHROMIUM names its program"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="module")
def address(demo_home: Path) -> Iterator[str]:
    """The viewer of the shared home, served as `hakim serve` does."""
    missing_browser()
    serving = subprocess.Popen(
        [sys.executable, "-m", "hakim", "serve"],
        cwd=CHECKOUT,
        env=os.environ | {"HAKIM_HOME": str(demo_home), "PYTHONPATH": str(CHECKOUT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert serving.stderr is not None
        first = serving.stderr.readline()
        match = re.search(r"http://127\.0\.0\.1:\d+", first)
        assert match, first
        yield match[0]
    finally:
        serving.send_signal(signal.SIGINT)
        serving.communicate(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    missing_browser()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS), headless=True)
        yield opened
        opened.close()


@dataclass
class Seen:
    """What a page did while it was open: complaints of the console and of the policy, and whom it asked."""

    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.console.append(message.text)

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"}:
            self.hosts.add(parts.netloc)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        device_scale_factor=1,
        reduced_motion="reduce",
        timezone_id="UTC",
    )
    # A violation of the policy is an event of the document, before any script of the page.
    context.add_init_script(
        "window.violations = [];"
        "document.addEventListener('securitypolicyviolation',"
        " event => window.violations.push(event.violatedDirective));"
    )
    yield context.new_page()
    context.close()


def is_drawn(page: Page) -> bool:
    """Whether the canvas holds a picture: more than a few colours in it."""
    script = """
    () => {
      const canvas = document.querySelector('canvas');
      if (!canvas || !canvas.width || !canvas.height) return 0;
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      const colours = new Set();
      for (let i = 0; i < pixels.length; i += 4) {
        if (pixels[i + 3]) colours.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
      }
      return colours.size;
    }
    """
    return int(page.evaluate(script)) > 8


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_without_a_complaint_and_asks_nobody_else(name: str, page: Page, address: str) -> None:
    seen = Seen()
    seen.watch(page)

    answer = page.goto(address + PAGES[name], wait_until="networkidle")
    if name in DRAWN:
        page.wait_for_selector("canvas")
        page.wait_for_timeout(500)

    assert answer is not None
    assert (answer.status, seen.console, seen.errors) == (200, [], [])
    assert page.evaluate("window.violations") == []
    assert seen.hosts == {urlsplit(address).netloc}
    assert (name not in DRAWN) or is_drawn(page)
    if folder := os.environ.get("HAKIM_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_search_leads_by_keyboard_to_a_country_and_its_evidence(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("input[name=q]").first.focus()
    page.keyboard.type("Turkey")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    page.locator("main a[href$='country/TUR']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity?**")

    assert "Türkiye" in page.locator("h1").inner_text()
