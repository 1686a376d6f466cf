"""A database that somebody else wrote into: the first bad row or a sentence, never our error."""
from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.config.test_command_line import mangnon
from tests.conftest import DATA


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("du-lieu") / "xa"
    assert mangnon("import", "folder", str(DATA / "worked"), data=path).returncode == 0
    return path


def damaged(whole: Path, into: Path, sql: str) -> Path:
    shutil.copytree(whole, into)
    with sqlite3.connect(into / "mangnon.sqlite3") as database:
        database.execute(sql)
    return into


@pytest.mark.parametrize("value", ["at = 'hôm qua'", "at = 5", "at = ''", "at = X'FF00'", "fields = X'FF00'",
                                   "actor = CAST(X'FF41' AS TEXT)", "seq = 'x'", "mac = 'đã sửa'", "mac = X'00'"])
def test_a_row_that_cannot_be_read_is_the_first_bad_one(whole: Path, tmp_path: Path, value: str) -> None:
    data = damaged(whole, tmp_path / "xa", f"UPDATE core_auditevent SET {value} WHERE seq = 4")
    done = mangnon("audit", "verify", "--format", "json", data=data)
    assert json.loads(done.stdout) == {"rows": 18, "ok": False, "first_bad": 4}
    assert done.returncode == 1 and done.stderr == ""
    done = mangnon("check", data=data)
    assert done.returncode == 1 and "CẦN XEM  audit: Chuỗi nhật ký bị sửa hoặc mất từ dòng 4." in done.stdout


@pytest.mark.parametrize(("table", "unread"), [("core_auditevent", ["audit", "recovery"]), ("plan_plan", ["register"]),
                                               ("registry_child", []), ("accounts_user", ["register"])])
def test_a_table_that_is_gone_is_told(whole: Path, tmp_path: Path, table: str, unread: list[str]) -> None:
    data = damaged(whole, tmp_path / "xa", f"DROP TABLE {table}")
    done = mangnon("check", "--format", "json", data=data)
    bad = {c["name"]: c["text"] for c in json.loads(done.stdout)["checks"] if not c["ok"]}
    assert done.returncode == 1 and sorted(bad) == sorted(["database", *unread]), done.stderr
    assert all("Hãy khôi phục từ bản sao lưu gần nhất." in text for text in bad.values())


@pytest.mark.parametrize(("table", "words"), [
    ("core_auditevent", ("audit", "verify", "--format", "json")), ("core_auditevent", ("export", "folder", "{}/ra")),
    ("registry_child", ("export", "folder", "{}/ra")), ("django_migrations", ("audit", "verify"))])
def test_a_command_that_misses_a_table_says_what_to_do(whole: Path, tmp_path: Path, table: str,
                                                       words: tuple[str, ...]) -> None:
    data = damaged(whole, tmp_path / "xa", f"DROP TABLE {table}")
    done = mangnon(*(word.format(tmp_path) for word in words), data=data)
    assert done.returncode == 1 and done.stdout == "" and done.stderr.strip().splitlines()[-1] == (
        "Tệp cơ sở dữ liệu bị hỏng. Hãy khôi phục từ bản sao lưu: mangnon restore TỆP --into THƯ_MỤC.")
    assert [p.name for p in tmp_path.iterdir()] == ["xa"]
