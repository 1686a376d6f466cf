"""Children who stand in the register twice: found, looked at, told apart or made one, by the pages."""
from __future__ import annotations

import datetime as dt
import html
import re
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import audit, records
from mangnon.education.models import Enrolment
from mangnon.health.models import Measurement
from mangnon.intake.agreements import likeness
from mangnon.intake.comparing import Agreement
from mangnon.intake.duplicates.finding import pairs
from mangnon.intake.matching import Matcher
from mangnon.places.models import Facility
from mangnon.protection.models import AtRisk, Circumstance
from mangnon.registry.models import Child, Merge, Residence
from tests.conftest import TODAY

LIST = "intake:duplicates"


def words(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def again(child: Child, **other: Any) -> Child:
    """The child entered a second time, living where she lives."""
    values = {f.attname: getattr(child, f.attname) for f in Child._meta.concrete_fields}
    copy = Child(**{**values, "id": uuid.uuid4(), "exchange_id": str(uuid.uuid4()), **other})
    copy.save(force_insert=True)
    home = child.residences.order_by("from_on").last()
    records.create(Residence, by="test", child=copy, unit=home.unit, from_on=home.from_on)
    return copy


@pytest.fixture
def pair(db: None) -> tuple[Child, Child]:
    child = next(c for c in Child.objects.resident_on(TODAY).filter(born_precision="day", born_on__year=2021)
                 if c.mother_name)
    return child, again(child, full_name=child.full_name.upper(), father_name="")


def address(*children: Child) -> str:
    one, other = sorted(child.pk for child in children)
    return reverse("intake:duplicate", args=[one, other])


def keys(found: Any) -> set[frozenset[uuid.UUID]]:
    return {frozenset((p.one, p.other)) for p in found}


def test_a_child_entered_twice_is_found_and_nobody_else_at_the_top(pair: Any) -> None:
    found = pairs()
    assert {found[0].one, found[0].other} == {child.pk for child in pair} and found[0].why == ""


def test_every_pair_that_lists_would_doubt_is_asked_about(pair: Any) -> None:
    """The same as asking every child as a list's row, the plain way."""
    from mangnon.intake.known import known_children
    from mangnon.intake.matching import is_another_child

    again(pair[0], full_name="Trần Thị Khác Hẳn", personal_id="")
    children = known_children(TODAY)
    matcher, wanted = Matcher(children), set()
    ids = dict(Child.objects.values_list("exchange_id", "pk"))
    for child in children:
        for candidate in matcher.candidates(child):
            if candidate.child.id != child.id and not is_another_child(candidate):
                wanted.add(frozenset((ids[child.id], ids[candidate.child.id])))
    assert keys(pairs()) <= wanted and frozenset(child.pk for child in pair) in keys(pairs())


def test_twins_and_brothers_are_not_asked_about(pair: Any) -> None:
    child = pair[0]
    brother = again(child, full_name=" ".join([*child.full_name.split()[:-1], "Quyền"]), personal_id="",
                    born_on=dt.date(2017, 3, 17) + dt.timedelta(days=child.born_on.day))
    assert not any({child.pk, brother.pk} == {p.one, p.other} for p in pairs())


def test_told_apart_they_are_not_asked_about_again_until_one_changes(pair: Any, client_of: Any) -> None:
    officer, both = client_of("child_officer"), frozenset(child.pk for child in pair)
    assert officer.post(address(*pair), {"la": "different"}).status_code == 302
    assert both not in keys(pairs())
    records.correct(Child.objects.get(pk=pair[1].pk), by="test", ethnicity="Mường")
    assert both not in keys(pairs())
    records.correct(Child.objects.get(pk=pair[1].pk), by="test", mother_name="Lê Thị Mận")
    assert both in keys(pairs())


def test_put_off_they_stand_at_the_end(pair: Any, client_of: Any) -> None:
    officer = client_of("child_officer")
    other = next(c for c in Child.objects.resident_on(TODAY).filter(born_on__year=2019) if c.mother_name)
    again(other)
    officer.post(address(*pair), {"la": "later"})
    found = pairs()
    assert {found[-1].one, found[-1].other} == {child.pk for child in pair} and found[-1].verdict == "later"
    assert "1 cặp đã để sau" in words(officer.get(reverse(LIST)))


def test_made_one_by_the_page_and_parted_again(pair: Any, client_of: Any) -> None:
    officer, (first, second) = client_of("child_officer"), pair
    records.create(Measurement, by="test", child=second, measured_on=dt.date(2026, 6, 1), weight_kg="14.0")
    records.create(Circumstance, by="test", child=second, group="i", from_on=dt.date(2026, 2, 1))
    page = officer.get(address(*pair))
    text = words(page)
    assert page.status_code == 200 and "Có phải cùng một trẻ?" in text and "Lần cân đo" in text
    assert "hoàn cảnh" not in text.lower() and "xâm hại" not in text.lower()
    name = {"full_name": str(second.pk)}
    sure = officer.post(address(*pair), {"la": "same", "giu": str(first.pk), **name})
    assert "Gộp hai hồ sơ thành một? Giữ hồ sơ" in words(sure) and "Lấy theo hồ sơ kia: Họ và tên." in words(sure)
    assert not Merge.objects.exists(), "one key is not enough"
    told = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', sure.content.decode()))
    answer = officer.post(address(*pair), told, follow=True)
    text = words(answer)
    joined = Merge.objects.get()
    assert (joined.kept_id, joined.dropped) == (first.pk, second.pk) and "Đã gộp hai hồ sơ thành một." in text
    first.refresh_from_db()
    assert first.full_name == second.full_name and "hoàn cảnh" not in text.lower()
    assert Circumstance.objects.get(group="i", from_on=dt.date(2026, 2, 1)).child_id == first.pk
    assert "đã gộp" in words(officer.get(reverse(LIST)))
    # Whoever still has the pair open is led to what became of it.
    late = officer.post(address(*pair), {"la": "same", "giu": str(first.pk)})
    assert late["Location"] == reverse("intake:duplicate-joined", args=[joined.pk])

    records.correct(Measurement.objects.get(measured_on=dt.date(2026, 6, 1), child=first), by="test", weight_kg="14.2")
    text = words(officer.post(reverse("intake:duplicate-joined", args=[joined.pk]), follow=True))
    assert "Đã tách lại thành hai hồ sơ" in text
    first.refresh_from_db()
    assert first.full_name != second.full_name and Child.objects.filter(pk=second.pk).exists()
    assert Measurement.objects.get(measured_on=dt.date(2026, 6, 1), child=second).weight_kg == Decimal("14.2")
    assert frozenset((first.pk, second.pk)) not in keys(pairs())
    assert "đã được tách rồi" in words(officer.post(reverse("intake:duplicate-joined", args=[joined.pk]), follow=True))
    assert audit.verify()["ok"]


def test_without_a_choice_of_the_record_to_keep_nothing_is_joined(pair: Any, client_of: Any) -> None:
    officer = client_of("child_officer")
    text = words(officer.post(address(*pair), {"la": "same"}, follow=True))
    assert "Hãy chọn hồ sơ được giữ" in text and not Merge.objects.exists()
    assert officer.get(reverse("intake:duplicate", args=[pair[0].pk, pair[0].pk])).status_code == 404
    assert officer.get(reverse("intake:duplicate", args=[pair[0].pk, uuid.uuid4()])).status_code == 404


@pytest.fixture
def twin(pair: Any) -> tuple[Child, Child]:
    """Two girls of one mother and one day."""
    child = records.correct(Child.objects.get(pk=pair[0].pk), by="test", full_name="Nguyễn Như Trâm", personal_id="")
    return child, again(child, full_name="Nguyễn Kim Tâm")


def test_twins_are_set_aside_and_said(twin: Any, client_of: Any) -> None:
    officer, both = client_of("child_officer"), frozenset(child.pk for child in twin)
    assert both not in keys(pairs())
    text = words(officer.get(reverse(LIST)))
    assert "cặp có thể là sinh đôi, đã để riêng" in text and "Nguyễn Kim Tâm" in text
    text = words(officer.get(address(*twin)))
    assert "Có thể là sinh đôi: cùng ngày sinh, cùng mẹ, hai tên gọi." in text
    assert "khá giống" in text and "1,00" not in text


def test_a_name_one_letter_apart_on_one_day_comes_after_what_is_alike(pair: Any) -> None:
    child = records.correct(Child.objects.get(pk=pair[0].pk), by="test", full_name="Nguyễn Như Trâm", personal_id="")
    other = again(child, full_name="Nguyễn Như Tâm")
    records.correct(Child.objects.get(pk=pair[1].pk), by="test", full_name="Nguyễn Như Trâm", personal_id="")
    found = pairs()
    assert {found[0].one, found[0].other} == {child.pk, pair[1].pk}
    late = next(p for p in found if {p.one, p.other} == {child.pk, other.pk})
    assert late.why == "perhaps twins" and all(p.apart for p in found[found.index(late):])


def sits(child: Child, class_name: str, school: Facility) -> None:
    records.create(Enrolment, by="test", child=child, facility=school, school_year="2026-2027", grade="1",
                   class_name=class_name, entered_on=dt.date(2026, 9, 5))


def test_two_classes_in_one_year_are_shown_and_come_last(pair: Any, client_of: Any) -> None:
    first, second = pair
    Enrolment.objects.filter(child__in=pair).delete()
    school = Facility.objects.schools().order_by("name")[0]
    sits(first, "1A", school)
    sits(second, "1 a", school)
    assert "Năm học 2026-2027" in words(client_of("child_officer").get(address(*pair)))
    assert pairs()[0].why == "", "one class, written in two ways"
    Enrolment.objects.filter(child=second).update(class_name="1B")
    again(Child.objects.resident_on(TODAY).filter(born_on__year=2019).exclude(mother_name="").order_by("pk")[0])
    found = pairs()
    assert next(p for p in found if {p.one, p.other} == {first.pk, second.pk}).why == "school"
    assert {found[0].one, found[0].other} != {first.pk, second.pk}
    text = words(client_of("child_officer").get(address(*pair)))
    assert "lớp 1A, " + school.name in text and "lớp 1B, " + school.name in text and "hai lớp khác nhau" in text
    assert "rất có thể là hai em" in text


def test_signs_of_risk_are_counted_beside_what_each_record_has(pair: Any, client_of: Any) -> None:
    records.create(AtRisk, by="test", child=pair[1], sign="nghèo", from_on=dt.date(2026, 2, 1))
    one, other = (0, 1) if pair[0].pk < pair[1].pk else (1, 0)
    counted = [AtRisk.objects.filter(child=pair[n]).count() for n in (one, other)]
    assert "Dấu hiệu nguy cơ {} {}".format(*counted) in words(client_of("child_officer").get(address(*pair)))


@pytest.mark.parametrize(("score", "name", "said"), [
    (1.0, Agreement.EQUAL, "giống hệt"), (1.0, Agreement.UNMARKED, "giống hệt"), (1.0, Agreement.SLIP, "rất giống"),
    (1.0, Agreement.NEAR, "khá giống"), (1.0, Agreement.DIFFERENT, "khá giống"), (0.97, Agreement.EQUAL, "hơi giống"),
    (0.3, Agreement.EQUAL, "ít giống")])
def test_how_alike_never_contradicts_what_is_shown_to_differ(score: float, name: Agreement, said: str) -> None:
    assert likeness(score, {"given": name, "birth": Agreement.EQUAL, "number": Agreement.MISSING}) == said
