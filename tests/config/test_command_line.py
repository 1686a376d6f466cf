"""The command line as a contract: names, JSON keys, exit codes, and a sentence instead of a traceback."""
from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import DATA
from tests.oracle.dirty import differences, dirty

ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("MANGNON_")} | {"PYTHONUTF8": "1"}


def mangnon(*words: str, data: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mangnon", *words, *(["--data", str(data)] if data else [])]
    return subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT | environment, timeout=120)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that only ``import folder`` has filled."""
    path = tmp_path_factory.mktemp("du-lieu") / "xa"
    done = mangnon("import", "folder", str(DATA / "worked"), "--format", "json", data=path)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["read"]["children.csv"] == 320 and answer["refused"] == [] and answer["warnings"] == []
    assert answer["changed"] == sum(answer["read"].values())
    return path


def test_the_folder_is_private(folder: Path) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700 and (folder / "keys").stat().st_mode & 0o777 == 0o700


def test_a_second_import_changes_nothing(folder: Path) -> None:
    done = mangnon("import", "folder", str(DATA / "worked"), "--format", "json", data=folder)
    assert json.loads(done.stdout)["changed"] == 0


def test_indicators_print_one_json_document(folder: Path) -> None:
    expected = json.loads((DATA / "worked" / "answers.json").read_text(encoding="utf-8"))["answers"][1]
    done = mangnon("indicators", "--unit", "95300", "--year", "2025", "--as-of", "2026-11-23", data=folder)
    found = json.loads(done.stdout)
    assert [m["numerator"] for m in found["measures"]] == [m["numerator"] for m in expected["measures"]]
    table = mangnon("indicators", "--unit", "95300", "--year", "2025", "--format", "csv", data=folder).stdout
    assert table.splitlines()[0].startswith("measure,numerator,denominator,unknown,value")
    assert len(table.splitlines()) == 35


@pytest.mark.parametrize(("words", "sentence"), [
    (("--unit", "99999", "--year", "2025"), "Không có đơn vị nào mang mã “99999”"),
    (("--unit", "95300", "--year", "2090"), "bắt đầu sau ngày"),
    (("--unit", "95300", "--year", "2025", "--children", "99"), "Không có dòng “99”")])
def test_a_question_without_an_answer_is_refused(folder: Path, words: tuple[str, ...], sentence: str) -> None:
    done = mangnon("indicators", *words, data=folder)
    assert done.returncode == 1 and sentence in done.stderr and done.stdout == ""
    assert "Traceback" not in done.stderr


def test_wrong_usage_is_2(folder: Path) -> None:
    assert mangnon("indicators", "--year", "abc", data=folder).returncode == 2
    assert mangnon("khong-co-lenh").returncode == 2
    done = mangnon("indicators", "--unit", "95300", "--year", "2025", "--as-of", "20251101", data=folder)
    assert done.returncode == 2 and "hãy viết như 2026-11-23" in done.stderr
    for year in ("2026", "2026-2028"):
        done = mangnon("import", "list", "x.csv", "--kind", "school_roll", "--dry-run", "--school-year", year,
                       data=folder)
        assert done.returncode == 2 and "hai năm liền nhau" in done.stderr


def test_dirty_folders_end_with_0_and_good_rows_in(tmp_path: Path) -> None:
    made = dirty(4)
    made.write(tmp_path / "ban")
    done = mangnon("import", "folder", str(tmp_path / "ban"), "--format", "json", data=tmp_path / "xa")
    assert done.returncode == 0
    assert differences(json.loads(done.stdout)["refused"], made.refused) == []
    again = mangnon("import", "folder", str(tmp_path / "ban"), "--format", "json", data=tmp_path / "xa")
    assert json.loads(again.stdout)["changed"] == 0


def _lines(path: Path) -> int:
    """Rows of a file, without its heading."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


@pytest.mark.parametrize("moment", ["Đọc doses.csv", "Ghi units.csv", "Ghi doses.csv", "Ghi declared.csv"])
def test_a_killed_import_leaves_nothing_half_written(tmp_path: Path, moment: str) -> None:
    command = [sys.executable, "-m", "mangnon", "import", "folder", str(DATA / "worked"),
               "--data", str(tmp_path / "xa")]
    with subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if moment in line:
                process.send_signal(signal.SIGKILL)
                break
    # The kill may come a moment late: then all of it stands. Never a part.
    tables = {table: _lines(DATA / "worked" / file) for table, file in (
        ("registry_child", "children.csv"), ("health_dose", "doses.csv"), ("registry_residence", "residences.csv"))}
    with sqlite3.connect(tmp_path / "xa" / "mangnon.sqlite3") as database:
        full = database.execute("SELECT COUNT(*) FROM places_unit").fetchone()[0] > 0
        for name, count in tables.items():
            assert database.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] == (count if full else 0), name
        said = database.execute("SELECT COUNT(*) FROM core_auditevent WHERE verb = 'import'").fetchone()[0]
        assert (said > 0) == full
    done = mangnon("import", "folder", str(DATA / "worked"), "--format", "json", data=tmp_path / "xa")
    assert (json.loads(done.stdout)["changed"] == 0) == full
    assert json.loads(mangnon("audit", "verify", "--format", "json", data=tmp_path / "xa").stdout)["ok"]


def test_a_missing_key_is_a_sentence(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "xa"
    shutil.copytree(folder, copy)
    (copy / "keys" / "audit").unlink()
    done = mangnon("check", data=copy)
    assert done.returncode == 1 and "Thiếu khóa “audit”" in done.stderr and "Traceback" not in done.stderr


def test_a_newer_database_is_a_sentence(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "xa"
    shutil.copytree(folder, copy)
    with sqlite3.connect(copy / "mangnon.sqlite3") as database:
        database.execute("INSERT INTO django_migrations (app, name, applied) "
                         "VALUES ('registry', '9999_sau', '2030-01-01')")
    done = mangnon("check", data=copy)
    assert done.returncode == 1 and "bản Măng Non mới hơn" in done.stderr


def test_a_full_disk_is_a_sentence_and_nothing_is_lost(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "xa"
    shutil.copytree(folder, copy)
    # The database may not grow by a page: what SQLite says then is what it says on a full disk.
    code = ("import sys, sqlite3\n"
            "real = sqlite3.connect\n"
            "def connect(*a, **k):\n"
            "    c = real(*a, **k); n = c.execute('PRAGMA page_count').fetchone()[0]\n"
            "    c.execute(f'PRAGMA max_page_count={max(n, 1)}'); return c\n"
            "sqlite3.connect = sqlite3.dbapi2.connect = connect\n"
            "from mangnon.config.cli import main\nsys.exit(main(sys.argv[1:]))\n")
    extra = tmp_path / "them"
    extra.mkdir()
    rows = "".join(f"them-{n},Trẻ Ví Dụ {n},male,2022-01-01,day\n" for n in range(4000))
    (extra / "children.csv").write_text("child_id,full_name,sex,born_on,born_precision\n" + rows, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", code, "import", "folder", str(extra), "--data", str(copy)],
                          capture_output=True, text=True, env=ENVIRONMENT, timeout=120)
    assert done.returncode == 1 and "Ổ đĩa đã đầy" in done.stderr, done.stderr
    with sqlite3.connect(copy / "mangnon.sqlite3") as database:
        assert database.execute("SELECT COUNT(*) FROM registry_child").fetchone()[0] == 320


def test_a_backup_comes_back_whole_and_only_with_its_passphrase(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "sao-luu.bak"
    (folder / "definitions").mkdir(exist_ok=True)
    (folder / "definitions" / "t1.toml").write_text("# của tỉnh", encoding="utf-8")
    (folder / "lich").mkdir(exist_ok=True)
    (folder / "lich" / "can-do.toml").write_text("# của xã", encoding="utf-8")
    (folder / "mau").mkdir(exist_ok=True)
    (folder / "mau" / "mau-06.toml").write_text("# mẫu của xã", encoding="utf-8")
    assert mangnon("backup", str(file), data=folder).returncode == 1
    assert mangnon("backup", str(file), data=folder, MANGNON_PASSPHRASE="bốn từ không liên quan").returncode == 0
    wrong = mangnon("restore", str(file), "--into", str(tmp_path / "sai"), MANGNON_PASSPHRASE="khác")
    assert wrong.returncode == 1 and "sai mật khẩu" in wrong.stderr and not (tmp_path / "sai").exists()
    (tmp_path / "cut.bak").write_bytes(file.read_bytes()[:-100])
    cut = mangnon("restore", str(tmp_path / "cut.bak"), "--into", str(tmp_path / "cat"),
                  MANGNON_PASSPHRASE="bốn từ không liên quan")
    assert cut.returncode == 1 and not (tmp_path / "cat").exists()
    done = mangnon("restore", str(file), "--into", str(tmp_path / "lai"), MANGNON_PASSPHRASE="bốn từ không liên quan")
    assert done.returncode == 0, done.stderr
    one, two = (mangnon("indicators", "--unit", "95300", "--year", "2024", data=d).stdout for d in (
        folder, tmp_path / "lai"))
    assert one == two and len(one) > 1000
    assert (tmp_path / "lai" / "definitions" / "t1.toml").read_text(encoding="utf-8") == "# của tỉnh"
    assert (tmp_path / "lai" / "lich" / "can-do.toml").read_text(encoding="utf-8") == "# của xã"
    assert (tmp_path / "lai" / "mau" / "mau-06.toml").read_text(encoding="utf-8") == "# mẫu của xã"
    again = mangnon("restore", str(file), "--into", str(folder), MANGNON_PASSPHRASE="bốn từ không liên quan")
    assert again.returncode == 1 and "không trống" in again.stderr
    assert b"SQLite format" not in file.read_bytes()


def test_audit_verify_names_the_first_bad_row(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "xa"
    shutil.copytree(folder, copy)
    with sqlite3.connect(copy / "mangnon.sqlite3") as database:
        database.execute("UPDATE core_auditevent SET actor = 'ai đó' WHERE seq = 3")
    done = mangnon("audit", "verify", "--format", "json", data=copy)
    answer = json.loads(done.stdout)
    assert (answer["ok"], answer["first_bad"]) == (False, 3) and done.returncode == 1


def test_init_makes_an_empty_commune_with_a_one_time_link(tmp_path: Path) -> None:
    from mangnon.plan.document import BUILTIN

    done = mangnon("init", "--plan", str(BUILTIN), data=tmp_path / "xa")
    assert done.returncode == 0 and "/tai-khoan/thiet-lap/" in done.stdout, done.stderr
    again = mangnon("init", "--plan", str(BUILTIN), data=tmp_path / "xa")
    assert again.returncode == 1 and "đã có dữ liệu" in again.stderr
    with sqlite3.connect(tmp_path / "xa" / "mangnon.sqlite3") as database:
        assert database.execute("SELECT COUNT(*) FROM places_unit WHERE level = 'village'").fetchone()[0] == 7


def test_a_demo_is_refused_on_a_real_folder(folder: Path) -> None:
    done = mangnon("start", "--demo", "--no-browser", "--port", "8199", data=folder)
    assert done.returncode == 1 and "dữ liệu thật" in done.stderr


def test_start_answers_on_localhost(folder: Path) -> None:
    from urllib.request import urlopen

    with subprocess.Popen([sys.executable, "-m", "mangnon", "start", "--no-browser", "--port", "8198", "--data",
                           str(folder)], env=ENVIRONMENT, stderr=subprocess.PIPE) as process:
        try:
            for _ in range(60):
                time.sleep(0.25)
                try:
                    page = urlopen("http://localhost:8198/", timeout=5).read().decode()
                    break
                except OSError:
                    continue
            assert "Đăng nhập" in page and "Dữ liệu minh họa" not in page
        finally:
            process.terminate()


def test_the_worker_ends_with_the_process_that_started_it(folder: Path) -> None:
    worker = subprocess.Popen([sys.executable, "-m", "mangnon", "worker", "--data", str(folder)], env=ENVIRONMENT,
                              stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(timeout=4)
        worker.stdin.close()
        assert worker.wait(timeout=20) == 0
    finally:
        worker.kill()


def test_the_annual_report_is_written_by_command(folder: Path, tmp_path: Path) -> None:
    done = mangnon("report", "annual", "--year", "2025", "--out", str(tmp_path / "bc.docx"), data=folder)
    assert done.returncode == 0 and (tmp_path / "bc.docx").read_bytes()[:2] == b"PK", done.stderr
    assert mangnon("report", "annual", "--year", "2025", "--out", str(tmp_path / "bc.odt"), data=folder).returncode == 1


def test_plan_check_prints_problems_and_ends_with_0(folder: Path) -> None:
    done = mangnon("plan", "check", "--format", "json", data=folder)
    kinds = {p["kind"] for p in json.loads(done.stdout)["problems"]}
    assert done.returncode == 0 and {"impossible_value", "contradiction", "only_zero", "no_owner"} <= kinds
