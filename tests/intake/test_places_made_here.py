"""A commune made from its plan, then a folder that names the same places by its own ids: they are one."""
from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import pytest

from mangnon.core import records, sequence
from mangnon.intake import actions
from mangnon.intake.actions import import_folder
from mangnon.places.models import Facility, Unit
from mangnon.places.models import Revision as PlaceRevision
from mangnon.plan.actions import place_of
from mangnon.plan.document import parse

PLAN = '''
[plan]
title = "Kế hoạch"
period = [2021, 2030]
unit_code = "77001"
unit_name = "Xã Mẫu"
area = "rural"
province_code = "77"
province_name = "Tỉnh Mẫu"
village_names = ["Thôn Đông", "Thôn Đoài"]
[[measure]]
code = "5a"
unit = "%"
'''
UNITS = """unit_id,code,name,level,parent_id,area,valid_from,valid_to
T,77,Tỉnh Mẫu,province,,,1945-09-02,
X,77001,Xã Mẫu,commune,T,rural,1994-01-01,
D,A1,thôn  đông,village,X,rural,1994-01-01,
B,A2,Thôn Bắc,village,X,rural,1994-01-01,
"""


@pytest.fixture
def made(db: None) -> Unit:
    unit = place_of(parse(PLAN), by="test")
    assert unit
    return unit


def folder(path: Path, **files: str) -> Path:
    for name, text in {"units": UNITS, **files}.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def test_the_plans_commune_and_thon_get_the_folders_ids(made: Unit, tmp_path: Path) -> None:
    before = Unit.objects.count()
    outcome = import_folder(folder(tmp_path), by="test")
    assert (outcome.reading.refused, outcome.changed) == ([], 4)
    assert Unit.objects.count() == before + 1  # only Thôn Bắc is new
    made.refresh_from_db()
    assert (made.exchange_id, made.valid_from) == ("X", dt.date(1994, 1, 1))
    east = Unit.objects.get(exchange_id="D")
    assert (east.name, east.code, east.parent_id) == ("thôn  đông", "A1", made.pk)
    # What stood there before is kept, and the second time nothing changes.
    assert PlaceRevision.objects.get(record_id=east.pk).values["name"] == "Thôn Đông"
    assert import_folder(tmp_path, by="test").changed == 0


def test_a_school_added_by_hand_is_known_again(made: Unit, tmp_path: Path) -> None:
    school = records.create(Facility, by="test", name="Trường Tiểu học Mẫu", kind="primary", unit=made)
    schools = "facility_id,name,kind,unit_id\ntm,Trường tiểu học Mẫu,primary,X\n"
    import_folder(folder(tmp_path, facilities=schools), by="test")
    school.refresh_from_db()
    assert school.exchange_id == "tm"
    assert Facility.objects.filter(kind="primary", unit=made).count() == 1


def test_two_that_fit_alike_are_left_alone(made: Unit, tmp_path: Path) -> None:
    """A code borne by two units of the folder says not which of them ours is."""
    twice = UNITS.replace("1994-01-01,\nD", "1994-01-01,2010-01-01\nY,77001,Xã Mẫu,commune,T,rural,2010-01-01,\nD")
    (tmp_path / "units.csv").write_text(twice, encoding="utf-8")
    import_folder(tmp_path, by="test")
    made.refresh_from_db()
    assert made.exchange_id == str(made.pk)
    assert Unit.objects.filter(code="77001").count() == 3


def test_a_unit_with_an_id_of_its_own_is_never_taken_over(db: None, tmp_path: Path) -> None:
    import_folder(folder(tmp_path), by="test")
    before = Unit.objects.get(exchange_id="X")
    (tmp_path / "units.csv").write_text(UNITS.replace("X,77001", "Z,77001").replace(",X,", ",Z,"), encoding="utf-8")
    import_folder(tmp_path, by="test")
    before.refresh_from_db()
    assert before.exchange_id == "X"
    assert Unit.objects.filter(code="77001").count() == 2


def test_what_somebody_saved_meanwhile_is_compared_anew(made: Unit, tmp_path: Path,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    """Between comparing and writing another person adds Thôn Bắc; it is taken over, not made twice."""
    compare, calls = actions._prepare, []

    def slow(reading: object, mark: int) -> object:
        work = compare(reading, mark)  # type: ignore[arg-type]
        if not calls:
            records.create(Unit, by="another", code="A9", name="Thôn Bắc", level="village", parent=made,
                           valid_from=dt.date(2024, 1, 1))
        calls.append(sequence.last())
        return work

    monkeypatch.setattr(actions, "_prepare", slow)
    import_folder(folder(tmp_path), by="test")
    assert len(calls) == 2
    assert Unit.objects.filter(name="Thôn Bắc").count() == 1
    assert Unit.objects.get(name="Thôn Bắc").exchange_id == "B"


def test_an_import_that_never_gets_its_turn_says_so(made: Unit, tmp_path: Path,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    compare = actions._prepare

    def busy(reading: object, mark: int) -> object:
        records.create(Unit, by="another", code=uuid.uuid4().hex, name="Thôn", level="village", parent=made,
                       valid_from=dt.date(2024, 1, 1))
        return compare(reading, mark)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "_prepare", busy)
    with pytest.raises(actions.FolderError, match="Chưa có gì thay đổi"):
        import_folder(folder(tmp_path), by="test")
    assert not Unit.objects.filter(exchange_id="X").exists()
