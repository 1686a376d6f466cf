"""The small scripts in a real browser: keys, dialog, grid, choosing rows, nothing typed gets lost."""
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
DRAFT = """() => { const form = document.querySelector('#bieu-mau form'); form.dataset.draft = 'mau';
    return import('/static/web/js/draft.js?again'); }"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Any, live_server: Any, transactional_db: None) -> Iterator[Any]:
    """The style page, at the width of a commune's PC."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    sheet = context.new_page()
    sheet.problems = []
    sheet.on("console", lambda m: sheet.problems.append(m.text) if m.type in ("error", "warning") else None)
    sheet.on("pageerror", lambda error: sheet.problems.append(str(error)))
    sheet.goto(f"{live_server.url}/kieu-dang/")
    sheet.wait_for_load_state("networkidle")
    yield sheet
    assert sheet.problems == []
    context.close()


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.value || ''"))


def test_a_dialog_opens_closes_by_key_and_gives_the_focus_back(page: Any) -> None:
    page.click("[data-opens]")
    assert page.locator("#hoan-tac").evaluate("d => d.matches(':modal')")
    page.keyboard.press("Escape")
    assert not page.locator("#hoan-tac").evaluate("d => d.open")
    assert page.evaluate("document.activeElement.dataset.opens") == "hoan-tac"


def test_the_grid_walks_by_keys_and_takes_a_pasted_column(page: Any) -> None:
    cells = page.locator("input[data-col=can]")
    cells.nth(0).focus()
    page.keyboard.press("Enter")
    assert cells.nth(1).evaluate("e => e === document.activeElement")
    assert page.locator("tr.here th").inner_text() == "Lê Gia Hưng"
    page.keyboard.press("ArrowUp")
    assert cells.nth(0).evaluate("e => e === document.activeElement")
    cells.nth(0).evaluate("""e => { const data = new DataTransfer(); data.setData('text', '12,5\\r\\n9,4\\r\\n');
        e.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }""")
    assert [cells.nth(n).input_value() for n in (0, 1)] == ["12,5", "9,4"]


def test_choosing_rows_counts_them_on_the_button(page: Any) -> None:
    button = page.locator("[data-pick-of=bang-mau]")
    assert button.inner_text() == "Giao việc cho 1 thôn"
    page.check("[data-pick-all]")
    assert button.inner_text() == "Giao việc cho 2 thôn"
    page.locator("#bang-mau tbody input").nth(0).uncheck()
    assert button.inner_text() == "Giao việc cho 1 thôn"
    assert page.locator("[data-pick-all]").evaluate("e => e.indeterminate")


def test_what_was_typed_is_offered_again(page: Any) -> None:
    """A form with data-draft keeps its words in the tab; nobody signed in keeps nothing."""
    page.evaluate("sessionStorage.setItem('nhap:/x:mau', '{}')")
    page.evaluate(DRAFT)
    assert page.evaluate("sessionStorage.length") == 0
    page.fill("#mau_full_name", "Nguyễn Thử Nghiệm")
    assert "Nguyễn Thử Nghiệm" in page.evaluate("Object.values(sessionStorage).join()")


def test_sending_one_kept_form_asks_nothing_about_another(page: Any) -> None:
    """What was typed in the other form stays in the tab, so leaving needs no question; without sending it is asked."""
    asked = page.evaluate("""async () => {
        const forms = ['hen', 'ket'].map((name) => {
            const form = document.createElement('form');
            form.dataset.draft = name;
            form.innerHTML = '<input name="o">';
            document.querySelector('main').append(form);
            return form;
        });
        await import('/static/web/js/draft.js?two');
        const box = forms[0].elements.o;
        box.value = 'mẹ hẹn tuần sau';
        box.dispatchEvent(new Event('input', { bubbles: true }));
        const leave = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
        const before = leave();
        forms[1].dispatchEvent(new Event('submit'));
        return [before, leave(), Object.values(sessionStorage).join().includes('mẹ hẹn tuần sau')];
    }""")
    assert asked == [True, False, True]


def test_the_page_works_without_any_script(browser: Any, live_server: Any, transactional_db: None) -> None:
    context = browser.new_context(java_script_enabled=False)
    sheet = context.new_page()
    sheet.goto(f"{live_server.url}/kieu-dang/")
    sheet.click("[data-opens]")
    assert sheet.url.endswith("#hop-thoai")
    context.close()
