"""Short forms of incidents through the pages: what is kept, what is sealed, who found what, and what is counted."""
from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from mangnon.core import outbox, records
from mangnon.indicators import facts
from mangnon.indicators.models import Fact
from mangnon.intake.actions import import_folder
from mangnon.places.models import Unit, below
from mangnon.protection.incidents.actions import hold_all_to_bar
from mangnon.protection.models import (
    AbuseDetail,
    Circumstance,
    CircumstanceDetail,
    DisasterLine,
    Incident,
    IncidentDecision,
    InjuryDetail,
    LabourDetail,
    Revision,
    Union,
)
from mangnon.publish.folder import export_folder
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY

DAY = dt.date(2026, 5, 4)
DISTINCT = ("9", "10")
MARKER = "Chuyện Thầm Kín Hoẵng"


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


def person(name: str, sex: str, born: dt.date, home: str = "Thôn 3") -> Child:
    child = records.create(Child, by="test", full_name=name, sex=sex, born_on=born)
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name=home), from_on=born)
    return child


@pytest.fixture
def girl(db: None) -> Child:
    Incident.objects.exclude(kind="disaster").delete()
    return person("Tựu Thị Hoẵng", "female", dt.date(2010, 3, 2))


@pytest.fixture
def boy(girl: Child) -> Child:
    """A man of nineteen on the day: no child, and too young to marry."""
    return person("Vưu Văn Nghĩnh", "male", dt.date(2006, 9, 9), "Thôn 5")


def incident(child: Child, kind: str, **values: Any) -> Incident:
    return records.create(Incident, by="test", child=child, kind=kind, occurred_on=DAY, detected_on=DAY, **values)


def figure(measure: str) -> int:
    outbox.process()
    facts.ensure(TODAY)
    ours = [str(pk) for pk in below([Unit.objects.get(name="Xã Hoằng Trung")], TODAY)]
    if measure in DISTINCT:
        ours = [str(Unit.objects.get(name="Xã Hoằng Trung").pk)]
    rows = Fact.objects.filter(measure=measure, period=2026, place__in=ours, whole=measure in DISTINCT)
    return sum(rows.values_list("numerator", flat=True))


def words(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def in_the_database(text: str) -> bool:
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if t.startswith(("protection_", "core_"))]
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(text in str(cell) for row in cursor.fetchall() for cell in row):
                return True
    return False


def test_labour_has_its_form_and_its_story_is_sealed(officer: Any, girl: Child) -> None:
    row = incident(girl, "child_labour", confirmed=True)
    url = reverse("protection:incident-form", args=[row.pk])
    typed = {"work": "workshop", "hours_week": "42", "hazardous": "true", "missing_school": "", "employer": "business",
             "done": "school", "narrative": MARKER}
    assert officer.post(url, typed).status_code == 302
    kept = LabourDetail.objects.get(incident=row)
    assert (kept.work, kept.hours_week, kept.hazardous, kept.missing_school) == ("workshop", 42, True, None)
    assert not in_the_database(MARKER)
    page = words(officer.get(reverse("protection:incident", args=[row.pk])))
    assert MARKER in page and "16 tuổi ngày 04/05/2026" in page and "Số giờ mỗi tuần 42" in page
    assert "Phải nghỉ học để làm chưa rõ" in page
    # What nobody touched is not sealed anew: no revision comes of sending the same form again.
    stamp = re.findall(r'name="dau" value="(\d+)"', officer.get(url).content.decode())
    assert officer.post(url, typed | {"dau": stamp}).status_code == 302
    assert not Revision.objects.filter(record_id=kept.pk).exists()
    assert officer.post(url, typed | {"dau": stamp, "hours_week": "200"}).status_code == 422
    officer.post(url, typed | {"dau": stamp, "narrative": MARKER + " hai"})
    told = words(officer.get(reverse("protection:incident-history", args=[row.pk])))
    assert "(chữ niêm phong)" in told and "niem1." not in told and MARKER not in told


def test_trafficking_is_a_form_of_abuse_and_its_suspect_is_sealed(officer: Any, girl: Child) -> None:
    row = incident(girl, "abuse", confirmed=True)
    before = figure("9")
    url = reverse("protection:incident-form", args=[row.pk])
    assert officer.post(url, {"form": "trafficking", "border": "abroad", "returned_on": "1/6/2026",
                              "suspect": "Kẻ Lạ Mặt Diễm"}).status_code == 302
    assert AbuseDetail.objects.get(incident=row).border == "abroad" and not in_the_database("Kẻ Lạ Mặt")
    page = words(officer.get(reverse("protection:incident", args=[row.pk])))
    assert "Hình thức mua bán" in page and "Kẻ Lạ Mặt Diễm" in page
    assert figure("9") == before
    assert officer.post(url, {"form": "khong-co"}).status_code == 422


def test_one_union_of_two_in_the_register_is_counted_once_everywhere(officer: Any, girl: Child, boy: Child,
                                                                    tmp_path: Path) -> None:
    officer.post(reverse("protection:vu-viec-add", args=[girl.pk]), {
        "kind": "child_marriage", "occurred_on": "4/5/2026", "detected_on": "4/5/2026", "confirmed": "true"})
    row = Incident.objects.get(child=girl, kind="child_marriage")
    url = reverse("protection:incident-form", args=[row.pk])
    assert officer.post(url, {"spouse": str(boy.pk), "done": "advised"}).status_code == 302
    assert figure("13") == 1
    page = words(officer.get(reverse("protection:incident", args=[row.pk])))
    assert "Tựu Thị Hoẵng 16 chưa đủ tuổi kết hôn Vưu Văn Nghĩnh 19 chưa đủ tuổi kết hôn" in page
    # The same union typed from the other spouse is asked about, and can be let pass.
    again = reverse("protection:vu-viec-add", args=[boy.pk])
    typed = {"kind": "child_marriage", "detected_on": "6/5/2026"}
    asked = officer.post(again, typed)
    assert asked.status_code == 422 and "Một cuộc chỉ ghi một lần" in words(asked)
    sure = re.findall(r'name="dung" value="(\w+)"', asked.content.decode())
    assert officer.post(again, typed | {"dung": sure}).status_code == 302
    assert figure("13") == 2
    # Then the page offers to join the two, and the register, the folder and both engines say one.
    page = words(officer.get(reverse("protection:incident", args=[row.pk])))
    assert "Gộp làm một" in page
    other = Incident.objects.get(child=boy)
    assert officer.post(reverse("protection:incident-join", args=[row.pk]), {"vu": str(other.pk)}).status_code == 302
    assert not Incident.objects.filter(pk=other.pk).exists() and figure("13") == 1
    assert Revision.objects.filter(record_id=other.pk, verb="remove").exists()
    export_folder(tmp_path / "out", by="test", purpose="thử")
    with (tmp_path / "out" / "incidents.csv").open(encoding="utf-8", newline="") as file:
        assert sum(line["kind"] == "child_marriage" for line in csv.DictReader(file)) == 1
    assert import_folder(tmp_path / "out", by="test").changed == 0
    assert _analyzed(tmp_path) == 1


def _analyzed(tmp_path: Path) -> int:
    from mangnon.config.cli import main

    out = tmp_path / "out.csv"
    assert main(["analyze", str(tmp_path / "out"), "--engine", "duckdb", "--year", "2026", "--as-of", "2026-11-23",
                 "--out", str(out)]) == 0
    code = Unit.objects.get(name="Xã Hoằng Trung").code
    with out.open(encoding="utf-8", newline="") as file:
        return next(int(line["numerator"]) for line in csv.DictReader(file)
                    if line["measure"] == "13" and line["unit"] == code)


def test_a_union_is_counted_where_the_spouse_of_this_commune_lives(officer: Any, girl: Child) -> None:
    far = person("Xoang Văn Diễm", "male", dt.date(2007, 1, 1), "Xã Hoằng Quý")
    row = incident(far, "child_marriage", confirmed=True)
    assert figure("13") == 0
    officer.post(reverse("protection:incident-form", args=[row.pk]), {"spouse": str(girl.pk)})
    assert (Incident.objects.get(pk=row.pk).child, Union.objects.get(incident=row).spouse) == (girl, far)
    assert figure("13") == 1


def test_a_spouse_who_was_typed_is_sealed_and_known_again(officer: Any, girl: Child, boy: Child) -> None:
    row = incident(girl, "child_marriage")
    url = reverse("protection:incident-form", args=[row.pk])
    both = {"spouse": str(boy.pk), "spouse_name": "Vưu Văn Nghĩnh"}
    assert "Người kia đã chọn trong sổ" in words(officer.post(url, both))
    assert officer.post(url, {"spouse_name": "vưu văn nghĩnh", "spouse_sex": "male", "spouse_age": "19"}
                        ).status_code == 302
    assert not in_the_database("vưu văn nghĩnh")
    page = words(officer.get(reverse("protection:incident", args=[row.pk])))
    assert "vưu văn nghĩnh 19 chưa đủ tuổi kết hôn" in page
    asked = officer.post(reverse("protection:vu-viec-add", args=[boy.pk]), {
        "kind": "child_marriage", "detected_on": "6/5/2026"})
    assert "Một cuộc chỉ ghi một lần" in words(asked)


def test_two_who_may_marry_are_asked_about(officer: Any, girl: Child) -> None:
    grown = person("Trịnh Thị Khuyên", "female", dt.date(2008, 5, 4))
    row = incident(grown, "child_marriage")
    url = reverse("protection:incident-form", args=[row.pk])
    for age, status in (("20", 422), ("19", 302)):
        page = officer.post(url, {"spouse_sex": "male", "spouse_age": age})
        assert page.status_code == status
        assert status == 302 or "đã đủ tuổi kết hôn" in words(page)


@pytest.mark.parametrize(("care", "day", "counted"), [
    ("false", "false", 0), ("false", "", 1), ("", "", 1), ("true", "false", 1), ("false", "true", 1)])
def test_an_injury_counts_by_the_bar_and_unknown_stays_unknown(officer: Any, girl: Child, care: str, day: str,
                                                               counted: int) -> None:
    child = person("Trịnh Hoẵng Bé", "male", dt.date(2016, 1, 1))
    row = incident(child, "injury", confirmed=True)
    records.create(InjuryDetail, by="test", incident=row, cause="fall")
    url = reverse("protection:incident-form", args=[row.pk])
    typed = {"cause": "fall", "needed_care": care, "lost_day": day}
    stamp = re.findall(r'name="dau" value="(\d+)"', officer.get(url).content.decode())
    assert officer.post(url, typed | {"dau": stamp}).status_code == 302
    assert figure("11a") == counted
    if not counted:
        last = IncidentDecision.objects.filter(incident=row).latest("seq")
        assert (last.outcome, last.basis) == ("refuted", "bar")
        refused = officer.post(reverse("protection:incident-decide", args=[row.pk]), {
            "outcome": "confirmed", "decided_by": "Trạm Y tế", "decided_on": "5/5/2026"})
        assert refused.status_code == 422 and "dưới ngưỡng" in words(refused)
        stamp = re.findall(r'name="dau" value="(\d+)"', officer.get(url).content.decode())
        officer.post(url, typed | {"dau": stamp, "lost_day": "true"})
        assert Incident.objects.get(pk=row.pk).confirmed is True and figure("11a") == 1


def test_a_bar_of_the_communes_own_holds_from_the_next_day(girl: Child) -> None:
    row = incident(person("Trịnh Hoẵng Bé", "male", dt.date(2016, 1, 1)), "injury")
    records.create(InjuryDetail, by="test", incident=row, needed_care=False, lost_day=True)
    hold_all_to_bar(TODAY)
    assert figure("11a") == 1
    ours = Path(__file__).parents[2] / "mangnon/protection/incidents/rules.toml"
    own = Path(settings.DATA_DIR) / "bao-ve" / "vu-viec.toml"
    own.parent.mkdir(exist_ok=True)
    try:
        own.write_text(ours.read_text(encoding="utf-8").replace('["needed_care", "lost_day"]', '["needed_care"]'),
                       encoding="utf-8")
        hold_all_to_bar(TODAY)
        assert figure("11a") == 0
    finally:
        own.unlink()
    hold_all_to_bar(TODAY)
    assert figure("11a") == 1 and Incident.objects.get(pk=row.pk).confirmed is None


def test_a_file_that_cannot_be_used_leaves_the_built_in_one(officer: Any, girl: Child) -> None:
    own = Path(settings.DATA_DIR) / "bao-ve" / "vu-viec.toml"
    own.parent.mkdir(exist_ok=True)
    row = incident(girl, "abuse")
    try:
        own.write_text("[[injury]]\nfrom = 2021-01-01\ncounts_when = ['gi-do']\n", encoding="utf-8")
        assert "đang dùng bản có sẵn" in words(officer.get(reverse("protection:incidents")))
        assert "Bạo lực" in words(officer.get(reverse("protection:incident-form", args=[row.pk])))
    finally:
        own.unlink()


def test_who_refuted_it_and_when_is_kept_and_the_row_stays(officer: Any, girl: Child) -> None:
    row = incident(girl, "child_labour", confirmed=None)
    url = reverse("protection:incident-decide", args=[row.pk])
    typed = {"outcome": "confirmed", "decided_by": "Công an xã", "decided_on": "6/5/2026", "document": "12/BC"}
    assert officer.post(url, typed | {"decided_on": "1/5/2026"}).status_code == 422
    assert officer.post(url, typed).status_code == 302
    assert figure("10") == 1
    officer.post(url, typed | {"outcome": "refuted", "decided_by": "UBND xã", "decided_on": "9/5/2026"})
    assert figure("10") == 0 and Incident.objects.get(pk=row.pk).confirmed is False
    page = words(officer.get(reverse("protection:incident", args=[row.pk])))
    assert "09/05/2026 xác minh không có UBND xã xác minh, 12/BC 06/05/2026 xác nhận có Công an xã" in page
    told = words(officer.get(reverse("registry:child-history", args=[girl.pk])))
    assert "kết luận về một vụ việc" in told.lower()


def test_the_incidents_own_page_keeps_who_found_it(officer: Any, girl: Child) -> None:
    officer.post(reverse("protection:vu-viec-add", args=[girl.pk]), {
        "kind": "abuse", "detected_on": "4/5/2026", "confirmed": "true", "decided_by": "Công an xã",
        "decided_on": "5/5/2026"})
    row = Incident.objects.get(child=girl)
    found = IncidentDecision.objects.get(incident=row)
    assert (found.outcome, found.decided_by, found.decided_on) == ("confirmed", "Công an xã", dt.date(2026, 5, 5))
    edit = reverse("protection:vu-viec-edit", args=[girl.pk, row.pk])
    stamp = re.findall(r'name="dau" value="(\d+)"', officer.get(edit).content.decode())
    officer.post(edit, {"kind": "abuse", "detected_on": "4/5/2026", "confirmed": "", "dau": stamp})
    last = IncidentDecision.objects.filter(incident=row).latest("seq")
    assert (last.outcome, last.decided_on) == ("unknown", TODAY) and last.decided_by
    remove = reverse("protection:vu-viec-remove", args=[girl.pk, row.pk])
    assert officer.post(remove, {"reason": "ghi nhầm em khác"}).status_code == 302
    assert Revision.objects.filter(model="incidentdecision", verb="remove").count() == 2


def test_a_circumstance_has_sub_kind_proof_and_decision(officer: Any, girl: Child) -> None:
    row = records.create(Circumstance, by="test", child=girl, group="a", from_on=DAY)
    url = reverse("protection:circumstance-detail", args=[row.pk])
    page = words(officer.get(url))
    assert "Được người thân thích chăm sóc" in page and "hiếp dâm" not in page
    typed = {"sub_kind": "a3", "proof_kind": "giấy khai tử", "proof_number": "07/KT", "proof_on": "2/5/2026",
             "decision_number": "21/QĐ-UBND", "decision_on": "3/5/2026", "decided_by": "UBND xã"}
    assert officer.post(url, typed).status_code == 302
    panel = words(officer.get(reverse("protection:panel", args=[girl.pk])))
    assert ("được người thân thích chăm sóc, giấy khai tử 07/KT (02/05/2026), quyết định 21/QĐ-UBND (03/05/2026)"
            in panel)
    stamp = re.findall(r'name="dau" value="(\d+)"', officer.get(url).content.decode())
    officer.post(url, typed | {"dau": stamp, "proof_number": "08/KT"})
    told = words(officer.get(reverse("registry:child-history", args=[girl.pk])))
    assert "07/KT" in told and "08/KT" in told
    assert officer.post(url, typed | {"sub_kind": "l1"}).status_code == 422
    officer.post(reverse("protection:hoan-canh-remove", args=[girl.pk, row.pk]), {"reason": "ghi nhầm"})
    assert not CircumstanceDetail.objects.filter(circumstance__child=girl).exists()


def test_a_disaster_leads_to_the_page_of_its_day(officer: Any, db: None) -> None:
    line = DisasterLine.objects.exclude(incident=None).first()
    assert line is not None and line.incident_id
    page = officer.get(reverse("protection:incident", args=[line.incident_id])).content.decode()
    assert reverse("protection:disaster", args=[line.disaster_id]) in page
    assert officer.get(reverse("protection:incident-form", args=[line.incident_id])).status_code == 404
