"""The pages of lists, through an officer's eyes: drop, correct, look, tick, write, take back."""
from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mangnon.core import records
from mangnon.core.models import AuditEvent
from mangnon.education.models import Enrolment
from mangnon.intake.models import ListImport, Understanding
from mangnon.places.models import Facility
from mangnon.registry import tasks
from mangnon.registry.models import Child
from tests.conftest import TODAY

from .samples import FILES, LISTS, different, everything, lay_register

ROLL = next(file for file in FILES if "thcs" in file["file"])


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    lay_register()
    return client_of("child_officer")


def words(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def sent(officer: Any, name: str, **more: str) -> ListImport:
    file = SimpleUploadedFile(name, (LISTS / name).read_bytes())
    page = officer.post(reverse("intake:lists"), {"file": file, **more})
    assert page.status_code == 302, words(page)
    return ListImport.objects.get()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["file"])
def test_the_kind_and_the_sender_are_guessed(officer: Any, file: dict[str, Any]) -> None:
    batch = sent(officer, file["file"])
    assert batch.kind == file["kind"]
    if file["kind"].endswith("_roll"):
        # The demonstration has a school of each kind in the same commune, so the kind is what can be asked for.
        kind = Facility.objects.get(exchange_id=file["place"]).kind
        assert Facility.objects.get(exchange_id=batch.source).kind == kind


def test_the_groups_add_up_to_the_rows_and_nothing_is_written(officer: Any) -> None:
    before = everything()
    batch = sent(officer, ROLL["file"])
    text = words(officer.get(batch.get_absolute_url()))
    found = re.findall(r"(\d+) (có thay đổi|cần xem|mới|khớp, không đổi|từ chối)", text)
    counts = {group: int(n) for n, group in found}
    assert sum(counts.values()) == batch.rows.count() == 164
    assert "Chưa ghi gì vào sổ." in text and "cộng lại: 164" in text
    assert counts["mới"] == 11 and counts["từ chối"] == 4 and counts["cần xem"] == 8
    assert different(before, everything()) == []


def test_what_is_refused_says_row_column_and_why(officer: Any) -> None:
    batch = sent(officer, ROLL["file"])
    text = words(officer.get(batch.get_absolute_url() + "?nhom=tu-choi"))
    assert "Ngày, tháng, năm sinh: Tháng 2 năm 2015 không có ngày 30." in text


def test_old_and_new_stand_side_by_side_and_only_ticked_ones_go_in(officer: Any) -> None:
    batch = sent(officer, ROLL["file"])
    url = batch.get_absolute_url()
    page = officer.get(url + "?nhom=thay-doi").content.decode()
    drawn = re.findall(r'name="co" value="([\d:]+)"', page)
    ticked = re.findall(r'name="muc" value="([\d:]+)" checked', page)
    assert 0 < len(ticked) < len(drawn)
    assert re.search(r'<span class="old">[^<]+</span> → <span class="new">[^<]+</span>', page)
    keep = ticked[1:]
    officer.post(url, {"co": drawn, "muc": keep, "ghi": "1"})
    batch.refresh_from_db()
    assert batch.state == "applied"
    row = batch.rows.get(pk=ticked[0].split(":")[0])
    assert not row.items[int(ticked[0].split(":")[1])].get("done")
    written = batch.rows.get(pk=keep[0].split(":")[0])
    assert written.state == "all" or written.items[int(keep[0].split(":")[1])]["done"]
    assert AuditEvent.objects.filter(verb="apply", what="intake.ListImport", record_id=str(batch.pk)).count() == 1


def test_one_group_is_written_and_the_other_waits(officer: Any) -> None:
    batch = sent(officer, ROLL["file"])
    url = batch.get_absolute_url()
    before = everything()
    due = {group: batch.rows.filter(due=group).count() for group in ("new", "changed")}
    text = words(officer.get(url))
    assert f"Chỉ ghi {due['new']} trẻ mới" in text and f"Chỉ ghi {due['changed']} dòng có thay đổi" in text
    officer.post(url, {"ghi": "new"})
    assert (batch.rows.filter(due="new").count(), batch.rows.filter(due="changed").count()) == (0, due["changed"])
    assert {what for what, *_rest in different(before, everything())} and Child.objects.filter(
        exchange_id__in=batch.rows.filter(result="new").values("child")).count() == due["new"]
    assert f"Ghi {due['changed']} dòng có thay đổi" in words(officer.get(url))
    officer.post(url, {"ghi": "changed"})
    assert not batch.rows.exclude(due="").exists()
    assert officer.post(url, {"ghi": "moi"}).status_code == 404
    officer.post(reverse("intake:list-undo", args=[batch.pk]))
    assert different(before, everything()) == []


def test_what_hangs_on_a_new_child_waits_for_her(officer: Any) -> None:
    child = Child.objects.exclude(mother_name="").filter(born_precision="day", born_on__year=2018).order_by("pk")[0]
    known = f"{child.full_name};{child.born_on:%d/%m/%Y};;{child.mother_name};Thôn 99"
    new = "Trịnh Văn Thử;3/2/2018;Nam;Lê Thị Thử;Thôn 3"
    officer.post(reverse("intake:lists"), {"kind": "growth", "pasted": (
        "STT;Họ và tên;Ngày sinh;Giới tính;Họ tên mẹ;Thôn;Ngày cân;Cân nặng\n"
        f"1;{new};1/9/2026;20\n2;{known};1/9/2026;22\n3;{new};1/10/2026;20,5\n")})
    batch = ListImport.objects.get()
    assert [row.due for row in batch.rows.order_by("number")] == ["new", "changed", "changed"]
    officer.post(batch.get_absolute_url(), {"ghi": "changed"})
    assert [row.number for row in batch.rows.exclude(due="").order_by("number")] == [2, 4]
    # Somebody saves in between, and nothing of the group can be written yet: nothing happens.
    records.correct(child, by="officer", father_name="Ông Thử")
    assert officer.post(batch.get_absolute_url(), {"ghi": "changed"}).status_code == 302
    assert [row.number for row in batch.rows.exclude(due="").order_by("number")] == [2, 4]
    officer.post(batch.get_absolute_url(), {"ghi": "new"})
    assert [row.number for row in batch.rows.exclude(due="").order_by("number")] == [4]
    officer.post(batch.get_absolute_url(), {"ghi": "1"})
    assert not batch.rows.filter(state="left").exists()
    made = Child.objects.get(full_name="Trịnh Văn Thử")
    assert [str(row.measured_on) for row in made.measurements.order_by("measured_on")] == ["2026-09-01", "2026-10-01"]


def test_the_same_file_again_is_said(officer: Any) -> None:
    first = sent(officer, ROLL["file"])
    officer.post(first.get_absolute_url(), {"ghi": "1"})
    file = SimpleUploadedFile("ten khac.xlsx", (LISTS / ROLL["file"]).read_bytes())
    again = officer.post(reverse("intake:lists"), {"file": file}, follow=True)
    assert "Đúng tệp này đã được ghi ngày" in words(again)


def test_it_is_taken_back_by_the_page(officer: Any) -> None:
    before = everything()
    batch = sent(officer, ROLL["file"])
    officer.post(batch.get_absolute_url(), {"ghi": "1"})
    assert different(before, everything())
    text = words(officer.get(reverse("intake:list-undo", args=[batch.pk])))
    assert "Hoàn tác cả lần nhập?" in text
    made = Child.objects.get(exchange_id=batch.rows.filter(result="new").order_by("pk")[0].child)
    records.correct(made, by="officer", full_name="Em Được Giữ")
    other = Child.objects.get(exchange_id=batch.rows.filter(result="new").order_by("pk")[1].child)
    tasks.give("14", {other.pk: ("missing", "collaborator")}, by="officer", due_on=TODAY, on=TODAY)
    text = words(officer.post(reverse("intake:list-undo", args=[batch.pk]), follow=True))
    assert "2 dòng được giữ lại" in text and "Em Được Giữ" in text and "đã có người sửa sau đó" in text
    assert "em còn trong sổ nên giữ nơi ở" in text and "1 việc đã giao với các em ấy được thu lại." in text
    after = everything()
    again = words(officer.post(reverse("intake:list-undo", args=[batch.pk]), follow=True))
    assert "2 dòng được giữ lại" in again and not different(after, everything())


def test_a_file_that_was_taken_back_comes_in_again_without_being_sent(officer: Any) -> None:
    batch = sent(officer, ROLL["file"])
    again = reverse("intake:list-again", args=[batch.pk])
    assert officer.post(again).status_code == 404
    officer.post(batch.get_absolute_url(), {"ghi": "1"})
    officer.post(reverse("intake:list-undo", args=[batch.pk]))
    assert "Nhập lại tệp này" in words(officer.get(batch.get_absolute_url()))
    page = officer.post(again, follow=True)
    new = ListImport.objects.exclude(pk=batch.pk).get()
    assert "Chưa ghi gì vào sổ." in words(page) and new.state == "previewed"
    assert (new.kind, new.source, new.digest, new.rows.count()) == (
        batch.kind, batch.source, batch.digest, batch.rows.count())


def test_a_child_twice_and_a_thon_that_there_is_not_are_told_and_go_back_marked(officer: Any) -> None:
    children = Child.objects.exclude(mother_name="").filter(born_precision="day", born_on__year__gte=2015)
    child = children.order_by("pk")[0]
    row = f"{child.full_name};{child.born_on:%d/%m/%Y};{'Nam' if child.sex == 'male' else 'Nữ'};{child.mother_name}"
    officer.post(reverse("intake:lists"), {"kind": "population", "pasted": (
        f"STT;Họ và tên;Ngày sinh;Giới tính;Họ tên mẹ;Thôn\n1;{row};Thôn 99\n2;{row};Thôn 3, xã Hoằng Kim\n")})
    batch = ListImport.objects.get()
    first, second = batch.rows.order_by("number")
    assert (first.result, second.result) == ("matched", "matched"), (first.why, first.told)
    assert first.problems == [["village", "“Thôn 99” không phải thôn của xã nên nơi ở của em để như cũ. Hãy hỏi lại "
                                          "nơi gửi."]]
    assert second.problems == [["full_name", "Em này đã có ở dòng 2. Hãy xem có ghi hai lần không."]]
    text = words(officer.get(batch.get_absolute_url() + "?nhom=khop"))
    assert "2 dòng không đổi gì trong sổ nhưng có chỗ cần hỏi lại nơi gửi." in text and "giống trong sổ" not in text
    book = openpyxl.load_workbook(io.BytesIO(officer.get(reverse("intake:list-marked", args=[batch.pk])).content))
    assert book.active["F2"].fill.fgColor.rgb == book.active["B3"].fill.fgColor.rgb == "FFF8D7D5"
    assert book.active["F3"].fill.fgColor.rgb != "FFF8D7D5"


def test_a_doubtful_row_is_decided_side_by_side(officer: Any) -> None:
    batch = sent(officer, ROLL["file"])
    url = reverse("intake:list-review", args=[batch.pk])
    page = officer.get(url)
    row = batch.rows.filter(result="review").order_by("pk")[0]
    text = words(page)
    assert "Có phải cùng một trẻ?" in text and "Máy không tự ghép vì:" in text and "Còn 8 dòng cần xem." in text
    child = Child.objects.get(exchange_id=row.candidates[0][0])
    assert child.full_name in text and row.told["person"]["full_name"] in text
    assert re.search("(rất|khá|hơi|ít) giống", text) and not re.search(r"[01],\d\d", text), "how alike, in words"
    officer.post(url, {"dong": str(row.pk), "em": child.exchange_id})
    assert "Còn 7 dòng cần xem." in words(officer.get(url))
    officer.post(batch.get_absolute_url(), {"ghi": "1"})
    assert Enrolment.objects.filter(child=child, school_year="2026-2027").count() == 1
    assert "Trường Trung học cơ sở Hoằng Trung 1 1/1 0 0 " in words(officer.get(reverse("intake:lists")))
    stranger = Child.objects.exclude(exchange_id__in=[c for c, _ in row.candidates])[0]
    other = batch.rows.filter(result="review", decision="").order_by("pk")[0]
    assert officer.post(url, {"dong": str(other.pk), "em": stranger.exchange_id}).status_code == 404


def test_a_column_is_corrected_once_and_remembered_for_this_sender(officer: Any) -> None:
    content = "STT;Họ và tên;Sinh;Thôn;Lớp;Bà\n1;Trịnh Văn Thử;3/2/2015;Đông Thôn;6A;Lê Thị Mẫu\n"
    post = {"pasted": content, "kind": "school_roll", "source": ROLL["place"], "school_year": "2026-2027"}
    officer.post(reverse("intake:lists"), post)
    batch = ListImport.objects.get()
    assert "mother_name" not in batch.sheets[0]["fields"]
    page = officer.get(batch.get_absolute_url()).content.decode()
    assert "Lê Thị Mẫu" in page
    boxes = dict.fromkeys(re.findall(r'<select name="(cot-0-\d+)"', page), "")
    chosen = {**boxes, "cot-0-1": "full_name", "cot-0-2": "born_on", "cot-0-3": "village", "cot-0-4": "class",
              "cot-0-5": "mother_name"}
    officer.post(reverse("intake:list-understood", args=[batch.pk]), {
        "kind": "school_roll", "source": ROLL["place"], "school_year": "2026-2027", **chosen})
    assert batch.rows.get().told["person"]["mother_name"] == "Lê Thị Mẫu"
    assert Understanding.objects.count() == 1
    officer.post(reverse("intake:lists"), post)
    again = ListImport.objects.order_by("-at")[0]
    assert again.pk != batch.pk and again.rows.get().told["person"]["mother_name"] == "Lê Thị Mẫu"
    officer.post(reverse("intake:lists"), {**post, "source": ""})
    other = ListImport.objects.order_by("-at")[0]
    assert "mother_name" not in other.rows.get().told["person"]


def test_a_given_name_without_a_heading_is_shown_and_survives_a_correction(officer: Any) -> None:
    officer.post(reverse("intake:lists"), {"kind": "population", "pasted": (
        "STT;Họ và tên;;Sinh;Quê\n1;Trịnh Văn;Thử;3/2/2016;Thôn 3\n2;Lê Thị;Mẫu;4/2/2016;Thôn 3\n")})
    batch = ListImport.objects.get()
    page = officer.get(batch.get_absolute_url()).content.decode()
    boxes = re.findall(r'<select name="([^"]+)"', page)
    assert page.count('<option value="full_name" selected>') == 2
    chosen = dict(zip(boxes, ["", "full_name", "full_name", "born_on", "village"], strict=False))
    officer.post(reverse("intake:list-understood", args=[batch.pk]), {**chosen, "kind": "population"})
    told = [row.told for row in batch.rows.order_by("number")]
    assert [(one["person"]["full_name"], one["village"]) for one in told] == [
        ("Trịnh Văn Thử", "Thôn 3"), ("Lê Thị Mẫu", "Thôn 3")]


def test_a_roll_of_nobody_knows_which_school_asks_for_it(officer: Any) -> None:
    content = "STT;Họ và tên;Ngày sinh;Thôn;Lớp\n1;Trịnh Văn Thử;3/2/2015;Đông Thôn;6A\n"
    officer.post(reverse("intake:lists"), {"pasted": content, "kind": "school_roll"})
    text = words(officer.get(ListImport.objects.get().get_absolute_url()))
    assert "Chưa biết danh sách của trường nào" in text and "Chưa rõ năm học của danh sách" in text


@pytest.mark.parametrize(("name", "content", "sentence"), [
    ("ds.xlsx", b"", "Tệp này trống"), ("ds.xlsx", b"PK\x03\x04 broken", "bị hỏng hoặc bị cắt giữa chừng"),
    ("ds.pdf", b"%PDF-1.4", "Loại tệp “.pdf” không đọc được"), ("ds.xlsm", b"PK", "có thể chứa macro")])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(officer: Any, name: str, content: bytes, sentence: str,
                                                             ) -> None:
    page = officer.post(reverse("intake:lists"), {"file": SimpleUploadedFile(name, content), "kind": "growth"})
    assert page.status_code == 422 and sentence in words(page)
    assert ListImport.objects.count() == 0


def test_nothing_sent_is_asked_for(officer: Any) -> None:
    page = officer.post(reverse("intake:lists"), {"kind": "growth", "on": "31/12/2030"})
    assert page.status_code == 422
    assert "Hãy chọn một tệp" in words(page) and "còn ở phía trước" in words(page)


def test_the_sender_gets_the_list_back_with_what_is_wrong(officer: Any) -> None:
    content = "STT;Họ và tên;Ngày sinh\n1;=HYPERLINK(1);3/2/2015\n2;Lê Thị Mẫu;30/2/2015\n3;Lê Văn Đúng;3/2/2016\n"
    officer.post(reverse("intake:lists"), {"pasted": content, "kind": "population"})
    batch = ListImport.objects.get()
    answer = officer.get(reverse("intake:list-marked", args=[batch.pk]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    assert sheet["D1"].value == "Cần sửa"
    assert "dấu của công thức" in sheet["D2"].value and "không có ngày 30" in sheet["D3"].value
    assert sheet["D4"].value is None
    assert sheet["B2"].value == "=HYPERLINK(1)" and sheet["B2"].data_type == "s"
    assert sheet["C3"].fill.fgColor.rgb == "FFF8D7D5" and sheet["C4"].fill.fgColor.rgb != "FFF8D7D5"


def test_a_long_list_is_paged_and_keeps_ticks_of_other_pages(officer: Any) -> None:
    rows = "".join(f"{n};Trịnh Văn Thử {chr(65 + n % 26)}{chr(97 + n // 26)};{n % 28 + 1}/3/2016;Đông Thôn\n"
                   for n in range(1, 131))
    officer.post(reverse("intake:lists"), {"pasted": "STT;Họ và tên;Ngày sinh;Thôn\n" + rows, "kind": "population"})
    batch = ListImport.objects.get()
    url = batch.get_absolute_url() + "?nhom=moi"
    first = officer.get(url).content.decode()
    assert "100 trong 130 dòng" in html.unescape(re.sub(r"<[^>]+>", "", first))
    drawn = re.findall(r'name="co" value="([\d:]+)"', first)
    officer.post(batch.get_absolute_url(), {"co": drawn, "nhom": "moi", "trang": "1"})
    officer.post(batch.get_absolute_url(), {"ghi": "1"})
    assert Child.objects.filter(full_name__startswith="Trịnh Văn Thử").count() == 30
