"""A folder out, the same folder back in: nothing is lost, and the sealed stays unless a purpose is given."""
from __future__ import annotations

import csv
from pathlib import Path

import pytest

from mangnon.core.models import AuditEvent
from mangnon.intake.actions import import_folder
from mangnon.publish.folder import ExportError, export_folder
from mangnon.registry.exchange import SEALED_GROUPS, SEALED_INCIDENTS
from tests.conftest import DATA


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_of_a_folder_comes_back(db: None, tmp_path: Path) -> None:
    import_folder(DATA / "worked", by="test")
    export_folder(tmp_path / "out", by="test", purpose="chuyển máy")
    for source in sorted((DATA / "worked").glob("*.csv")):
        out = {tuple(row.get(name, "") for name in rows(source)[0]) for row in rows(tmp_path / "out" / source.name)}
        assert {tuple(row.values()) for row in rows(source)} <= out, source.name
    assert import_folder(tmp_path / "out", by="test").changed == 0


def test_sealed_rows_stay_without_a_purpose(db: None, tmp_path: Path) -> None:
    done = export_folder(tmp_path / "open", by="test")
    assert done["left_out"] > 0
    assert not {r["group"] for r in rows(tmp_path / "open" / "circumstances.csv")} & SEALED_GROUPS
    assert not {r["kind"] for r in rows(tmp_path / "open" / "incidents.csv")} & SEALED_INCIDENTS
    assert (tmp_path / "open").stat().st_mode & 0o777 == 0o700
    event = AuditEvent.objects.order_by("seq").last()
    assert event is not None and event.verb == "export" and "left_out=" in event.fields


def test_a_folder_with_files_is_not_written_over(db: None, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("1")
    with pytest.raises(ExportError, match="đã có tệp"):
        export_folder(tmp_path, by="test")


def test_a_missing_key_column_refuses_the_file_with_one_sentence(db: None, tmp_path: Path) -> None:
    (tmp_path / "doses.csv").write_text("child_id,vaccine\ntre-00001,BCG\n", encoding="utf-8")
    outcome = import_folder(tmp_path, by="test")
    assert [(r.file, r.line, r.column) for r in outcome.reading.refused] == [("doses.csv", 1, "given_on")]
    assert outcome.changed == 0


def test_a_column_the_file_lacks_leaves_what_stands(db: None, tmp_path: Path) -> None:
    from mangnon.registry.models import Child

    child = Child.objects.exclude(mother_name="").first()
    assert child is not None
    (tmp_path / "children.csv").write_text(
        f"child_id,full_name,sex,born_on,born_precision\n{child.exchange_id},Trần Văn Mới,male,2020-02-29,day\n",
        encoding="utf-8")
    import_folder(tmp_path, by="test")
    after = Child.objects.get(pk=child.pk)
    assert (after.full_name, after.mother_name) == ("Trần Văn Mới", child.mother_name)
    assert after.name_fold == "tran van moi"


def test_what_an_import_changed_is_kept_by_the_number_of_the_change(db: None, tmp_path: Path) -> None:
    """A form that was drawn before it looks for what came after: by the old number an import would not be seen."""
    from mangnon.registry.models import Child, Revision

    child = Child.objects.exclude(mother_name="").first()
    assert child is not None
    (tmp_path / "children.csv").write_text(
        f"child_id,full_name,sex,born_on,born_precision\n{child.exchange_id},Trần Văn Mới,male,2020-02-29,day\n",
        encoding="utf-8")
    import_folder(tmp_path, by="test")
    after = Child.objects.get(pk=child.pk)
    kept = Revision.objects.filter(record_id=child.pk, verb="import").latest("at")
    assert kept.seq == after.seq > child.seq and kept.values["full_name"] == child.full_name
