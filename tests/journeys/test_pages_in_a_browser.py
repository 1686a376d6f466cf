"""Pages in a real browser: they print as they should, axe finds nothing, and no request leaves the machine."""
from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = os.environ.get("MANGNON_CHROMIUM", "")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
pytestmark = [pytest.mark.browser,
              pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine (MANGNON_CHROMIUM is empty)")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Any, live_server: Any, transactional_db: None) -> Iterator[Any]:
    """A page signed in as the officer, by the demonstration's own button."""
    from mangnon.accounts.models import User
    from mangnon.config.demo import making
    from tests.conftest import TODAY

    if not User.objects.exists():
        making.make_demo(progress=lambda text: None, today=TODAY, size=0.12)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    sheet = context.new_page()
    sheet.problems = []
    sheet.on("console", lambda m: sheet.problems.append(m.text) if m.type in ("error", "warning") else None)
    sheet.on("request", lambda r: sheet.problems.append(r.url) if not r.url.startswith(
        (live_server.url, "data:")) else None)
    sheet.goto(live_server.url)
    sheet.click("text=Cán bộ trẻ em")
    sheet.wait_for_url("**/tong-quan/")
    yield sheet
    context.close()


def test_the_officers_day(page: Any, live_server: Any) -> None:
    """Board, measure, a child found without marks, weighing: at both widths axe has nothing to say."""
    from axe_playwright_python.sync_playwright import Axe

    addresses = ["/tong-quan/", "/chi-tieu/5a/", "/chi-tieu/9/", "/tre-em/?q=duc", "/tre-em/them/",
                 "/suc-khoe/can-do-nhieu/", "/ke-hoach/", "/hoat-dong/", "/truong-hoc/ket-qua-lop/", "/bao-cao/",
                 "/kieu-dang/", "/tai-khoan/"]
    page.goto(f"{live_server.url}/tre-em/?tuoi=3")
    addresses.append(page.get_attribute("tbody th a", "href"))
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for address in addresses:
            page.goto(live_server.url + address)
            page.wait_for_load_state("networkidle")
            found = Axe().run(page)
            assert found.violations_count == 0, (address, width, found.generate_report())
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, (address, width, wide)
    assert page.problems == []


def test_the_board_prints_on_one_side_of_a4(page: Any, live_server: Any) -> None:
    import io

    from pypdf import PdfReader

    page.goto(f"{live_server.url}/tong-quan/")
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == 1
    # A font without some letter with marks is drawn in pieces, and the reader puts blanks between them.
    words = "".join(paper.pages[0].extract_text().split())
    assert "Tảohôn" in words and "Mụctiêu4" in words


def test_weights_are_typed_down_the_column(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/suc-khoe/can-do-nhieu/")
    column = page.locator("input[data-col=can]")
    column.nth(0).fill("9,4")
    column.nth(0).press("Enter")
    assert column.nth(1).evaluate("e => e === document.activeElement")
    column.nth(1).evaluate("""e => { const data = new DataTransfer(); data.setData('text', '10,1\\n11,2');
        e.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }""")
    assert [column.nth(n).input_value() for n in range(3)] == ["9,4", "10,1", "11,2"]


def test_the_language_switches_and_stays(page: Any, live_server: Any) -> None:
    page.click("text=English")
    assert page.get_attribute("html", "lang") == "en"
