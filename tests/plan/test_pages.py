"""The plan's pages: what a line asks of each year, who answers, the year's own value, declared figures."""
from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from mangnon.plan.models import Declared, Line, Milestone
from mangnon.plan.models import Revision as PlanRevision

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_overview_quotes_the_plan_with_both_goals_and_leads_to_the_figure(officer: Any) -> None:
    page = officer.get(reverse("plan:overview"))
    text = words(page)
    assert "4 mục tiêu, 24 chỉ tiêu, 34 dòng đếm được." in text
    assert ("Phấn đấu giảm tỷ lệ trẻ em dưới 5 tuổi bị suy dinh dưỡng thể cân nặng theo tuổi xuống dưới 4,5 % vào năm "
            "2025 và 3 % vào năm 2030. &lt; 4,5% ≤ 3% theo đường chưa giao chưa có Sửa") in text
    assert reverse("indicators:measure", args=["4a"]) in page.content.decode()
    assert "TTr. Đảng ủy" in text and "nguồn tài trợ, viện trợ quốc tế" in text


def test_a_line_shows_the_path_of_every_year(officer: Any) -> None:
    text = words(officer.get(reverse("plan:line", args=["4a"])))
    for row in ("2025 &lt; 4,5% 4,5%", "2026 ≤ 3% 4,2%", "2027 ≤ 3% 3,9%", "2030 ≤ 3% 3%"):
        assert row in text, row


def test_a_years_own_value_is_set_corrected_and_withdrawn(officer: Any) -> None:
    url = reverse("plan:milestone", args=["4a"])
    officer.post(url, {"year": "2026", "value": "4,0", "decision": "12/QĐ-UBND"})
    officer.post(url, {"year": "2026", "value": "4,1", "decision": "15/QĐ-UBND"})
    row = Milestone.objects.get(measure="4a", year=2026)
    assert (row.value, row.decision) == (Decimal("4.1"), "15/QĐ-UBND")
    assert PlanRevision.objects.get(record_id=row.pk).values == {"value": "4.0", "decision": "12/QĐ-UBND"}
    assert "2026 ≤ 3% 4,2% ≤ 4,1% 15/QĐ-UBND" in words(officer.get(reverse("plan:line", args=["4a"])))
    assert "≤ 4,1%" in words(officer.get(reverse("plan:overview")))
    officer.post(reverse("plan:milestone-withdraw", args=["4a", 2026]))
    assert not Milestone.objects.filter(measure="4a").exists()


@pytest.mark.parametrize(("code", "value", "said"), [
    ("4a", "140", "Mức nằm ngoài khoảng có thể: từ 0 đến 100."), ("4a", "", "Hãy điền “Mức của năm”."),
    ("10", "-1", "“-1” không dùng được. Hãy viết một số không âm."),
    ("10", "1,5", "Dòng này đếm, nên mức là một số nguyên."),
])
def test_a_value_that_cannot_be_is_answered_at_the_field(officer: Any, code: str, value: str, said: str) -> None:
    page = officer.post(reverse("plan:milestone", args=[code]), {"year": "2027", "value": value})
    assert page.status_code == 422
    assert said in words(page)
    assert not Milestone.objects.filter(measure=code).exists()



def test_offices_of_many_lines_are_given_in_one_grid_and_bad_rows_stay(officer: Any) -> None:
    grid = officer.get(reverse("plan:assign")).context["rows"]
    cells = {form[name].html_name: form[name].value() or "" for _m, form in grid for name in form.fields}
    standing = Line.objects.count()
    page = officer.post(reverse("plan:assign"), {
        **cells, "4a-office": "Trạm Y tế", "4a-baseline": "94,5", "4a-baseline_year": "2020",
        "4a-baseline_source": "Sổ cân", "15-office": "Trường Mầm non", "15-baseline_year": "20"})
    assert page.status_code == 422
    line = Line.objects.get(measure="4a")
    assert (line.office, line.baseline, line.baseline_year) == ("Trạm Y tế", Decimal("94.5"), 2020)
    assert not Line.objects.filter(measure="15").exists()
    shown = page.content.decode()
    assert "Năm gốc viết bốn chữ số, như 2020." in words(page)
    assert 'name="15-office" id="id_15-office" value="Trường Mầm non"' in shown
    assert Line.objects.count() == standing + 1
    assert not PlanRevision.objects.filter(model="line").exists()


def test_filled_gaps_leave_the_list_of_what_is_bare(officer: Any) -> None:
    def bare() -> int:
        found = re.search(r"Ngoài ra có (\d+) chỗ xã chưa điền", words(officer.get(reverse("plan:overview"))))
        assert found
        return int(found[1])

    before = bare()
    officer.post(reverse("plan:line", args=["4a"]), {
        "office": "Trạm Y tế", "baseline": "4,5", "baseline_year": "2020", "baseline_source": "Sổ cân"})
    assert bare() == before - 3


def test_only_lines_that_are_declared_can_be_declared(officer: Any) -> None:
    page = officer.get(reverse("plan:declared-add")).content.decode()
    assert re.findall(r'<option value="(\d+[ab]?)"[^>]*>\1\. ', page) == ["1", "6"]


def test_a_declared_figure_keeps_what_was_declared_before(officer: Any) -> None:
    from mangnon.plan.models import Plan

    unit = Plan.objects.get().unit
    assert unit
    form = {"measure": "6", "unit": str(unit.pk), "year": "2024", "numerator": "0", "denominator": "2"}
    Declared.objects.filter(measure="6", year=2024).delete()
    officer.post(reverse("plan:declared-add"), {**form, "document": "05/BC-TYT"})
    again = {**form, "denominator": "3", "document": "09/BC-TYT"}
    asked = officer.post(reverse("plan:declared-add"), again).content.decode()
    assert "Năm 2024 đã khai 0/2 (05/BC-TYT)." in asked
    sure = re.findall(r'name="dung" value="(\w+)"', asked)
    officer.post(reverse("plan:declared-add"), {**again, "dung": sure})
    row = Declared.objects.get(measure="6", year=2024)
    assert (row.numerator, row.denominator, row.document) == (0, 3, "09/BC-TYT")
    kept = PlanRevision.objects.filter(record_id=row.pk).order_by("pk").values_list("values", flat=True)
    assert {"denominator": 2, "document": "05/BC-TYT"} in list(kept)
    page = officer.post(reverse("plan:declared-add"), {**form, "numerator": "4"})
    assert page.status_code == 422
    assert "Tử số lớn hơn mẫu số." in words(page)


def test_a_yes_or_no_line_is_declared_as_one_or_none_of_one(officer: Any) -> None:
    from mangnon.plan.models import Plan

    form = {"measure": "1", "unit": str(Plan.objects.get().unit_id), "year": "2024", "document": "02/QĐ-UBND"}
    Declared.objects.filter(measure="1", year=2024).delete()
    for top, bottom in (("5", "5"), ("0", "0"), ("5", "1")):
        page = officer.post(reverse("plan:declared-add"), {**form, "numerator": top, "denominator": bottom})
        assert page.status_code == 422 and "hãy chọn đạt hoặc chưa đạt" in words(page)
    officer.post(reverse("plan:declared-add"), {**form, "met": "1", "numerator": "5", "denominator": "5"})
    row = Declared.objects.get(measure="1", year=2024)
    assert (row.numerator, row.denominator) == (1, 1)


def test_who_may_not_write_the_plan_finds_no_door(client_of: Callable[[str], Any]) -> None:
    board = client_of("board_member")
    assert board.get(reverse("plan:overview")).status_code == 200
    for url in (reverse("plan:assign"), reverse("plan:line", args=["5a"])):
        assert board.get(url).status_code == 404
    assert board.post(reverse("plan:milestone-withdraw", args=["5a", 2026])).status_code == 404
