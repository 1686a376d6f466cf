"""Make a data folder ready, and say in a sentence what stands in the way."""
from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

NO_SPACE = "Ổ đĩa đã đầy nên chưa ghi được gì; dữ liệu cũ còn nguyên. Hãy xóa bớt tệp rồi chạy lại lệnh này."


class NotReady(Exception):
    """The data folder cannot be used as it is; the message says what to do."""


def known_sentence(error: Exception) -> str:
    """Return the sentence of an error that is no fault of the program, or "" for one that is."""
    kinds = ("FolderError", "ExportError", "NotReady", "Refused", "PlanError", "AskError", "KeyMissing",
             "GrowthFileError", "MatchFileError", "FileRefused", "BackupError", "ReportError", "BenchError")
    if type(error).__name__ in kinds:
        return str(error)
    if _no_space(error):
        return NO_SPACE
    text = str(error).lower()
    if "readonly database" in text or "unable to open database" in text or isinstance(error, PermissionError):
        return "Không ghi được vào thư mục dữ liệu. Hãy kiểm tra quyền của thư mục rồi chạy lại."
    if "database is locked" in text:
        return "Cơ sở dữ liệu đang bận (một lệnh khác đang ghi). Hãy chờ một phút rồi chạy lại."
    if isinstance(error, sqlite3.DatabaseError) or type(error).__name__ == "DatabaseError":
        if "malformed" in text or "not a database" in text:
            return "Tệp cơ sở dữ liệu bị hỏng. Hãy khôi phục từ bản sao lưu: mangnon restore TỆP --into THƯ_MỤC."
    return ""


def _no_space(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if "database or disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def folder() -> Path:
    """Return the data folder that the environment names."""
    from django.conf import settings

    return Path(settings.DATA_DIR)


def setup_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.config.settings")
    import django

    django.setup()


def ready(*, make: bool = False, progress: Callable[[str], None] = lambda text: None) -> None:
    """Set the framework up on the data folder. make: an empty folder is made ready first.

    Raises NotReady: nothing there, a database newer than the program, a key missing.
    """
    path = Path(os.environ.get("MANGNON_DATA", "") or _default_folder())
    os.environ["MANGNON_DATA"] = str(path)
    fresh = not _has_database(path)
    if fresh and not make:
        raise NotReady(f"Thư mục {path} chưa có dữ liệu. Hãy chạy “mangnon import folder”, “mangnon init” "
                       "hoặc “mangnon start” trước.")
    if fresh:
        _make_folder(path)
    from mangnon.core import keys

    for name in keys.NAMES:
        keys.read(path / "keys", name)
    setup_django()
    migrate(fresh=fresh, progress=progress)


def _default_folder() -> str:
    import platformdirs

    return platformdirs.user_data_dir("mangnon", appauthor=False)


def _has_database(path: Path) -> bool:
    if os.environ.get("MANGNON_DATABASE"):
        return (path / "keys").is_dir()
    return (path / "mangnon.sqlite3").is_file()


def _make_folder(path: Path) -> None:
    from mangnon.core import keys

    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    for name in ("uploads", "logs"):
        (path / name).mkdir(mode=0o700, exist_ok=True)
    keys.create_missing(path / "keys")


def migrate(*, fresh: bool, progress: Callable[[str], None]) -> None:
    """Bring the database to this program's shape; a copy is kept before an old one is changed."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    _refuse_newer(executor)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not pending:
        return
    if not fresh:
        progress("Cập nhật cấu trúc dữ liệu (giữ một bản sao trước khi đổi)")
        _keep_copy(connection)
    call_command("migrate", verbosity=0, interactive=False)


def _refuse_newer(executor: Any) -> None:
    ours = set(executor.loader.disk_migrations)
    rooms = {app for app, _ in ours}
    newer = sorted(name for app, name in executor.loader.applied_migrations if app in rooms
                   and (app, name) not in ours and (app, name) not in executor.loader.replacements)
    if newer:
        raise NotReady("Dữ liệu này do một bản Măng Non mới hơn ghi. Hãy cập nhật chương trình rồi mở lại; "
                       "dữ liệu chưa bị thay đổi.")


def _keep_copy(connection: Any) -> None:
    if connection.vendor != "sqlite":
        return
    from mangnon.core import clock

    target = folder() / f"before-update-{clock.now():%Y%m%d-%H%M%S}.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    target.chmod(0o600)
