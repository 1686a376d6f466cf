"""Recording by hand, through the pages: kind errors, nothing lost, history kept."""
from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from mangnon.health.models import Measurement
from mangnon.places.models import Unit
from mangnon.registry.models import Child, Residence, Revision
from tests.conftest import TODAY


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


@pytest.fixture
def village(db: None) -> Unit:
    return Unit.objects.get(name="Thôn 2")


def born(officer: Any, village: Unit, **more: str) -> Any:
    data = {"full_name": "Lê Thị Măng Đức", "sex": "female", "born_on": "3/2/2026", "born_precision": "day",
            "unit": str(village.pk), **more}
    return officer.post(reverse("registry:child-add"), data)


def test_a_birth_is_recorded_and_found_without_marks(officer: Any, village: Unit) -> None:
    response = born(officer, village)
    child = Child.objects.get(full_name="Lê Thị Măng Đức")
    assert response.status_code == 302 and response.url == child.get_absolute_url()
    assert Residence.objects.get(child=child).from_on == dt.date(2026, 2, 3)
    page = officer.get(reverse("registry:children"), {"q": "mang duc"}).content.decode()
    assert "Lê Thị Măng Đức" in page


@pytest.mark.parametrize(("field", "typed", "words"), [
    ("born_on", "30/2/2026", "Tháng 2 năm 2026 không có ngày 30."), ("born_on", "2/12/2027", "còn ở phía trước"),
    ("born_on", "hôm qua", "không đọc được"), ("born_on", "1/12", "gõ thêm năm sinh, như 1/12/2018"),
    ("personal_id", "38219", "có 12 chữ số")])
def test_a_slip_is_answered_kindly_and_nothing_typed_is_lost(officer: Any, village: Unit, field: str, typed: str,
                                                             words: str) -> None:
    response = born(officer, village, **{field: typed})
    page = response.content.decode()
    assert response.status_code == 422 and words in page
    assert "Lê Thị Măng Đức" in page and typed in page
    assert not Child.objects.filter(full_name="Lê Thị Măng Đức").exists()


def test_a_correction_keeps_what_was_there(officer: Any, village: Unit) -> None:
    born(officer, village)
    child = Child.objects.get(full_name="Lê Thị Măng Đức")
    officer.post(reverse("registry:child-edit", args=[child.pk]), {
        "full_name": "Lê Thị Măng Đức", "sex": "female", "born_on": "04/02/2026", "born_precision": "day"})
    assert Child.objects.get(pk=child.pk).born_on == dt.date(2026, 2, 4)
    assert Revision.objects.get(record_id=child.pk).values == {"born_on": "2026-02-03"}
    page = officer.get(reverse("registry:child-history", args=[child.pk])).content.decode()
    assert "<s>03/02/2026</s> → <b>04/02/2026</b>" in page and "Ngày sinh:" in page


def test_a_move_ends_one_home_and_begins_the_next(officer: Any, village: Unit) -> None:
    born(officer, village)
    child = Child.objects.get(full_name="Lê Thị Măng Đức")
    new = Unit.objects.get(name="Thôn 6")
    officer.post(reverse("registry:child-move", args=[child.pk]), {"unit": str(new.pk), "on": "1-6-2026"})
    assert list(Residence.objects.filter(child=child).order_by("from_on").values_list("unit__name", "to_on")) == [
        ("Thôn 2", dt.date(2026, 6, 1)), ("Thôn 6", None)]


def test_a_death_before_the_birth_is_asked_about(officer: Any, village: Unit) -> None:
    born(officer, village)
    child = Child.objects.get(full_name="Lê Thị Măng Đức")
    url = reverse("registry:child-death", args=[child.pk])
    assert "trước ngày sinh 03/02/2026" in officer.post(url, {"died_on": "1/1/2026"}).content.decode()
    officer.post(url, {"died_on": "9/2/2026", "death_cause": "illness"})
    assert Child.objects.get(pk=child.pk).died_on == dt.date(2026, 2, 9)


RECORDS = [
    ("health", "can-do", {"measured_on": "20/11/2026", "weight_kg": "9,4", "height_cm": "74.5", "position": "lying"}),
    ("health", "mui-tiem", {"vaccine": "BCG", "given_on": "05/02/2026"}),
    ("health", "danh-gia", {"assessed_on": "20/11/2026", "instrument": "kindergarten", "score": "1"}),
    ("education", "nam-hoc", {"facility": "khac", "school_year": "2026-2027", "grade": "MG3",
                              "entered_on": "5/9/2026"}),
    ("protection", "hoan-canh", {"group": "a", "from_on": "1/3/2026"}),
    ("protection", "khuyet-tat", {"severity": "mild", "needs_schooling": "true", "from_on": "1/3/2026"}),
    ("protection", "tro-giup", {"kind": "cash", "from_on": "1/3/2026", "to_on": "2/3/2026"}),
    ("protection", "dich-vu", {"field": "nutrition", "received_on": "1/6/2026"}),
    ("protection", "nguy-co", {"sign": "nghi-hoc-nhieu", "from_on": "1/6/2026"}),
    ("protection", "vu-viec", {"kind": "injury", "detected_on": "1/6/2026", "confirmed": ""}),
    ("registry", "nguoi-cham-soc", {"full_name": "Bà Ngoại Ví Dụ", "relation": "grandparent"}),
    ("registry", "chua-gap", {"tried_on": "20/11/2026", "why": "away", "note": "hàng xóm nói đi Nam"}),
    ("registry", "cu-tru", {"kind": "temporary", "from_on": "1/4/2026"}),
]


@pytest.mark.parametrize(("room", "slug", "typed"), RECORDS)
def test_each_row_is_recorded_corrected_and_removed(officer: Any, village: Unit, room: str, slug: str,
                                                    typed: dict[str, str]) -> None:
    from importlib import import_module

    born(officer, village)
    child = Child.objects.get(full_name="Lê Thị Măng Đức")
    if slug == "nam-hoc":
        # A baby in the class of three-year-olds would be asked about.
        Child.objects.filter(pk=child.pk).update(born_on=dt.date(2023, 2, 3))
    kind = next(k for k in import_module(f"mangnon.{room}.kinds").KINDS if k.slug == slug)
    response = officer.post(reverse(f"{room}:{slug}-add", args=[child.pk]), typed)
    assert response.status_code == 302, response.content.decode()
    row = kind.model.objects.get(child=child)
    again = officer.post(reverse(f"{room}:{slug}-add", args=[child.pk]), typed)
    if slug != "vu-viec":
        assert again.status_code == 422 and "Đã có một dòng như vậy" in again.content.decode()
    assert officer.post(reverse(f"{room}:{slug}-edit", args=[child.pk, row.pk]), typed).status_code == 302
    removed = officer.post(reverse(f"{room}:{slug}-remove", args=[child.pk, row.pk]), {"reason": "ghi nhầm"})
    assert removed.status_code == 302 and not kind.model.objects.filter(pk=row.pk).exists()


def test_numbers_are_kept_as_typed(officer: Any, village: Unit) -> None:
    born(officer, village)
    child = Child.objects.get(full_name="Lê Thị Măng Đức")
    officer.post(reverse("health:can-do-add", args=[child.pk]), RECORDS[0][2])
    row = Measurement.objects.get(child=child)
    assert (str(row.weight_kg), str(row.height_cm), row.oedema) == ("9.4", "74.5", None)


def grid_names(officer: Any, url: str) -> list[str]:
    return [part.split('"')[0] for part in officer.get(url).content.decode().split('name="can-')[1:]]


def test_lines_of_the_weighing_grid_fail_one_by_one(officer: Any, village: Unit) -> None:
    url = reverse("health:weigh-many") + f"?thon={village.pk}"
    one, two, three = grid_names(officer, url)[:3]
    Measurement.objects.filter(child__in=[one, two, three]).delete()
    Child.objects.filter(pk__in=[one, three]).update(born_on=dt.date(2024, 11, 20), sex="female")
    Measurement.objects.create(child_id=three, measured_on=dt.date(2026, 8, 20), weight_kg="9.1", seq=1,
                               commune_id=village.commune_id)
    data = {"ngay": "23/11/2026", f"can-{one}": "11,2", f"cach-{one}": "standing", f"can-{two}": "mười",
            f"can-{three}": "19,4"}
    response = officer.post(url, data)
    page = response.content.decode()
    assert response.status_code == 422 and "Đã ghi 1 trẻ, còn 2 trẻ cần xem lại." in page
    assert Measurement.objects.get(child=one).weight_kg == Decimal("11.2")
    assert "“mười” không phải là số" in page and 'value="mười"' in page
    assert "19,4 kg? Ba tháng trước 9,1 kg. Có thể bạn muốn gõ 9,4." in page
    answered = {**data, f"can-{two}": "", f"sua-can-{three}": "9,4"}
    assert officer.post(url, answered).status_code == 302
    assert Measurement.objects.get(child=three, measured_on=TODAY).weight_kg == Decimal("9.4")
    assert Measurement.objects.filter(child=one).count() == 1


def test_a_pair_typed_the_wrong_way_round_is_asked_about_once(officer: Any, village: Unit) -> None:
    url = reverse("health:weigh-many") + f"?thon={village.pk}"
    born(officer, village, born_on="3/2/2024")
    child = Child.objects.get(full_name="Lê Thị Măng Đức")
    typed = {"ngay": "23/11/2026", f"can-{child.pk}": "88", f"cao-{child.pk}": "12,3"}
    page = officer.post(url, typed).content.decode()
    assert "88 kg và 12,3 cm: có phải gõ ngược hai ô?" in page and page.count("Đổi lại: 12,3 kg, 88 cm") == 1
    assert f'name="dung-{child.pk}' not in page and not Measurement.objects.filter(child=child).exists()
    officer.post(url, typed | {f"doi-{child.pk}": "1"})
    kept = Measurement.objects.get(child=child)
    assert (kept.weight_kg, kept.height_cm) == (Decimal("12.3"), Decimal("88"))
    # A pair that is odd both ways round is asked about as before.
    odd = officer.post(url, {"ngay": "22/11/2026", f"can-{child.pk}": "140", f"cao-{child.pk}": "120"})
    assert "có phải gõ ngược" not in odd.content.decode() and f'name="dung-{child.pk}' in odd.content.decode()


def test_an_odd_weight_is_the_weighers_word(officer: Any, village: Unit) -> None:
    url = reverse("health:weigh-many") + f"?thon={village.pk}"
    one = grid_names(officer, url)[0]
    Measurement.objects.filter(child=one).delete()
    data = {"ngay": "23/11/2026", f"can-{one}": "140"}
    page = officer.post(url, data).content.decode()
    digest = page.split(f'name="dung-{one}-weight" value="')[1].split('"')[0]
    assert not Measurement.objects.filter(child=one).exists()
    assert officer.post(url, {**data, f"dung-{one}-weight": digest}).status_code == 302
    assert Measurement.objects.get(child=one).weight_kg == Decimal(140)


def boxes(response: Any) -> dict[str, str]:
    """What the form on a page holds, as a browser would send it."""
    page = re.sub(r"<header.*?</header>", "", response.content.decode(), flags=re.S)
    found = {}
    for box in re.findall(r"<input[^>]+>", page):
        name, value = re.search(r'name="([^"]+)"', box), re.search(r'value="([^"]*)"', box)
        if name and name[1] != "csrfmiddlewaretoken" and ('type="radio"' not in box or " checked" in box):
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, inside in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = chosen[1] if chosen else ""
    return found


def test_two_people_at_one_child_lose_nothing(officer: Any, client_of: Callable[[str], Any], village: Unit) -> None:
    """The one changes the mother, the other the father: both corrections stand after the second has looked again."""
    born(officer, village, mother_name="Hà Thị Sai", father_name="Lê Văn Cũ")
    child = Child.objects.get(full_name="Lê Thị Măng Đức")
    url, other = reverse("registry:child-edit", args=[child.pk]), client_of("child_officer")
    page = boxes(other.get(url))
    assert page["mother_name"] == "Hà Thị Sai" and page["dau"].isdigit()
    assert officer.post(url, boxes(officer.get(url)) | {"mother_name": "Hà Thị Đúng", "born_on": "03/2026"}
                        ).status_code == 302
    answer = other.post(url, page | {"father_name": "Lê Văn Mới"})
    shown = boxes(answer)
    assert answer.status_code == 422 and "Trong lúc trang này mở" in answer.content.decode()
    assert (shown["mother_name"], shown["father_name"], shown["born_on"]) == ("Hà Thị Đúng", "Lê Văn Mới", "03/2026")
    assert "Hai người cùng sửa ô này" not in answer.content.decode()
    assert other.post(url, shown).status_code == 302
    child.refresh_from_db()
    assert (child.mother_name, child.father_name) == ("Hà Thị Đúng", "Lê Văn Mới")
    assert (child.born_on, child.born_precision) == (dt.date(2026, 3, 1), "month")


def test_two_people_at_one_box_choose_by_what_stands_in_it(officer: Any, village: Unit) -> None:
    born(officer, village, mother_name="Hà Thị Sai")
    child = Child.objects.get(full_name="Lê Thị Măng Đức")
    url = reverse("registry:child-edit", args=[child.pk])
    page = boxes(officer.get(url))
    officer.post(url, page | {"mother_name": "Hà Thị Một"})
    answer = officer.post(url, page | {"mother_name": "Hà Thị Hai"})
    assert answer.status_code == 422 and boxes(answer)["mother_name"] == "Hà Thị Hai"
    said = html.unescape(answer.content.decode().partition('id="id_mother_name_error"')[2][:400])
    assert "Hai người cùng sửa ô này" in said and "“Hà Thị Một”" in said
    child.refresh_from_db()
    assert child.mother_name == "Hà Thị Một"
    # Her own words, or the other's typed over them: what stands in the box is written.
    assert officer.post(url, boxes(answer)).status_code == 302
    child.refresh_from_db()
    assert child.mother_name == "Hà Thị Hai"


def test_checks_of_a_year_to_come_have_no_page(officer: Any) -> None:
    """2030 is not shown and written as 2026 without a word."""
    for year, status in ((2030, 404), (2020, 404), (TODAY.year, 200), (2021, 200)):
        url = reverse("registry:check-many", args=[year])
        assert officer.get(url).status_code == status
        assert officer.get(reverse("registry:check-sheets", args=[year])).status_code == status
    assert officer.post(reverse("registry:check-many", args=[2030]), {}).status_code == 404


def test_a_weight_with_a_point_and_its_unit_is_read(officer: Any, village: Unit) -> None:
    born(officer, village)
    child = Child.objects.get(full_name="Lê Thị Măng Đức")
    answer = officer.post(reverse("health:can-do-add", args=[child.pk]), {
        "measured_on": "20/11/2026", "weight_kg": "8.4 kg", "height_cm": "70.5 cm"})
    assert answer.status_code == 302
    row = Measurement.objects.get(child=child)
    assert (row.weight_kg, row.height_cm) == (Decimal("8.4"), Decimal("70.5"))


def test_a_refused_removal_names_no_row_of_the_protection_room(client_of: Any) -> None:
    """Which of its rows a child has is nobody's to learn by trying to take her out."""
    import datetime as dt

    from mangnon.core import records
    from mangnon.places.models import Unit
    from mangnon.protection.models import Incident
    from mangnon.registry.models import Child, Residence

    child = records.create(Child, by="test", full_name="Xuyến Quỳ Kín", sex="female", born_on=dt.date(2018, 5, 2))
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name="Thôn 3"), from_on=child.born_on)
    records.create(Incident, by="test", child=child, kind="abuse", detected_on=dt.date(2026, 11, 20))
    answer = client_of("collaborator").post(f"/tre-em/{child.pk}/go/", {"reason": "ghi nhầm"})
    assert answer.status_code == 422 and Child.objects.filter(pk=child.pk).exists()
    text = answer.content.decode()
    said = text.partition("Chưa gỡ được")[2].partition("</div>")[0]
    assert said.startswith(": còn dòng khác gắn vào đây") and "vụ" not in said and "xâm hại" not in said


def test_a_check_that_nobody_touched_takes_nothing_back(client_of: Any) -> None:
    """The grid of a year sends every facility: what somebody answered since the page was drawn stands."""
    import re

    from mangnon.core import records
    from mangnon.places.models import FacilityCheck

    url, officer = "/tre-em/dia-ban/kiem-tra/2026/", client_of("child_officer")
    page = officer.get(url).content.decode()
    stamps = dict(re.findall(r'name="(dau-[^"]+)" value="([^"]*)"', page))
    one, other = FacilityCheck.objects.filter(year=2026, sanitation__isnull=False).order_by("pk")[:2]
    assert str(one.seq) == stamps[f"dau-{one.facility_id}"]
    said = {True: "true", False: "false", None: ""}
    questions = ("sanitation", "psychological_support", "accessible_building", "accessible_materials", "operating")
    sent = {f"{name}-{row.facility_id}": said[getattr(row, name)] for row in (one, other) for name in questions}
    records.correct(one, by="test", sanitation=not one.sanitation)
    wanted = {one.pk: not one.sanitation, other.pk: not other.sanitation}
    answer = officer.post(url, {**stamps, **sent, f"sanitation-{other.facility_id}": said[wanted[other.pk]]})
    assert answer.status_code == 302, re.findall(r"Trong lúc[^<]*", answer.content.decode())
    assert dict(FacilityCheck.objects.filter(pk__in=wanted).values_list("pk", "sanitation")) == wanted
