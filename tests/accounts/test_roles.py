"""Who sees what: the table of the design, written out, through pages."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from mangnon.accounts.models import Assignment, Delegation, User
from mangnon.accounts.permissions import Permission as P
from mangnon.accounts.roles import ROLES
from mangnon.core import records
from mangnon.core.models import Owner
from mangnon.registry.models import Attachment, Child, Residence
from tests.conftest import TODAY

WRITE, READ = "w", "r"
# identity, health, education, other support, sealed
TABLE = {
    "administrator": "-----", "child_officer": "wwwwr", "chairman": "rrrrr", "vice_chairman": "-----",
    "village_head": "r----", "collaborator": "wwr--", "teacher": "r-w--", "health_worker": "rw---", "justice": "r----",
    "police": "r----", "finance": "-----", "department": "-----", "board_member": "-----", "clerk": "-----",
    "inspector": "-----", "higher_level": "-----"}
COLUMNS = ((P.IDENTITY_READ, P.IDENTITY_WRITE), (P.HEALTH_READ, P.HEALTH_WRITE), (P.EDUCATION_READ, P.EDUCATION_WRITE),
           (P.SUPPORT_READ, P.SUPPORT_WRITE), (P.SEALED_READ, None))


def test_each_role_has_exactly_its_row_of_the_table() -> None:
    assert set(TABLE) == set(ROLES)
    for code, cells in TABLE.items():
        has = ROLES[code].permissions
        for (read, write), cell in zip(COLUMNS, cells, strict=True):
            assert (read in has) == (cell in "rw"), (code, read)
            assert write is None or (write in has) == (cell == "w") or cell == "r", (code, write)


def patterns(entries: list[Any], prefix: str = "") -> list[tuple[str, Any]]:
    found = []
    for entry in entries:
        if isinstance(entry, URLResolver):
            found += patterns(entry.url_patterns, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            found.append((prefix + str(entry.pattern), entry.callback))
    return found


def test_every_url_declares_who_may_enter() -> None:
    bare = [path for path, view in patterns(get_resolver().url_patterns) if not hasattr(view, "access")]
    assert bare == []


@pytest.fixture
def ids(db: None) -> dict[str, Any]:
    """A child of Thôn 3 who goes to the primary school, and one of Thôn 5 who does not."""
    at_school = Attachment.objects.on(TODAY).filter(facility__kind="primary").values("child")
    mine = Residence.objects.on(TODAY).filter(unit__name="Thôn 3", child__in=at_school).first()
    other = Residence.objects.on(TODAY).filter(unit__name="Thôn 5").exclude(child__in=at_school).exclude(
        child__died_on__lte=TODAY).first()
    assert mine and other
    return {"own": mine.child_id, "other": other.child_id}


def test_a_deputy_acts_for_the_chairman_only_within_the_delegation(user: Callable[[str], Any],
                                                                   client_of: Callable[[str], Any]) -> None:
    deputy = user("vice_chairman")
    assert not deputy.can(P.IDENTITY_READ)
    records.create(Delegation, by="test", deputy=deputy, from_on=TODAY, to_on=TODAY + dt.timedelta(days=3))
    assert User.objects.get(pk=deputy.pk).can(P.SEALED_READ)
    Delegation.objects.update(to_on=TODAY)
    assert not User.objects.get(pk=deputy.pk).can(P.IDENTITY_READ)


def test_a_role_that_ended_yesterday_opens_nothing(user: Callable[[str], Any], client_of: Callable[[str], Any]) -> None:
    Assignment.objects.filter(role="chairman").update(to_on=TODAY)
    assert not User.objects.get(username="chutich").can(P.FIGURES_READ)


def test_outside_the_demo_the_officer_is_sent_to_set_up_a_second_factor(client_of: Callable[[str], Any]) -> None:
    Owner.objects.update(demo=False)
    response = client_of("child_officer").get(reverse("indicators:board"))
    assert response.status_code == 302 and response.url.startswith("/tai-khoan/hai-lop/")
    assert client_of("chairman").get(reverse("indicators:board")).status_code == 200


def test_sealed_rows_leave_no_trace_for_others(client_of: Callable[[str], Any], ids: dict[str, Any]) -> None:
    """The child's page, its panels, the search and the lists are the same bytes with and without them."""
    from mangnon.protection.models import Circumstance, Incident

    child = Child.objects.get(pk=ids["own"])
    urls = [reverse(name, args=[child.pk]) for name in ("registry:child", "registry:child-history",
                                                        "education:panel", "participation:panel")]
    urls += [reverse("registry:children") + "?q=" + child.full_name.split()[-1],
             *(reverse("indicators:measure", args=[m]) for m in ("8a", "8b", "9", "10", "13", "22"))]

    def pages(role: str) -> list[bytes]:
        client = client_of(role)
        return [b"".join(line for line in client.get(url).content.splitlines(True) if b"csrfmiddleware" not in line)
                for url in urls]

    before = {role: pages(role) for role in ("teacher", "collaborator", "village_head")}
    records.create(Incident, by="test", child=child, kind="abuse", detected_on=dt.date(2026, 11, 1), confirmed=True)
    records.create(Circumstance, by="test", child=child, group="i", from_on=dt.date(2026, 11, 1))
    for role, old in before.items():
        assert pages(role) == old, role
