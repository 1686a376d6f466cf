"""The data folder: made whole or not at all, never out of something else, and damage is said."""
from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mangnon.plan.document import BUILTIN
from tests.config.test_command_line import ENVIRONMENT, mangnon
from tests.conftest import DATA

WORKED = str(DATA / "worked")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("du-lieu") / "xa"
    assert mangnon("init", "--plan", str(BUILTIN), data=path).returncode == 0
    return path


@pytest.mark.parametrize("sight", ["unfinished", "keys/audit", "mangnon.sqlite3"])
def test_a_killed_init_is_gone_on_with(tmp_path: Path, sight: str) -> None:
    """Killed at the first sight of a file: before the keys, before the database, while its tables are made."""
    path = tmp_path / "xa"
    with subprocess.Popen([sys.executable, "-m", "mangnon", "init", "--plan", str(BUILTIN), "--data", str(path)],
                          env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not (path / sight).exists():
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    check = mangnon("check", data=path)
    assert check.returncode == 1 and "đang được tạo dở" in check.stderr, check.stderr
    done = mangnon("init", "--plan", str(BUILTIN), data=path)
    assert done.returncode == 0 and "/tai-khoan/thiet-lap/" in done.stdout, done.stderr
    assert mangnon("check", data=path).returncode == 0 and not (path / "unfinished").exists()
    assert not list(path.glob("before-update-*"))


def test_a_register_of_nobody_is_told_and_becomes_a_commune(folder: Path, tmp_path: Path) -> None:
    """Cut off after its tables were made: no commune, no account."""
    code = "from mangnon.config.cli import prepare; prepare.ready(make=True)"
    subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT | {"MANGNON_DATA": str(tmp_path / "xa")}, check=True)
    check = mangnon("check", data=tmp_path / "xa")
    assert check.returncode == 1 and "CẦN XEM  register: Sổ chưa có xã và chưa có tài khoản nào" in check.stdout
    assert mangnon("init", "--plan", str(BUILTIN), data=tmp_path / "xa").returncode == 0
    check = mangnon("check", data=tmp_path / "xa")
    assert "được  register: Sổ trẻ em: Xã Hoằng Trung; 1 tài khoản." in check.stdout


@pytest.mark.parametrize("blocks", [200, 600])
def test_an_init_that_finds_no_room_leaves_nothing(tmp_path: Path, blocks: int) -> None:
    """No file may grow beyond so many kilobytes."""
    command = f"ulimit -f {blocks}; exec {sys.executable} -m mangnon init --plan {BUILTIN} --data {tmp_path}/a/xa"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=ENVIRONMENT, timeout=60)
    assert done.returncode == 1 and "đầy" in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert list(tmp_path.iterdir()) == []
    assert mangnon("init", "--plan", str(BUILTIN), data=tmp_path / "a" / "xa").returncode == 0


def test_a_command_that_fails_makes_no_folder(tmp_path: Path) -> None:
    (tmp_path / "trong").mkdir()
    (tmp_path / "hong").mkdir()
    (tmp_path / "hong" / "children.parquet").write_bytes(b"PAR1")
    for source in ("trong", "hong"):
        done = mangnon("import", "folder", str(tmp_path / source), data=tmp_path / "moi" / "xa")
        assert done.returncode == 1 and not (tmp_path / "moi").exists(), done.stderr
    assert mangnon("check", data=tmp_path / "moi").returncode == 1 and not (tmp_path / "moi").exists()
    done = subprocess.run([sys.executable, "-m", "mangnon", "growth", "khong-co.csv", "ra.csv"], cwd=tmp_path,
                          capture_output=True, text=True, env=ENVIRONMENT)
    assert done.returncode == 1 and sorted(p.name for p in tmp_path.iterdir()) == ["hong", "trong"]


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "anh"
    other.mkdir(mode=0o755)
    (other / "anh.jpg").write_bytes(b"x")
    for words in (("import", "folder", WORKED), ("init", "--plan", str(BUILTIN)), ("start", "--no-browser")):
        done = mangnon(*words, data=other)
        assert done.returncode == 1 and "không phải dữ liệu của Măng Non" in done.stderr
    assert other.stat().st_mode & 0o777 == 0o755 and [p.name for p in other.iterdir()] == ["anh.jpg"]
    for path in (other / "anh.jpg", other / "anh.jpg" / "xa"):
        done = mangnon("import", "folder", WORKED, data=path)
        assert done.returncode == 1 and "là một tệp, không phải thư mục" in done.stderr
    assert mangnon("check", "--data", "").returncode == 2


def test_two_first_imports_at_once_make_one_register(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mangnon", "import", "folder", WORKED, "--data", str(tmp_path / "xa")]
    both = [subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(2)]
    answers = [(*process.communicate(timeout=120), process.returncode) for process in both]
    assert [status for _, _, status in answers] == [0, 0], answers
    assert sorted(out for out, _, _ in answers) == ["Đã đọc 7820 dòng, ghi 0 thay đổi, từ chối 0 dòng.\n",
                                                    "Đã đọc 7820 dòng, ghi 7820 thay đổi, từ chối 0 dòng.\n"]


def test_an_empty_or_lost_database_file_is_damage(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "xa"
    shutil.copytree(folder, copy)
    (copy / "mangnon.sqlite3").write_bytes(b"")
    done = mangnon("check", data=copy)
    assert done.returncode == 1 and "bị hỏng (trống rỗng)" in done.stderr and "mangnon restore" in done.stderr
    assert mangnon("import", "folder", WORKED, data=copy).returncode == 1
    assert (copy / "mangnon.sqlite3").stat().st_size == 0 and not list(copy.glob("before-update-*"))
    (copy / "mangnon.sqlite3").unlink()
    done = mangnon("import", "folder", WORKED, data=copy)
    assert done.returncode == 1 and "không còn" in done.stderr and not (copy / "mangnon.sqlite3").exists()


def test_a_database_with_a_room_we_do_not_have_is_a_newer_one(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "xa"
    shutil.copytree(folder, copy)
    with sqlite3.connect(copy / "mangnon.sqlite3") as database:
        database.execute("INSERT INTO django_migrations (app, name, applied) "
                         "VALUES ('weather', '0001_initial', '2030-01-01')")
    for words in (("check",), ("plan", "check"), ("plan", "check", str(BUILTIN))):
        done = mangnon(*words, data=copy)
        assert done.returncode == 1 and "bản Măng Non mới hơn" in done.stderr and done.stdout == "", words


def test_a_reader_who_leaves_is_no_error(folder: Path) -> None:
    command = f"set -o pipefail; {sys.executable} -m mangnon plan check --format json --data {folder} | head -c 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=ENVIRONMENT, timeout=60)
    assert done.stdout == "{" and done.stderr == ""
