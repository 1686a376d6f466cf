"""What a person may type as a path, and disks that fill up: a sentence, and nothing half-written."""
from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.config.test_command_line import ENVIRONMENT, mangnon
from tests.conftest import DATA

SECRET = {"MANGNON_PASSPHRASE": "bốn từ không liên quan"}
GROWTH = "sex,age_days,weight_kg,height_cm,position,oedema\nmale,400,9,74,lying,false\n"
MATCH = "id,name,birth,sex,mother,village,commune\n1,An,2020,,,,\n"
FULL = ("import resource, sys\nfrom mangnon.core import drafts\n"
        "def small(real):\n"
        "    def opened(target):\n"
        "        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))\n"
        "        return real(target)\n"
        "    return opened\n"
        "drafts.whole, drafts.whole_folder = small(drafts.whole), small(drafts.whole_folder)\n"
        "from mangnon.config.cli import main\nsys.exit(main(sys.argv[1:]))\n")
"""No file may grow beyond 4 KB from the moment when the command's own output is begun."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("du-lieu") / "xa"
    assert mangnon("import", "folder", str(DATA / "worked"), data=path).returncode == 0
    return path


def on_a_full_disk(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", FULL, *words], capture_output=True, text=True,
                          env=ENVIRONMENT | SECRET, timeout=120)


@pytest.mark.parametrize("words", [("report", "annual", "--year", "2025", "--out", "{}/ra.docx"),
                                   ("report", "annual", "--year", "2025", "--out", "{}/ra.xlsx"),
                                   ("export", "folder", "{}/ra"), ("export", "folder", "{}/trong"),
                                   ("backup", "{}/ra.bak")])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(folder: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "trong").mkdir()
    said = [word.format(tmp_path) for word in words]
    done = on_a_full_disk(*said, "--data", str(folder))
    assert done.returncode == 1 and done.stderr.strip() == (
        "Ổ đĩa đã đầy nên chưa ghi được gì; dữ liệu cũ còn nguyên. Hãy xóa bớt tệp rồi chạy lại lệnh này.")
    assert [p.name for p in tmp_path.iterdir()] == ["trong"] and not list((tmp_path / "trong").iterdir())
    assert mangnon(*said, data=folder, **SECRET).returncode == 0


def test_a_killed_export_leaves_no_part_that_passes_for_the_whole(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "ra"
    with subprocess.Popen([sys.executable, "-m", "mangnon", "export", "folder", str(target), "--data", str(folder)],
                          env=ENVIRONMENT, stderr=subprocess.DEVNULL) as process:
        while not (tmp_path / ".ra.new" / "children.csv").exists():
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    assert not target.exists()
    assert mangnon("export", "folder", str(target), data=folder).returncode == 0
    assert [p.name for p in tmp_path.iterdir()] == ["ra"] and target.stat().st_mode & 0o777 == 0o700
    assert len((target / "children.csv").read_text(encoding="utf-8").splitlines()) == 321


COMMANDS = [("growth", "{0}/g.csv", "{1}"), ("text", "{0}/g.csv", "{1}"), ("match", "{0}/m.csv", "{0}/m.csv", "{1}"),
            ("backup", "{1}"), ("report", "annual", "--year", "2025", "--out", "{1}")]


@pytest.mark.parametrize("words", COMMANDS, ids=[words[0] for words in COMMANDS])
@pytest.mark.parametrize(("target", "said"), [
    ("khong-co/ra.docx", "Không thấy thư mục"), ("day.docx", "day.docx là một thư mục"),
    ("g.csv/ra.docx", "g.csv là một tệp, không phải thư mục"), ("g.csv/x/ra.docx", "g.csv là một tệp")])
def test_a_file_that_cannot_be_written_is_a_sentence(folder: Path, tmp_path: Path, words: tuple[str, ...],
                                                     target: str, said: str) -> None:
    (tmp_path / "day.docx").mkdir()
    (tmp_path / "g.csv").write_text(GROWTH, encoding="utf-8")
    (tmp_path / "m.csv").write_text(MATCH, encoding="utf-8")
    done = mangnon(*(word.format(tmp_path, tmp_path / target) for word in words), data=folder, **SECRET)
    assert done.returncode == 1 and said in done.stderr and "gặp lỗi" not in done.stderr, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["day.docx", "g.csv", "m.csv"]


@pytest.mark.parametrize("words", [("growth", "{0}/g.csv", "{0}/g.csv"), ("text", "{0}/g.csv", "{0}/g.csv"),
                                   ("match", "{0}/m.csv", "{0}/g.csv", "{0}/m.csv")])
def test_what_is_read_is_not_written_over(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "g.csv").write_text(GROWTH, encoding="utf-8")
    (tmp_path / "m.csv").write_text(MATCH, encoding="utf-8")
    done = mangnon(*(word.format(tmp_path) for word in words))
    assert done.returncode == 1 and "chính là tệp đang đọc" in done.stderr
    assert (tmp_path / "g.csv").read_text(encoding="utf-8") == GROWTH
    assert (tmp_path / "m.csv").read_text(encoding="utf-8") == MATCH


@pytest.mark.parametrize("words", [("growth", "{0}", "{0}/ra"), ("match", "{0}", "{0}/m", "{0}/ra"),
                                   ("text", "{0}", "{0}/ra"), ("init", "--plan", "{0}"), ("plan", "check", "{0}"),
                                   ("restore", "{0}", "--into", "{0}/ra"),
                                   ("backup", "{0}/b", "--passphrase-file", "{0}")])
def test_a_folder_in_place_of_a_file_is_a_sentence(folder: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    data = tmp_path / "moi" if words[0] == "init" else folder
    done = mangnon(*(word.format(tmp_path) for word in words), data=data, **SECRET)
    assert done.returncode == 1 and "là một thư mục, không phải tệp" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_folders_to_write_that_are_files_are_a_sentence(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "tep"
    file.write_text("x", encoding="utf-8")
    for words in (("export", "folder", str(file)), ("export", "folder", str(file / "x")),
                  ("restore", str(file), "--into", str(file)), ("restore", str(file), "--into", str(file / "x" / "y"))):
        done = mangnon(*words, data=folder, **SECRET)
        assert done.returncode == 1 and "là một tệp, không phải thư mục" in done.stderr, words


def test_a_passphrase_that_is_no_text_is_a_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mk").write_bytes(b"m\xe3\xff")
    done = mangnon("backup", str(tmp_path / "b"), "--passphrase-file", str(tmp_path / "mk"), data=folder)
    assert done.returncode == 1 and "không phải chữ UTF-8" in done.stderr
    done = subprocess.run([sys.executable, "-m", "mangnon", "backup", str(tmp_path / "b"), "--data", str(folder)],
                          env={**{os.fsencode(k): os.fsencode(v) for k, v in ENVIRONMENT.items()},
                               b"MANGNON_PASSPHRASE": b"m\xe3\xff"}, capture_output=True, text=True)
    assert done.returncode == 1 and "không phải chữ UTF-8" in done.stderr and not (tmp_path / "b").exists()


def test_a_backup_with_something_added_is_told_and_a_killed_restore_is_cleaned(folder: Path, tmp_path: Path) -> None:
    assert mangnon("backup", str(tmp_path / "b"), data=folder, **SECRET).returncode == 0
    for extra in (b"x", b"\0\0\0\1x", b"\xff" * 40):
        (tmp_path / "b2").write_bytes((tmp_path / "b").read_bytes() + extra)
        done = mangnon("restore", str(tmp_path / "b2"), "--into", str(tmp_path / "lai"), **SECRET)
        assert done.returncode == 1 and "có thêm byte lạ" in done.stderr, done.stderr
    with subprocess.Popen([sys.executable, "-m", "mangnon", "restore", str(tmp_path / "b"), "--into",
                           str(tmp_path / "lai")], env=ENVIRONMENT | SECRET, stderr=subprocess.DEVNULL) as process:
        while not list(tmp_path.glob(".*")):
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    assert not (tmp_path / "lai").exists()
    assert mangnon("restore", str(tmp_path / "b"), "--into", str(tmp_path / "lai"), **SECRET).returncode == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b", "b2", "lai"]
    shutil.rmtree(tmp_path / "lai")


def test_a_report_may_end_in_capitals(folder: Path, tmp_path: Path) -> None:
    for name in ("BC.DOCX", "BC.XlsX"):
        done = mangnon("report", "annual", "--year", "2025", "--out", str(tmp_path / name), data=folder)
        assert done.returncode == 0 and (tmp_path / name).read_bytes()[:2] == b"PK", done.stderr
