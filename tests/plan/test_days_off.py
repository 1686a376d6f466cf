"""The page of working days: what it shows, what the officer writes, a file of the commune."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core.models import AuditEvent
from mangnon.plan.days_off import calendar
from mangnon.plan.models import DaysOff

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Any]


def page(client: Any, query: str = "") -> str:
    answer = client.get(reverse("plan:days-off") + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_page_tells_a_years_days_and_where_they_come_from(client_of: ClientOf) -> None:
    body = page(client_of("chairman"))
    assert "Ngày làm việc, ngày nghỉ năm 2026" in body
    assert "hạn 5 ngày làm việc: hết 17:00 ngày 30/11/2026" in body
    assert "thứ Hai, 27/04/2026" in body and "nghỉ bù" in body and "chưa kiểm chứng" in body
    assert "tạm tính" not in body
    later = page(client_of("collaborator"), "?nam=2027")
    assert "thứ Sáu, 05/02/2027" in later and "29/12" in later and "tạm tính" in later
    assert "Ghi ngày nghỉ" not in later
    assert "năm 2026" in page(client_of("chairman"), "?nam=999999")


def test_the_officer_writes_days_and_deadlines_follow(client_of: ClientOf) -> None:
    client = client_of("child_officer")
    assert calendar().add_working_days(dt.date(2026, 11, 23), 5) == dt.date(2026, 11, 30)
    answer = client.post(reverse("plan:days-off-add"), {
        "works": "nghi", "first_on": "24/11/2026", "last_on": "", "name": "Ngày hội", "document": "12/TB-UBND"})
    assert answer.status_code == 302 and answer["Location"] == "/ke-hoach/ngay-nghi/?nam=2026"
    row = DaysOff.objects.get()
    assert (row.first_on, row.last_on, row.works) == (dt.date(2026, 11, 24), dt.date(2026, 11, 24), False)
    assert calendar().add_working_days(dt.date(2026, 11, 23), 5) == dt.date(2026, 12, 1)
    assert AuditEvent.objects.filter(what="plan.DaysOff", verb="create", record_id=row.pk).count() == 1
    body = page(client)
    assert "Ngày hội" in body and "12/TB-UBND" in body and "xã ghi" in body
    edit = reverse("plan:days-off-edit", args=[row.pk])
    assert client.post(edit, {"works": "lam", "first_on": "28/11/2026", "last_on": "28/11/2026", "name": "Làm bù",
                              "dau": row.seq}).status_code == 302
    assert calendar().add_working_days(dt.date(2026, 11, 23), 5) == dt.date(2026, 11, 28)
    assert "24/11/2026" in client.get(reverse("plan:days-off-history", args=[row.pk])).content.decode()
    client.post(reverse("plan:days-off-remove", args=[row.pk]), {"reason": "ghi nhầm"})
    assert calendar().add_working_days(dt.date(2026, 11, 23), 5) == dt.date(2026, 11, 30)


@pytest.mark.parametrize(("first", "last", "says"), [
    ("26/11/2026", "25/11/2026", "Ngày cuối trước ngày đầu"), ("05/02/2027", "05/02/2028", "Dài hơn 20 ngày"),
    ("01/12/2026", "03/12/2026", "đã có một dòng xã ghi"), ("28/11/2026", "", "vốn đã như vậy")])
def test_slips_are_told(client_of: ClientOf, first: str, last: str, says: str) -> None:
    client, add = client_of("child_officer"), reverse("plan:days-off-add")
    client.post(add, {"works": "nghi", "first_on": "02/12/2026", "last_on": "", "name": "Hội", "document": ""})
    answer = client.post(add, {"works": "nghi", "first_on": first, "last_on": last, "name": "", "document": ""})
    assert answer.status_code == 422 and says in answer.content.decode()
    assert DaysOff.objects.count() == 1


def test_a_file_in_the_data_folder_holds_and_a_wrong_one_is_said(
        client_of: ClientOf, settings: Any, tmp_path: Path) -> None:
    from mangnon.config.health import _days_off
    from mangnon.health.calendars import calendars

    settings.DATA_DIR = tmp_path
    file = tmp_path / "lich" / "ngay-nghi.toml"
    file.parent.mkdir()
    file.write_text('[[year]]\nyear = 2027\nsource = "TB"\nverified = true\n'
                    "spans = { tet = [2027-02-04, 2027-02-10] }\n", encoding="utf-8")
    assert not calendar().is_working(dt.date(2027, 2, 4)) and calendar().is_working(dt.date(2027, 2, 11))
    assert "Đang dùng tệp ngày nghỉ của xã" in page(client_of("chairman"), "?nam=2027")
    assert _days_off().ok and not calendars().wrong
    file.write_text("[tuan]\n", encoding="utf-8")
    assert calendar().is_working(dt.date(2027, 2, 4)) and "[week]" in page(client_of("chairman"))
    assert not _days_off().ok
