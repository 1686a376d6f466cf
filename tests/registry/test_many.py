"""The same thing for many children on one page: good rows in, the rest asked about, nothing doubled."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.education.models import Enrolment
from mangnon.health.models import Dose
from mangnon.places.models import Facility, Unit
from mangnon.protection.models import Incident, Support
from mangnon.registry.models import Attachment, Child, Residence
from tests.conftest import TODAY


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


@pytest.fixture
def village(db: None) -> Unit:
    return Unit.objects.get(name="Thôn 2")


@pytest.fixture
def children(village: Unit) -> list[Child]:
    homes = Residence.objects.on(TODAY).filter(unit=village).values("child")
    found = list(Child.objects.filter(pk__in=homes, died_on=None, born_on__lt=dt.date(2024, 1, 1),
                                      born_on__gt=dt.date(2012, 1, 1)).in_name_order()[:4])
    assert len(found) == 4
    Incident.objects.filter(child__in=found).delete()
    return found


def ids(children: list[Child]) -> list[str]:
    return [str(c.pk) for c in children]


def test_a_disaster_hits_four_children_and_relief_comes_later(officer: Any, village: Unit,
                                                              children: list[Child]) -> None:
    url = reverse("protection:thien-tai") + f"?thon={village.pk}"
    typed = {"occurred_on": "6/10/2026", "detected_on": "06102026", "confirmed": "true", "tre": ids(children)}
    assert officer.post(url, typed).status_code == 302
    assert officer.post(url, typed).status_code == 302
    rows = Incident.objects.filter(child__in=children, kind="disaster")
    assert rows.count() == 4 and set(rows.values_list("occurred_on", "relieved_on")) == {(dt.date(2026, 10, 6), None)}
    relief = {**typed, "relieved_on": "12-10-26", "tre": ids(children[:3])}
    page = officer.post(url, relief, follow=True).content.decode()
    assert "Đã ghi 3 em." in page and "đã cứu trợ 12/10/2026" in page
    assert sorted(map(str, rows.values_list("relieved_on", flat=True))) == ["2026-10-12"] * 3 + ["None"]


def test_one_child_fails_alone(officer: Any, children: list[Child]) -> None:
    Child.objects.filter(pk=children[0].pk).update(born_on=dt.date(2026, 11, 1), born_precision="day")
    url = reverse("health:tiem") + "?den=15"
    response = officer.post(url, {"vaccine": "MR", "given_on": "20/10/2026", "tre": ids(children)})
    page = response.content.decode()
    assert response.status_code == 422 and "Đã ghi 3 em. Còn 1 em cần xem lại." in page
    assert "Ngày này trước ngày sinh 01/11/2026" in page
    assert Dose.objects.filter(child__in=children, vaccine="MR", given_on="2026-10-20").count() == 3


def test_a_fault_of_the_shared_fields_is_said_once_and_keeps_what_was_ticked(officer: Any,
                                                                             children: list[Child]) -> None:
    response = officer.post(reverse("protection:tro-giup") + "?den=17",
                            {"kind": "cash", "from_on": "30/2/2026", "tre": ids(children)})
    page = response.content.decode()
    assert response.status_code == 422 and "Tháng 2 năm 2026 không có ngày 30." in page
    assert page.count("checked") == 4 and not Support.objects.filter(child__in=children, from_on="2026-02-28").exists()


def test_nobody_ticked_is_said(officer: Any) -> None:
    response = officer.post(reverse("protection:dich-vu"), {"field": "health", "received_on": "1/6/2026"})
    assert response.status_code == 422 and "Hãy đánh dấu ít nhất một em." in response.content.decode()


def test_a_class_is_enrolled_and_its_teacher_sees_it(officer: Any, children: list[Child]) -> None:
    school = Facility.objects.filter(kind="primary").first()
    Child.objects.filter(pk__in=ids(children)).update(born_on=dt.date(2020, 3, 1), born_precision="day")
    Attachment.objects.filter(child__in=children).delete()
    Enrolment.objects.filter(child__in=children, school_year="2026-2027").delete()
    typed = {"facility": str(school.pk), "school_year": "26-27", "grade": "1", "class_name": "1C",
             "entered_on": "5/9/2026", "tre": ids(children)}
    assert officer.post(reverse("education:vao-lop"), typed).status_code == 302
    rows = Enrolment.objects.filter(child__in=children, class_name="1C", school_year="2026-2027")
    assert set(rows.values_list("school_year", "grade", "facility")) == {("2026-2027", "1", school.pk)}
    assert Attachment.objects.filter(source__in=rows.values("pk")).count() == 4


@pytest.mark.parametrize(("name", "roles"), [
    ("health:tiem", {"child_officer", "collaborator", "health_worker"}), ("protection:thien-tai", {"child_officer"}),
    ("protection:tro-giup", {"child_officer"}), ("education:vao-lop", {"child_officer", "teacher"})])
def test_only_who_writes_such_rows_enters(client_of: Callable[[str], Any], name: str, roles: set[str]) -> None:
    entered = {role for role in ("child_officer", "collaborator", "health_worker", "teacher", "village_head",
                                 "chairman", "department", "justice") if client_of(role).get(
                                     reverse(name)).status_code == 200}
    assert entered == roles


def test_a_collaborator_writes_for_her_own_thon_only(client_of: Callable[[str], Any], children: list[Child]) -> None:
    client = client_of("collaborator")
    response = client.post(reverse("health:tiem"), {"vaccine": "MR", "given_on": "20/10/2026", "tre": ids(children)})
    assert response.status_code == 422
    assert not Dose.objects.filter(child__in=children, vaccine="MR", given_on="2026-10-20").exists()
