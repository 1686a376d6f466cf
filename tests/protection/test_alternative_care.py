"""Families that would take a child in, children placed with them, visits; children at risk: through the pages."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mangnon.core import clock, records
from mangnon.places.models import Facility, Unit
from mangnon.protection.care import due
from mangnon.protection.care.matching import matches
from mangnon.protection.care.rules import rules
from mangnon.protection.models import (
    AtRisk,
    CareFamily,
    CareVisit,
    Circumstance,
    FamilyConfirmation,
    FamilyKin,
    Placement,
    Revision,
    RiskOutcome,
    RiskVisit,
    Support,
)
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY

SINCE = dt.date(2026, 2, 2)


@pytest.fixture(autouse=True)
def bare(db: None) -> None:
    """Without the demonstration's own families and signs."""
    Placement.objects.all().delete()
    CareFamily.objects.all().delete()
    AtRisk.objects.all().delete()


@pytest.fixture
def child() -> Child:
    row = records.create(Child, by="test", full_name="Trịnh Hoẵng Ân", sex="female", born_on=dt.date(2019, 5, 4))
    records.create(Residence, by="test", child=row, unit=Unit.objects.get(name="Thôn 3"), from_on=row.born_on)
    records.create(Circumstance, by="test", child=row, group="b", from_on=SINCE)
    return row


def family(name: str, village: str = "Thôn 5", **values: Any) -> CareFamily:
    return records.create(CareFamily, by="test", head_name=name, unit=Unit.objects.get(name=village),
                          **{"from_on": SINCE, "checked_on": SINCE, **values})


def get(client: Any, door: str, *args: Any) -> str:
    return str(client.get(reverse(f"protection:{door}", args=args)).content.decode())


def test_relatives_first_then_the_same_thon_and_every_point_is_said(client_of: Callable[[str], Any],
                                                                   child: Child) -> None:
    family("Hộ Khuê", village="Thôn 5")
    near = family("Hộ Ngạn", village="Thôn 3", sex="male", wishes="em ngoan")
    kin = family("Hộ Vịnh", checked_on=None, from_age=8, to_age=12)
    full = family("Hộ Xoan", village="Thôn 3")
    records.create(Placement, by="test", child=Child.objects.exclude(pk=child.pk)[0], family=full, decided_on=SINCE,
                   handover_due_on=SINCE)
    officer = client_of("child_officer")
    answer = officer.post(reverse("protection:care-kin", args=[child.pk, kin.pk]), {"relation": " bà  ngoại "})
    assert answer.status_code == 302 and FamilyKin.objects.get(child=child).relation == "bà ngoại"
    found = matches(child, TODAY)
    assert [one.family.head_name for one in found] == ["Hộ Vịnh", "Hộ Ngạn", "Hộ Khuê", "Hộ Xoan"]
    assert [one.fits for one in found] == [False, False, True, False]
    page = get(officer, "child-care", child.pk)
    for words in ("họ hàng: bà ngoại", "muốn nhận em từ 8 đến 12 tuổi; em 7 tuổi", "xã chưa xác minh", "cùng thôn",
                  "muốn nhận con trai", "khác thôn (Thôn 5)", "đã đủ em, không còn chỗ", "mong muốn khác: em ngoan"):
        assert words in page, words
    assert near.head_name in page


def test_from_decision_to_hand_over_to_visits_to_the_end_help_follows(client_of: Callable[[str], Any],
                                                                     child: Child) -> None:
    officer, home = client_of("child_officer"), family("Hộ Khuê")
    assert "1 em cần nơi chăm sóc" in re.sub(r"\d+ em cần", "1 em cần", get(officer, "care"))
    add = reverse("protection:placement-add", args=[child.pk])
    assert f'value="{home.pk}" selected' in officer.get(f"{add}?gia-dinh={home.pk}").content.decode()
    typed = {"family": str(home.pk), "facility": "", "decision": "12/QĐ-UBND", "decided_on": "27/4/2026"}
    assert officer.post(add, typed).status_code == 302
    row = Placement.objects.get(child=child)
    # Monday 27 April: 30 April and 1 May are days off, so the fifteenth working day is Wednesday 20 May.
    assert row.handover_due_on == dt.date(2026, 5, 20)
    assert not Support.objects.filter(child=child).exists()
    assert "1 em đã có quyết định mà quá hạn bàn giao" in get_home(officer)
    assert "bàn giao trước 20/05/2026" in get(officer, "care")
    edit = reverse("protection:placement-edit", args=[child.pk, row.pk])
    assert officer.post(edit, typed | {"handed_over_on": "1/9/2026"}).status_code == 302
    given = Support.objects.get(child=child, kind="foster")
    assert (given.from_on, given.to_on) == (dt.date(2026, 9, 1), None)
    # Every 30 days in the first three months.
    assert "thăm trước 01/10/2026" in get(officer, "child-care", child.pk)
    assert "1 em được chăm sóc thay thế đến hạn thăm" in get_home(officer)
    visit = reverse("protection:care-visit", args=[child.pk, row.pk])
    assert "trước ngày bàn giao" in officer.post(visit, {"visited_on": "31/8/2026"}).content.decode()
    assert officer.post(visit, {"visited_on": "20/11/2026", "note": "Em quen nhà mới"}).status_code == 302
    page = get(officer, "child-care", child.pk)
    assert "thăm trước 20/12/2026" in page and "Em quen nhà mới" in page
    officer.post(edit, typed | {"handed_over_on": "3/9/2026"})
    assert Support.objects.get(child=child, kind="foster").from_on == dt.date(2026, 9, 3)
    ends = typed | {"handed_over_on": "3/9/2026", "ended_on": "22/11/2026"}
    assert "Hãy ghi vì sao thôi chăm sóc" in officer.post(edit, ends).content.decode()
    officer.post(edit, ends | {"end_reason": "Mẹ đã về"})
    assert Support.objects.get(child=child, kind="foster").to_on == dt.date(2026, 11, 22)
    assert "Mẹ đã về" in get(officer, "child-care", child.pk)
    assert "chăm sóc thay thế" in officer.get(reverse("registry:child-history", args=[child.pk])).content.decode()


def get_home(client: Any) -> str:
    return str(client.get("/viec-cua-toi/").content.decode())


def test_a_placement_is_in_one_place_and_a_full_family_is_asked_about(client_of: Callable[[str], Any],
                                                                     child: Child) -> None:
    officer, home = client_of("child_officer"), family("Hộ Khuê")
    centre = records.create(Facility, by="test", name="Trung tâm Mẫu", kind="care_centre", unit=home.unit)
    add = reverse("protection:placement-add", args=[child.pk])
    typed = {"family": str(home.pk), "facility": str(centre.pk), "decided_on": "1/9/2026"}
    assert "một gia đình, hoặc một cơ sở" in officer.post(add, typed).content.decode()
    assert officer.post(add, typed | {"facility": ""}).status_code == 302
    assert "ở nơi khác theo sổ" in officer.post(add, typed | {"family": "", "decided_on": "2/9/2026"}).content.decode()
    other = Child.objects.exclude(pk=child.pk).filter(born_on__year=2018, died_on=None)[0]
    add = reverse("protection:placement-add", args=[other.pk])
    page = officer.post(add, typed | {"facility": ""}).content.decode()
    assert "đã nhận đủ em" in page
    sure = re.findall(r'name="dung" value="(\w+)"', page)
    assert officer.post(add, typed | {"facility": "", "dung": sure}).status_code == 302


def test_a_placement_taken_out_takes_its_visits_and_its_help_along(client_of: Callable[[str], Any],
                                                                  child: Child) -> None:
    officer, home = client_of("child_officer"), family("Hộ Khuê")
    officer.post(reverse("protection:placement-add", args=[child.pk]),
                 {"family": str(home.pk), "decided_on": "1/9/2026", "handed_over_on": "2/9/2026"})
    row = Placement.objects.get(child=child)
    records.create(CareVisit, by="test", placement=row, visited_on=TODAY)
    officer.post(reverse("protection:placement-remove", args=[child.pk, row.pk]), {"reason": "Ghi nhầm em khác"})
    assert not Placement.objects.filter(child=child).exists()
    assert not Support.objects.filter(child=child).exists()
    kept = Revision.objects.filter(child_id=child.pk, verb="remove").values_list("model", flat=True)
    assert sorted(kept) == ["carevisit", "placement", "support"]


def test_every_quarter_each_family_is_asked_again(client_of: Callable[[str], Any],
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    late, due_now, done = family("Hộ Khuê"), family("Hộ Ngạn"), family("Hộ Vịnh")
    for row, day in ((late, dt.date(2026, 3, 1)), (due_now, dt.date(2026, 9, 30)), (done, dt.date(2026, 10, 1))):
        records.create(FamilyConfirmation, by="test", family=row, confirmed_on=day, confirmed_by="test")
    officer = client_of("child_officer")
    assert [(one.row.head_name, one.state) for one in due.families(TODAY)] == [
        ("Hộ Khuê", "late"), ("Hộ Ngạn", "due"), ("Hộ Vịnh", "done")]
    # In November only who missed a whole quarter is spoken of; from 11 December on everybody still to be asked.
    assert "1 gia đình nhận chăm sóc chưa được hỏi lại quý này" in get_home(officer)
    monkeypatch.setattr(clock, "today", lambda: dt.date(2026, 12, 11))
    assert "2 gia đình nhận chăm sóc chưa được hỏi lại quý này" in get_home(officer)
    page = get(officer, "care-families")
    assert "Quý 4: còn 2 gia đình chưa hỏi lại" in page and "lỡ cả quý trước" in page
    answer = officer.post(reverse("protection:care-families"), {"con": [str(late.pk), str(due_now.pk)]}, follow=True)
    assert "Quý 4: đã hỏi lại mọi gia đình" in answer.content.decode()
    assert client_of("chairman").post(reverse("protection:care-families"), {"con": []}).status_code == 404


def test_a_family_comes_changes_and_leaves_with_a_reason(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    typed = {"head_name": "Hộ Khuê", "unit": str(Unit.objects.get(name="Thôn 3").pk), "capacity": "2", "from_age": "9",
             "to_age": "3", "requested_on": "2/11/2026", "from_on": "5/11/2026"}
    add = reverse("protection:care-family-add")
    assert "Tuổi sau nhỏ hơn tuổi trước" in officer.post(add, typed).content.decode()
    assert officer.post(add, typed | {"to_age": "12"}).status_code == 302
    row = CareFamily.objects.get()
    assert "9 đến 12 tuổi" in get(officer, "care-family", row.pk)
    edit = reverse("protection:care-family-edit", args=[row.pk])
    leaves = typed | {"to_age": "12", "to_on": "20/11/2026"}
    assert "vì sao gia đình ra khỏi danh sách" in officer.post(edit, leaves).content.decode()
    officer.post(edit, leaves | {"end_reason": "Chuyển vào Nam"})
    page = get(officer, "care-families")
    assert "Đã ra khỏi danh sách" in page and "Chuyển vào Nam" in page
    assert "Chuyển vào Nam" in get(officer, "care-family-history", row.pk)
    for role in ("collaborator", "village_head", "teacher", "health_worker", "police", "board_member"):
        assert client_of(role).get(reverse("protection:care-family", args=[row.pk])).status_code == 404, role


def test_children_in_facilities_stand_on_a_table_of_a_half_year(client_of: Callable[[str], Any], child: Child) -> None:
    centre = records.create(Facility, by="test", name="Trung tâm Mẫu", kind="care_centre",
                            unit=Unit.objects.get(name="Thôn 3"))
    records.create(Circumstance, by="test", child=child, group="l", from_on=SINCE)
    records.create(Placement, by="test", child=child, facility=centre, decision="9/QĐ", decided_on=SINCE,
                   handover_due_on=SINCE, handed_over_on=dt.date(2026, 6, 30))
    officer, url = client_of("child_officer"), reverse("protection:care-facilities")
    page = officer.get(url).content.decode()
    assert "Danh sách trẻ em ở cơ sở, ngày 30/06/2026" in page and "Trịnh Hoẵng Ân" in page and "bị bỏ rơi" in page
    assert "xâm hại" not in page.partition("<table")[2].partition("</table>")[0]
    assert "không có em nào ở cơ sở" in officer.get(url + "?ngay=29/6/2026").content.decode()


def risk(child: Child, **values: Any) -> AtRisk:
    return records.create(AtRisk, by="test", child=child, **{"sign": "nghỉ học nhiều", "from_on": SINCE, **values})


def test_a_sign_is_visited_by_the_rules_or_by_the_day_chosen(client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    add = reverse("protection:nguy-co-add", args=[child.pk])
    officer.post(add, {"sign": "nghỉ học nhiều", "from_on": "2/11/2026", "noted_by": "cô giáo chủ nhiệm"})
    row = AtRisk.objects.get(child=child)
    page = get(officer, "risks")
    assert "cô giáo chủ nhiệm" in page and "trước 16/11/2026" in page and "1 dấu hiệu quá hạn thăm" in page
    assert "1 dấu hiệu nguy cơ quá hạn thăm" in get_home(officer)
    visit = reverse("protection:risk-visit", args=[child.pk, row.pk])
    today = officer.post(visit, {"visited_on": "20/11/2026", "next_on": "23/11/2026"})
    assert "phải sau hôm nay" in today.content.decode()
    officer.post(visit, {"visited_on": "20/11/2026", "visitor": "trưởng thôn", "note": "Em đi học lại"})
    assert RiskVisit.objects.get(risk=row).note == "Em đi học lại"
    assert "trước 19/01/2027" in get(officer, "risks")
    officer.post(visit, {"visited_on": "21/11/2026", "next_on": "30/11/2026"})
    assert "trước 30/11/2026" in get(officer, "risks")
    third, fifth = (Unit.objects.get(name=name).pk for name in ("Thôn 3", "Thôn 5"))
    url = reverse("protection:risks")
    assert "Trịnh Hoẵng Ân" in officer.get(f"{url}?thon={third}").content.decode()
    assert "Trịnh Hoẵng Ân" not in officer.get(f"{url}?thon={fifth}").content.decode()


def test_closing_one_record_offers_the_other(client_of: Callable[[str], Any], child: Child) -> None:
    officer, row = client_of("child_officer"), risk(child, from_on=dt.date(2026, 3, 1))
    Circumstance.objects.filter(child=child).delete()
    close = reverse("protection:risk-close", args=[child.pk, row.pk])
    answer = officer.post(close, {"ending": "group", "to_on": "20/11/2026"})
    assert answer.url == reverse("protection:hoan-canh-add", args=[child.pk])
    assert RiskOutcome.objects.get(risk=row).ending == "group"
    panel = get(officer, "panel", child.pk)
    assert "đã khép vì thành hoàn cảnh đặc biệt: ghi hoàn cảnh ấy" in panel
    records.create(Circumstance, by="test", child=child, group="h", from_on=dt.date(2026, 11, 20))
    assert "ghi hoàn cảnh ấy" not in get(officer, "panel", child.pk)
    # The other way round: circumstances were recorded and another sign is still open.
    second = risk(child, sign="sống với ông bà", from_on=dt.date(2026, 10, 1), to_on=None)
    panel = get(officer, "panel", child.pk)
    assert "Sau dấu hiệu “sống với ông bà” đã ghi hoàn cảnh hoặc vụ việc: khép dấu hiệu" in panel
    assert reverse("protection:risk-close", args=[child.pk, second.pk]) in panel
    answer = officer.post(reverse("protection:risk-close", args=[child.pk, second.pk]),
                          {"ending": "gone", "to_on": "21/11/2026"})
    assert answer.url == reverse("protection:risks")


def test_that_a_sign_became_a_case_is_read_like_the_case(child: Child, user: Callable[[str], Any]) -> None:
    row = risk(child)
    records.create(RiskOutcome, by="test", risk=row, ending="case")

    class Reader:
        def can(self, permission: Any) -> bool:
            return str(permission) == "support_read"

    assert RiskOutcome.objects.open_to(Reader()).count() == 0
    assert RiskOutcome.objects.open_to(user("chairman")).count() == 1


def test_lists_ask_a_fixed_number_of_questions(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")

    def asked(door: str) -> int:
        url = reverse(f"protection:{door}")
        officer.get(url)
        with CaptureQueriesContext(connection) as found:
            officer.get(url)
        return len(found)

    def more(n: int) -> None:
        for k in range(n):
            home = family(f"Hộ {n} {k}")
            one = Child.objects.exclude(pk__in=Placement.objects.values("child")).order_by("pk")[0]
            records.create(Placement, by="test", child=one, family=home, decided_on=SINCE, handover_due_on=SINCE)
            risk(one, sign=f"dấu hiệu {n} {k}")

    more(2)
    before = {door: asked(door) for door in ("care", "care-families", "risks")}
    more(6)
    assert {door: asked(door) for door in before} == before


def test_the_communes_own_days_stand_before_the_programs(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert (rules().handover_days, rules().wrong) == (15, ())
    (tmp_path / "cham-soc").mkdir()
    own = tmp_path / "cham-soc" / "quy-tac.toml"
    own.write_text("[handover]\nworking_days = 10\n", encoding="utf-8")
    assert (rules().handover_days, rules().again_days, rules().wrong) == (10, 60, ())
    own.write_text("[handover]\nworking_days = 0\n# khác\n", encoding="utf-8")
    assert rules().handover_days == 15 and "từ 1 đến 400" in rules().wrong[0]
