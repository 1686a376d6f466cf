"""mangnon keys print and keys restore, from outside."""
from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

from mangnon.plan.document import BUILTIN
from tests.config.test_command_line import ENVIRONMENT, mangnon


def test_keys_go_to_paper_and_come_back(tmp_path: Path) -> None:
    folder, sheet = tmp_path / "xa", tmp_path / "khoa.txt"
    assert mangnon("init", "--plan", str(BUILTIN), data=folder).returncode == 0
    assert "Chưa in bản khóa dự phòng" in mangnon("check", data=folder).stdout
    assert mangnon("keys", "print", "--out", str(tmp_path / "khoa.png"), data=folder).returncode == 1
    assert mangnon("keys", "print", "--out", str(sheet), data=folder).returncode == 0
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    lines = [line for line in sheet.read_text(encoding="utf-8").splitlines() if line[:2] in ("N1", "N2", "K4")]
    assert len(lines) == 3
    key = (folder / "keys" / "sealing").read_text()
    (folder / "keys" / "sealing").unlink()
    check = mangnon("check", data=folder)
    assert check.returncode == 1 and "Thiếu khóa “sealing”" in check.stderr and "mangnon keys restore" in check.stderr
    slip = tmp_path / "sai.txt"
    wrong = lines[1][:-3] + ("2" if lines[1][-3] != "2" else "3") + lines[1][-2:]
    slip.write_text(sheet.read_text(encoding="utf-8").replace(lines[1], wrong), encoding="utf-8")
    refused = mangnon("keys", "restore", str(slip), data=folder)
    assert refused.returncode == 1 and "Dòng N2 gõ sai một chữ" in refused.stderr
    assert not (folder / "keys" / "sealing").exists()
    typed = subprocess.run([sys.executable, "-m", "mangnon", "keys", "restore", "--data", str(folder)], text=True,
                           input=sheet.read_text(encoding="utf-8").lower(), capture_output=True, env=ENVIRONMENT)
    assert typed.returncode == 0 and "Đã ghi lại khóa sealing" in typed.stderr, typed.stderr
    assert (folder / "keys" / "sealing").read_text() == key
    assert "Đã in bản khóa dự phòng ngày" in mangnon("check", data=folder).stdout
    assert mangnon("keys", "restore", str(sheet), data=tmp_path / "khac").returncode == 1
    assert not (tmp_path / "khac").exists()
