"""Pages in a real browser: they print as they should, axe finds nothing, and no request leaves the machine."""
from __future__ import annotations

import datetime as dt
import json
import os
import uuid
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

    addresses = ["/viec-cua-toi/", "/nhap/so/", "/nhap/danh-sach/", "/nhap/chat-luong/", "/tong-quan/",
                 "/tong-quan/?nam=2023", "/chi-tieu/1/",
                 "/chi-tieu/4a/?dia-gioi=nay", "/chi-tieu/5a/",
                 "/chi-tieu/6/", "/chi-tieu/9/", "/chi-tieu/11a/", "/chi-tieu/13/", "/chi-tieu/17b/?nam=2021",
                 "/chi-tieu/19/", "/chi-tieu/23/?danh-sach=counted", "/tre-em/", "/tre-em/?q=duc",
                 "/tre-em/?q=khongaitenthe",
                 "/tre-em/dia-ban/", "/cach-hieu/", "/tre-em/them/",
                 "/suc-khoe/can-do-nhieu/", "/ke-hoach/", "/hoat-dong/", "/truong-hoc/ket-qua-lop/", "/bao-cao/",
                 "/kieu-dang/", "/tai-khoan/", "/tre-em/ghi-nhieu/", "/tre-em/ho/", "/tre-em/dia-ban/kiem-tra/2026/",
                 "/tre-em/dia-ban/sap-nhap/", "/bao-ve/nhieu/thien-tai/", "/suc-khoe/nhieu/tiem/",
                 "/truong-hoc/nhieu/vao-lop/", "/hoat-dong/them/", "/ke-hoach/khai/", "/ke-hoach/khai/them/",
                 "/ke-hoach/dong/4a/", "/ke-hoach/giao/", "/tai-khoan/nhat-ky/", "/tai-khoan/hai-lop/"]
    page.goto(f"{live_server.url}/tre-em/?tuoi=3")
    child = page.get_attribute("tbody th a", "href")
    addresses += [child, f"{child}lich-su/", f"{child}sua/", child.replace("tre-em", "suc-khoe") + "can-do/them/"]
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for address in addresses:
            page.goto(live_server.url + address)
            found = Axe().run(page)
            assert found.violations_count == 0, (address, width, found.generate_report())
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, (address, width, wide)
    assert page.problems == []


def test_charts_and_the_map_at_both_widths_and_on_paper(page: Any, live_server: Any, tmp_path: Any) -> None:
    """axe has nothing to say, nothing scrolls sideways; a map is sent and drawn; the pyramid prints on two sides."""
    from axe_playwright_python.sync_playwright import Axe
    from pypdf import PdfReader

    from mangnon.places.models import Unit

    rows = Unit.objects.filter(parent__name="Xã Hoằng Trung", level="village").order_by("name")
    features = [{"type": "Feature", "properties": {"ten": unit.name}, "geometry": {"type": "Polygon", "coordinates": [
        [[x, 19.83], [x + .01, 19.83], [x + .01, 19.84], [x, 19.84], [x, 19.83]]]}}
        for unit, x in ((unit, 105.8 + n / 100) for n, unit in enumerate(rows))]
    (tmp_path / "xa.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    addresses = ["/tre-em/thap-tuoi/", "/tre-em/thap-tuoi/?ngay=31/2/2026", "/muc-tieu/1/", "/chi-tieu/5a/tung-buoc/",
                 "/chi-tieu/14/tung-buoc/?buoc=1", "/tre-em/dia-ban/ban-do/", "/tre-em/dia-ban/ban-do/o/",
                 "/chi-tieu/14/", "/chi-tieu/23/"]
    for sent in (False, True):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            for address in addresses:
                page.goto(live_server.url + address)
                found = Axe().run(page)
                assert found.violations_count == 0, (address, width, found.generate_report())
                wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert wide <= 0, (address, width, wide)
        if not sent:
            page.goto(f"{live_server.url}/tre-em/dia-ban/ban-do/")
            page.set_input_files("input[type=file]", tmp_path / "xa.geojson")
            page.click("text=Đọc và vẽ")
            page.wait_for_selector("text=Đã vẽ 7 thôn.")
    page.goto(f"{live_server.url}/tre-em/thap-tuoi/")
    page.pdf(path=tmp_path / "thap.pdf", prefer_css_page_size=True)
    assert len(PdfReader(tmp_path / "thap.pdf").pages) <= 2
    assert page.problems == []


def test_a_list_from_the_paste_to_the_register_by_keyboard(page: Any, live_server: Any) -> None:
    """Drop cells, look, decide a doubtful row by a key, write, take back; axe has nothing to say at either width."""
    from axe_playwright_python.sync_playwright import Axe

    from mangnon.registry.models import Child

    child = Child.objects.filter(born_precision="day", born_on__year=2016).exclude(mother_name="").order_by("pk")[0]
    cells = (f"STT\tHọ và tên\tNăm sinh\tThôn\n1\t{child.full_name}\t2016\t\n"
             "2\tTrịnh Văn Thử\t3/2/2020\tThôn 3\n3\tLê Thị Sai\t30/2/2020\tThôn 3\n")
    page.goto(f"{live_server.url}/nhap/danh-sach/")
    page.fill("#id_pasted", cells)
    page.select_option("#id_kind", "population")
    page.click("text=Đọc và xem trước")
    page.wait_for_url("**/danh-sach/*-*/")
    preview = page.url
    for address in (preview, f"{preview}?nhom=tu-choi", f"{preview}can-xem/"):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(address)
            found = Axe().run(page)
            assert found.violations_count == 0, (address, width, found.generate_report())
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.set_viewport_size({"width": 1280, "height": 900})
    with page.expect_navigation():
        page.keyboard.press("1")
    assert "Không còn dòng nào cần xem" in page.inner_text("h1")
    page.click("text=Quay lại danh sách để ghi")
    page.click("button[name=ghi]")
    page.wait_for_selector("text=Đã ghi 1 dòng: thêm")
    assert Child.objects.filter(full_name="Trịnh Văn Thử").count() == 1
    page.click("text=Hoàn tác cả lần nhập")
    page.click("button.danger")
    page.wait_for_selector("text=Đã hoàn tác")
    assert not Child.objects.filter(full_name="Trịnh Văn Thử").exists()
    assert page.problems == []


def test_two_records_of_one_child_are_looked_at_and_joined_by_key(page: Any, live_server: Any) -> None:
    """Side by side at both widths, no fault for a screen reader; two keys join, another page parts them again."""
    from axe_playwright_python.sync_playwright import Axe

    from mangnon.registry.models import Child

    child = Child.objects.filter(born_precision="day", born_on__year=2016).exclude(mother_name="").order_by("pk")[0]
    values = {f.attname: getattr(child, f.attname) for f in Child._meta.concrete_fields}
    twin = Child(**{**values, "id": uuid.uuid4(), "exchange_id": "trung", "father_name": "", "personal_id": ""})
    twin.save(force_insert=True)
    page.goto(f"{live_server.url}/nhap/trung-lap/")
    first = page.locator("tbody tr").first
    assert child.full_name in first.inner_text()
    first.locator("a").click()
    pair = page.url
    for address in (f"{live_server.url}/nhap/trung-lap/", pair, f"{live_server.url}/nhap/chat-luong/",
                    f"{live_server.url}/nhap/doi-chieu-dan-cu/"):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(address)
            found = Axe().run(page)
            assert found.violations_count == 0, (address, width, found.generate_report())
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.goto(pair)
    with page.expect_navigation():
        page.keyboard.press("1")
    page.wait_for_selector("text=Gộp hai hồ sơ thành một?")
    assert Axe().run(page).violations_count == 0
    assert Child.objects.filter(pk__in=(child.pk, twin.pk)).count() == 2
    with page.expect_navigation():
        page.keyboard.press("g")
    page.wait_for_selector("text=Đã gộp hai hồ sơ thành một.")
    assert Child.objects.filter(pk__in=(child.pk, twin.pk)).count() == 1
    assert Axe().run(page).violations_count == 0
    page.click("text=Tách lại thành hai hồ sơ")
    page.wait_for_selector("text=Đã tách lại thành hai hồ sơ")
    assert Child.objects.filter(pk__in=(child.pk, twin.pk)).count() == 2
    assert page.problems == []


def test_lists_side_by_side_a_letter_and_a_resurvey_in_a_browser(page: Any, live_server: Any) -> None:
    """Compare, open a source, make the letter; draw households, type a sheet by keyboard; no fault at both widths."""
    from axe_playwright_python.sync_playwright import Axe

    from mangnon.intake.models import CorrectionLetter, ListImport
    from mangnon.registry.models import Child
    from tests.conftest import TODAY
    from tests.intake.test_reconciling import row_of, send

    children = list(Child.objects.resident_on(TODAY).filter(born_on__gt=dt.date(2011, 1, 1)).in_name_order())
    send("population", [row_of(child) for child in children[3:]])
    page.goto(f"{live_server.url}/nhap/doi-chieu/")
    assert "chỗ các danh sách nói khác nhau" in page.inner_text("h1")
    addresses = [page.url]
    page.locator("th a", has_text="Danh sách hộ, nhân khẩu").first.click()
    addresses.append(page.url)
    page.click("text=Làm công văn và danh sách gửi nơi này")
    page.wait_for_selector("text=Đã làm công văn và danh sách.")
    assert "nội dung chờ Công an xã sửa" in page.inner_text("h1") and CorrectionLetter.objects.count() == 1
    addresses.append(page.url)
    page.goto(f"{live_server.url}/nhap/phuc-tra/")
    addresses.append(page.url)
    page.fill("input[name=so_ho]", "2")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Tải phiếu để in")
    addresses.append(page.url)
    page.locator("th a").first.click()
    addresses.append(page.url)
    page.locator("td input").first.focus()
    page.keyboard.type("Lê Văn Thử")
    page.keyboard.press("Tab")
    page.keyboard.type("32/1/2020")
    page.click("form .save button")
    page.wait_for_selector(".wrong-text")
    assert page.locator("td input").nth(1).input_value() == "32/1/2020"
    page.locator("td input").nth(1).fill("3/1/2020")
    page.click("form .save button")
    page.wait_for_selector("text=Đã ghi phiếu của")
    for address in addresses:
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(address)
            found = Axe().run(page)
            assert found.violations_count == 0, (address, width, found.generate_report())
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert ListImport.objects.count() == 1


def test_the_board_prints_on_one_side_of_a4(page: Any, live_server: Any) -> None:
    import io

    from pypdf import PdfReader

    page.goto(f"{live_server.url}/tong-quan/")
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == 1
    # A font without some letter with marks is drawn in pieces, and the reader puts blanks between them.
    words = "".join(paper.pages[0].extract_text().split())
    assert "Tảohôn" in words and "Mụctiêu4" in words


def _sheets(page: Any, address: str) -> int:
    import io

    from pypdf import PdfReader

    page.goto(address)
    return len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)


def test_the_board_prints_on_one_side_for_every_place_and_year(page: Any, live_server: Any) -> None:
    """The commune, the new one, a village, one without a single child; each year; in both languages."""
    board = f"{live_server.url}/tong-quan/"
    page.goto(board)
    places = page.eval_on_selector_all("select[name=dia-ban] option", "all => all.map(o => o.value)")
    from mangnon.places.models import Unit

    places.append(str(Unit.objects.get(name="Xã Hoằng Kim").pk))
    for place in (places[0], places[1], places[-2], places[-1]):
        for year in (2021, 2025, 2026):
            assert _sheets(page, f"{board}?dia-ban={place}&nam={year}") == 1, (place, year)
    page.goto(board)
    page.click("text=English")
    for year in (2022, 2026):
        assert _sheets(page, f"{board}?nam={year}") == 1, year
        assert _sheets(page, f"{board}?dia-ban={places[1]}&nam={year}") == 1, year


def test_the_board_with_hidden_cells_prints_on_one_side(page: Any, live_server: Any) -> None:
    page.context.clear_cookies()
    page.goto(live_server.url)
    page.click("text=Thành viên Ban Điều hành")
    page.wait_for_url("**/tong-quan/")
    for year in (2021, 2026):
        assert _sheets(page, f"{live_server.url}/tong-quan/?nam={year}") == 1
    assert "số dưới" in page.content()


def test_the_34_lines_fit_one_wide_screen(page: Any, live_server: Any) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{live_server.url}/tong-quan/")
    last = page.eval_on_selector_all(
        ".lines tr", "rows => Math.max(...rows.map(r => r.getBoundingClientRect().bottom))")
    assert page.locator(".lines tbody tr").count() == 34 and last <= 1080


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


def test_a_long_list_begins_under_its_heading_on_paper(page: Any, live_server: Any) -> None:
    """What is coming up in a thôn: longer than one sheet, and the first sheet is not left with the heading alone."""
    import io

    from pypdf import PdfReader

    page.goto(f"{live_server.url}/sap-toi/?ngay=90")
    thon = max(page.locator("table").first.locator("tbody tr").all(),
               key=lambda row: int(row.locator("td").first.inner_text()))
    page.goto(f"{live_server.url}/sap-toi/{thon.locator('a').get_attribute('href')}")
    # So many rows that no sheet holds them all.
    page.evaluate("for (const r of [...document.querySelectorAll('.card.flush tbody tr')]) for (let i = 0; i < 20; i++)"
                  " r.after(r.cloneNode(true))")
    first = page.locator(".card.flush tbody th a").first.inner_text()
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) > 1
    assert "".join(first.split()) in "".join(paper.pages[0].extract_text().split())
