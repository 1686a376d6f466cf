"""Every noun and verb that the code writes into the trail has words; a new one without them fails here."""
from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from mangnon.accounts.trail_words import actor_words, part_words, thing_words, verb_words
from mangnon.core import audit
from mangnon.core.models import Record

PACKAGE = Path(__file__).resolve().parents[2] / "mangnon"
ASKED = {"verb": {"core/records.py", "accounts/trail.py"},
         "what": {"core/records.py", "accounts/access.py", "web/views.py", "intake/actions.py", "protection/urls.py"}}
"""Files that write what they were given or a label of a model: that is looked at where it is, or below."""


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """(file, call, name) of what writes into the trail."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                if name in ("audit.record", "noted") or (name, path.name) in (
                        ("_note", "trail.py"), ("_say", "records.py")):
                    yield path.relative_to(PACKAGE).as_posix(), node, name


def strings(part: ast.expr) -> list[str]:
    """What a part of a call can be where it is written out; empty where it is handed in."""
    if isinstance(part, ast.IfExp):
        return [*strings(part.body), *strings(part.orelse)]
    return [part.value] if isinstance(part, ast.Constant) and isinstance(part.value, str) else []


def written() -> tuple[set[str], set[str]]:
    """(verbs, nouns); fails where one is handed in by a file that is not known to."""
    verbs, nouns = {"read"}, set()
    for file, call, name in calls():
        parts = {"noted": {"what": 0}, "audit.record": {"verb": 1, "what": 2}}.get(name, {"verb": 1})
        for kind, at in parts.items():
            found = strings(call.args[at])
            assert found or file in ASKED[kind], (file, call.lineno, kind)
            (verbs if kind == "verb" else nouns).update(found)
    return verbs, nouns


def test_every_verb_and_noun_has_words_in_both_languages() -> None:
    verbs, nouns = written()
    assert {"create", "merge", "record", "sign in"} <= verbs and {"intake.Resurvey", "folder", "national"} <= nouns
    nouns |= {model._meta.label for model in apps.get_models() if issubclass(model, Record)}
    nouns |= {"registry:child", "publish:report", "account_login:x", "children.csv"}
    for words, codes in ((verb_words, verbs), (thing_words, nouns)):
        for code in codes:
            plain, english = words(code), ""
            with translation.override("en"):
                english = words(code)
            assert plain != code and english != plain, (code, plain, english)


@pytest.mark.parametrize(("what", "part", "words"), [
    ("intake.PairDecision", "different", "hai em khác nhau"), ("intake.PairDecision", "later", "để sau"),
    ("intake.RuleVerdict", "khai-sinh-som,accepted", "Đăng ký khai sinh trước ngày sinh, đúng như vậy"),
    ("intake.RuleVerdict", "xam-hai-nhom,accepted", "đúng như vậy"),
    ("intake.CorrectionRequest", "lop-tuoi,wrong", "Lớp không hợp tuổi, sổ sai, nhờ sửa"),
    ("intake.Finding", "asked again", "đưa ra xem lại"), ("intake.Resurvey", "rows=4", "4 dòng của danh sách"),
    ("intake.Understanding", "born_on,full_name", "Ngày sinh, Họ và tên"), ("publish.annual", "year=2026,.docx",
                                                                           "năm 2026, docx"),
    ("accounts.User", "totp", "ứng dụng tạo mã"), ("registry.Child", "back=3,stayed=1",
                                                   "3 dòng trở lại, 1 dòng giữ như hiện nay"),
    ("registry.Child", "no_such_column", "")])
def test_codes_beside_a_noun_have_words_and_sealed_rules_say_nothing(what: str, part: str, words: str) -> None:
    assert part_words(what, part) == words


def test_who_acts_without_an_account_is_said_in_words() -> None:
    assert actor_words("system") == "phần mềm" and actor_words("cli:lan") == "dòng lệnh: lan"


def test_the_page_shows_no_code_word(client_of: Callable[[str], Any], user: Callable[[str], Any]) -> None:
    with transaction.atomic():
        audit.record(user("child_officer"), "record", "intake.Resurvey", "x", fields=["rows=4"])
        audit.record(user("child_officer"), "decide", "intake.PairDecision", "x", fields=["different"])
        audit.record(user("child_officer"), "part", "registry.Child", "x", fields=["back=3"])
        audit.record(user("child_officer"), "read", "protection.timeline", "x")
    page = client_of("child_officer").get(reverse("accounts:trail")).content.decode()
    for words in ("gõ phiếu", "đợt phúc tra: 4 dòng của danh sách", "hai hồ sơ giống nhau: hai em khác nhau",
                  "tách hồ sơ đã gộp", "dòng thời gian trợ giúp của một trẻ"):
        assert words in page, words
    for code in ("intake.", "registry.", "protection.", "PairDecision", ">record<", ">part<"):
        assert code not in page, code
