"""What a line of the trail says in words, and how much of it to whom."""
from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from mangnon.core import hooks
from mangnon.core.models import AuditEvent

from .permissions import Permission

FILES = frozenset({"pdf", "docx", "xlsx", "csv", "html", "odt"})
"""Endings of files, which say themselves what they are."""
ABOUT_CHILDREN = ("registry.", "health.", "education.", "participation.", "protection.", "delivery.Attendance",
                  "indicators.reviews", "indicators.book")


def verb_words(verb: str) -> str:
    """The deed, as a clerk would write it."""
    said = {
        "create": _("ghi mới"), "correct": _("sửa"), "remove": _("gỡ"), "read": _("mở xem"), "list": _("mở danh sách"),
        "print": _("in"), "export": _("tải, xuất"), "report": _("xuất báo cáo"), "import": _("nhập"),
        "backup": _("sao lưu"), "restore": _("khôi phục"), "reveal": _("xem số được giấu"), "freeze": _("chốt báo cáo"),
        "sign in": _("đăng nhập"), "sign out": _("đăng xuất"), "sign in failed": _("đăng nhập sai"),
        "locked out": _("tạm dừng vì gõ sai nhiều lần"), "second factor on": _("bật xác thực hai lớp"),
        "second factor off": _("gỡ xác thực hai lớp"), "second factor failed": _("mã hai lớp sai"),
        "change password": _("đổi mật khẩu"), "set password": _("đặt mật khẩu"), "setup link": _("cấp liên kết"),
        "receive": _("nhận danh sách"), "apply": _("ghi danh sách vào sổ"), "undo": _("hoàn tác lần nhập"),
        "drop": _("bỏ danh sách"), "decide": _("quyết định"),
        "ask": _("gửi đi hỏi"), "withdraw": _("rút lại"), "answer": _("trả lời"),
        "record": _("gõ phiếu"), "merge": _("gộp hai hồ sơ"),
        "part": _("tách hồ sơ đã gộp"),
        "lock": _("khóa tài khoản"), "unlock": _("mở lại tài khoản")}
    return said.get(verb, verb)


def said_to(user: Any, event: AuditEvent) -> tuple[str, str, str]:
    """(deed, of what, reason). Who reads nothing of children learns that a record was touched, never which kind.

    An administrator could otherwise tell from the trail alone whose page is a case; the inspector keeps the log of
    cases, and the others read what they did themselves or may read anyway.
    """
    deed = verb_words(event.verb)
    if event.what.replace(":", ".").startswith(ABOUT_CHILDREN) and not _counts_cases(user):
        return deed, _("hồ sơ trẻ em"), ""
    return deed, ": ".join(filter(None, (thing_words(event.what), part_words(event.what, event.fields)))), event.purpose


def part_words(what: str, fields: str) -> str:
    """The parts of a row that were written, by the names its forms give them, or what was asked for."""
    return ", ".join(filter(None, (_part(what, part) for part in fields.split(",") if part)))


def _part(what: str, part: str) -> str:
    name, _sign, value = part.partition("=")
    asked = {"year": _("năm %(v)s"), "list": _("danh sách %(v)s"), "written": _("%(v)s dòng đã ghi"),
             "left_out": _("%(v)s dòng để lại"),
             "read": _("%(v)s dòng đã đọc"), "changed": _("%(v)s thay đổi"), "refused": _("%(v)s dòng để lại"),
             "elsewhere": _("%(v)s nơi khác"), "unit": _("địa bàn %(v)s"), "rows": _("%(v)s dòng của danh sách"),
             "made": _("thêm %(v)s"), "altered": _("sửa %(v)s"), "left": _("%(v)s dòng để lại"),
             "children": _("%(v)s em"), "items": _("%(v)s chỗ"), "back": _("%(v)s dòng trở lại"),
             "stayed": _("%(v)s dòng giữ như hiện nay"), "removed": _("gỡ %(v)s"),
             "restored": _("trả lại %(v)s"), "kept": _("giữ %(v)s")}
    if value and name in asked:
        lists = {"counted": _("được đếm"), "missing": _("còn thiếu"), "unknown": _("chưa rõ")}
        return asked[name] % {"v": lists.get(value, value)}
    if value:
        return ""
    chosen = {"same": _("là em trong sổ"), "new": _("là em mới"), "skip": _("bỏ qua dòng"), "later": _("để sau")}
    if what == "intake.ListRow":
        return chosen.get(part, "")
    if what in hooks.part_words:
        return hooks.part_words[what](part)
    if part.lstrip(".") in FILES:
        return part.lstrip(".")
    factors = {"totp": _("ứng dụng tạo mã"), "recovery_codes": _("mã dự phòng"), "webauthn": _("khóa bảo mật")}
    try:
        return factors.get(part) or str(apps.get_model(what)._meta.get_field(name).verbose_name)
    except (LookupError, ValueError, AttributeError, FieldDoesNotExist):
        return ""


def _counts_cases(user: Any) -> bool:
    return bool(user.can(Permission.SEALED_READ) or user.can(Permission.SEALED_COUNTS))


def thing_words(what: str) -> str:
    """A row's noun as its room names it; of a printed page its room's."""
    words: dict[str, Any] = getattr(hooks, "row_words", {})
    own = {"accounts.User": _("tài khoản"), "accounts.Assignment": _("vai trò"), "accounts.Delegation": _("ủy quyền"),
           "core.recovery": _("bản khóa dự phòng"),
           "folder": _("cả sổ"), "indicators": _("danh sách của một dòng"), "national": _("danh sách trẻ em theo mẫu"),
           "publish.Report": _("báo cáo năm"), "publish.annual": _("báo cáo năm")}
    if what in words or what in own:
        return str(words.get(what) or own[what])
    if what.endswith(".csv"):
        return _("tệp %(name)s của sổ") % {"name": what}
    return _page_words(what.partition(":")[0]) if ":" in what else what


def _page_words(room: str) -> str:
    """A page that was printed, by its room: the address is kept in the line."""
    return {"accounts": _("trang tài khoản"), "registry": _("trang về trẻ em"), "health": _("trang sức khỏe"),
            "education": _("trang trường học"), "protection": _("trang trợ giúp"), "delivery": _("trang hoạt động"),
            "participation": _("trang tham gia"), "intake": _("trang nhập danh sách"),
            "indicators": _("trang chỉ tiêu"), "plan": _("trang kế hoạch"), "publish": _("trang báo cáo"),
            }.get(room, _("một trang"))


def actor_words(actor: str) -> str:
    """Who did it where no account did: the program itself, or somebody at its command line."""
    if actor == "system":
        return _("phần mềm")
    if actor == "demo":
        return _("xã minh họa")
    if actor == "public":
        return _("người báo tin, không tài khoản")
    return _("dòng lệnh: %(name)s") % {"name": actor.removeprefix("cli:")} if actor.startswith("cli:") else actor
