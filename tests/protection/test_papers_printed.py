"""The official forms on paper: known values filled in, dotted lines for the rest, the look that the rule asks for."""
from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_TAB_LEADER
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st
from pypdf import PdfReader

from mangnon.protection.cases.paper import Head, Paper, docx, papers, pdf
from mangnon.protection.cases.paper.laid import laid
from tests.protection.test_papers import filled

HEAD = Head(("Ủy ban nhân dân", "xã Hoằng Trung"), "Hoằng Trung", dt.date(2026, 2, 3), "BV-2026-004",
            "trẻ mã T-1187, nữ, khoảng 9 tuổi")
NOTE = "Mẫu do phần mềm soạn theo nội dung Nghị định 56/2017; xã thay bằng bản chính thức nếu khác."
CODES = ["mau-01", "mau-02", "bien-ban", "mau-04", "mau-05", "mau-06", "mau-07", "mau-08", "giay-chuyen-gui",
         "bien-ban-chuyen-giao"]


def word(paper: Paper, values: dict[str, Any], head: Head = HEAD) -> Any:
    return Document(io.BytesIO(docx(paper, values, head)))


def read(paper: Paper, values: dict[str, Any], head: Head = HEAD) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(paper, values, head)))


def text_of(reader: PdfReader) -> str:
    """The words of all pages, with one blank between them."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())


def all_paragraphs(document: Any) -> list[Any]:
    return [*document.paragraphs, *(paragraph for table in document.tables for row in table.rows for cell in row.cells
                                    for paragraph in cell.paragraphs)]


def dotted(document: Any) -> list[str]:
    """What stands before a dotted line, "" for each further one."""
    return [paragraph.text.split(":")[0].strip() for paragraph in document.paragraphs
            if any(stop.leader == WD_TAB_LEADER.DOTS for stop in paragraph.paragraph_format.tab_stops)]


@pytest.mark.parametrize("code", CODES)
def test_a_page_of_word_has_the_measures_and_the_letters_of_the_rule(code: str) -> None:
    document = word(papers()[code], {})
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert [round(side.mm) for side in (section.top_margin, section.bottom_margin, section.left_margin,
                                        section.right_margin)] == [20, 20, 30, 15]
    fonts = {run.font.name for paragraph in all_paragraphs(document) for run in paragraph.runs}
    assert fonts <= {"Times New Roman", "Segoe UI Symbol"}
    marked = {sign for paragraph in all_paragraphs(document) for run in paragraph.runs
              if run.font.name == "Segoe UI Symbol" for sign in run.text}
    assert marked <= {"☐", "☒"}
    assert section.first_page_footer.paragraphs[0].text == section.footer.paragraphs[0].text == NOTE


def test_in_word_the_known_is_filled_in_and_the_unknown_stays_dotted() -> None:
    document = word(papers()["mau-01"], {
        "channel": "tong_dai_111", "received_on": "2026-11-22", "child_name": "Lê Thị Mận", "child_born": "2017-03",
        "in_danger": False, "told": "Em khóc\nNhà khóa cửa"})
    texts = [paragraph.text.replace("\u00a0", " ") for paragraph in document.paragraphs]
    assert "Tin đến qua:  ☐ gặp trực tiếp  ☐ điện thoại  ☒ Tổng đài 111  ☐ thư, tin nhắn  ☐ trang báo tin của xã  " \
           "☐ cơ quan khác chuyển đến  ☐ cách khác" in texts
    assert "Họ và tên trẻ em: Lê Thị Mận" in texts
    assert "Trẻ đang gặp nguy hiểm ngay lúc này:  ☐ có  ☒ không  ☐ chưa rõ" in texts
    assert texts[texts.index("Nội dung tin, ghi đúng lời người báo:"):][1:3] == ["Em khóc", "Nhà khóa cửa"]
    assert "Ngày nhận tin: 22/11/2026\tGiờ nhận tin: \t" in texts and "Ngày sinh: 03/2017\tTuổi ước chừng: \t" in texts
    lines = dotted(document)
    assert lines[:2] == ["Ngày nhận tin", "Người tiếp nhận, chức vụ"]
    state = lines.index("Tình trạng hiện tại của trẻ")
    assert lines[state:state + 3] == ["Tình trạng hiện tại của trẻ", "", ""]
    assert "Họ và tên trẻ em" not in lines and "Họ và tên cha" in lines


def test_an_empty_form_has_every_box_to_fill_in_by_hand() -> None:
    paper = papers()["mau-02"]
    document = word(paper, {}, replace(HEAD, day=None, code="", child_words=""))
    whole = "\n".join(paragraph.text for paragraph in document.paragraphs).replace("\u00a0", " ")
    assert all(f"{field.label}:" in whole for field in paper.fields)
    assert "☒" not in whole and whole.count("☐ cao  ☐ trung bình  ☐ thấp  ☐ chưa rõ") == 6
    assert dotted(document)[0] == "Trẻ em"


def test_a_decision_has_its_letterhead_its_grounds_and_its_articles() -> None:
    document = word(papers()["mau-07"], {
        "assessed_on": "2026-01-02", "proposer": "Phòng Văn hóa - Xã hội", "carer": "bà ngoại", "from_at": "09:40",
        "from_on": "2026-11-23", "measures": ["noi_an_toan"], "owner": "Công an xã"},
        replace(HEAD, office=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), signers=("Nguyễn Đình Khoa",)))
    top = [cell.text.replace("\u00a0", " ") for row in document.tables[0].rows for cell in row.cells]
    assert top[0].startswith("ỦY BAN NHÂN DÂN\nXÃ HOẰNG TRUNG")
    assert top[1].startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    assert top[2:] == ["Số:       /QĐ-UBND", "Hoằng Trung, ngày 03 tháng 02 năm 2026"]
    texts = [paragraph.text.replace("\u00a0", " ").replace("\u200b", "") for paragraph in document.paragraphs]
    begin = texts.index("QUYẾT ĐỊNH")
    assert texts[begin + 1] == "Về việc áp dụng biện pháp bảo vệ trẻ em khẩn cấp"
    assert texts[begin + 3] == "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HOẰNG TRUNG"
    assert "Căn cứ báo cáo tiếp nhận thông tin và kết quả đánh giá nguy cơ ban đầu ngày 02 tháng 01 năm 2026;" in texts
    assert "Theo đề nghị của Phòng Văn hóa - Xã hội." in texts and "QUYẾT ĐỊNH:" in texts
    assert ("Điều 1. Áp dụng biện pháp bảo vệ khẩn cấp đối với trẻ em: trẻ mã T-1187, nữ, khoảng 9 tuổi, mã vụ việc "
            "BV-2026-004.") in texts
    assert (f"Điều 2. Trẻ em được giao cho bà ngoại, tại {'.' * 40}, từ 09 giờ 40 ngày 23 tháng 11 năm 2026 đến ngày "
            "...... tháng ...... năm .........") in texts
    article = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("Điều 3"))
    assert [(run.text, run.bold) for run in article.runs][0] == ("Điều 3. ", True)
    left, right = document.tables[-1].rows[0].cells
    assert left.text == "Nơi nhận:\n- Như Điều 4;\n- Lưu: VT, hồ sơ vụ việc."
    assert right.text == "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\n\n\nNguyễn Đình Khoa"


def test_the_day_and_the_number_are_left_to_the_clerk_where_they_are_not_given() -> None:
    top = word(papers()["mau-05"], {}, replace(HEAD, day=None)).tables[0]
    room = "\u00a0" * 7
    assert top.rows[1].cells[0].text == f"Số:{room}/QĐ-UBND"
    assert top.rows[1].cells[1].text == f"Hoằng Trung, ngày{room}tháng{room}năm{room}"
    given = word(papers()["mau-05"], {}, replace(HEAD, number="15")).tables[0]
    assert given.rows[1].cells[0].text == "Số: 15/QĐ-UBND"


def test_two_sign_the_minutes_and_a_deputy_signs_only_where_the_chairman_would() -> None:
    head = replace(HEAD, office=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
    left, right = word(papers()["bien-ban"], {}, head).tables[-1].rows[0].cells
    assert left.text.startswith("NGƯỜI GHI BIÊN BẢN\n(Ký, ghi rõ họ tên)")
    assert right.text.startswith("NGƯỜI CHỦ TRÌ\n(Ký, ghi rõ họ tên)")
    assert word(papers()["mau-06"], {}, head).tables[-1].rows[0].cells[1].text.startswith(
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Ký, đóng dấu)")


def test_a_letter_goes_out_with_a_sheet_to_send_back() -> None:
    reader = read(papers()["giay-chuyen-gui"], {"receiver": "Trạm y tế", "wanted": "khám", "urgency": "gap"})
    letter, answer = (" ".join(page.extract_text().split()) for page in reader.pages)
    assert "V/v chuyển gửi trẻ em đến dịch vụ" in letter and "Kính gửi: Trạm y tế" in letter
    assert "☐ khẩn cấp ☒ gấp ☐ thường" in letter and "Phần trả lời" not in letter
    assert answer.startswith("2 Phần trả lời của nơi nhận") and "ĐẠI DIỆN NƠI NHẬN" in answer
    assert "ghi mã vụ việc BV-2026-004" in answer and "CHỦ TỊCH" not in answer


@pytest.mark.parametrize("code", CODES)
def test_a_pdf_is_a4_has_its_letters_inside_and_says_nothing_of_the_child_in_its_properties(code: str) -> None:
    paper = papers()[code]
    names = [field.name for field in paper.fields if field.kind == "text"]
    reader = read(paper, dict.fromkeys(names, "Nguyễn Thị Hằng Ữ ẫ ợ"))
    page = reader.pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    for font in fonts:
        inside = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(inside), font["/BaseFont"]
    families = {str(font["/BaseFont"]).split("+")[1].split("-")[0] for font in fonts} - {"DejaVuSansMono"}
    assert families == {"LibertinusSerif"} or all("Times" in family for family in families), families
    assert reader.metadata is not None and reader.metadata.title == paper.title
    assert "Hằng" not in str(reader.metadata) and "T-1187" not in str(reader.metadata)
    found = text_of(reader)
    assert found.count("Nguyễn Thị Hằng Ữ ẫ ợ") >= len(names) and NOTE in found
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in found


@pytest.mark.parametrize("code", CODES)
def test_the_properties_of_word_say_nothing_of_the_child(code: str) -> None:
    paper = papers()[code]
    known = word(paper, {field.name: "Hằng" for field in paper.fields if field.kind == "text"}).core_properties
    assert (known.title, known.author, known.last_modified_by, known.subject, known.keywords) == (
        paper.title, "Măng Non", "", "", "")


def test_word_and_pdf_say_the_same() -> None:
    values = {"harm": "cao", "access": "thap", "conclusion": "ke_hoach_moi", "reasons": "còn nguy cơ",
              "next_review_on": "2026-12-30"}
    document, reader = word(papers()["mau-06"], values), read(papers()["mau-06"], values)
    found = text_of(reader)
    for paragraph in document.paragraphs:
        for part in paragraph.text.replace("\u00a0", " ").split("\t"):
            assert " ".join(part.split()) in found, part
    assert "☒ lập kế hoạch mới" in found and "Rà soát lần sau: 30/12/2026" in found


def test_what_was_typed_is_never_read_as_markup() -> None:
    typed = "#panic(\"x\") *đậm* _nghiêng_ $x^2$ @ghi <nhan> `mã` \\ // = # [a] {b} ~ --"
    found = text_of(read(papers()["mau-01"], {"child_name": typed, "told": f"{typed}\n- {typed}"}))
    assert found.count(typed) == 3


def test_a_sign_that_no_paper_shows_breaks_neither_word_nor_pdf() -> None:
    values = {"reviewer": "Lê\x01 Thị Hạnh\ufffe", "done": "một\x0bhai"}
    head = replace(HEAD, child_words="bé\x02 Mận 😀")
    texts = [paragraph.text for paragraph in word(papers()["mau-06"], values, head).paragraphs]
    assert {"Người rà soát, chức vụ: Lê Thị Hạnh", "Trẻ em: bé Mận 😀", "một", "hai"} <= set(texts)
    found = text_of(read(papers()["mau-06"], values, head))
    assert "Người rà soát, chức vụ: Lê Thị Hạnh Việc đã làm theo kế hoạch: một hai" in found and "bé Mận" in found


def test_a_form_that_was_compared_with_the_rule_carries_no_note() -> None:
    paper = replace(papers()["mau-06"], verified=True)
    assert NOTE not in text_of(read(paper, {}))
    assert word(paper, {}).sections[0].first_page_footer.paragraphs[0].text == ""


def test_a_choice_of_an_earlier_form_is_printed_as_it_was_kept() -> None:
    block = next(block for block in laid(papers()["mau-06"], {"conclusion": "tam_dung"}, HEAD)
                 if block.text == "Kết luận" and block.boxes)
    assert block.boxes[-1] == (True, "tam_dung") and not any(ticked for ticked, _words in block.boxes[:-1])


@pytest.mark.parametrize("code", CODES)
def test_whatever_is_known_is_found_on_the_paper(code: str) -> None:
    paper = papers()[code]

    @pace(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(filled(paper), st.booleans())
    def printed(values: dict[str, Any], named: bool) -> None:
        head = HEAD if named else replace(HEAD, day=None, code="", child_words="", place="")
        reader, packed = read(paper, values, head), "".join(
            paragraph.text for paragraph in all_paragraphs(word(paper, values, head)))
        assert 1 <= len(reader.pages) <= 8
        for field in paper.fields:
            if field.kind == "text" and field.name in values:
                last = " ".join(values[field.name].split()).rstrip(".")
                assert last in " ".join(packed.replace("\u00a0", " ").split()), field.name

    printed()
