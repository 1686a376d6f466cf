"""A child before the law: points of friendly justice, sealed names, days that are remembered by a code."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import records
from mangnon.protection.incidents.telling import reminders
from mangnon.protection.models import JusticeDate, JusticeMatter, Kin, Revision
from mangnon.registry.models import Child
from tests.conftest import TODAY

from .test_incident_forms import in_the_database, person, words

LAWYER = "Luật Sư Nghĩnh Quỳnh"


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


@pytest.fixture
def child(db: None) -> Child:
    return person("Xoang Thị Khuyên", "female", dt.date(2013, 3, 2))


@pytest.fixture
def matter(officer: Any, child: Child) -> JusticeMatter:
    answer = officer.post(reverse("protection:to-tung-add", args=[child.pk]), {
        "role": "victim", "from_on": "1/11/2026", "agency": "police", "lawyer": LAWYER, "legal_aid": "true"})
    row = JusticeMatter.objects.get(child=child)
    assert answer.status_code == 302 and answer.url == reverse("protection:justice", args=[row.pk])
    return row


def test_points_are_answered_and_what_is_not_known_is_not_kept(officer: Any, matter: JusticeMatter) -> None:
    url = reverse("protection:justice", args=[matter.pk])
    page = words(officer.get(url))
    assert "0 trên 10 điểm tư pháp thân thiện được bảo đảm" in page and LAWYER in page
    assert "chuyển hướng" not in page.partition("Điểm Được bảo đảm")[2]
    assert not in_the_database(LAWYER)
    officer.post(url, {"diem-lawyer": "true", "diem-room": "false", "diem-school": "", "diem-diversion": "true"})
    assert dict(matter.checks.values_list("code", "answer")) == {"lawyer": True, "room": False}
    assert "1 trên 10" in words(officer.get(url))
    officer.post(url, {"diem-room": "true"})
    told = words(officer.get(reverse("protection:justice-history", args=[matter.pk])))
    assert matter.checks.get(code="room").answer is True and "Được bảo đảm" in told


def test_a_day_is_remembered_by_a_code_and_never_by_a_name(officer: Any, client_of: Callable[[str], Any],
                                                          user: Callable[[str], Any], matter: JusticeMatter) -> None:
    add = reverse("protection:justice-date-new", args=[matter.pk])
    assert officer.post(add, {"on": "1/10/2026", "what": "questions"}).status_code == 422
    assert officer.post(add, {"on": "25/11/2026", "at": "8h30", "what": "trial", "place": "tòa"}).status_code == 302
    officer.post(add, {"on": "20/11/2026", "what": "questions"})
    officer.post(add, {"on": "31/12/2026", "what": "exam"})
    said = [text for text, _url in reminders(user("child_officer"))]
    assert said == [f"{matter.code}: lấy lời khai ngày 20/11/2026 đã qua, chưa ghi kết quả",
                    f"{matter.code}: phiên tòa ngày 25/11/2026"]
    start = officer.get(reverse("indicators:mine")).content.decode()
    assert said[1] in start and str(matter.child) not in start
    for role in ("collaborator", "teacher", "village_head", "health_worker", "police"):
        assert list(reminders(user(role))) == []
        assert matter.code not in client_of(role).get(reverse("indicators:mine")).content.decode()
    row = JusticeDate.objects.get(matter=matter, what="questions")
    edit = reverse("protection:justice-date", args=[row.pk])
    stamp = re.findall(r'name="dau" value="(\d+)"', officer.get(edit).content.decode())
    officer.post(edit, {"on": "20/11/2026", "what": "questions", "held": "true", "dau": stamp})
    assert len(list(reminders(user("child_officer")))) == 1
    officer.post(reverse("protection:justice-date-remove", args=[row.pk]), {"reason": "ghi nhầm"})
    assert Revision.objects.filter(record_id=row.pk, verb="remove", child_id=matter.child_id).exists()


def test_a_matter_that_ended_reminds_nobody(officer: Any, user: Callable[[str], Any], matter: JusticeMatter) -> None:
    officer.post(reverse("protection:justice-date-new", args=[matter.pk]), {"on": "25/11/2026", "what": "trial"})
    edit = reverse("protection:to-tung-edit", args=[matter.child_id, matter.pk])
    stamp = re.findall(r'name="dau" value="(\d+)"', officer.get(edit).content.decode())
    officer.post(edit, {"role": "victim", "from_on": "1/11/2026", "to_on": f"{TODAY:%d/%m/%Y}", "dau": stamp,
                        "lawyer": LAWYER})
    assert list(reminders(user("child_officer"))) == []
    remove = reverse("protection:to-tung-remove", args=[matter.child_id, matter.pk])
    assert officer.post(remove, {"reason": "ghi nhầm"}).status_code == 302
    assert not JusticeDate.objects.filter(matter__child=matter.child_id).exists()


def test_who_is_near_the_child_finds_no_matter(officer: Any, user: Callable[[str], Any], matter: JusticeMatter) -> None:
    officer.post(reverse("protection:justice-date-new", args=[matter.pk]), {"on": "25/11/2026", "what": "trial"})
    pages = [reverse("protection:incidents"), reverse("protection:panel", args=[matter.child_id])]
    assert all(str(matter.pk) in officer.get(url).content.decode() for url in pages)
    records.create(Kin, by="test", user=user("child_officer"), child=matter.child)
    for end in ("justice", "justice-history", "justice-date-new"):
        assert officer.get(reverse(f"protection:{end}", args=[matter.pk])).status_code == 404
    assert officer.get(reverse("protection:to-tung-edit", args=[matter.child_id, matter.pk])).status_code == 404
    assert not [url for url in pages if str(matter.pk) in officer.get(url).content.decode()]
    assert list(reminders(user("child_officer"))) == []
    assert str(matter.pk) not in officer.get(reverse("registry:child-history", args=[matter.child_id])).content.decode()
