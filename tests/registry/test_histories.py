"""The history of a child's rows: numbers are half hidden there as on her page, and showing them is noted."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from mangnon.core import records
from mangnon.core.models import AuditEvent
from mangnon.places.models import Unit
from mangnon.registry.models import Carer, Child, Residence


def child_of(thon: str) -> Child:
    made = records.create(Child, by="test", full_name="Xuyến Quỳ Oanh", sex="female", born_on=dt.date(2020, 1, 1),
                          personal_id="038320000123")
    records.create(Residence, by="test", child=made, unit=Unit.objects.get(name=thon), from_on=made.born_on)
    return made


def test_corrected_numbers_are_half_hidden_until_somebody_asks_and_that_is_noted(
        client_of: Callable[[str], Any]) -> None:
    child, client = child_of("Thôn 3"), client_of("collaborator")
    carer = records.create(Carer, by="test", child=child, full_name="Bà Thử", relation="grandparent",
                           phone="0912 345 678")
    records.correct(child, by="test", personal_id="038320000456", ethnicity="Kinh")
    records.correct(carer, by="test", phone="0987 654 321")
    url = reverse("registry:child-history", args=[child.pk])
    page = client.get(url).content.decode()
    assert "<s>038320••••••</s> → <b>038320••••••</b>" in page
    assert "<s>09••••78</s> → <b>09••••21</b>" in page and "<b>Kinh</b>" in page
    for number in ("038320000123", "038320000456", "345", "0987"):
        assert number not in page
    assert not AuditEvent.objects.filter(verb="reveal").exists()
    page = client.post(url).content.decode()
    assert "<s>038320000123</s> → <b>038320000456</b>" in page
    assert "<s>0912 345 678</s> → <b>0987 654 321</b>" in page and "Lần xem này được ghi nhật ký." in page
    event = AuditEvent.objects.get(verb="reveal")
    assert (event.what, event.record_id, event.fields) == ("registry.Child", str(child.pk), "personal_id,phone")


def test_a_history_without_numbers_offers_nothing_to_show(client_of: Callable[[str], Any]) -> None:
    child, client = child_of("Thôn 3"), client_of("collaborator")
    records.correct(child, by="test", ethnicity="Kinh")
    url = reverse("registry:child-history", args=[child.pk])
    assert "chỉ hiện một nửa" not in client.get(url).content.decode()
    client.post(url)
    assert not AuditEvent.objects.filter(verb="reveal").exists()
