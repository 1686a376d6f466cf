"""The health of a data folder: what ``mangnon check`` and the start-up look at."""
from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection

from mangnon.core import audit, keys
from mangnon.core.clock import VIETNAM

LOW_DISK = 500 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ok: nothing to do.  text: a sentence for the user."""

    name: str
    ok: bool
    text: str


def findings() -> list[Finding]:
    """Look at database, audit chain, keys, folder rights, library version and free space."""
    return [_database(), _journal(), _read("register", _register), _read("audit", _audit), *_keys(), _rights(),
            _read("recovery", _recovery), _space(), _calendars(), _days_off(), _forms(), _hours(), _catalogue(),
            _policies(), _care()]


def _read(name: str, look: Callable[[], Finding]) -> Finding:
    """What needs whole tables to look at: that they are not there is a finding too."""
    try:
        return look()
    except DatabaseError:
        return Finding(name, False, "Không đọc được: cơ sở dữ liệu thiếu bảng hoặc có ô hỏng. "
                       "Hãy khôi phục từ bản sao lưu gần nhất.")


def _database() -> Finding:
    if connection.vendor != "sqlite":
        return Finding("database", True, "PostgreSQL đang trả lời.")
    with connection.cursor() as cursor:
        verdict = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        loose = cursor.execute("PRAGMA foreign_key_check").fetchone()
    lost = {model._meta.db_table for model in apps.get_models() if model._meta.managed}.difference(
        connection.introspection.table_names())
    if verdict != "ok" or loose or lost:
        return Finding("database", False, "Cơ sở dữ liệu có chỗ hỏng. Hãy khôi phục từ bản sao lưu gần nhất.")
    return Finding("database", True, "Cơ sở dữ liệu nguyên vẹn.")


def _journal() -> Finding:
    if connection.vendor != "sqlite":
        return Finding("journal", True, "Không áp dụng cho PostgreSQL.")
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    version = sqlite3.sqlite_version
    if mode == "wal":
        from mangnon.config.settings import wal_is_safe

        text = f"SQLite {version} ghi kiểu WAL."
        return Finding("journal", wal_is_safe(), text)
    return Finding("journal", True, f"SQLite {version} ghi kiểu rollback (bản này có lỗi WAL nên không dùng WAL).")


def _register() -> Finding:
    """Whose register it is and whether anybody can sign in; a register of nobody was cut off while it was made."""
    from mangnon.accounts.models import User
    from mangnon.plan.in_use import plan_in_use

    plan, accounts = plan_in_use(), User.objects.count()
    if plan is None and not accounts:
        return Finding("register", False, "Sổ chưa có xã và chưa có tài khoản nào: việc tạo đã bị ngắt giữa chừng. "
                       "Hãy chạy lại mangnon init, import folder hoặc start.")
    owner = plan.unit.name if plan and plan.unit else "chưa rõ là của xã nào"
    return Finding("register", True, f"Sổ trẻ em: {owner}; {accounts or 'chưa có'} tài khoản.")


def _audit() -> Finding:
    answer = audit.verify()
    if answer["ok"]:
        return Finding("audit", True, f"Chuỗi nhật ký nguyên vẹn, {answer['rows']} dòng.")
    return Finding("audit", False, f"Chuỗi nhật ký bị sửa hoặc mất từ dòng {answer['first_bad']}.")


def _keys() -> list[Finding]:
    found = []
    for name in keys.NAMES:
        try:
            keys.read(Path(settings.KEYS_DIR), name)
        except keys.KeyMissing as missing:
            found.append(Finding(f"key {name}", False, str(missing)))
        else:
            found.append(Finding(f"key {name}", True, f"Khóa “{name}” đọc được."))
    return found


def _recovery() -> Finding:
    """Whether the keys in use were ever printed; nothing is wrong with the data where they were not."""
    from mangnon.accounts.recovery import printed

    last = printed()
    if last is None:
        return Finding("recovery", True, "Chưa in bản khóa dự phòng: mất tệp khóa thì không ai mở lại được lời kể. "
                       "Hãy chạy mangnon keys print.")
    day = last.at.astimezone(VIETNAM)
    return Finding("recovery", True, f"Đã in bản khóa dự phòng ngày {day:%d/%m/%Y}.")


def _calendars() -> Finding:
    """The commune's own calendars of vaccination and weighing; what is wrong in one is said place by place."""
    from mangnon.health.calendars import calendars

    found = calendars()
    if found.wrong:
        return Finding("calendars", False, "Lịch của xã có chỗ sai, đang dùng lịch có sẵn thay tệp ấy. "
                       + " ".join(found.wrong))
    own = f"lịch của xã: {', '.join(found.own)}" if found.own else "lịch có sẵn của phần mềm"
    return Finding("calendars", True, f"Lịch tiêm, lịch cân: {own}.")


def _days_off() -> Finding:
    """The commune's own file of days off."""
    from mangnon.plan.days_off import file_in_use

    _rules, wrong, own = file_in_use()
    if wrong:
        return Finding("days_off", False, "Tệp ngày nghỉ của xã có chỗ sai, đang dùng tệp có sẵn. " + " ".join(wrong))
    return Finding("days_off", True, f"Ngày nghỉ: {'tệp của xã' if own else 'tệp có sẵn của phần mềm'}.")


def _policies() -> Finding:
    """The commune's own files of what children are entitled to."""
    from mangnon.protection.entitlements.policies import policies

    found = policies()
    if found.wrong:
        return Finding("policies", False, "Chính sách của xã có chỗ sai, đang dùng bản có sẵn thay tệp ấy. "
                       + " ".join(found.wrong))
    own = f"tệp của xã: {', '.join(found.own)}" if found.own else "bản có sẵn của phần mềm"
    return Finding("policies", True, f"Chính sách cho trẻ em: {own}.")


def _care() -> Finding:
    """The commune's own file of days and periods of alternative care."""
    from mangnon.protection.care.rules import path, rules

    if wrong := rules().wrong:
        return Finding("care", False, "Quy tắc chăm sóc thay thế của xã có chỗ sai, đang dùng bản có sẵn. "
                       + " ".join(wrong))
    return Finding("care", True, "Quy tắc chăm sóc thay thế: "
                   f"{'tệp của xã' if path().is_file() else 'bản có sẵn của phần mềm'}.")


def _forms() -> Finding:
    """The commune's own official forms of the protection of children."""
    from mangnon.protection.cases.paper import papers_in_use

    found = papers_in_use()
    if found.wrong:
        return Finding("forms", False, "Mẫu giấy tờ của xã có chỗ sai, đang dùng mẫu có sẵn thay tệp ấy. "
                       + " ".join(found.wrong))
    own = f"mẫu của xã: {', '.join(found.own)}" if found.own else "mẫu có sẵn của phần mềm"
    return Finding("forms", True, f"Mẫu giấy tờ bảo vệ trẻ em: {own}.")


def _hours() -> Finding:
    """The commune's own file of deadlines for protection cases."""
    from mangnon.protection.cases.rules import problem

    wrong = problem()
    return Finding("deadlines", not wrong, f"Hạn vụ việc của xã có chỗ sai, đang dùng hạn có sẵn. {wrong}" if wrong
                   else "Hạn của vụ việc bảo vệ trẻ em: dùng được.")


def _catalogue() -> Finding:
    """The commune's own file of hotlines and packages."""
    from mangnon.protection.services.catalogue import file_in_use

    _found, wrong, own = file_in_use()
    if wrong:
        return Finding("catalogue", False, f"Danh mục gói hỗ trợ của xã có chỗ sai, đang dùng tệp có sẵn. {wrong}")
    return Finding("catalogue", True, f"Gói hỗ trợ: {'tệp của xã' if own else 'tệp có sẵn của phần mềm'}.")


def _rights() -> Finding:
    path = Path(settings.DATA_DIR)
    if sys.platform == "win32":
        return Finding("rights", True, "Windows: hãy để thư mục dữ liệu trong hồ sơ riêng của người dùng.")
    loose = [p for p in (path, path / "keys", *sorted((path / "keys").glob("*"))) if _open_to_others(p)]
    if not loose:
        return Finding("rights", True, "Thư mục dữ liệu và khóa chỉ chủ của chúng đọc được.")
    what, mode = ("Thư mục", "700") if loose[0].is_dir() else ("Tệp khóa", "600")
    return Finding("rights", False, f"{what} {loose[0]} mở cho người khác đọc. Hãy chạy: chmod {mode} {loose[0]}")


def _open_to_others(path: Path) -> bool:
    return path.exists() and bool(stat.S_IMODE(os.stat(path).st_mode) & 0o077)


def _space() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free
    text = f"Ổ đĩa còn trống {free // (1024 * 1024)} MB."
    return Finding("space", free >= LOW_DISK, text if free >= LOW_DISK else text + " Hãy dọn bớt tệp.")
