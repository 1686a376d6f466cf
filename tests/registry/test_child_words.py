"""What a child's page says, said in words."""
from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from mangnon.core import outbox, records
from mangnon.places.models import Unit
from mangnon.protection.models import AtRisk
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY


def words(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def test_a_sign_of_risk_is_said_in_words_whether_it_came_as_a_code_or_not(client_of: Callable[[str], Any]) -> None:
    child = Child.objects.resident_on(TODAY).order_by("pk")[0]
    for sign in ("cha-me-di-lam-xa", "bỏ bữa"):
        records.create(AtRisk, by="test", child=child, sign=sign, from_on=TODAY)
    text = words(client_of("child_officer").get(reverse("protection:panel", args=[child.pk])))
    assert "Nguy cơ cha mẹ đi làm xa" in text and "Nguy cơ bỏ bữa" in text and "cha-me" not in text
    assert not AtRisk.objects.filter(sign__contains="-").exclude(child=child).exists(), "the demonstration writes words"


def test_a_missing_dose_says_how_late_it_is_and_ends_once(client_of: Callable[[str], Any]) -> None:
    child = records.create(Child, by="test", full_name="Trịnh Thị Thử", sex="female", born_on=dt.date(2019, 3, 1),
                           born_precision="day")
    text = words(client_of("child_officer").get(reverse("health:doses-panel", args=[child.pk])))
    assert "1 mũi quá hạn" in text and "quá hạn 84 ngày" in text and "…." not in text and ".." not in text


def test_a_newborn_without_a_name_has_her_birth_once_where_a_table_has_it(client_of: Callable[[str], Any]) -> None:
    child = records.create(Child, by="test", full_name="", sex="female", born_on=dt.date(2026, 11, 1),
                           mother_name="Xuyến Thị Thủy")
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name="Thôn 3"), from_on=child.born_on)
    outbox.process()
    officer = client_of("child_officer")
    assert child.who() == "(chưa có tên), con chị Xuyến Thị Thủy"
    assert str(child) == "(chưa có tên), con chị Xuyến Thị Thủy, sinh 01/11/2026"
    for page in (reverse("registry:children") + "?q=chưa có tên", "/chi-tieu/14/?danh-sach=missing",
                 reverse("indicators:give", args=["14"]) + "?danh-sach=missing", reverse("indicators:mine")):
        text = words(officer.get(page))
        assert re.search(r"con chị Xuyến Thị Thủy(?!, sinh)\D{0,12}01/11/2026", text), page
    # Where nothing stands beside, the birth tells her from the next one.
    assert "con chị Xuyến Thị Thủy, sinh 01/11/2026" in words(officer.get(child.get_absolute_url()))
