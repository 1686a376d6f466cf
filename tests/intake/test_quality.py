"""What looks wrong in the register: each rule sees a planted fault of its kind, and nothing else on that child."""
from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import records
from mangnon.delivery.models import Activity, Attendance
from mangnon.education.models import Enrolment
from mangnon.health.models import Dose, Measurement
from mangnon.intake.mending.measuring import complete, lacking, schools
from mangnon.intake.quality import look
from mangnon.intake.rules import rules
from mangnon.places.models import Facility, Unit
from mangnon.protection.models import AtRisk, Circumstance, Disability, Incident, Service, Support
from mangnon.registry.models import Carer, Child, Household, HouseholdMember, Registration, Residence
from tests.conftest import TODAY

BORN = dt.date(2016, 3, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def child(db: None) -> Child:
    """A girl born on 1 March 2016 who lives in Thôn 3, of whom nothing is wrong."""
    found = records.create(Child, by="test", full_name="Trịnh Thị Thử", sex="female", born_on=BORN,
                           born_precision="day", mother_name="Lê Thị Mẫu", personal_id="038316123456")
    records.create(Residence, by="test", child=found, unit=Unit.objects.get(name="Thôn 3"), from_on=BORN)
    return found


def make(model: Any, child: Child, **values: Any) -> None:
    records.create(model, by="test", child=child, **values)


def school(kind: str) -> Facility:
    return Facility.objects.filter(kind=kind)[0]


def housed(child: Child, head: str) -> None:
    home = records.create(Household, by="test", unit=Unit.objects.get(name="Thôn 3"), head_name=head)
    make(HouseholdMember, child, household=home, from_on=BORN)


def seen(child: Child, *, sealed: bool = True) -> dict[str, str]:
    """What each rule says of one child."""
    return {one.rule.code: words for one in look(rules(), TODAY, sealed=sealed, children={child.pk})
            for _child, words in one.findings}


FAULTS: list[tuple[str, Callable[[Child], Any], str]] = [
    ("truoc-sinh", lambda c: make(Dose, c, vaccine="BCG", given_on=day("2016-02-28")),
     "ngày 28/02/2016, trước ngày sinh"),
    ("truoc-sinh", lambda c: make(Measurement, c, measured_on=day("2015-09-05"), weight_kg=3), "05/09/2015"),
    ("truoc-sinh", lambda c: make(Registration, c, kind="permanent",
                                  from_on=day("2016-02-01")), "đăng ký cư trú ngày 01/02/2016, trước ngày sinh"),
    ("truoc-sinh-khac", lambda c: make(AtRisk, c, sign="x", from_on=day("2015-06-01")),
     "dấu hiệu nguy cơ ngày 01/06/2015, trước ngày sinh"),
    ("truoc-sinh-khac", lambda c: make(Support, c, kind="cash", from_on=day("2015-06-01")), "trợ giúp ngày"),
    ("truoc-sinh-khac", lambda c: make(Service, c, field="health", received_on=day("2015-06-01")), "dịch vụ ngày"),
    ("truoc-sinh-khac", lambda c: make(Circumstance, c, group="a", from_on=day("2015-06-01")), "hoàn cảnh đặc biệt"),
    ("truoc-sinh-khac", lambda c: make(Incident, c, kind="injury", occurred_on=day("2015-06-01"),
                                       detected_on=day("2020-06-01")), "vụ việc ngày 01/06/2015"),
    ("truoc-sinh-khac", lambda c: make(Attendance, c, activity=records.create(
        Activity, by="test", kind="training", held_on=day("2015-06-01"))), "tham gia hoạt động ngày 01/06/2015"),
    ("truoc-sinh-kin", lambda c: make(Incident, c, kind="abuse", occurred_on=day("2015-06-01"),
                                      detected_on=day("2020-06-01")), "vụ việc ngày 01/06/2015"),
    ("truoc-sinh-kin", lambda c: make(Circumstance, c, group="e", from_on=day("2015-06-01")), "trước ngày sinh"),
    ("so-dinh-danh", lambda c: records.correct(c, by="test", personal_id="038216123456"), "giới tính khác"),
    ("so-dinh-danh", lambda c: records.correct(c, by="test", personal_id="038317123456"), "năm sinh 2017"),
    ("so-dinh-danh", lambda c: records.correct(c, by="test", personal_id="3831612345"), "không phải 12 chữ số"),
    ("mui-som", lambda c: make(Dose, c, vaccine="JE", given_on=day("2016-06-01")), "khi mới 3 tháng tuổi"),
    ("lop-tuoi", lambda c: make(Enrolment, c, facility=school("primary"), school_year="2026-2027", grade="1",
                                entered_on=day("2026-09-05"), outcome="studying"), "khi 10 tuổi"),
    ("khuyet-tat-d", lambda c: make(Disability, c, severity="mild", from_on=day("2026-01-01")), "chưa ghi nhóm d"),
    ("d-khuyet-tat", lambda c: make(Circumstance, c, group="d", from_on=day("2026-01-01")), "chưa ghi mức độ"),
    ("tai-nan-mat", lambda c: make(Incident, c, kind="injury", fatal=True, detected_on=day("2026-05-01")),
     "chưa ghi ngày mất"),
    ("xam-hai-nhom", lambda c: make(Incident, c, kind="abuse", confirmed=True, detected_on=day("2026-05-01")),
     "chưa ghi nhóm i, k, l hay m"),
    ("nhom-xam-hai", lambda c: make(Circumstance, c, group="l", from_on=day("2026-01-01")), "chưa ghi vụ việc nào"),
    ("nhom-bo-hoc", lambda c: make(Circumstance, c, group="h", from_on=day("2026-01-01")), "chưa ghi bỏ học"),
    ("phia-truoc", lambda c: Dose.objects.create(child=c, vaccine="MR", given_on=day("2062-05-01"), seq=1,
                                                 commune_id=c.commune_id), "01/05/2062 còn ở phía trước"),
    ("khai-sinh-som", lambda c: Child.objects.filter(pk=c.pk).update(birth_registered_on=day("2016-02-20")),
     "20/02/2016, trước ngày sinh"),
    ("ho-khong-nguoi-lon", lambda c: housed(c, "Trịnh thị thử"), "chưa ghi người lớn nào"),
]


@pytest.mark.parametrize(("code", "plant", "words"), FAULTS, ids=lambda part: part if isinstance(part, str) else "")
def test_a_planted_fault_is_seen_and_nothing_else(child: Child, code: str, plant: Callable[[Child], Any], words: str,
                                                  ) -> None:
    assert seen(child) == {}
    plant(child)
    found = seen(child)
    assert set(found) == {code} and words in found[code]


def test_a_height_that_shrinks(child: Child) -> None:
    make(Measurement, child, measured_on=day("2020-01-01"), height_cm=100)
    make(Measurement, child, measured_on=day("2020-07-01"), height_cm="97.5")
    assert seen(child) == {}
    make(Measurement, child, measured_on=day("2021-01-01"), height_cm="90.2")
    assert seen(child) == {"thap-di": "cao 97,5 cm ngày 01/07/2020, còn 90,2 cm ngày 01/01/2021"}


def test_two_schools_and_two_homes(child: Child) -> None:
    for kind in ("primary", "lower_secondary"):
        make(Enrolment, child, facility=school(kind), school_year="2025-2026", grade="5", entered_on=day("2025-09-05"),
             outcome="studying")
    make(Residence, child, unit=Unit.objects.get(name="Thôn 5"), from_on=day("2024-01-01"))
    assert seen(child) == {"hai-truong": "năm học 2025-2026 ở 2 trường",
                           "hai-noi-o": "Thôn 3 và Thôn 5 cùng ngày 01/01/2024"}


def test_after_death_by_injury(child: Child) -> None:
    records.correct(child, by="test", died_on=day("2025-05-01"), death_cause="injury")
    make(Dose, child, vaccine="MR", given_on=day("2025-06-01"))
    found = seen(child)
    assert set(found) == {"sau-mat", "mat-tai-nan"} and "01/06/2025, sau ngày mất" in found["sau-mat"]


def test_what_comes_to_light_after_a_death_is_not_odd_what_happens_after_it_is(child: Child) -> None:
    records.correct(child, by="test", died_on=day("2025-05-01"), death_cause="other")
    make(Incident, child, kind="abuse", detected_on=day("2025-07-01"))
    assert seen(child) == {}
    make(Incident, child, kind="abuse", occurred_on=day("2025-06-01"), detected_on=day("2025-07-02"))
    make(Support, child, kind="cash", from_on=day("2025-09-01"))
    assert seen(child) == {"sau-mat-khac": "trợ giúp ngày 01/09/2025, sau ngày mất",
                           "sau-mat-kin": "vụ việc ngày 01/06/2025, sau ngày mất"}
    assert set(seen(child, sealed=False)) == {"sau-mat-khac"}


def test_the_demonstration_has_nothing_before_birth_or_after_death(db: None) -> None:
    codes = {f"{what}{end}" for what in ("truoc-sinh", "sau-mat") for end in ("", "-khac", "-kin")}
    found = {one.rule.code: one.findings for one in look(rules(), TODAY, sealed=True) if one.rule.code in codes}
    assert found == {code: [] for code in codes}


def test_a_number_of_what_is_known_leads_to_those_of_whom_it_is_not(
        child: Child, client_of: Callable[[str], Any]) -> None:
    officer, thon = client_of("child_officer"), Unit.objects.get(name="Thôn 3")
    records.correct(child, by="test", mother_name="")
    door = reverse("intake:quality-lacking", args=["mother", thon.pk])
    assert door in officer.get(reverse("intake:quality")).content.decode()
    text = officer.get(door).content.decode()
    assert "Trịnh Thị Thử" in text and "Chưa có họ tên mẹ" in text
    row = next(row for row in complete(TODAY) if row["name"] == "Thôn 3")
    assert lacking("mother", thon, TODAY).count() == row["n"] - row["mother"]
    assert lacking("registered", thon, TODAY).count() == row["young"] - row["registered"]
    for school_ in schools(TODAY):
        place = Facility.objects.get(pk=school_["pk"])
        assert lacking("class", place, TODAY).count() == school_["n"] - school_["class"]
    numbers = officer.get(reverse("intake:quality-lacking", args=["number", thon.pk])).content.decode()
    assert "Trịnh Thị Thử" not in numbers
    assert officer.get(reverse("intake:quality-lacking", args=["khac", thon.pk])).status_code == 404


def test_one_number_borne_by_two(child: Child) -> None:
    other = records.create(Child, by="test", full_name="Trịnh Thị Khác", sex="female", born_on=BORN,
                           born_precision="day", personal_id=child.personal_id)
    assert seen(child) == {"trung-so": "cùng số định danh với Trịnh Thị Khác"}
    assert seen(other) == {"trung-so": "cùng số định danh với Trịnh Thị Thử", "khong-noi-o": "chưa ghi nơi ở nào"}


def test_sealed_rules_are_not_even_asked_for_others(child: Child) -> None:
    make(Incident, child, kind="abuse", confirmed=True, detected_on=day("2026-05-01"))
    assert seen(child, sealed=False) == {} and seen(child) != {}


def test_the_page_names_the_child_and_the_thon_add_up(child: Child, client_of: Callable[[str], Any]) -> None:
    records.correct(child, by="test", personal_id="038317123456")
    page = client_of("child_officer").get(reverse("intake:quality")).content.decode()
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    assert "Trịnh Thị Thử" in text and "số định danh nói năm sinh 2017" in text
    thon = re.search(r"Thôn 3 (\d+) (\d+)/(\d+)", text)
    assert thon and int(thon[1]) == int(thon[3]) >= int(thon[2])


def test_a_household_with_an_adult_is_none_of_these(child: Child) -> None:
    housed(child, "Trịnh Văn Lớn")
    assert seen(child) == {}
    HouseholdMember.objects.all().delete()
    housed(child, "")
    assert set(seen(child)) == {"ho-khong-nguoi-lon"}
    make(Carer, child, full_name="Lê Thị Mẫu", relation="mother")
    assert seen(child) == {}


def labour(child: Child) -> None:
    make(Enrolment, child, facility=school("primary"), school_year="2025-2026", grade="4", entered_on=day("2025-09-05"),
         left_on=day("2026-02-01"), outcome="dropped_out")
    make(Incident, child, kind="child_labour", confirmed=True, detected_on=day("2026-03-01"))


ADDED: list[tuple[str, str, Callable[[Child], Any], Any]] = [
    ("khuyet-tat-d", "nhom-d", lambda c: make(Disability, c, severity="mild", from_on=day("2025-01-01")),
     lambda c: Circumstance.objects.get(child=c, group="d").from_on == day("2025-01-01")),
    ("d-khuyet-tat", "khuyet-tat", lambda c: make(Circumstance, c, group="d", from_on=day("2025-01-01")),
     lambda c: Disability.objects.get(child=c).from_on == day("2025-01-01")),
    ("mat-tai-nan", "vu-tai-nan", lambda c: records.correct(c, by="test", died_on=day("2026-05-01"),
                                                           death_cause="injury"),
     lambda c: Incident.objects.get(child=c, fatal=True, kind="injury").occurred_on == day("2026-05-01")),
    ("tai-nan-mat", "ngay-mat", lambda c: make(Incident, c, kind="injury", fatal=True, detected_on=day("2026-05-02"),
                                              occurred_on=day("2026-05-01")),
     lambda c: (Child.objects.get(pk=c.pk).died_on, Child.objects.get(pk=c.pk).death_cause) == (
         day("2026-05-01"), "injury")),
    *((("xam-hai-nhom"), f"nhom-{group}", lambda c: make(Incident, c, kind="abuse", confirmed=True,
                                                         detected_on=day("2026-05-01")),
       lambda c, group=group: Circumstance.objects.get(child=c, group=group).from_on == day("2026-05-01"))
      for group in "iklm"),
    ("nhom-xam-hai", "vu-viec", lambda c: make(Circumstance, c, group="i", from_on=day("2026-05-01")),
     lambda c: Incident.objects.get(child=c, kind="abuse").confirmed is None),
    ("lao-dong-nhom", "nhom-h", labour, lambda c: Circumstance.objects.get(child=c, group="h").to_on is None),
]


@pytest.mark.parametrize(("code", "what", "plant", "written"), ADDED, ids=lambda part: str(part)[:14])
def test_one_click_closes_exactly_that_finding_and_does_nothing_twice(
        child: Child, client_of: Callable[[str], Any], code: str, what: str, plant: Any, written: Any) -> None:
    plant(child)
    officer, form = client_of("child_officer"), {"quy-tac": code, "viec": what, "em": str(child.pk)}
    assert set(seen(child)) == {code}
    assert f'value="{what}"' in officer.get(reverse("intake:quality")).content.decode()
    if code in ("xam-hai-nhom", "nhom-xam-hai", "lao-dong-nhom"):
        asked = html.unescape(officer.post(reverse("intake:quality-add"), form).content.decode())
        assert "cho em Trịnh Thị Thử?" in asked and set(seen(child)) == {code}, "sealed rows are asked about first"
        form["chac"] = "1"
    assert officer.post(reverse("intake:quality-add"), form).status_code == 302
    assert seen(child) == {} and written(child)
    rows = [model.objects.filter(child=child).count() for model in (Circumstance, Disability, Incident)]
    page = officer.post(reverse("intake:quality-add"), form, follow=True).content.decode()
    assert "Chỗ này đã được ghi hoặc sửa rồi." in page
    assert rows == [model.objects.filter(child=child).count() for model in (Circumstance, Disability, Incident)]


def test_what_may_not_be_read_may_not_be_added_and_looks_as_if_it_were_not_there(
        child: Child, client_of: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """An officer without the right to sealed rows: the page is the same with and without them."""
    from mangnon.accounts import roles
    from mangnon.accounts.permissions import Permission

    sealed = {Permission.SEALED_READ, Permission.SEALED_WRITE}
    role = roles.ROLES["child_officer"]
    monkeypatch.setitem(roles.ROLES, "child_officer", replace(role, permissions=role.permissions - sealed))
    officer = client_of("child_officer")
    token = re.compile(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]+"')
    before = token.sub("", officer.get(reverse("intake:quality")).content.decode())
    make(Incident, child, kind="abuse", confirmed=True, detected_on=day("2026-05-01"))
    assert token.sub("", officer.get(reverse("intake:quality")).content.decode()) == before
    form = {"quy-tac": "xam-hai-nhom", "viec": "nhom-i", "em": str(child.pk)}
    assert officer.post(reverse("intake:quality-add"), form).status_code == 404
    assert not Circumstance.objects.filter(child=child).exists()
    for wrong in ({"quy-tac": "khong-co"}, {"quy-tac": "khuyet-tat-d", "viec": "nhom-d", "em": "x"},
                  {"quy-tac": "khuyet-tat-d", "viec": "khac", "em": str(child.pk)}):
        assert officer.post(reverse("intake:quality-add"), wrong).status_code == 404


def test_the_demonstration_has_no_personal_number_that_contradicts(db: None) -> None:
    assert [one.findings for one in look(rules(), TODAY, sealed=True) if one.rule.code == "so-dinh-danh"] == [[]]
    assert Child.objects.filter(born_on__lt="2000-01-01").exclude(personal_id="").exists()
