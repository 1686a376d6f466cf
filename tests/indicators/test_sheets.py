"""A thôn's sheet: what stands on the paper, typed back row by row, each row right or wrong by itself."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import outbox, records
from mangnon.health.models import Dose, Measurement
from mangnon.places.models import Unit
from mangnon.protection.models import Circumstance
from mangnon.registry import tasks
from mangnon.registry.merging import merge
from mangnon.registry.models import (
    Child,
    ChildTask,
    Household,
    HouseholdMember,
    HouseholdReview,
    HouseholdStatus,
    Residence,
    WorkSheet,
)
from tests.conftest import TODAY


def born(name: str, born_on: dt.date, village: str = "Thôn 3", **more: Any) -> Child:
    child = records.create(Child, by="test", full_name=name, sex="female", born_on=born_on, **more)
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name=village), from_on=born_on)
    return child


def given(child: Child, measure: str, part: str) -> ChildTask:
    return tasks.give(measure, {child.pk: (part, "collaborator")}, by="test", due_on=dt.date(2026, 12, 5),
                      on=TODAY).made[0]


def make(client: Any, village: str = "Thôn 3") -> tuple[str, dict[tuple[str, str], str]]:
    """The address of a new sheet, and the code of each (child, reference)."""
    answer = client.post(reverse("indicators:sheet-new"), {"thon": str(Unit.objects.get(name=village).pk)})
    sheet = WorkSheet.objects.order_by("number").last()
    assert sheet and answer["Location"] == reverse("indicators:sheet", args=[sheet.pk])
    return answer["Location"], {(row["child"], row["ref"]): row["code"] for row in sheet.rows}


def plain(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def stamp(page: Any, code: str) -> dict[str, str]:
    """The hidden key of a row's form."""
    found = re.search(rf'name="{code}-dau" value="([^"]+)"', page.content.decode())
    assert found
    return {f"{code}-dau": found[1]}


@pytest.fixture(autouse=True)
def nothing_given(db: None) -> None:
    ChildTask.objects.all().delete()


def test_a_sheet_is_made_printed_and_typed_back(client_of: Callable[[str], Any]) -> None:
    newborn = born("", dt.date(2026, 11, 1), mother_name="Xuyến Thị Thủy")
    other = born("Xuyến Quỳ Ưng", dt.date(2024, 5, 2), birth_registered_on=dt.date(2024, 5, 9))
    far = born("Xuyến Quỳ Ý", dt.date(2026, 10, 1), "Thôn 5")
    outbox.process()
    dose, weight = given(other, "5b", "missing"), given(other, "4a", "unknown")
    client = client_of("collaborator")
    url, codes = make(client)
    page = client.get(url)
    name, doses, weighing = (codes[str(c.pk), ref] for c, ref in (
        (newborn, "birth_name"), (other, str(dose.pk)), (other, str(weight.pk))))
    assert 'data-unsaved data-draft="phieu"' in page.content.decode() and 'id="loi"' not in page.content.decode()
    assert "con chị Xuyến Thị Thủy" in plain(page) and str(far.pk) not in {child for child, _ref in codes}
    assert all(re.fullmatch(r"\d\d", code) for code in codes.values()) and len(set(codes.values())) == len(codes)
    typed = {f"{name}-full_name": "xuyến  quỳ oanh", **stamp(page, name),
             f"{doses}-vaccine": "BCG", f"{doses}-given_on": "31/02/2026", **stamp(page, doses),
             f"{weighing}-weight_kg": "11,2", **stamp(page, weighing), "ngay-di": "20/11/2026"}
    answer = client.post(url, typed)
    # One row is wrong: the others are written, and what was typed there stands.
    assert answer.status_code == 422 and "31/02/2026" in answer.content.decode()
    # The script keeps it as well: a page with something to mend says so by this mark.
    assert 'id="loi"' in answer.content.decode()
    assert "Đã ghi 2 dòng của phiếu" in plain(answer) and "Có dòng chưa ghi được" in plain(answer)
    newborn.refresh_from_db()
    assert newborn.full_name == "xuyến quỳ oanh"
    assert Measurement.objects.get(child=other).measured_on == dt.date(2026, 11, 20)
    outbox.process()
    weight.refresh_from_db()
    assert weight.result == "done" and not Dose.objects.filter(child=other).exists()
    # The whole form again, mended: nothing is written twice.
    again = client.post(url, typed | {f"{doses}-given_on": "10/05/2024"})
    assert again.status_code == 302
    assert Measurement.objects.filter(child=other).count() == 1 and Dose.objects.filter(child=other).count() == 1


def test_two_rows_of_one_childs_papers_do_not_undo_each_other(client_of: Callable[[str], Any]) -> None:
    child = born("", dt.date(2026, 9, 20))
    outbox.process()
    client = client_of("collaborator")
    url, codes = make(client)
    page = client.get(url)
    name, paper = codes[str(child.pk), "birth_name"], codes[str(child.pk), "birth_registration"]
    assert client.post(url, {f"{name}-full_name": "Xuyến Quỳ Oanh", f"{name}-birth_registered_on": "",
                             f"{paper}-full_name": "", f"{paper}-birth_registered_on": "20/10/2026",
                             **stamp(page, name), **stamp(page, paper)}).status_code == 302
    child.refresh_from_db()
    assert (child.full_name, child.birth_registered_on) == ("Xuyến Quỳ Oanh", dt.date(2026, 10, 20))


def test_a_slip_is_asked_about_in_its_row(client_of: Callable[[str], Any]) -> None:
    child = born("Xuyến Quỳ Ưng", dt.date(2024, 5, 2), birth_registered_on=dt.date(2024, 5, 9))
    records.create(Measurement, by="test", child=child, measured_on=dt.date(2025, 8, 20), weight_kg="9.1")
    outbox.process()
    task = given(child, "4a", "unknown")
    client = client_of("collaborator")
    url, codes = make(client)
    code = codes[str(child.pk), str(task.pk)]
    typed = {f"{code}-measured_on": "20/11/2026", f"{code}-weight_kg": "94", **stamp(client.get(url), code)}
    asked = client.post(url, typed)
    assert asked.status_code == 422 and not Measurement.objects.filter(child=child, weight_kg="94").exists()
    assert re.search(rf'name="{code}-dung" value="(\w+)"', asked.content.decode())


def test_a_result_by_word(client_of: Callable[[str], Any]) -> None:
    child = born("Xuyến Quỳ Ưng", dt.date(2024, 5, 2))
    outbox.process()
    task = given(child, "5b", "missing")
    client = client_of("collaborator")
    url, codes = make(client)
    code = codes[str(child.pk), str(task.pk)]
    assert client.post(url, {f"{code}-kq": "xong"}).status_code == 422
    assert client.post(url, {f"{code}-kq": "refused"}).status_code == 302
    task.refresh_from_db()
    assert task.result == "refused" and "gia đình từ chối" in plain(client.get(url))


def test_nothing_sealed_is_on_paper_and_no_other_thon(client_of: Callable[[str], Any]) -> None:
    child = born("Xuyến Quỳ Ưng", dt.date(2019, 12, 10))
    records.create(Circumstance, by="test", child=child, group="a", from_on=dt.date(2025, 12, 10))
    records.create(Circumstance, by="test", child=child, group="dd", from_on=dt.date(2025, 12, 12))
    outbox.process()
    task = tasks.give("8b", {child.pk: ("missing", "child_officer")}, by="test", due_on=TODAY, on=TODAY).made[0]
    officer = client_of("child_officer")
    url, codes = make(officer)
    mine = {ref for one, ref in codes if one == str(child.pk)}
    assert mine - {"dose", "weighing"} == {"age_7"} and str(task.pk) not in mine
    assert "hoàn cảnh" not in plain(officer.get(url)).lower()
    far, _codes = make(officer, "Thôn 5") if born("", dt.date(2026, 11, 1), "Thôn 5") else ("", {})
    assert client_of("collaborator").get(far).status_code == 404
    assert client_of("teacher").get(url).status_code == 404
    told = client_of("collaborator").post(reverse("indicators:sheet-new"), {
        "thon": str(Unit.objects.get(name="Thôn 5").pk)}, follow=True)
    assert "Hãy chọn một thôn" in plain(told)


def test_numbers_go_on(client_of: Callable[[str], Any]) -> None:
    born("", dt.date(2026, 11, 1))
    client = client_of("collaborator")
    make(client)
    make(client)
    assert list(WorkSheet.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_rows_of_a_record_that_went_into_another_stay_on_the_sheet(client_of: Callable[[str], Any]) -> None:
    kept, third = (born("Xuyến Quỳ Ưng", dt.date(2024, 5, 2), birth_registered_on=dt.date(2024, 5, 9))
                   for _n in range(2))
    twice = born("Xuyến Quỳ Ung", dt.date(2024, 5, 2), birth_registered_on=dt.date(2024, 5, 9))
    outbox.process()
    given(kept, "5b", "missing")
    doses, weight = given(twice, "5b", "missing"), given(twice, "4a", "unknown")
    client = client_of("collaborator")
    url, codes = make(client)
    three = {str(child.pk) for child in (kept, twice, third)}
    shown = {row["code"] for row in WorkSheet.objects.get().rows if row["child"] in three}
    dose_row, weight_row = codes[str(twice.pk), str(doses.pk)], codes[str(twice.pk), str(weight.pk)]
    # Joined, and what it was joined with joined once more: 5b of the first is folded into 5b of the second.
    merge(kept, twice, take={}, by="test")
    merge(third, kept, take={}, by="test")
    outbox.process()
    page = client.get(url)
    assert set(re.findall(r'<tr id="d(\d\d)">', page.content.decode())) >= shown
    assert client.post(url, {
        f"{weight_row}-weight_kg": "11,2", **stamp(page, weight_row), f"{dose_row}-vaccine": "BCG",
        **stamp(page, dose_row), "ngay-di": "20/11/2026"}).status_code == 302
    assert Measurement.objects.get(weight_kg="11.2", measured_on=dt.date(2026, 11, 20)).child == third
    assert Dose.objects.get(vaccine="BCG", given_on=dt.date(2026, 11, 20)).child == third


def test_a_row_for_each_dose_with_its_vaccine_and_no_thing_twice(client_of: Callable[[str], Any]) -> None:
    """Born 62 days ago with nothing given but the birth certificate's task: each dose is a row, the certificate one."""
    child = born("Xuyến Quỳ Ưng", dt.date(2026, 9, 22))
    outbox.process()
    paper = given(child, "14", "missing")
    client = client_of("collaborator")
    url, _codes = make(client)
    rows = [row for row in WorkSheet.objects.get().rows if row["child"] == str(child.pk)]
    assert [row["ref"] for row in rows if row["ref"] in ("birth_registration", str(paper.pk))] == [str(paper.pk)]
    doses = {row["vaccine"]: row["code"] for row in rows if row["ref"] == "dose"}
    assert {"PENTA", "OPV"} <= set(doses) and len(doses) == sum(row["ref"] == "dose" for row in rows)
    page = client.get(url)
    for vaccine, code in doses.items():
        box = re.search(rf'<select name="{code}-vaccine".*?</select>', page.content.decode(), re.S)
        assert box and f'value="{vaccine}" selected' in box[0]
    # The page sent back as it stands, with the day of the visit: a vaccine filled in says nothing was given.
    sent = {f"{code}-vaccine": vaccine for vaccine, code in doses.items()} | {"ngay-di": "22/11/2026"}
    for code in doses.values():
        sent |= stamp(page, code)
    assert client.post(url, sent).status_code == 302 and not Dose.objects.filter(child=child).exists()
    answer = client.post(url, sent | {f"{doses['PENTA']}-given_on": "22/11/2026"})
    assert answer.status_code == 302
    assert list(Dose.objects.filter(child=child).values_list("vaccine", flat=True)) == ["PENTA"]
    outbox.process()
    held = set(re.findall(r'name="(\d\d)-vaccine"', client.get(url).content.decode()))
    # That row is done; the others of hers wait on, each with its own box.
    assert doses["PENTA"] not in held and doses["OPV"] in held


def test_a_dose_row_closes_when_the_child_died_and_names_no_vaccine_she_did_not_have(client_of: Callable[[str], Any],
                                                                                     ) -> None:
    """The first row of a child who had six-in-one last leaves the choice to whoever gave the next one."""
    child = born("Xuyến Quỳ Ửng", dt.date(2026, 6, 2), birth_registered_on=dt.date(2026, 6, 9))
    plain_child = born("Xuyến Quỳ Ứng", dt.date(2026, 6, 2), birth_registered_on=dt.date(2026, 6, 9))
    records.create(Dose, by="test", child=child, vaccine="HEXA", given_on=dt.date(2026, 8, 3))
    records.create(Dose, by="test", child=plain_child, vaccine="PENTA", given_on=dt.date(2026, 8, 3))
    outbox.process()
    client = client_of("collaborator")
    url, _codes = make(client)
    rows = [row for row in WorkSheet.objects.latest("number").rows if row["ref"] == "dose" and row.get("part")]

    of_six = [row["vaccine"] for row in rows if row["child"] == str(child.pk)]
    assert of_six and "PENTA" not in of_six, rows
    assert "PENTA" in [row["vaccine"] for row in rows if row["child"] == str(plain_child.pk)]
    page = client.get(url).content.decode()
    code = next(row["code"] for row in rows if row["child"] == str(plain_child.pk))
    assert f'name="{code}-given_on"' in page
    records.correct(plain_child, by="test", died_on=dt.date(2026, 11, 20), death_cause="illness")
    outbox.process()
    page = client.get(url).content.decode()
    assert f'name="{code}-given_on"' not in page and "không còn nhắc" in page.partition(f'id="d{code}"')[2]


def test_a_review_of_a_household_is_typed_back_in_its_row(client_of: Callable[[str], Any]) -> None:
    HouseholdStatus.objects.all().delete()
    child, brother = born("Xuyến Quỳ Oanh", dt.date(2019, 5, 2)), born("Xuyến Quỳ Anh", dt.date(2017, 5, 2))
    house = records.create(Household, by="test", unit=Unit.objects.get(name="Thôn 3"), head_name="Ngoạn Văn Diệm")
    for one in (child, brother):
        records.create(HouseholdMember, by="test", household=house, child=one, from_on=one.born_on)
    status = records.create(HouseholdStatus, by="test", household=house, status="poor", from_on=dt.date(2025, 12, 1),
                            to_on=dt.date(2026, 12, 1))
    outbox.process()
    client = client_of("collaborator")
    url, codes = make(client)
    page, code, second = client.get(url), codes[str(child.pk), "poverty_review"], codes[
        str(brother.pk), "poverty_review"]
    row = page.content.decode().partition(f'<tr id="d{code}">')[2].partition("</tr>")[0]
    assert "Ngày rà soát, không đổi" in row and f'name="{code}-reviewed_on"' in row and "nơi khác ghi" not in row
    for day, words in (("24/11/2026", "còn ở phía trước"), ("1/11/2025", "đã quá một năm"),
                       ("2/9/2026", "lần rà soát từ 03/09/2026 mới tính")):
        wrong = client.post(url, {f"{code}-reviewed_on": day, **stamp(page, code)})
        assert wrong.status_code == 422 and words in plain(wrong) and f'value="{day}"' in wrong.content.decode()
    assert not HouseholdReview.objects.filter(household=house).exists()
    # Both children's rows typed from the paper: one review of the household.
    typed = {f"{code}-reviewed_on": "20/11/2026", **stamp(page, code),
             f"{second}-reviewed_on": "20/11/2026", **stamp(page, second)}
    assert client.post(url, typed).status_code == 302
    assert HouseholdReview.objects.get(household=house).reviewed_on == dt.date(2026, 11, 20)
    assert f'name="{code}-reviewed_on"' not in client.get(url).content.decode()
    # Who writes no household of this thôn types nothing there.
    HouseholdReview.objects.all().delete()
    records.correct(status, by="test", from_on=dt.date(2025, 12, 2))
    assert f'name="{code}-reviewed_on"' not in client_of("health_worker").get(url).content.decode()
