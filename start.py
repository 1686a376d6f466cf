#!/usr/bin/env python3
"""Măng Non, from a fresh copy: set everything up and start the program.

    python3 start.py            set up, then open the program with the demonstration commune
    python3 start.py test       set up, then run the whole test suite
    python3 start.py setup      set up only

Needs Python 3.11 or newer and the package registry, nothing else. Options of "mangnon start" may follow
(--port N, --no-browser, --host H); MANGNON_DATA names another data folder.
"""
from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def digest(*names: str) -> str:
    """What the installation was made from; a change means installing again."""
    found = hashlib.sha256(sys.version.encode())
    for name in names:
        path = HERE / name
        found.update(path.read_bytes() if path.exists() else b"")
    return found.hexdigest()


def pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, cwd=HERE).returncode:
        sys.exit("Chưa cài được thư viện. Hãy kiểm tra mạng rồi chạy lại lệnh này.\n"
                 "(The libraries could not be installed. Check the network and run this command again.)")


def install(requirements: str, mark: str) -> None:
    """Install a locked list into .venv, once for each state of the list."""
    sources = (requirements, "pyproject.toml", "hatch_build.py", *locale_files())
    stamp, wanted = VENV / mark, digest(*sources)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        say("Tạo môi trường Python (.venv)…")
        venv.create(VENV, with_pip=True, clear=True)
    say("Cài thư viện, lần đầu mất vài phút…")
    pip("--require-hashes", "-r", requirements)
    pip("--no-deps", "--editable", ".")
    stamp.write_text(wanted)


def locale_files() -> list[str]:
    return sorted(str(p.relative_to(HERE)) for p in HERE.glob("mangnon/locale/*/LC_MESSAGES/django.po"))


def main() -> int:
    if sys.version_info < (3, 11):
        sys.exit(f"Cần Python 3.11 trở lên; máy này đang dùng {sys.version.split()[0]}. "
                 "Hãy cài Python mới từ python.org rồi chạy lại.")
    words = sys.argv[1:]
    if words[:1] == ["test"]:
        install("requirements-dev.txt", "installed-dev")
        return subprocess.run([str(PYTHON), "-m", "tests.run", *words[1:]], cwd=HERE).returncode
    install("requirements.txt", "installed")
    if words[:1] == ["setup"]:
        say("Đã cài xong. Mở chương trình: python3 start.py")
        return 0
    return subprocess.run([str(PYTHON), "-m", "mangnon", "start", *words], cwd=HERE).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(0)
