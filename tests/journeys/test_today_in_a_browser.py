"""A collaborator's day in a real browser: steps, a slip asked at once, no network and then network again."""
from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from decimal import Decimal
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
def three(transactional_db: None) -> list[Any]:
    """Three girls of Thôn 3 to be weighed; the first two were weighed three months ago."""
    from mangnon.accounts.models import User
    from mangnon.config.demo import making
    from mangnon.core import records
    from mangnon.health.models import Measurement
    from mangnon.registry import tasks
    from mangnon.registry.models import ChildTask
    from tests.conftest import TODAY
    from tests.indicators.test_tasks import born

    if not User.objects.exists():
        making.make_demo(progress=lambda text: None, today=TODAY, size=0.12)
    ChildTask.objects.all().delete()
    found = [born(f"Xuyến Quỳ {name}", "Thôn 3", dt.date(2025, 2, 10)) for name in ("An", "Bình", "Châu")]
    for child in found[:2]:
        records.create(Measurement, by="test", child=child, measured_on=dt.date(2026, 8, 20), weight_kg=Decimal("9.1"))
    for n, child in enumerate(found):
        tasks.give("4a", {child.pk: ("unknown", "collaborator")}, by="test", due_on=TODAY - dt.timedelta(days=3 - n),
                   on=dt.date(2026, 11, 1))
    return found


@pytest.fixture
def page(browser: Any, live_server: Any, three: list[Any]) -> Iterator[Any]:
    """The collaborator's phone, 360 px wide, signed in by the demonstration's own button."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="vi-VN", has_touch=True)
    sheet = context.new_page()
    sheet.problems = []
    sheet.on("pageerror", lambda error: sheet.problems.append(str(error)))
    sheet.on("console", lambda m: sheet.problems.append(m.text) if "Content Security" in m.text else None)
    sheet.goto(live_server.url)
    sheet.click("text=Cộng tác viên thôn")
    sheet.wait_for_url("**/viec-cua-toi/")
    yield sheet
    assert sheet.problems == []
    context.close()


def title(page: Any) -> str:
    return str(page.inner_text("#viec-dau-h"))


def weights(child: Any) -> list[Decimal]:
    from mangnon.health.models import Measurement

    rows = Measurement.objects.filter(child=child, measured_on=dt.date(2026, 11, 23))
    return list(rows.values_list("weight_kg", flat=True))


def test_a_weight_with_one_thumb(page: Any, three: list[Any]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    box = page.locator("#id_weight_kg")
    edge = box.bounding_box()
    assert edge["y"] + edge["height"] < page.locator(".thumb").bounding_box()["y"]
    assert all(button.bounding_box()["height"] >= 44 for button in page.locator("[data-step]").all())
    for step in ("Thêm 0,1 kg", "Thêm 1 kg", "Bớt 1 kg", "Thêm 0,1 kg", "Thêm 0,1 kg"):
        page.click(f"button[aria-label='{step}']")
    assert box.input_value() == "9,4"
    page.wait_for_selector("text=hợp lý: tăng 0,3 kg trong 3 tháng")
    for width in (360, 390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        found = Axe().run(page)
        assert found.violations_count == 0, (width, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.click("text=Ghi và sang trẻ sau")
    page.wait_for_selector("h2:has-text('Cân: Xuyến Quỳ Bình')")
    assert page.inner_text("#vua-ghi") == "Đã ghi: Cân: Xuyến Quỳ An" and weights(three[0]) == [Decimal("9.4")]
    assert "Hôm nay còn 2 việc" in page.inner_text("h1") and page.locator("#cho-gui").is_hidden()
    # A slip is asked about while it is typed, and once more when it is sent.
    page.fill("#id_weight_kg", "94")
    page.wait_for_selector("text=94 kg? Ba tháng trước 9,1 kg. Có thể bạn muốn gõ 9,4.")
    page.click("text=Ghi và sang trẻ sau")
    page.wait_for_selector("#viec-dau[data-why]")
    assert title(page) == "Cân: Xuyến Quỳ Bình" and weights(three[1]) == []
    page.fill("#id_weight_kg", "9,4")
    page.click("text=Ghi và sang trẻ sau")
    page.wait_for_selector("h2:has-text('Cân: Xuyến Quỳ Châu')")
    assert weights(three[1]) == [Decimal("9.4")]


def test_without_network_records_wait_and_are_written_once(page: Any, three: list[Any], live_server: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.wait_for_selector("text=Mất mạng.")
    page.fill("#id_weight_kg", "94")
    page.wait_for_selector("text=Số này khác hẳn lần trước.")
    page.click("text=Ghi và sang trẻ sau")
    page.wait_for_selector("h2:has-text('Cân: Xuyến Quỳ Bình')")
    page.fill("#id_weight_kg", "9,6")
    page.click("text=Ghi và sang trẻ sau")
    page.wait_for_selector("h2:has-text('Cân: Xuyến Quỳ Châu')")
    assert page.inner_text("#cho-gui").startswith("Mất mạng. 2 việc chưa gửi, đã giữ trong máy.")
    assert "Hôm nay còn 1 việc" in page.inner_text("h1")
    assert [re.sub(r"\s+", " ", row)[:24] for row in page.locator("#viec-cho li").all_inner_texts()] == [
        "Cân: Xuyến Quỳ An 94 kg,", "Cân: Xuyến Quỳ Bình 9,6 "]
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    kept = page.evaluate("JSON.stringify({...localStorage})")
    assert "Xuyến" not in kept and "csrf" not in kept and kept.count("viec-cho:") == 2
    with page.expect_download() as download:
        page.click("text=Lưu ra tệp")
    assert download.value.suggested_filename == "viec-chua-gui.csv"
    assert "Cân: Xuyến Quỳ Bình" in download.value.path().read_text(encoding="utf-8-sig")
    assert weights(three[0]) == weights(three[1]) == []
    page.context.set_offline(False)
    page.wait_for_selector("text=1 việc cần xem lại.")
    assert weights(three[0]) == [] and weights(three[1]) == [Decimal("9.6")]
    # The one that was asked about stays, with its question and the way to correct it.
    assert "94 kg? Ba tháng trước 9,1 kg." in page.inner_text("#viec-cho")
    page.click("#viec-cho a:has-text('Sửa')")
    page.wait_for_selector("h2:has-text('Cân: Xuyến Quỳ An')")
    assert page.input_value("#id_weight_kg") == "94"
    page.fill("#id_weight_kg", "9,4")
    page.click("text=Ghi và sang trẻ sau")
    page.wait_for_selector("h2:has-text('Cân: Xuyến Quỳ Châu')")
    assert weights(three[0]) == [Decimal("9.4")] and page.locator("#cho-gui").is_hidden()
    assert emptied(page)


def emptied(page: Any) -> bool:
    """Whether everything that waited in the browser was sent."""
    for _time in range(80):
        if page.evaluate("Object.keys(localStorage).length") == 0:
            return True
        page.wait_for_timeout(100)
    return False


def test_a_lost_answer_is_no_second_record_and_signing_out_asks_about_what_waits(
        page: Any, three: list[Any], live_server: Any) -> None:
    """The server wrote it, the phone never heard so: it keeps it, for this account alone, and sends it again."""
    def lose(route: Any) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    page.wait_for_load_state("networkidle")
    page.route("**/ghi/", lose)
    page.fill("#id_weight_kg", "9,4")
    page.click("text=Ghi và sang trẻ sau")
    page.wait_for_selector("text=1 việc chưa gửi")
    assert weights(three[0]) == [Decimal("9.4")]
    page.goto(f"{live_server.url}/tai-khoan/")
    page.click("button:text-is('Đăng xuất')")
    page.wait_for_selector("text=Việc chưa gửi ở máy này: 1.")
    page.click("text=Đăng xuất, để lại trong máy")
    page.wait_for_url("**/dang-nhap/**")
    page.click("text=Trạm y tế")
    page.wait_for_url("**/viec-cua-toi/")
    assert page.evaluate("Object.keys(localStorage).length") == 1 and "chưa gửi" not in page.inner_text("body")
    page.goto(f"{live_server.url}/tai-khoan/")
    page.click("button:text-is('Đăng xuất')")
    page.wait_for_url("**/dang-nhap/**")
    page.unroute("**/ghi/")
    page.click("text=Cộng tác viên thôn")
    page.wait_for_url("**/viec-cua-toi/")
    assert emptied(page) and weights(three[0]) == [Decimal("9.4")]


def test_the_same_page_without_any_script(browser: Any, live_server: Any, three: list[Any]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    sheet = context.new_page()
    sheet.goto(live_server.url)
    sheet.click("text=Cộng tác viên thôn")
    assert sheet.locator("[data-step]").first.is_hidden()
    sheet.fill("#id_weight_kg", "94")
    sheet.press("#id_weight_kg", "Enter")
    sheet.check("text=Đúng là 94, cứ ghi")
    sheet.fill("#id_weight_kg", "9,4")
    sheet.click("text=Ghi và sang trẻ sau")
    assert title(sheet) == "Cân: Xuyến Quỳ Bình" and weights(three[0]) == [Decimal("9.4")]
    context.close()
