"""Phúc tra: drawn at random and again alike, asked blind, typed back, agreement with its interval, work that closes."""
from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from docx import Document
from statsmodels.stats.proportion import proportion_confint

from mangnon.core import records
from mangnon.core.models import AuditEvent
from mangnon.intake.models import Resurvey, ResurveyRow
from mangnon.intake.resurvey.agreement import covered, share
from mangnon.intake.resurvey.drawing import draw, households
from mangnon.registry.models import Child
from mangnon.registry.views import villages
from tests.conftest import TODAY

LIST = reverse("intake:resurveys")
SEXES = {"male": "nam", "female": "nữ"}


def words(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


@pytest.fixture
def drawn(officer: Any) -> Resurvey:
    page = officer.post(LIST, {"so_ho": "3"})
    assert page.status_code == 302
    return Resurvey.objects.get()


def as_it_is(row: ResurveyRow) -> dict[str, str]:
    """A sheet on which the surveyor found what the register says."""
    was = row.was
    return {f"full_name-{row.code}": was["full_name"], f"born_on-{row.code}": "/".join(
        reversed(was["born_on"].split("-"))), f"sex-{row.code}": SEXES.get(was["sex"], ""),
        f"mother_name-{row.code}": was["mother_name"], f"here-{row.code}": "có",
        f"grade-{row.code}": {"none": "không"}.get(was["grade"], was["grade"])}


def type_in(officer: Any, it: Resurvey, unit: Any, cells: dict[str, str]) -> Any:
    return officer.post(reverse("intake:resurvey-grid", args=[it.pk, unit.pk]), cells)


def test_every_thon_gives_its_households_and_the_same_seed_the_same_ones(drawn: Resurvey) -> None:
    rows = list(drawn.rows.select_related("unit", "child"))
    for unit in villages():
        there = {child.pk: key for key, _head, some in households(unit, TODAY) for child in some}
        chosen = {there[row.child_id] for row in rows if row.unit == unit}
        assert len(chosen) == min(3, len(set(there.values()))), unit
        assert {row.child_id for row in rows if row.unit == unit} == {
            pk for pk, key in there.items() if key in chosen}, "whole households"
    again = draw(3, TODAY, by="test", seed=drawn.seed)
    assert [row.child_id for row in again.rows.all()] == [row.child_id for row in rows]
    other = draw(3, TODAY, by="test", seed=drawn.seed + 1)
    assert [row.child_id for row in other.rows.all()] != [row.child_id for row in rows]


def test_every_household_has_its_chance(db: None) -> None:
    """In 200 draws of 1 household each is drawn about as often as the others: no share is 5 deviations off."""
    unit = villages()[0]
    there = households(unit, TODAY)
    keys = [key for key, _head, _some in there]
    counts = dict.fromkeys(keys, 0)
    from mangnon.intake.resurvey.drawing import _drawn

    for seed in range(200):
        for key, _head, _some in _drawn(there, unit, 1, seed):
            counts[key] += 1
    mean = 200 / len(keys)
    assert sum(counts.values()) == 200 and max(counts.values()) < mean + 5 * mean ** 0.5 + 1


def test_the_sheets_tell_nothing_that_is_to_be_found_out(officer: Any, drawn: Resurvey) -> None:
    paper = Document(io.BytesIO(officer.get(reverse("intake:resurvey-sheets", args=[drawn.pk])).content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    for row in drawn.rows.all():
        assert row.code in cells
        if row.head:
            assert row.was["full_name"] not in cells
        assert not row.was["mother_name"] or row.was["mother_name"] == row.head or row.was["mother_name"] not in cells
        assert "/".join(reversed(row.was["born_on"].split("-"))) not in cells


def test_what_was_found_as_it_stands_agrees_and_what_is_empty_says_nothing(officer: Any, drawn: Resurvey) -> None:
    unit = villages()[0]
    rows = list(drawn.rows.filter(unit=unit))
    cells = {name: text for row in rows for name, text in as_it_is(row).items()}
    cells[f"mother_name-{rows[0].code}"] = ""
    assert type_in(officer, drawn, unit, cells).status_code == 302
    rows = list(drawn.rows.filter(unit=unit))
    mothers = sum(bool(row.was["mother_name"]) for row in rows) - bool(rows[0].was["mother_name"])
    assert (share(rows, "mother_name").agreed, share(rows, "mother_name").asked) == (mothers, mothers)
    assert (share(rows, "here").agreed, share(rows, "born_on").asked) == (len(rows), len(rows))
    assert "Chỗ sổ ghi khác thực tế" not in words(officer.get(drawn.get_absolute_url()))


def test_the_interval_is_wilsons(officer: Any, drawn: Resurvey) -> None:
    unit = villages()[0]
    rows = list(drawn.rows.filter(unit=unit))
    cells = {name: text for row in rows for name, text in as_it_is(row).items()}
    cells[f"born_on-{rows[0].code}"] = "01/01/2019" if rows[0].was["born_on"] != "2019-01-01" else "02/02/2018"
    type_in(officer, drawn, unit, cells)
    found = share(drawn.rows.filter(unit=unit), "born_on")
    low, high = proportion_confint(len(rows) - 1, len(rows), method="wilson")
    assert (found.agreed, found.asked) == (len(rows) - 1, len(rows)) and found.interval
    assert [round(x, 6) for x in found.interval] == [round(100 * low, 6), round(100 * high, 6)]
    text = words(officer.get(drawn.get_absolute_url()))
    assert f"{len(rows) - 1}/{len(rows)}" in text.replace(" / ", "/")


def test_a_row_that_cannot_be_meant_stays_typed_and_the_others_are_kept(officer: Any, drawn: Resurvey) -> None:
    unit = villages()[0]
    first, *others = drawn.rows.filter(unit=unit)
    cells = {name: text for row in (first, *others) for name, text in as_it_is(row).items()}
    cells |= {f"born_on-{first.code}": "32/13/2019", f"sex-{first.code}": "bé", f"grade-{first.code}": "giỏi",
              f"here-{first.code}": "lúc nào"}
    page = type_in(officer, drawn, unit, cells)
    assert page.status_code == 422
    text = page.content.decode()
    for typed in ("32/13/2019", "bé", "giỏi", "lúc nào"):
        assert f'value="{typed}"' in text
    assert "Giới tính ghi nam hoặc nữ." in words(page) and "Lớp ghi số lớp" in words(page)
    assert drawn.rows.get(code=first.code).found == {}
    assert all(row.found for row in drawn.rows.filter(unit=unit).exclude(code=first.code))


def test_a_row_in_which_nothing_was_typed_stays_untyped_and_one_refused_too(officer: Any, drawn: Resurvey) -> None:
    unit = villages()[0]
    rows = list(drawn.rows.filter(unit=unit))
    empty = {f"{field}-{row.code}": "" for row in rows for field in ("full_name", "born_on", "sex")}
    assert type_in(officer, drawn, unit, empty).status_code == 302
    assert f" 0/{len(rows)} " in words(officer.get(drawn.get_absolute_url()))
    type_in(officer, drawn, unit, empty | as_it_is(rows[0]) | as_it_is(rows[1]) | {f"sex-{rows[1].code}": "bé"})
    assert f" 1/{len(rows)} " in words(officer.get(drawn.get_absolute_url()))
    assert f"1/{drawn.rows.count()}" in words(officer.get(LIST))
    assert list(drawn.rows.exclude(found={}).values_list("code", flat=True)) == [rows[0].code]
    type_in(officer, drawn, unit, {})
    assert not drawn.rows.exclude(found={}, typed={}).exists(), "a row emptied again is untyped again"


def test_what_differs_is_work_until_the_register_says_so_too(officer: Any, drawn: Resurvey) -> None:
    row = drawn.rows.select_related("child", "unit").exclude(was__mother_name="").first()
    type_in(officer, drawn, row.unit, as_it_is(row) | {f"mother_name-{row.code}": "Trịnh Thị Quỳnh Như"})
    text = words(officer.get(drawn.get_absolute_url()))
    assert "Phúc tra thấy 1 chỗ sổ ghi khác thực tế" in text and "Trịnh Thị Quỳnh Như" in text and "chưa sửa" in text
    records.correct(Child.objects.get(pk=row.child_id), by="test", mother_name="Trịnh Thị Quỳnh Như")
    text = words(officer.get(drawn.get_absolute_url()))
    assert "sổ đã đúng" in text and "chưa sửa" not in text
    asked = share(drawn.rows.all(), "mother_name")
    assert (asked.agreed, asked.asked) == (0, 1), "agreement is with what stood when it was drawn"


def test_a_child_at_home_whom_the_register_lacks_counts_as_one_it_lacks(officer: Any, drawn: Resurvey) -> None:
    unit = villages()[0]
    rows = list(drawn.rows.filter(unit=unit))
    number = rows[0].code.partition("-")[0]
    cells = {name: text for row in rows for name, text in as_it_is(row).items()}
    cells |= {f"full_name-{number}-01m1": "Quách Gia Bảo Khánh", f"born_on-{number}-01m1": "17/8/2018"}
    for _again in range(2):
        type_in(officer, drawn, unit, cells)
    found = covered(drawn.rows.all())
    assert (found.agreed, found.asked) == (len(rows), len(rows) + 1)
    text = words(officer.get(drawn.get_absolute_url()))
    assert "Em có ở nhà mà phiếu không có" in text and "Quách Gia Bảo Khánh" in text and "chưa có" in text
    assert "1 trong 7 thôn đã gõ" in text
    assert not Child.objects.filter(full_name="Quách Gia Bảo Khánh").exists()


def test_a_child_written_in_by_hand_whom_the_register_keeps_elsewhere_is_not_to_be_added(
        officer: Any, drawn: Resurvey) -> None:
    unit = villages()[0]
    rows = list(drawn.rows.filter(unit=unit))
    own = {row.child_id for row in rows}
    other = next(c for c in Child.objects.resident_on(TODAY).filter(born_precision="day").in_name_order()
                 if c.pk not in own and Child.objects.filter(name_fold=c.name_fold, born_on=c.born_on).count() == 1)
    number = rows[0].code.partition("-")[0]
    type_in(officer, drawn, unit, {f"full_name-{number}-01m1": other.full_name,
                                   f"born_on-{number}-01m1": other.born_on.strftime("%d/%m/%Y")})
    text = words(officer.get(drawn.get_absolute_url()))
    assert "có rồi, ghi ở hộ khác: sửa hộ của em, đừng thêm" in text
    found = covered(drawn.rows.all())
    assert (found.agreed, found.asked) == (1, 1)


def test_more_households_than_there_are_draws_them_all(officer: Any) -> None:
    officer.post(LIST, {"so_ho": "200"})
    for unit in villages():
        there = {child.pk for _key, _head, some in households(unit, TODAY) for child in some}
        assert {row.child_id for row in Resurvey.objects.get().rows.filter(unit=unit)} == there
    assert officer.post(LIST, {"so_ho": "0"}).status_code == 422


def test_the_number_of_households_says_in_vietnamese_what_it_may_be(officer: Any) -> None:
    for typed, said in (("0", "Số hộ ít nhất là 1."), ("201", "Số hộ nhiều nhất là 200."),
                        ("mười", "Số hộ là một số, như 10.")):
        page = officer.post(LIST, {"so_ho": typed})
        assert page.status_code == 422 and said in words(page)


def test_a_sheet_has_an_empty_line_for_every_household_and_some_more(officer: Any, drawn: Resurvey) -> None:
    paper = Document(io.BytesIO(officer.get(reverse("intake:resurvey-sheets", args=[drawn.pk])).content))
    units = villages()
    assert len(paper.tables) == 2 * len(units)
    for n, unit in enumerate(units, 1):
        lines = [[cell.text for cell in row.cells] for row in paper.tables[2 * (n - 1)].rows][1:]
        rows = drawn.rows.filter(unit=unit)
        drawn_here = {row.code[:4] for row in rows}
        assert len(drawn_here) == 3 and [line[0] for line in lines if line[0][4:] == "m1"] == [
            f"{code}m1" for code in sorted(drawn_here)]
        assert len(lines) == rows.count() + 3 and all("em khác" in line[1] for line in lines if line[0][4:] == "m1")
        assert len(paper.tables[2 * n - 1].rows) == 1 + 4


def test_the_grid_names_the_head_of_each_household_and_nothing_that_is_asked(officer: Any, drawn: Resurvey) -> None:
    unit = villages()[0]
    page = officer.get(reverse("intake:resurvey-grid", args=[drawn.pk, unit.pk]))
    text = words(page)
    for row in drawn.rows.filter(unit=unit).exclude(head=""):
        assert f"Hộ {row.code[:4]}: {row.head}" in text
        assert row.was["full_name"] not in text
        assert row.was["mother_name"] in ("", row.head) or row.was["mother_name"] not in text
        assert row.was["born_on"] not in text and "/".join(reversed(row.was["born_on"].split("-"))) not in text
    assert page.content.decode().count('class="day"') == drawn.rows.filter(unit=unit).count() + 3


def test_a_child_without_a_household_is_found_by_her_own_name(officer: Any, drawn: Resurvey) -> None:
    row = drawn.rows.select_related("unit").first()
    drawn.rows.filter(code__startswith=row.code[:4]).update(head="")
    text = words(officer.get(reverse("intake:resurvey-grid", args=[drawn.pk, row.unit_id])))
    assert f"Hộ {row.code[:4]}: {row.was['full_name']}" in text


def test_a_child_written_in_by_hand_is_shown_with_her_household_and_leaves_a_further_line(
        officer: Any, drawn: Resurvey) -> None:
    row = drawn.rows.exclude(head="").select_related("unit").first()
    code = row.code[:4]
    for n, name in enumerate(("Quách Gia Bảo Khánh", "Quách Gia Bảo Ngân"), 1):
        type_in(officer, drawn, row.unit, {f"full_name-{code}m{k}": said for k, said in enumerate(
            ("Quách Gia Bảo Khánh", "Quách Gia Bảo Ngân")[:n], 1)})
        text = words(officer.get(drawn.get_absolute_url()))
        assert f"{name} – – {row.head} {code} {row.unit} chưa có" in text
        assert f"{code}m{n + 1} " in words(officer.get(reverse("intake:resurvey-grid", args=[drawn.pk, row.unit_id])))


def test_a_sample_drawn_by_mistake_is_removed_while_nothing_is_typed(officer: Any, drawn: Resurvey) -> None:
    door = reverse("intake:resurvey-drop", args=[drawn.pk])
    assert "Bỏ lần phúc tra này" in words(officer.get(drawn.get_absolute_url()))
    row = drawn.rows.select_related("unit").first()
    type_in(officer, drawn, row.unit, as_it_is(row))
    assert "Bỏ lần phúc tra này" not in words(officer.get(drawn.get_absolute_url()))
    assert "đã có phiếu được gõ nên không bỏ được" in words(officer.post(door, follow=True))
    type_in(officer, drawn, row.unit, {})
    assert "Đã bỏ lần phúc tra ngày 23/11/2026." in words(officer.post(door, follow=True))
    assert not Resurvey.objects.exists() and not ResurveyRow.objects.exists()
    assert AuditEvent.objects.get(verb="remove", what="intake.Resurvey").record_id == str(drawn.pk)


def test_the_page_weighs_the_whole_by_the_households_that_each_thon_had(officer: Any, drawn: Resurvey) -> None:
    """Two thôn of two households of one child each: 2 of 180 households right, 0 of 20 right: 90 %, not 2/4."""
    assert drawn.households == {str(unit.pk): len(households(unit, TODAY)) for unit in villages()}
    one, other = villages()[:2]
    drawn.rows.exclude(unit__in=(one, other)).delete()
    for unit, right in ((one, "nam"), (other, "nữ")):
        keep = [drawn.rows.filter(unit=unit, code__contains=f"-{n:02}").first() for n in (1, 2)]
        drawn.rows.filter(unit=unit).exclude(pk__in=[row.pk for row in keep]).delete()
        for row in keep:
            ResurveyRow.objects.filter(pk=row.pk).update(was={**row.was, "sex": "male"})
        type_in(officer, drawn, unit, {f"sex-{row.code}": right for row in keep})
    Resurvey.objects.update(households={str(one.pk): 180, str(other.pk): 20})
    text = words(officer.get(drawn.get_absolute_url()))
    assert "90,0% (" in text and "), 2/4" in text and "2/180" in text and "2/20" in text
