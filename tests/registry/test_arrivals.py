"""A child whom somebody moved to another thôn: who works there is told until she has taken note."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import Assignment, User
from mangnon.core import records
from mangnon.places.models import Unit
from mangnon.registry.models import Arrival, Child, ChildTask, Residence
from tests.conftest import TODAY

NAME = "Xuyến Quỳ Oanh"
NOTICE = "1 em mới chuyển đến Thôn 5"


def thon(n: int) -> Unit:
    return Unit.objects.get(name=f"Thôn {n}")


@pytest.fixture
def child(db: None) -> Child:
    made = records.create(Child, by="test", full_name=NAME, sex="female", born_on=dt.date(2020, 1, 1))
    records.create(Residence, by="test", child=made, unit=thon(3), from_on=made.born_on)
    return made


@pytest.fixture
def collaborator(client_of: Callable[[str], Any]) -> Any:
    """The one of Thôn 3."""
    return client_of("collaborator")


@pytest.fixture
def there(collaborator: Any) -> Client:
    """The collaborator of Thôn 5."""
    Assignment.objects.filter(role="collaborator", unit=thon(5)).delete()
    person = User.objects.create_user("ctvnam", "x", display_name="Bà Ưng")
    records.create(Assignment, by="test", user=person, role="collaborator", unit=thon(5), from_on=dt.date(2026, 1, 1))
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def plain(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def moved(client: Any, child: Child, unit: Unit, on: str = "20/11/2026") -> None:
    sent = client.post(reverse("registry:child-move", args=[child.pk]), {"unit": str(unit.pk), "on": on})
    assert sent.status_code == 302


def test_who_works_where_the_child_went_is_told_until_she_has_taken_note(
        client_of: Callable[[str], Any], child: Child, collaborator: Any, there: Client) -> None:
    mine, page = reverse("indicators:mine"), reverse("registry:arrivals")
    records.create(ChildTask, by="test", child=child, measure="14", part="missing", role="collaborator", due_on=TODAY,
                   given_on=TODAY, given_by="test")
    assert NOTICE not in plain(there.get(mine))
    moved(collaborator, child, thon(5))
    assert NOTICE in plain(there.get(mine)) and NAME not in re.findall(r'class="urgent note">.*?</p>', there.get(
        mine).content.decode())[0]
    told = plain(there.get(page))
    assert NAME in told and "Thôn 5 20/11/2026 Thôn 3 1 Đã biết" in told
    # Neither who moved her, nor the officer of a thôn that somebody keeps, has to take note.
    assert NOTICE not in plain(collaborator.get(mine)) and NOTICE not in plain(client_of("child_officer").get(mine))
    row = Arrival.objects.get()
    collaborator.post(page, {"tin": str(row.pk)})
    assert Arrival.objects.get().seen_on is None
    assert there.post(page, {"tin": str(row.pk)}).status_code == 302
    row.refresh_from_db()
    assert row.seen_on == TODAY and row.seen_by.startswith("user:")
    assert NOTICE not in plain(there.get(mine)) and NAME not in plain(there.get(page))


def test_where_nobody_keeps_the_thon_the_officer_is_told(client_of: Callable[[str], Any], child: Child) -> None:
    Assignment.objects.filter(role="collaborator", unit=thon(5)).delete()
    officer = client_of("child_officer")
    moved(client_of("collaborator"), child, thon(5))
    assert NOTICE in plain(officer.get(reverse("indicators:mine")))
    assert NAME in plain(officer.get(reverse("registry:arrivals")))
    # A collaborator who begins there takes it over.
    person = User.objects.create_user("ctvnam", "x", display_name="Bà Ưng")
    records.create(Assignment, by="test", user=person, role="collaborator", unit=thon(5), from_on=TODAY)
    assert NOTICE not in plain(officer.get(reverse("indicators:mine")))


def test_the_officer_who_moves_a_child_tells_the_thon_and_no_empty_room(
        client_of: Callable[[str], Any], child: Child, there: Client) -> None:
    officer = client_of("child_officer")
    moved(officer, child, thon(5))
    assert NOTICE in plain(there.get(reverse("indicators:mine")))
    Assignment.objects.filter(role="collaborator", unit=thon(6)).delete()
    moved(officer, child, thon(6), "22/11/2026")
    assert Arrival.objects.count() == 1
    # She has moved on: nobody in Thôn 5 is to visit her any more.
    assert NOTICE not in plain(there.get(reverse("indicators:mine")))


def test_a_child_with_a_notice_is_taken_out_whole(client_of: Callable[[str], Any], child: Child) -> None:
    moved(client_of("collaborator"), child, thon(5))
    gone = client_of("child_officer").post(reverse("registry:child-remove", args=[child.pk]), {"reason": "ghi nhầm"})
    assert gone.status_code == 302 and not Arrival.objects.exists() and not Child.objects.filter(pk=child.pk).exists()
