"""A data folder in the making: which folder may become one, one maker at a time, whole or gone again.

While a folder is being made it bears a mark. Who finds the mark and no maker knows that the making was cut off (a
killed command, a power cut) before anything was kept, and goes on with it.
"""
from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

DATABASE, MARK, LOCK, HEAD = "mangnon.sqlite3", "unfinished", "lock", "audit-head.json"
MADE = {DATABASE, f"{DATABASE}-journal", f"{DATABASE}-wal", f"{DATABASE}-shm", MARK, LOCK, HEAD, "keys", "logs",
        "uploads"}
"""Names that a data folder consists of from its first minute."""
SYSTEMS = {"lost+found", ".DS_Store", "desktop.ini", "Thumbs.db"}
"""Names that a system lays into any folder."""
TELLING = ("accounts_user", "places_unit", "plan_plan", "registry_child")
"""Tables of which one has a row in every register that somebody began."""


class NotReady(Exception):
    """The data folder cannot be used as it is; the message says what to do."""


class NothingThere(NotReady):
    """There is no data folder yet."""


def finished(path: Path) -> bool:
    """Whether the folder holds a register that was made to the end."""
    there = (path / "keys").is_dir() if os.environ.get("MANGNON_DATABASE") else (path / DATABASE).is_file()
    return there and not (path / MARK).exists()


def refuse_unusable(path: Path) -> None:
    """Raise NotReady where the path is no folder, or a folder that belongs to something else or has lost its heart."""
    standing = next(p for p in (path, *path.parents) if p.exists() or p == p.parent)
    if not standing.is_dir():
        raise NotReady(f"{standing} là một tệp, không phải thư mục, nên không chứa dữ liệu được. "
                       "Hãy chọn một thư mục: --data THƯ_MỤC.")
    if os.environ.get("MANGNON_DATABASE") or (path / MARK).exists():
        return
    lost = (path / HEAD).exists() and not (path / DATABASE).exists()
    if lost or ((path / DATABASE).is_file() and not (path / DATABASE).stat().st_size):
        raise NotReady(f"Tệp cơ sở dữ liệu {path / DATABASE} {'không còn' if lost else 'bị hỏng (trống rỗng)'}. Hãy "
                       "khôi phục từ bản sao lưu vào một thư mục trống: mangnon restore TỆP --into THƯ_MỤC.")


def refuse_strange(path: Path) -> None:
    """Raise NotReady for a folder full of other things: it is neither taken over nor closed to others."""
    if path.is_dir() and not finished(path) and any(p.name not in MADE | SYSTEMS for p in path.iterdir()):
        raise NotReady(f"Thư mục {path} đang chứa những tệp khác, không phải dữ liệu của Măng Non, nên không dùng. "
                       "Hãy chọn một thư mục trống hoặc thư mục mới: --data THƯ_MỤC.")


def holds_nothing(path: Path) -> bool:
    """Whether nobody has begun anything in this register: no account, no place, no plan, no child."""
    if os.environ.get("MANGNON_DATABASE"):
        return False
    database = sqlite3.connect(f"{(path / DATABASE).absolute().as_uri()}?mode=ro", uri=True)
    try:
        there = {name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        # The names are this file's own.
        return not any(database.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()  # noqa: S608
                       for name in TELLING if name in there)
    finally:
        database.close()


def lay_out(path: Path) -> None:
    """Mark the folder as unfinished and lay out what a data folder has beside its database."""
    from mangnon.core import keys

    (path / MARK).touch(mode=0o600)
    path.chmod(0o700)
    for name in ("uploads", "logs"):
        (path / name).mkdir(mode=0o700, exist_ok=True)
    keys.create_missing(path / "keys")


def finish(path: Path) -> None:
    (path / MARK).unlink(missing_ok=True)


def missing_above(path: Path) -> list[Path]:
    """The folders that making this one would make, the innermost first."""
    return [p for p in (path, *path.parents) if not p.exists()]


def clear(path: Path, made: list[Path]) -> None:
    """Take away what was made: our names in the folder, then each of these folders that is empty now."""
    for name in MADE - {LOCK}:
        if (path / name).is_dir():
            shutil.rmtree(path / name, ignore_errors=True)
        else:
            with suppress(OSError):
                (path / name).unlink(missing_ok=True)
    with suppress(OSError):
        (path / LOCK).unlink()
    for folder in made:
        with suppress(OSError):
            folder.rmdir()


@contextmanager
def alone(path: Path, progress: Callable[[str], None]) -> Iterator[None]:
    """Hold a folder's lock: who comes second waits and finds what the first has made; a killed holder holds none."""
    while True:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            file = (path / LOCK).open("a", encoding="ascii")
        except FileNotFoundError:  # the first one failed and took its folder away, just now
            continue
        with file:
            if not _take(file, wait=False):
                progress("Một lệnh khác đang chuẩn bị thư mục dữ liệu này; đang chờ.")
                _take(file, wait=True)
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(file.fileno()), (path / LOCK).stat()):
                    yield
                    return


def _take(file: IO[str], *, wait: bool) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as error:
        if wait or error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            raise
        return False
    return True
