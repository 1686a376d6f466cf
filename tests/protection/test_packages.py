"""Packages of help: planned and given on a child's page, a session with its roll, what line 2 counts, the counts."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import records
from mangnon.core.models import AuditEvent
from mangnon.places.models import Unit
from mangnon.protection.models import PackageGiven, PackageSession, Provider, Service
from mangnon.protection.services.package_actions import give, write_roll, write_session
from mangnon.registry.merging import merge, part
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Any]


def born(name: str, village: str = "Thôn 3", year: int = 2020) -> Child:
    made = records.create(Child, by="test", full_name=name, sex="female", born_on=dt.date(year, 3, 2),
                          mother_name=f"Mẹ {name}")
    records.create(Residence, by="test", child=made, unit=Unit.objects.get(name=village), from_on=made.born_on)
    return made


@pytest.fixture
def child(db: None) -> Child:
    PackageGiven.objects.all().delete()
    PackageSession.objects.all().delete()
    return born("Xuyến Quỳ Oanh")


def typed(**more: Any) -> dict[str, Any]:
    return {"package": "tham-nha", "receiver": "mother", "planned_on": "", "given_on": "", "provider": "",
            "given_by": "", "minutes": "", "result": "", "note": "", **more}


def add(child: Child) -> str:
    return reverse("protection:goi-ho-tro-add", args=[child.pk])


def panel(client: Any, child: Child) -> str:
    page = client.get(reverse("protection:panel", args=[child.pk])).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def services(child: Child) -> list[tuple[str, dt.date]]:
    return list(Service.objects.filter(child=child).order_by("field").values_list("field", "received_on"))


def test_a_visit_is_planned_then_done_and_the_childs_page_tells_it(client_of: ClientOf, child: Child) -> None:
    officer = client_of("child_officer")
    assert officer.post(add(child), typed(planned_on="20/11/2026")).status_code == 302
    row = PackageGiven.objects.get()
    assert "Thăm nhà , mẹ: quá hẹn 20/11/2026" in panel(officer, child)
    edit = reverse("protection:goi-ho-tro-edit", args=[child.pk, row.pk])
    answer = officer.post(edit, typed(planned_on="20/11/2026", given_on="22/11/2026", minutes="45", result="going",
                                      given_by="Cộng tác viên", dau=row.seq))
    assert answer.status_code == 302
    assert "Thăm nhà , mẹ: ngày 22/11/2026, 45 phút, có tiến triển, cần làm tiếp" in panel(officer, child)
    page = officer.get(child.get_absolute_url()).content.decode()
    assert "Thăm nhà (mẹ)" in page
    assert services(child) == []
    assert list(AuditEvent.objects.filter(what="protection.PackageGiven", record_id=row.pk).order_by("seq").values_list(
        "verb", flat=True)) == ["create", "correct"]
    assert client_of("collaborator").post(add(child), typed(planned_on="25/11/2026")).status_code == 404
    assert "Thăm nhà" not in client_of("collaborator").get(child.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("more", "says"), [
    ({}, "Hãy ghi ngày hẹn, hoặc ngày đã làm."), ({"given_on": "24/11/2026"}, "còn ở phía trước"),
    ({"given_on": "01/03/2020"}, "trước ngày sinh"), ({"planned_on": "01/12/2026", "result": "done"}, "ghi ngày làm"),
    ({"planned_on": "01/12/2036"}, "còn quá xa"), ({"given_on": "20/11/2026", "minutes": "0"}, "Số phút từ 1"),
    ({"package": "lam-cha-me", "receiver": "child", "given_on": "20/11/2026"}, "dành cho cha mẹ"),
    ({"package": "phuc-hoi", "given_on": "20/11/2026"}, "dành cho chính em"),
    ({"package": "khong-co", "given_on": "20/11/2026"}, "Hãy chọn lại")])
def test_slips_are_told(client_of: ClientOf, child: Child, more: dict[str, str], says: str) -> None:
    answer = client_of("child_officer").post(add(child), typed(**more))
    assert answer.status_code == 422 and says in answer.content.decode()
    assert not PackageGiven.objects.exists()


def test_the_same_package_on_the_same_day_is_asked_about(client_of: ClientOf, child: Child) -> None:
    give(child, by="test", package="tham-nha", receiver="mother", given_on=TODAY)
    officer = client_of("child_officer")
    answer = officer.post(add(child), typed(given_on="23/11/2026"))
    assert answer.status_code == 422 and "Có phải cùng một lần không?" in answer.content.decode()
    assert officer.post(add(child), typed(given_on="23/11/2026", receiver="father")).status_code == 302


def test_what_the_child_herself_received_is_a_service_and_what_her_parents_did_is_not(child: Child) -> None:
    day = dt.date(2026, 11, 2)
    give(child, by="test", package="phap-ly", receiver="parents", given_on=day)
    give(child, by="test", package="phuc-hoi", receiver="child", given_on=day, result="absent")
    give(child, by="test", package="hoc-tap", receiver="child", planned_on=day)
    assert services(child) == []
    give(child, by="test", package="phuc-hoi", receiver="child", given_on=day)
    give(child, by="test", package="giay-to", receiver="child", given_on=day)
    assert services(child) == [("health", day), ("welfare", day)]


def test_the_service_follows_every_change_and_goes_with_the_last_package(client_of: ClientOf, child: Child) -> None:
    officer, day = client_of("child_officer"), dt.date(2026, 11, 2)
    first = give(child, by="test", package="phuc-hoi", receiver="child", given_on=day)
    second = give(child, by="test", package="kham-chua", receiver="child", given_on=day)
    assert services(child) == [("health", day)]

    def change(row: PackageGiven, **more: Any) -> None:
        row.refresh_from_db()
        url = reverse("protection:goi-ho-tro-edit", args=[child.pk, row.pk])
        values = typed(package=row.package, receiver="child", given_on="02/11/2026", dau=row.seq) | more
        assert officer.post(url, values).status_code == 302

    change(first, given_on="03/11/2026")
    assert services(child) == [("health", day), ("health", dt.date(2026, 11, 3))]
    change(first, package="hoc-tap")
    assert services(child) == [("education", day), ("health", day)]
    change(first, result="declined", package="hoc-tap")
    assert services(child) == [("health", day)]
    remove = reverse("protection:goi-ho-tro-remove", args=[child.pk, second.pk])
    assert officer.post(remove, {"reason": "ghi nhầm"}).status_code == 302
    assert services(child) == [] and not PackageGiven.objects.filter(pk=second.pk).exists()


def test_a_service_typed_by_hand_stays_when_a_package_goes(client_of: ClientOf, child: Child) -> None:
    day = dt.date(2026, 11, 2)
    records.create(Service, by="test", child=child, field="health", received_on=day)
    row = give(child, by="test", package="phuc-hoi", receiver="child", given_on=day)
    assert services(child) == [("health", day)] and row.service is None
    client_of("child_officer").post(reverse("protection:goi-ho-tro-remove", args=[child.pk, row.pk]),
                                    {"reason": "ghi nhầm"})
    assert services(child) == [("health", day)]


def test_what_is_planned_is_a_list_and_what_is_late_waits_on_the_start_page(client_of: ClientOf, child: Child) -> None:
    officer, url = client_of("child_officer"), reverse("protection:packages-planned")
    row = give(child, by="test", package="tham-nha", receiver="mother", planned_on=dt.date(2026, 11, 22))
    give(born("Vưu Ngoạn Diễm"), by="test", package="tu-van", receiver="child", planned_on=dt.date(2026, 12, 1))
    page = officer.get(url).content.decode()
    assert "2 gói hỗ trợ đã hẹn, 1 gói quá hẹn" in page
    assert page.index("Xuyến Quỳ Oanh") < page.index("Vưu Ngoạn Diễm") and "quá hẹn 22/11/2026" in page
    assert AuditEvent.objects.filter(verb="read", what="protection.packages_planned").count() == 1
    start = reverse("indicators:mine")
    assert "1 gói hỗ trợ đã quá hẹn" in officer.get(start).content.decode()
    assert "gói hỗ trợ" not in client_of("collaborator").get(start).content.decode()
    assert client_of("collaborator").get(url).status_code == 404
    records.correct(row, by="test", given_on=TODAY)
    assert "đã quá hẹn" not in officer.get(start).content.decode()


def roll_url(session: PackageSession, village: str = "Thôn 3") -> str:
    return (reverse("protection:session-roll", args=[session.pk])
            + f"?thon={Unit.objects.get(name=village).pk}")


def test_a_session_is_planned_held_and_its_roll_taken_at_once(client_of: ClientOf, child: Child) -> None:
    officer, other = client_of("child_officer"), born("Vưu Ngoạn Diễm", "Thôn 5")
    unit = Unit.objects.get(name="Thôn 3")
    values = {"package": "lam-cha-me", "held_on": "25/11/2026", "unit": unit.pk, "place": "nhà văn hóa",
              "led_by": "Hội Phụ nữ", "provider": "", "minutes": "90", "note": ""}
    answer = officer.post(reverse("protection:session-add"), values)
    assert answer["Location"] == reverse("protection:sessions")
    session = PackageSession.objects.get()
    assert officer.get(roll_url(session)).status_code == 302
    edit = reverse("protection:session-edit", args=[session.pk])
    assert officer.post(edit, {**values, "held_on": "22/11/2026", "dau": session.seq}).status_code == 302
    page = officer.get(roll_url(session)).content.decode()
    assert "Xuyến Quỳ Oanh" in page and "Vưu Ngoạn Diễm" not in page and "Mẹ Xuyến Quỳ Oanh" in page
    officer.post(roll_url(session), {f"co-{child.pk}": "on", f"ai-{child.pk}": "father", f"co-{other.pk}": "on"})
    row = PackageGiven.objects.get()
    assert (row.child, row.receiver, row.given_on, row.minutes, row.given_by) == (
        child, "father", dt.date(2026, 11, 22), 90, "Hội Phụ nữ")
    officer.post(roll_url(session, "Thôn 5"), {f"co-{other.pk}": "on", f"ai-{other.pk}": "mother"})
    assert session.attendance.count() == 2
    session.refresh_from_db()
    officer.post(edit, {**values, "held_on": "21/11/2026", "minutes": "60", "dau": session.seq})
    assert {(one.given_on, one.minutes) for one in PackageGiven.objects.all()} == {(dt.date(2026, 11, 21), 60)}
    session.refresh_from_db()
    for more, says in (({"held_on": "24/11/2026"}, "đã điểm danh"), ({"package": "ky-nang"}, "không thuộc gói này")):
        answer = officer.post(edit, {**values, "held_on": "21/11/2026", "dau": session.seq, **more})
        assert answer.status_code == 422 and says in answer.content.decode()
    answer = officer.post(roll_url(session), {f"truoc-{child.pk}": "father"}, follow=True)
    assert "Bỏ đánh dấu 1." in answer.content.decode()
    assert [one.child for one in session.attendance.all()] == [other]
    assert AuditEvent.objects.filter(verb="read", what="protection.session_roll").count() >= 2
    assert officer.post(reverse("protection:session-remove", args=[session.pk]), {"reason": "không họp"}
                        ).status_code == 302
    assert not PackageGiven.objects.exists() and not PackageSession.objects.exists()


def test_a_roll_takes_off_only_what_the_page_showed(client_of: ClientOf, child: Child) -> None:
    session = write_session(None, by="test", package="lam-cha-me", held_on=TODAY, unit=None)
    write_roll(session, {child.pk: "mother"}, (), by="test")
    officer = client_of("child_officer")
    officer.post(roll_url(session), {f"ai-{child.pk}": "mother"})
    assert session.attendance.count() == 1
    officer.post(roll_url(session), {f"co-{child.pk}": "on", f"truoc-{child.pk}": "mother", f"ai-{child.pk}": "carer"})
    assert session.attendance.get().receiver == "carer"
    officer.post(roll_url(session), {f"co-{child.pk}": "on", f"truoc-{child.pk}": "mother", f"ai-{child.pk}": "mother"})
    assert session.attendance.get().receiver == "carer"
    officer.post(roll_url(session), {f"co-{child.pk}": "on", f"ai-{child.pk}": "stranger"})
    assert session.attendance.get().receiver == "carer"


def test_a_session_for_children_is_a_service_of_each(child: Child) -> None:
    session = write_session(None, by="test", package="ky-nang", held_on=TODAY, unit=None)
    assert write_roll(session, {child.pk: "child"}, (), by="test") == (1, 0)
    assert services(child) == [("protection", TODAY)]
    write_session(session, by="test", held_on=dt.date(2026, 11, 20))
    assert services(child) == [("protection", dt.date(2026, 11, 20))]
    assert write_roll(session, {}, [child.pk], by="test") == (0, 1)
    assert services(child) == []


def test_two_records_of_a_child_keep_all_her_packages(child: Child) -> None:
    twin = born("Xuyến Quỳ Oanh")
    session = write_session(None, by="test", package="lam-cha-me", held_on=TODAY, unit=None)
    write_roll(session, {child.pk: "mother", twin.pk: "mother"}, (), by="test")
    for one in (child, twin):
        give(one, by="test", package="phuc-hoi", receiver="child", given_on=TODAY)
        give(one, by="test", package="tham-nha", receiver="mother", planned_on=TODAY)
    joined = merge(child, twin, take={}, by="test")
    rows = PackageGiven.objects.filter(child=child)
    assert sorted(rows.values_list("package", flat=True)) == [
        "lam-cha-me", "phuc-hoi", "phuc-hoi", "tham-nha", "tham-nha"]
    assert services(child) == [("health", TODAY)]
    assert {row.service_id for row in rows.filter(package="phuc-hoi")} == {Service.objects.get(child=child).pk}
    part(joined, by="test")
    assert PackageGiven.objects.filter(child=twin).count() == 3 and services(twin) == [("health", TODAY)]


def test_a_provider_with_packages_is_not_taken_out(client_of: ClientOf, child: Child) -> None:
    provider = records.create(Provider, by="test", name="Nơi thử", kind="other", phone="111")
    give(child, by="test", package="tham-nha", receiver="mother", given_on=TODAY, provider=provider)
    answer = client_of("child_officer").post(reverse("protection:provider-remove", args=[provider.pk]),
                                             {"reason": "nhầm"})
    assert answer.status_code == 422 and Provider.objects.filter(pk=provider.pk).exists()


def table(page: str, title: str) -> dict[str, tuple[str, str]]:
    part_ = page.partition(f"<caption>{title}</caption>")[2].partition("</table>")[0]
    return {name: (a, b) for name, a, b in re.findall(
        r'<th scope="row">([^<]+)</th><td class="n">([^<]+)</td><td class="n">([^<]+)</td>', part_)}


def test_counts_by_village_are_exact_for_the_officer_and_in_words_for_others(client_of: ClientOf,
                                                                             child: Child) -> None:
    url = reverse("protection:packages-by-village")
    for n in range(7):
        one = born(f"Trịnh Hoẵng {n}", "Thôn 5" if n < 6 else "Thôn 3")
        give(one, by="test", package="tham-nha", receiver="mother", given_on=dt.date(2026, 5, 1))
        give(one, by="test", package="tham-nha", receiver="father", given_on=dt.date(2026, 6, 1))
    give(child, by="test", package="phuc-hoi", receiver="child", given_on=dt.date(2026, 5, 1))
    give(child, by="test", package="phuc-hoi", receiver="child", given_on=dt.date(2025, 5, 1))
    give(child, by="test", package="tham-nha", receiver="mother", given_on=dt.date(2026, 5, 1), result="absent")
    page = client_of("child_officer").get(url).content.decode()
    assert "Số em được giúp: 1. Số em có cha mẹ hoặc người chăm sóc được giúp: 7." in page
    thon = table(page, "Theo thôn")
    assert (thon["Thôn 3"], thon["Thôn 5"], thon["Thôn 1"]) == (("1", "1"), ("0", "6"), ("0", "0"))
    assert table(page, "Theo gói hỗ trợ") == {"Thăm nhà": ("0", "7"), "Phục hồi chức năng": ("1", "0")}
    page = client_of("collaborator").get(url).content.decode()
    assert "Số em được giúp: số dưới 5." in page and "Trịnh Hoẵng" not in page
    thon = table(page, "Theo thôn")
    assert (thon["Thôn 3"], thon["Thôn 5"], thon["Thôn 1"]) == (
        ("số dưới 5", "số dưới 5"), ("không nêu", "không nêu"), ("không nêu", "0"))
    assert table(client_of("child_officer").get(url + "?nam=2025").content.decode(), "Theo gói hỗ trợ") == {
        "Phục hồi chức năng": ("1", "0")}
