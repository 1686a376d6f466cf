"""The bench: lists beside the register, who has to correct what, the letter, and findings that close themselves."""
from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from django.urls import reverse
from docx import Document

from mangnon.core import records
from mangnon.core.models import AuditEvent
from mangnon.education.models import Enrolment
from mangnon.intake import list_actions
from mangnon.intake.models import CorrectionLetter, ListImport
from mangnon.intake.reconciling import scopes, sources
from mangnon.intake.standing import Villages
from mangnon.places.models import Facility, FacilityKind
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY

BENCH, OWNER = reverse("intake:reconcile"), reverse("intake:reconcile-owner")
YEAR = "2026-2027"
BORN = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}


def words(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def row_of(child: Child, **other: str) -> dict[str, str]:
    """A row of a list as an office would write the child."""
    home = Residence.objects.filter(child=child).order_by("from_on").last()
    return {"Họ và tên": child.full_name, "Ngày sinh": child.born_on.strftime(BORN[child.born_precision]),
            "Giới tính": {"male": "Nam", "female": "Nữ"}.get(child.sex, ""), "Họ tên mẹ": child.mother_name,
            "Thôn": home.unit.name if home else "", **other}


def send(kind: str, rows: list[dict[str, str]], *, source: str = "", on: dt.date = TODAY,
         year: str = YEAR) -> ListImport:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return list_actions.receive(out.getvalue().encode(), "danh-sach.csv", kind, by="test", source=source, on=on,
                                school_year=year)


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


@pytest.fixture
def school(db: None) -> Facility:
    return Facility.objects.filter(kind=FacilityKind.PRIMARY).first()


@pytest.fixture
def pupils(school: Facility) -> list[Child]:
    """Whom the register has at the primary school this year and at home in the commune, with all that a roll tells."""
    ids = Enrolment.objects.filter(facility=school, school_year=YEAR, left_on=None).values("child")
    return list(Child.objects.resident_on(TODAY).filter(pk__in=ids).in_name_order())


def roll(pupils: list[Child], school: Facility, on: dt.date = TODAY, **changed: dict[str, str]) -> ListImport:
    """The school's roll. changed: exchange id of a child to the cells that the school writes otherwise."""
    classes = dict(Enrolment.objects.filter(facility=school, school_year=YEAR).values_list("child", "class_name"))
    rows = [row_of(c, Lớp=f"Lớp {classes[c.pk]}") | changed.get(c.exchange_id, {}) for c in pupils]
    return send("school_roll", rows, source=school.exchange_id, on=on)


def key(batch: ListImport) -> str:
    return f"{batch.kind}~{batch.source}"


def asked(*keys: str, whose: str = "") -> str:
    return urlencode([("ngay", TODAY.strftime("%d/%m/%Y")), *(("nguon", one) for one in keys),
                      *([("cho", whose)] if whose else [])])


def seen(officer: Any, batch: ListImport, whose: str = "") -> str:
    return words(officer.get(f"{OWNER}?{asked('register', key(batch), whose=whose or key(batch))}"))


def test_the_first_page_invites_where_no_list_has_come(officer: Any) -> None:
    page = officer.get(BENCH)
    assert page.status_code == 200 and "Chưa có danh sách nào để đối chiếu" in words(page)
    # The bench lies under the lists: the menu says so, and the way to the first list stands below.
    html = page.content.decode()
    assert re.search(r'<a [^>]*aria-current="page"[^>]*>Nhập danh sách<', html)
    assert re.search(r'<a class="btn" href="/nhap/danh-sach/">Nhập danh sách<', html)


def test_a_roll_that_says_what_the_register_says_has_nothing_to_correct(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    batch = roll(pupils, school)
    assert "không còn chỗ nào cần sửa" in seen(officer, batch)


def test_a_pupil_who_is_not_on_the_roll_is_missing_there(officer: Any, pupils: list[Child], school: Facility) -> None:
    left_out, *others = pupils
    text = seen(officer, roll(others, school))
    assert "1 chỗ cần sửa" in text
    assert f"{left_out.full_name} {left_out.born_on:%d/%m/%Y}, mẹ {left_out.mother_name}, " in text
    assert "Có ở: Sổ trẻ em của xã; không có ở đây." in text


def test_a_roll_that_names_no_school_year_is_of_the_year_of_its_day(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    left_out, *others = pupils
    batch = send("school_roll", [row_of(c, Lớp="3A") for c in others], source=school.exchange_id, year="")
    text = seen(officer, batch)
    assert "1 chỗ cần sửa" in text and left_out.full_name in text


def test_undecided_rows_of_a_list_that_was_undone_lead_nowhere_that_is_not(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    batch = roll(pupils, school, **{pupils[0].exchange_id: {"Họ tên mẹ": "Trịnh Thị Quỳnh Như"}})
    review = f"/nhap/danh-sach/{batch.pk}/can-xem/"
    page = officer.get(f"{BENCH}?{asked('register', key(batch))}").content.decode()
    assert f'href="{review}"' in page and officer.get(review).status_code == 200
    list_actions.apply(batch, by="test")
    list_actions.undo(batch, by="test")
    page = officer.get(f"{BENCH}?{asked('register', key(batch))}").content.decode()
    assert review not in page


def test_a_list_sent_as_a_kind_that_it_is_not_is_told_and_is_no_source(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    batch = send("growth", [row_of(c, Lớp="3A") for c in pupils])
    assert "Tệp không có cột nào của loại “Danh sách cân đo”" in words(officer.get(batch.get_absolute_url()))
    assert "Chưa có danh sách nào để đối chiếu" in words(officer.get(BENCH))


def test_a_row_that_cannot_be_read_is_no_missing_child(officer: Any, pupils: list[Child], school: Facility) -> None:
    """A day that there is not: the row is refused, but its name stands there."""
    batch = roll(pupils, school, **{pupils[0].exchange_id: {"Ngày sinh": "31/02/2018"}})
    assert batch.rows.filter(result="refused").count() == 1
    text = seen(officer, batch)
    assert pupils[0].full_name not in text and "còn thiếu" not in text


def test_a_list_of_one_thon_makes_nobody_of_another_missing(officer: Any) -> None:
    small = [child for child in Child.objects.resident_on(TODAY).filter(born_on__gt=dt.date(2022, 1, 1)).in_name_order()
             if child.residences.filter(to_on=None, unit__level="village").exists()]
    villages: dict[str, list[Child]] = {}
    for child in small:
        villages.setdefault(child.residences.filter(to_on=None).get().unit.name, []).append(child)
    own, children = max(villages.items(), key=lambda pair: len(pair[1]))
    assert len(children) > 5 and len(villages) > 3
    batch = send("growth", [row_of(c, **{"Cân nặng": "10", "Chiều cao": "80"}) for c in children[1:]])
    text = seen(officer, batch)
    assert children[0].full_name in text and "1 chỗ cần sửa" in text, text


def test_a_few_pupils_sent_later_stand_beside_the_roll_that_they_complete(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    left_out, *others = pupils
    roll(others, school, on=TODAY - dt.timedelta(days=9))
    late = roll([left_out], school)
    text = seen(officer, late)
    assert "không còn chỗ nào cần sửa" in text
    assert "ghép 2 tệp" in words(officer.get(f"{BENCH}?{asked('register', key(late))}"))
    # Whoever a new whole roll leaves out is missing, although the old one had her.
    assert "1 chỗ cần sửa" in seen(officer, roll(others, school))


def test_a_list_that_was_taken_back_gives_way_to_one_that_stands(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    roll(pupils, school, on=TODAY - dt.timedelta(days=9))
    wrong = roll(pupils[: len(pupils) // 2], school)
    list_actions.apply(wrong, by="test")
    list_actions.undo(wrong, by="test")
    assert "không còn chỗ nào cần sửa" in seen(officer, wrong)


def test_an_address_in_words_without_commas_is_ours(officer: Any) -> None:
    villages = Villages(TODAY)
    commune = villages.owner.name.removeprefix("Xã ") if villages.owner else ""
    for typed in (f"Thôn 3 xã {commune} tỉnh Thanh Hóa", f"Thôn 3, xã {commune} H. Hoằng Hóa", f"Thôn 3, xã {commune}"):
        unit = villages.find(typed)
        assert unit is not None and unit.name == "Thôn 3", typed
    assert villages.find("Thôn 3 xã Hoằng Kim tỉnh Thanh Hóa") is None


def test_a_few_rows_alone_accuse_nobody(officer: Any, pupils: list[Child], school: Facility) -> None:
    batch = roll(pupils[:1], school)
    assert "không còn chỗ nào cần sửa" in seen(officer, batch)
    text = words(officer.get(f"{BENCH}?{asked('register', key(batch))}"))
    assert f"mới có 1 trong {len(pupils)} em phải có nên coi là danh sách bổ sung" in text


def test_whom_nobody_knows_a_home_of_is_said_and_not_counted(officer: Any) -> None:
    batch = send("population", [{"Họ và tên": "Trịnh Văn Lạ", "Ngày sinh": "3/2/2019", "Giới tính": "Nam",
                                 "Họ tên mẹ": "Lê Thị Lạ", "Thôn": "Thôn Xa Xôi"}])
    text = words(officer.get(f"{BENCH}?{asked('register', key(batch))}"))
    assert "1 em có trong danh sách mà sổ không có, và không rõ ở thôn nào của xã" in text
    assert "Các danh sách không nói khác nhau chỗ nào" not in text


def test_lists_of_two_thon_are_one_source(officer: Any) -> None:
    three, four = ([row_of(child) for child in Child.objects.resident_on(TODAY).filter(
        born_on__gt=dt.date(TODAY.year - 5, TODAY.month, TODAY.day), residences__unit__name=name,
        residences__to_on=None).distinct()] for name in ("Thôn 3", "Thôn 4"))
    assert len(three) > 4 and len(four) > 4
    first, second = (send("growth", [{**row, "Cân nặng": "12"} for row in rows]) for rows in (three, four))
    text = words(officer.get(f"{BENCH}?{asked('register', key(second))}"))
    assert "ghép 2 tệp" in text and key(first) == key(second)
    assert "em còn thiếu" not in text.split("Ai phải sửa gì")[1].split("theo thôn")[0].replace("Công văn đã làm", "")


def test_a_row_that_waits_for_a_person_is_no_proof_that_somebody_is_missing(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    batch = roll(pupils, school, **{pupils[0].exchange_id: {"Họ tên mẹ": "Trịnh Thị Quỳnh Như"}})
    assert batch.rows.get(result="review")
    text = seen(officer, batch)
    assert "không còn chỗ nào cần sửa" in text and "1 dòng của danh sách này chưa biết là em nào" in text


def test_the_school_corrects_a_birth_date_the_register_has_otherwise(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    child = next(c for c in pupils if c.born_precision == "day" and c.born_on.day <= 12
                 and c.born_on.day != c.born_on.month)
    swapped = f"{child.born_on.month:02}/{child.born_on.day:02}/{child.born_on.year}"
    text = seen(officer, roll(pupils, school, **{child.exchange_id: {"Ngày sinh": swapped}}))
    assert "1 chỗ cần sửa" in text
    assert (f"Ngày sinh: ở đây ghi “{swapped}”; Sổ trẻ em của xã ghi “{child.born_on:%d/%m/%Y}”.") in text


def test_a_class_that_the_school_has_otherwise_is_for_the_register(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    child = pupils[0]
    ours = Enrolment.objects.get(child=child, facility=school, school_year=YEAR).class_name
    batch = roll(pupils, school, **{child.exchange_id: {"Lớp": "3G"}})
    text = seen(officer, batch, "register")
    assert "1 chỗ cần sửa" in text and f"Lớp: ở đây ghi “{ours}”; {batch_label(officer, batch)} ghi “3G”." in text


def test_a_class_of_another_year_is_no_difference(officer: Any, pupils: list[Child], school: Facility) -> None:
    batch = send("school_roll", [row_of(c, Lớp="1H") for c in pupils], source=school.exchange_id, year="2025-2026")
    assert "Lớp: ở đây" not in seen(officer, batch, "register")


def test_writing_tones_elsewhere_or_no_marks_is_no_difference(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    from mangnon.core import names

    child = pupils[0]
    plain = {"Họ và tên": names.fold(child.full_name).upper(), "Họ tên mẹ": names.fold(child.mother_name).upper()}
    assert "không còn chỗ nào cần sửa" in seen(officer, roll(pupils, school, **{child.exchange_id: plain}))


def test_two_offices_that_agree_outweigh_the_register_alone(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    child = pupils[0]
    other = "Nam" if child.sex == "female" else "Nữ"
    records.correct(child, by="test", sex=child.sex)
    school_list = roll(pupils, school, **{child.exchange_id: {"Giới tính": other}})
    batch = send("population", [row_of(child, **{"Giới tính": other, "Số định danh": ""})])
    for one in (school_list, batch):
        row = one.rows.filter(result="review").first()
        if row is not None:
            list_actions.decide(row, "same", child.exchange_id, by="test")
    page = officer.get(f"{OWNER}?{asked('register', key(school_list), key(batch), whose='register')}")
    assert "Giới tính: ở đây ghi" in words(page) and "Xem giấy tờ rồi sửa ở trang của em." in words(page)


def test_a_child_who_moved_away_is_still_on_the_roll(officer: Any, pupils: list[Child], school: Facility) -> None:
    batch, child = roll(pupils, school), pupils[0]
    home = Residence.objects.filter(child=child).order_by("from_on").last()
    records.correct(home, by="test", to_on=dt.date(2026, 10, 1))
    text = seen(officer, batch)
    assert "Còn ghi nhưng đã chuyển đi hoặc đã mất: 1" in text and "đã chuyển đi từ ngày 01/10/2026" in text


def test_whom_the_register_lacks_is_for_its_keeper_and_two_lists_mean_one_child(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    stranger = row_of(pupils[0], **{"Họ và tên": "Quách Gia Bảo Khánh", "Ngày sinh": "17/08/2018",
                                    "Giới tính": "Nam", "Họ tên mẹ": "Quách Thị Thùy Dung"})
    one = send("school_roll", [*(row_of(c, Lớp="3A") for c in pupils), stranger | {"Lớp": "3A"}],
               source=school.exchange_id)
    other = send("population", [stranger])
    page = officer.get(f"{OWNER}?{asked('register', key(one), key(other), whose='register')}")
    text = words(page)
    assert text.count("Quách Gia Bảo Khánh") == 1 and "Mở danh sách rồi ghi em vào sổ." in text
    assert "Danh sách học sinh" in text and "Danh sách hộ, nhân khẩu" in text


def test_what_is_right_as_it_is_stays_away_until_a_side_says_something_else(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    left_out, *others = pupils
    batch = roll(others, school)
    address = f"{OWNER}?{asked('register', key(batch), whose=key(batch))}"
    found = re.search(r'name="cho-khac" value="(\w+)"', officer.get(address).content.decode())
    assert found
    page = officer.post(address, {"cho-khac": found[1], "la": "dung"}, follow=True)
    assert "Đã xem và để nguyên: 1" in words(page) and "không còn chỗ nào cần sửa" in words(page)
    assert "1 chỗ đã xem và để nguyên" in words(officer.get(f"{BENCH}?{asked('register', key(batch))}"))
    page = officer.post(address, {"cho-khac": found[1], "la": "hoi-lai"}, follow=True)
    assert "1 chỗ cần sửa" in words(page)


def batch_label(officer: Any, batch: ListImport) -> str:
    return next(source.label for source in sources.available(TODAY) if source.key == key(batch))


def letter_of(officer: Any, batch: ListImport, **more: str) -> CorrectionLetter:
    page = officer.post(reverse("intake:reconcile-letter"), {
        "ngay": TODAY.strftime("%d/%m/%Y"), "nguon": ["register", key(batch)], "cho": key(batch), **more})
    assert page.status_code == 302
    return CorrectionLetter.objects.latest("at")


def test_the_letter_is_a_cong_van_with_its_list(officer: Any, pupils: list[Child], school: Facility) -> None:
    left_out, *others = pupils
    letter = letter_of(officer, roll(others, school), tra_loi=f"{TODAY + dt.timedelta(days=10):%d/%m/%Y}")
    paper = Document(io.BytesIO(officer.get(f"{letter.get_absolute_url()}?tep=docx").content))
    said = "\n".join([*(p.text for p in paper.paragraphs),
                      *(cell.text for table in paper.tables for row in table.rows for cell in row.cells)])
    said = said.replace("\u00a0", " ")
    for piece in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "V/v rà soát, chỉnh sửa danh sách trẻ em",
                  f"Kính gửi: {school.name}.", "01 trẻ còn thiếu trong danh sách", left_out.full_name,
                  "không có trong danh sách của đơn vị.", f"trước ngày {TODAY + dt.timedelta(days=10):%d/%m/%Y};",
                  "TM. ỦY BAN NHÂN DÂN", "Lưu: VT."):
        assert piece in said, piece
    section = paper.sections[0]
    assert [round(x.mm) for x in (section.page_width, section.page_height, section.left_margin,
                                  section.right_margin, section.top_margin)] == [210, 297, 30, 15, 20]
    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{letter.get_absolute_url()}?tep=xlsx").content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value]
    assert left_out.full_name in [cell.value for cell in cells] and all(cell.data_type == "s" for cell in cells)
    assert AuditEvent.objects.filter(what="intake.CorrectionLetter", verb="export").count() == 2


def test_a_letter_is_vietnamese_whatever_language_the_page_is_read_in(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    batch = send("population", [row_of(child) for child in pupils[1:]])
    officer.post(reverse("web:set-language"), {"language": "en"})
    letter = letter_of(officer, batch)
    officer.post(reverse("web:set-language"), {"language": "vi"})
    assert (letter.receiver, letter.label) == ("Công an xã", "Danh sách hộ, nhân khẩu")
    assert letter.items[0]["text"].startswith("Có ở: ")


def test_a_finding_closes_with_the_next_list_of_its_source(officer: Any, pupils: list[Child], school: Facility) -> None:
    left_out, *others = pupils
    letter = letter_of(officer, roll(others, school, on=TODAY - dt.timedelta(days=9)))
    text = words(officer.get(letter.get_absolute_url()))
    assert "Còn 1 nội dung chờ" in text and "Từ đó chưa có danh sách mới" in text
    roll(pupils, school)
    text = words(officer.get(letter.get_absolute_url()))
    assert "đã hết khác nhau" in text and "Từ đó chưa có danh sách mới" not in text
    assert "1 đã hết khác" in text


def test_a_letter_past_its_day_of_answer_says_so_and_a_day_gone_by_is_asked_about(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    batch = roll(pupils[1:], school)
    page = officer.post(reverse("intake:reconcile-letter"), {
        "ngay": TODAY.strftime("%d/%m/%Y"), "nguon": ["register", key(batch)], "cho": key(batch),
        "tra_loi": TODAY.strftime("%d/%m/%Y")})
    assert page.status_code == 422 and "Hạn trả lời phải sau hôm nay." in words(page)
    letter = letter_of(officer, batch, tra_loi=f"{TODAY + dt.timedelta(days=1):%d/%m/%Y}")
    assert "Đề nghị trả lời trước ngày" in words(officer.get(letter.get_absolute_url()))
    CorrectionLetter.objects.update(answer_by=TODAY - dt.timedelta(days=1))
    assert "Quá hạn trả lời" in words(officer.get(letter.get_absolute_url()))


def test_nobody_writes_a_letter_to_the_register_or_about_nothing(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    batch = roll(pupils, school)
    page = officer.post(reverse("intake:reconcile-letter"), {
        "ngay": TODAY.strftime("%d/%m/%Y"), "nguon": ["register", key(batch)], "cho": key(batch)}, follow=True)
    assert "Nơi này không còn chỗ nào cần sửa." in words(page) and not CorrectionLetter.objects.exists()


def test_a_letter_names_no_list_that_would_tell_something_of_a_child(
        officer: Any, pupils: list[Child], school: Facility) -> None:
    child = pupils[0]
    quiet = send("disability", [row_of(child, **{"Mức độ khuyết tật": "Nặng"})])
    batch = roll(pupils[1:], school)
    page = officer.post(reverse("intake:reconcile-letter"), {
        "ngay": TODAY.strftime("%d/%m/%Y"), "nguon": ["register", key(batch), key(quiet)], "cho": key(batch)},
        follow=True)
    text = CorrectionLetter.objects.latest("at").items[0]["text"]
    assert page.status_code == 200 and "hồ sơ tại UBND xã" in text and "khuyết tật" not in text.lower()


def test_a_birth_of_the_stations_book_without_registration_and_one_who_died_in_the_first_days(
        officer: Any, pupils: list[Child]) -> None:
    station = Facility.objects.filter(kind=FacilityKind.HEALTH_STATION).first()
    home = row_of(pupils[0])["Thôn"]
    book = send("births_deaths", [
        {"Họ và tên": "Con bà Lữ Thị Hải Yến", "Ngày sinh": "01/11/2026", "Giới tính": "Nữ",
         "Họ tên mẹ": "Lữ Thị Hải Yến", "Thôn": home, "Ngày mất": "03/11/2026", "Nguyên nhân": "Sinh non"},
        {"Họ và tên": "Lữ Quang Vinh Phú", "Ngày sinh": "02/03/2026", "Giới tính": "Nam",
         "Họ tên mẹ": "Lữ Thị Ngọc Ánh", "Thôn": home, "Ngày mất": "", "Nguyên nhân": ""},
        {"Họ và tên": "Lữ Quang Vinh Thọ", "Ngày sinh": "02/11/2026", "Giới tính": "Nam",
         "Họ tên mẹ": "Lữ Thị Ngọc Trâm", "Thôn": home, "Ngày mất": "", "Nguyên nhân": ""}],
        source=station.exchange_id)
    civil = send("births_deaths", [row_of(pupils[0], **{"Họ và tên": "Lữ Thị Kim Chi", "Ngày sinh": "05/05/2026",
                                                       "Giới tính": "Nữ", "Ngày đăng ký khai sinh": "20/05/2026"})])
    text = words(officer.get(f"{OWNER}?{asked('register', key(book), key(civil), whose=key(civil))}"))
    assert "Sinh sống chưa đăng ký khai sinh: 2" in text
    assert "Sinh ra sống, mất ngày 03/11/2026 trong những ngày đầu" in text and "không cần giấy khai sinh" in text
    assert "Đã 266 ngày từ khi sinh" in text
    assert "Lữ Quang Vinh Thọ" not in text, "sixty days are not over"
    assert "Nơi khác ghi đã mất: 1" in text


def test_coverage_by_thon_counts_both_ways(officer: Any, pupils: list[Child], school: Facility) -> None:
    left_out, *others = pupils
    batch = roll(others, school)
    page = officer.get(f"{BENCH}?{asked('register', key(batch))}")
    home = row_of(left_out)["Thôn"]
    there = [c for c in pupils if row_of(c)["Thôn"] == home]
    rows = re.findall(r"<tr><th scope=\"row\">([^<]+)</th><td[^>]*>([^<]+)</td><td[^>]*>([^<]+)</td></tr>",
                      page.content.decode())
    assert (home, f"{len(there) - 1}/{len(there)}") in [(name, cell.replace(" ", "")) for name, cell, _known in rows]


def test_a_wrong_day_is_answered_at_the_place(officer: Any) -> None:
    page = officer.get(f"{BENCH}?{urlencode({'ngay': '31/12/2026'})}")
    assert page.status_code == 422 and "Ngày này còn ở phía trước" in words(page)


@pytest.mark.parametrize("wrong", [
    {"kinds": {"x": {"office": "nobody", "whole": True, "who": "born", "from": 0, "to": 2}}},
    {"believed": {"full_name": ["police"]}}])
def test_the_file_of_sources_is_checked(wrong: dict[str, Any]) -> None:
    import tomllib

    data = tomllib.loads(scopes.FILE.read_text(encoding="utf-8")) | wrong
    with pytest.raises(ValueError, match="sources.toml"):
        scopes.read(data)


def test_a_newborn_who_died_is_entered_with_her_residence_and_without_certificate(
        officer: Any, pupils: list[Child]) -> None:
    station = Facility.objects.filter(kind=FacilityKind.HEALTH_STATION).first()
    home = row_of(pupils[0])["Thôn"]
    book = send("births_deaths", [
        {"Họ và tên": "Con bà Lữ Thị Hải Yến", "Ngày sinh": "01/11/2026", "Giới tính": "Nữ",
         "Họ tên mẹ": "Lữ Thị Hải Yến", "Thôn": home, "Ngày mất": "03/11/2026", "Nguyên nhân": "Sinh non"}],
        source=station.exchange_id)
    list_actions.apply(book, by="test")
    child = Child.objects.get(mother_name="Lữ Thị Hải Yến")
    assert (child.full_name, child.birth_registered_on, child.died_on) == ("", None, dt.date(2026, 11, 3))
    assert [r.unit.name for r in child.residences.all()] == [home]
    text = words(officer.get(f"{OWNER}?{asked('register', key(book), whose='register')}"))
    assert "Sinh sống chưa đăng ký khai sinh: 1" in text and "Con bà Lữ Thị Hải Yến" in text
