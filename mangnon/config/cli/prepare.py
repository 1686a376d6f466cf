"""Make a data folder ready, and say in a sentence what stands in the way."""
from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from . import making
from .making import NothingThere, NotReady

__all__ = ["NotReady", "NothingThere", "data_folder", "known_sentence", "made", "ready"]
NO_SPACE = "Ổ đĩa đã đầy nên chưa ghi được gì; dữ liệu cũ còn nguyên. Hãy xóa bớt tệp rồi chạy lại lệnh này."
Progress = Callable[[str], None]


DAMAGE = ("malformed", "not a database", "no such table", "already exists", "decode to utf-8")
"""What a database says that was cut, or changed by something else than this program."""


def quiet(text: str) -> None:
    """Progress that nobody is told."""


def known_sentence(error: Exception) -> str:
    """Return the sentence of an error that is no fault of the program, or "" for one that is."""
    kinds = ("FolderError", "ExportError", "NotReady", "NothingThere", "Refused", "PlanError", "AskError",
             "KeyMissing", "GrowthFileError", "MatchFileError", "FileRefused", "BackupError", "ReportError",
             "BenchError", "EngineError")
    if type(error).__name__ in kinds:
        return str(error)
    if _no_space(error):
        return NO_SPACE
    text = str(error).lower()
    if "readonly database" in text or "unable to open database" in text:
        return "Không ghi được vào thư mục dữ liệu. Hãy kiểm tra quyền của thư mục rồi chạy lại."
    if "database is locked" in text:
        return "Cơ sở dữ liệu đang bận (một lệnh khác đang ghi). Hãy chờ một phút rồi chạy lại."
    if "disk i/o error" in text:
        return ("Ổ đĩa không cho đọc hoặc ghi cơ sở dữ liệu (có thể đã đầy, đầy hạn mức, hoặc hỏng). "
                "Hãy dọn bớt tệp, kiểm tra ổ đĩa rồi chạy lại.")
    if _is_of_database(error) and any(word in text for word in DAMAGE):
        return "Tệp cơ sở dữ liệu bị hỏng. Hãy khôi phục từ bản sao lưu: mangnon restore TỆP --into THƯ_MỤC."
    return _path_sentence(error)


def _is_of_database(error: Exception) -> bool:
    return any(kind.__name__ in ("DatabaseError", "Error") and kind.__module__ in ("sqlite3", "django.db.utils")
               for kind in type(error).__mro__)


def _no_space(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return True
        if "database or disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _path_sentence(error: Exception) -> str:
    """What the system says of a file that a person named; what it says of ours is an error of ours."""
    if not isinstance(error, OSError) or not error.filename or _is_ours(Path(os.fsdecode(error.filename))):
        return ""
    if isinstance(error, PermissionError):
        return f"Không có quyền đọc hoặc ghi {error.filename}. Hãy kiểm tra quyền rồi chạy lại."
    return f"Không mở được {error.filename}: {error.strerror}. Hãy kiểm tra lại đường dẫn."


def _is_ours(path: Path) -> bool:
    return Path(__file__).resolve().parents[2] in path.absolute().parents


def folder() -> Path:
    """Return the data folder that the environment names."""
    from django.conf import settings

    return Path(settings.DATA_DIR)


def data_folder() -> Path:
    """The folder of this run, before the framework is set up."""
    import platformdirs

    return Path(os.environ.get("MANGNON_DATA") or platformdirs.user_data_dir("mangnon", appauthor=False))


def setup_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.config.settings")
    import django

    django.setup()


def ready(*, make: bool = False, progress: Progress = quiet) -> None:
    """Set the framework up on the data folder. make: an empty folder is made ready first.

    Raises NotReady: nothing there, a database newer than the program. Raises KeyMissing.
    """
    if make:
        with made(progress=progress):
            return
    path = data_folder()
    making.refuse_unusable(path)
    if not making.finished(path):
        if (path / making.MARK).exists():
            raise NotReady(f"Thư mục {path} đang được tạo dở. Hãy chờ lệnh đang tạo nó, hoặc chạy lại lệnh ấy "
                           "(mangnon init, import folder hay start) để tạo cho xong.")
        raise NothingThere(f"Thư mục {path} chưa có dữ liệu. Hãy chạy “mangnon import folder”, “mangnon init” "
                           "hoặc “mangnon start” trước.")
    _open(path, fresh=False, progress=progress)


@contextmanager
def made(*, progress: Progress = quiet) -> Iterator[bool]:
    """Make the folder ready for the block; yields whether it was made anew. What was, is gone when the block fails."""
    path = data_folder()
    making.refuse_unusable(path)
    making.refuse_strange(path)
    with ExitStack() as held:
        new = making.missing_above(path)
        if not making.finished(path):
            held.enter_context(making.alone(path, progress))
        if making.finished(path):
            held.close()
            _open(path, fresh=False, progress=progress)
            yield False
            return
        try:
            making.lay_out(path)
            _open(path, fresh=True, progress=progress)
            making.finish(path)
            yield True
        except BaseException:
            _close()
            making.clear(path, new)
            raise


def _open(path: Path, *, fresh: bool, progress: Progress) -> None:
    from mangnon.core import keys

    os.environ["MANGNON_DATA"] = str(path)
    for name in keys.NAMES:
        keys.read(path / "keys", name)
    setup_django()
    migrate(fresh=fresh, progress=progress)


def _close() -> None:
    from django.apps import apps
    from django.db import connections

    if apps.ready:
        connections.close_all()


def migrate(*, fresh: bool, progress: Progress) -> None:
    """Bring the database to this program's shape; a copy is kept before an old one is changed."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    def pending() -> bool:
        executor = MigrationExecutor(connection)
        _refuse_newer(executor)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    if not pending():
        return
    with ExitStack() as held:
        if not fresh:
            held.enter_context(making.alone(folder(), progress))
            if not pending():  # whoever was first has done it
                return
            if not making.holds_nothing(folder()):
                progress("Cập nhật cấu trúc dữ liệu (giữ một bản sao trước khi đổi)")
                _keep_copy(connection)
        call_command("migrate", verbosity=0, interactive=False)


def _refuse_newer(executor: Any) -> None:
    """Whatever this program does not know was done by a newer one: also a whole room that it does not have."""
    disk = executor.loader.disk_migrations
    known = set(disk).union(*(migration.replaces for migration in disk.values()))
    if any(tuple(done) not in known for done in executor.loader.applied_migrations):
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
