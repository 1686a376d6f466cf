"""From the missing of a line to somebody's work and back: given once, done by recording, taken along by a move."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mangnon.accounts.models import Assignment, User
from mangnon.accounts.scopes import scope_of
from mangnon.core import outbox, records
from mangnon.core.models import AuditEvent
from mangnon.health.models import Dose, Measurement
from mangnon.indicators import closing
from mangnon.indicators.work import Takers
from mangnon.places.models import Facility, Unit
from mangnon.protection.models import Circumstance
from mangnon.registry import actions, tasks
from mangnon.registry.models import Child, ChildTask, Residence
from mangnon.registry.scope import children_of
from tests.conftest import TODAY

DUE = dt.date(2026, 12, 5)


def born(name: str, village: str, born_on: dt.date = dt.date(2024, 5, 2), **more: Any) -> Child:
    """A child who was never weighed, has no dose and no certificate."""
    child = records.create(Child, by="test", full_name=name, sex="female", born_on=born_on, **more)
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name=village), from_on=born_on)
    return child


def plain(page: Any) -> str:
    """The words of an answer."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def give(client: Any, code: str, children: list[Child], part: str = "missing", **more: Any) -> Any:
    return client.post(reverse("indicators:give", args=[code]) + f"?danh-sach={part}", {
        "vai": "collaborator", "han": "05/12/2026", "loi_nhan": "", "em": [str(c.pk) for c in children], **more})


@pytest.fixture(autouse=True)
def nothing_given(db: None) -> None:
    """The demonstration has given work out; here only what a test gives counts."""
    ChildTask.objects.all().delete()


@pytest.fixture
def two(db: None) -> list[Child]:
    found = [born("Xuyến Quỳ Oanh", "Thôn 3"), born("Xuyến Quỳ Ưng", "Thôn 5")]
    outbox.process()
    return found


def test_the_missing_of_a_line_become_tasks_of_their_thon(client_of: Callable[[str], Any], two: list[Child]) -> None:
    officer, collaborator = client_of("child_officer"), client_of("collaborator")
    page = officer.get(reverse("indicators:measure", args=["14"]))
    assert "em chưa có người lo" in plain(page) and "Xuyến Quỳ Oanh" in plain(page)
    form = officer.get(reverse("indicators:give", args=["14"]) + "?danh-sach=missing")
    assert "Xuyến Quỳ Oanh" in plain(form) and "Xuyến Quỳ Ưng" in plain(form)
    answer = give(officer, "14", two, loi_nhan="Mang giấy chứng sinh")
    assert answer.status_code == 302 and answer["Location"].endswith("/chi-tieu/14/?danh-sach=missing")
    assert [(t.child, t.measure, t.part, t.role, t.due_on) for t in ChildTask.objects.order_by("child__full_name")] == [
        (child, "14", "missing", "collaborator", DUE) for child in two]
    told = plain(officer.get(answer["Location"]))
    assert "Đã giao 2 việc." in told and "Cộng tác viên thôn, hạn 05/12" in told
    page = collaborator.get(reverse("indicators:task", args=[ChildTask.objects.get(child=two[0]).pk]))
    assert "Giao bởi Lê Thị Hạnh, Cán bộ trẻ em, 23/11/2026" in plain(page)
    mine = plain(collaborator.get(reverse("indicators:mine")))
    assert "Hôm nay không còn việc, sắp tới 1 việc" in mine and "Mang giấy chứng sinh" in mine and "05/12" in mine
    assert "Xuyến Quỳ Ưng" not in mine


def test_nobody_is_given_the_same_twice(client_of: Callable[[str], Any], two: list[Child]) -> None:
    officer = client_of("child_officer")
    give(officer, "14", two)
    give(officer, "14", two, han="20/12/2026")
    assert ChildTask.objects.count() == 2 and set(ChildTask.objects.values_list("due_on", flat=True)) == {DUE}
    form = plain(officer.get(reverse("indicators:give", args=["14"]) + "?danh-sach=missing"))
    assert "Xuyến Quỳ" not in form


def test_recording_the_result_closes_the_task_and_moves_the_figure(client_of: Callable[[str], Any], two: list[Child],
                                                                   ) -> None:
    officer, collaborator = client_of("child_officer"), client_of("collaborator")
    give(officer, "14", two)
    own, other = (ChildTask.objects.get(child=child) for child in two)
    task_page = collaborator.get(reverse("indicators:task", args=[own.pk]))
    step = re.search(r'href="([^"]+tiep=viec)"', task_page.content.decode())
    assert step and step[1] == reverse("registry:child-edit", args=[two[0].pk]) + "?tiep=viec"
    records.correct(two[0], by="test", birth_registered_on=dt.date(2026, 11, 20))
    outbox.process()
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.result, own.closed_on, own.closed_by, own.is_open) == ("done", TODAY, "program", False)
    assert other.is_open
    assert "Xuyến Quỳ Oanh" not in plain(officer.get(reverse("indicators:measure", args=["14"])))
    assert "Không còn em nào đang chờ bạn" in plain(collaborator.get(reverse("indicators:mine")))
    assert AuditEvent.objects.filter(what="registry.ChildTask", actor="program").count() == 1


def test_one_thumb_records_and_goes_on_to_the_next(client_of: Callable[[str], Any], two: list[Child]) -> None:
    second = born("Xuyến Quỳ Vân", "Thôn 3")
    outbox.process()
    give(client_of("child_officer"), "4a", [two[0], second], "unknown")
    client = client_of("collaborator")
    first, after = (ChildTask.objects.get(child=child) for child in (two[0], second))
    url = reverse("indicators:task", args=[first.pk])
    page = client.get(url).content.decode()
    stamp = re.search(r'name="dau" value="([^"]+)"', page)
    assert stamp and 'value="23/11/2026"' in page and "Ghi và sang em sau" in page
    typed = {"viec": "ghi", "dau": stamp[1], "measured_on": "23/11/2026"}
    empty = client.post(url, typed | {"weight_kg": ""})
    assert empty.status_code == 422 and "Hãy điền cân nặng hoặc chiều cao" in plain(empty)
    odd = client.post(url, typed | {"weight_kg": "110"})
    assert odd.status_code == 422 and 'value="110"' in odd.content.decode() and 'name="dung"' in odd.content.decode()
    answer = client.post(url, typed | {"weight_kg": "11,2"})
    assert answer["Location"] == reverse("indicators:task", args=[after.pk])
    outbox.process()
    first.refresh_from_db()
    assert first.result == "done"
    # Nobody else's task takes a form: the officer, who gave it, writes on the child's own page.
    assert "Ghi và sang em sau" not in plain(client_of("chairman").get(reverse("indicators:task", args=[after.pk])))


def test_papers_sent_without_anything_typed_are_not_told_as_written(client_of: Callable[[str], Any],
                                                                    two: list[Child]) -> None:
    give(client_of("child_officer"), "14", two[:1])
    client, task = client_of("collaborator"), ChildTask.objects.get()
    url = reverse("indicators:task", args=[task.pk])
    stamp = re.search(r'name="dau" value="([^"]+)"', client.get(url).content.decode())
    assert stamp
    # The date left empty, and the name emptied, which takes nothing away.
    for name in ("Xuyến Quỳ Oanh", ""):
        page = client.post(url, {"viec": "ghi", "dau": stamp[1], "full_name": name, "birth_registered_on": ""})
        assert page.status_code == 422 and "Chưa có gì để ghi. Chưa đăng ký thì chọn Hẹn lại." in plain(page)
        assert 'href="#id_birth_registered_on"' in page.content.decode() and "Đã ghi cho" not in plain(page)
    assert Child.objects.get(pk=two[0].pk).full_name == "Xuyến Quỳ Oanh"
    done = client.post(url, {"viec": "ghi", "dau": stamp[1], "full_name": "Xuyến Quỳ Oanh",
                             "birth_registered_on": "03/06/2024"})
    assert done.status_code == 302 and "Đã ghi cho Xuyến Quỳ Oanh." in plain(client.get(done["Location"]))
    assert Child.objects.get(pk=two[0].pk).birth_registered_on == dt.date(2024, 6, 3)


def test_what_was_typed_is_kept_in_the_tab_but_not_of_a_sealed_line(client_of: Callable[[str], Any],
                                                                     two: list[Child]) -> None:
    give(client_of("child_officer"), "14", two[:1])
    tasks.give("8b", {two[1].pk: ("unknown", "child_officer")}, by="test", due_on=DUE, on=TODAY)
    officer = client_of("child_officer")
    open_one, sealed = (reverse("indicators:task", args=[ChildTask.objects.get(measure=code).pk])
                        for code in ("14", "8b"))
    drafts = re.compile(r'<form method="post"[^>]* data-draft="([^"]+)"')
    assert drafts.findall(client_of("collaborator").get(open_one).content.decode()) == ["ghi", "hen", "ket"]
    assert drafts.findall(officer.get(open_one).content.decode()) == ["hen", "ket", "doi"]
    page = officer.get(sealed)
    assert page.status_code == 200 and "Kết thúc mà sổ chưa có" in plain(page) and b"data-draft=" not in page.content


@pytest.mark.parametrize("code", ["4a", "5a", "15"])
def test_no_form_of_a_task_says_written_where_nothing_was_typed(client_of: Callable[[str], Any], code: str) -> None:
    child = born("Xuyến Quỳ Oanh", "Thôn 3", dt.date(2023, 11, 2))
    ChildTask.objects.all().delete()
    tasks.give(code, {child.pk: ("unknown", "collaborator")}, by="test", due_on=DUE, on=TODAY)
    client, url = client_of("collaborator"), reverse("indicators:task", args=[ChildTask.objects.get().pk])
    page = client.get(url).content.decode()
    assert "Ghi và sang em sau" in page
    sent = client.post(url, {"viec": "ghi", "measured_on": "23/11/2026", "given_on": "23/11/2026",
                             "assessed_on": "23/11/2026"})
    assert sent.status_code == 422 and "Đã ghi cho" not in plain(sent)


def test_a_form_opened_from_a_task_leads_back_to_the_work(client_of: Callable[[str], Any], db: None) -> None:
    child = born("Xuyến Quỳ Oanh", "Thôn 3")
    outbox.process()
    give(client_of("child_officer"), "5b", [child])
    client, url = client_of("collaborator"), reverse("health:mui-tiem-add", args=[child.pk]) + "?tiep=viec"
    stamp = re.search(r'name="dau" value="([^"]+)"', client.get(url).content.decode())
    assert stamp
    answer = client.post(url, {"vaccine": "BCG", "given_on": "02/05/2024", "dau": stamp[1]})
    assert answer.status_code == 302 and answer["Location"] == reverse("indicators:mine")


def test_a_dose_taken_back_opens_the_task_again(client_of: Callable[[str], Any], db: None) -> None:
    child = born("Xuyến Quỳ Oanh", "Thôn 3", dt.date(2026, 10, 1))
    outbox.process()
    where = closing.where_now("5b", [child.pk], TODAY)
    assert where == {child.pk: "missing"}
    give(client_of("child_officer"), "5b", [child])
    rows = [records.create(Dose, by="test", child=child, vaccine=v, given_on=dt.date(2026, 10, 2))
            for v in ("BCG", "HEPB0")]
    outbox.process()
    task = ChildTask.objects.get()
    assert task.result == "done"
    records.remove(rows[0], by="test", reason="ghi nhầm trẻ")
    outbox.process()
    task.refresh_from_db()
    assert task.is_open and task.result == "" and task.due_on == DUE


def test_a_child_who_moves_takes_her_tasks_along(client_of: Callable[[str], Any], two: list[Child]) -> None:
    give(client_of("child_officer"), "14", two[1:])
    collaborator = client_of("collaborator")
    assert "Xuyến Quỳ Ưng" not in plain(collaborator.get(reverse("indicators:mine")))
    actions.move(two[1], by="test", on=dt.date(2026, 11, 1), unit=Unit.objects.get(name="Thôn 3"))
    outbox.process()
    assert ChildTask.objects.get().is_open
    assert "Xuyến Quỳ Ưng" in plain(collaborator.get(reverse("indicators:mine")))


def test_a_move_in_two_steps_brings_the_work_back(client_of: Callable[[str], Any], two: list[Child]) -> None:
    give(client_of("child_officer"), "14", two[1:])
    actions.move(two[1], by="test", on=dt.date(2026, 11, 1), unit=None)
    outbox.process()
    assert ChildTask.objects.get().result == "moved"
    actions.move(two[1], by="test", on=dt.date(2026, 11, 1), unit=Unit.objects.get(name="Thôn 3"))
    outbox.process()
    assert ChildTask.objects.get().is_open
    actions.note_death(two[1], by="test", died_on=dt.date(2026, 11, 2), death_cause="illness")
    outbox.process()
    assert ChildTask.objects.get().result == "outside"
    actions.note_death(two[1], by="test", died_on=None, death_cause="")
    outbox.process()
    assert ChildTask.objects.get().is_open


def test_the_same_is_never_given_twice_even_past_the_page(two: list[Child]) -> None:
    for due in (DUE, TODAY):
        given = tasks.give("14", {two[0].pk: ("missing", "collaborator")}, by="test", due_on=due, on=TODAY)
    assert given.stood == [two[0].pk] and ChildTask.objects.get().due_on == DUE


def test_a_child_entered_by_mistake_goes_with_her_work(client_of: Callable[[str], Any], two: list[Child]) -> None:
    officer = client_of("child_officer")
    give(officer, "14", two[:1])
    answer = officer.post(reverse("registry:child-remove", args=[two[0].pk]), {"reason": "ghi nhầm"})
    assert answer.status_code == 302 and not Child.objects.filter(pk=two[0].pk).exists()


def test_who_leaves_or_dies_is_no_longer_work(client_of: Callable[[str], Any], two: list[Child]) -> None:
    give(client_of("child_officer"), "14", two)
    actions.move(two[0], by="test", on=dt.date(2026, 11, 1), unit=None)
    actions.note_death(two[1], by="test", died_on=dt.date(2026, 11, 2), death_cause="illness")
    outbox.process()
    assert [ChildTask.objects.get(child=child).result for child in two] == ["moved", "outside"]


def test_somebody_not_weighed_is_done_once_she_is(client_of: Callable[[str], Any], db: None) -> None:
    child = born("Xuyến Quỳ Oanh", "Thôn 3")
    outbox.process()
    give(client_of("child_officer"), "4a", [child], "unknown")
    records.create(Measurement, by="test", child=child, measured_on=dt.date(2026, 11, 20), weight_kg="7.0",
                   height_cm="82.0", position="standing")
    outbox.process()
    task = ChildTask.objects.get()
    assert task.result == "done" and closing.where_now("4a", [child.pk], TODAY) == {child.pk: "counted"}
    # Now she is work of another kind: too light.
    give(client_of("child_officer"), "4a", [child], "counted")
    assert ChildTask.objects.open().get().part == "counted"


def test_a_collaborator_puts_off_refuses_or_reports_with_a_reason(client_of: Callable[[str], Any],
                                                                  two: list[Child]) -> None:
    officer, client = client_of("child_officer"), client_of("collaborator")
    give(officer, "14", two)
    task = ChildTask.objects.get(child=two[0])
    url = reverse("indicators:task", args=[task.pk])
    page = client.post(url, {"viec": "hen", "ly_do": "", "han": "01/11/2026", "ghi_them": "chờ bố về"})
    assert page.status_code == 422 and "Ngày này đã qua" in plain(page) and "chờ bố về" in page.content.decode()
    assert client.post(url, {"viec": "hen", "ly_do": "away", "han": "20/12/2026"}).status_code == 302
    task.refresh_from_db()
    assert (task.due_on, task.later, task.is_open) == (dt.date(2026, 12, 20), "away", True)
    assert "đã hẹn lại: gia đình đi vắng" in plain(client.get(reverse("indicators:mine")))
    assert client.post(url, {"viec": "ket", "ket_qua": "refused", "ghi_them": "hẹn sang năm"}).status_code == 302
    task.refresh_from_db()
    assert (task.result, task.result_note, task.is_open) == ("refused", "hẹn sang năm", False)
    told = plain(officer.get(reverse("indicators:measure", args=["14"]) + "?danh-sach=missing"))
    assert "gia đình từ chối, 23/11" in told
    given = plain(officer.get(reverse("indicators:given") + "?xem=tu-choi"))
    assert "Xuyến Quỳ Oanh" in given
    # Sent again: it was closed meanwhile, nothing is written over.
    again = client.post(url, {"viec": "ket", "ket_qua": "said"}, follow=True)
    assert "việc đã được kết thúc" in plain(again)
    task.refresh_from_db()
    assert task.result == "refused"
    # Whoever refused may be asked again.
    give(officer, "14", two[:1])
    assert ChildTask.objects.open().filter(child=two[0]).count() == 1


def test_said_done_but_not_in_the_register_is_told(client_of: Callable[[str], Any], two: list[Child]) -> None:
    officer, client = client_of("child_officer"), client_of("collaborator")
    give(officer, "14", two)
    task = ChildTask.objects.get(child=two[0])
    client.post(reverse("indicators:task", args=[task.pk]), {"viec": "ket", "ket_qua": "said"})
    assert "Xuyến Quỳ Oanh" in plain(officer.get(reverse("indicators:given") + "?xem=bao-xong"))
    records.correct(two[0], by="test", birth_registered_on=dt.date(2026, 11, 20))
    outbox.process()
    assert "Xuyến Quỳ Oanh" not in plain(officer.get(reverse("indicators:given") + "?xem=bao-xong"))


def test_the_officer_sees_what_is_late_and_what_nobody_takes(client_of: Callable[[str], Any], two: list[Child]) -> None:
    officer = client_of("child_officer")
    Assignment.objects.filter(role="collaborator", unit__name="Thôn 5").delete()
    told = plain(officer.get(give(officer, "14", two)["Location"]))
    assert "Trong đó 1 em ở nơi chưa có tài khoản của người nhận" in told
    ChildTask.objects.filter(child=two[0]).update(due_on=dt.date(2026, 11, 11))
    page = plain(officer.get(reverse("indicators:given")))
    assert "2 việc đang làm, 1 việc quá hạn" in page and "quá 12 ngày" in page
    assert "Thôn 3 1 1 0 0" in page and "Thôn 5 1 0 0 0" in page
    alone = plain(officer.get(reverse("indicators:given") + "?xem=khong-nguoi"))
    assert "Xuyến Quỳ Ưng" in alone and "Xuyến Quỳ Oanh" not in alone
    mine = plain(client_of("collaborator").get(reverse("indicators:mine")))
    assert "1 quá hẹn" in mine and "quá 12 ngày" in mine
    # Another role, another day; then taken back.
    task = ChildTask.objects.get(child=two[1])
    url = reverse("indicators:task", args=[task.pk])
    assert officer.post(url, {"viec": "doi", "vai": "child_officer", "han": "30/11/2026", "ve": "giao"})[
        "Location"] == reverse("indicators:given")
    task.refresh_from_db()
    assert (task.role, task.due_on) == ("child_officer", dt.date(2026, 11, 30))
    officer.post(url, {"viec": "thu"})
    task.refresh_from_db()
    assert task.result == "withdrawn"


def test_sealed_lines_and_others_thon_stay_closed(client_of: Callable[[str], Any], two: list[Child]) -> None:
    officer = client_of("child_officer")
    give(officer, "14", two)
    other = ChildTask.objects.get(child=two[1])
    collaborator = client_of("collaborator")
    for url in (reverse("indicators:task", args=[other.pk]), reverse("indicators:tasks-panel", args=[two[1].pk]),
                reverse("indicators:give", args=["14"]) + "?danh-sach=missing", reverse("indicators:given")):
        assert collaborator.get(url).status_code == 404
    ended = {"viec": "ket", "ket_qua": "said"}
    assert collaborator.post(reverse("indicators:task", args=[other.pk]), ended).status_code == 404
    records.create(Circumstance, by="test", child=two[0], group="a", from_on=dt.date(2026, 1, 5))
    outbox.process()
    form = officer.get(reverse("indicators:give", args=["8b"]) + "?danh-sach=missing").content.decode()
    assert 'value="child_officer"' in form and 'value="collaborator"' not in form
    for code, part in (("3a", "counted"), ("9", "counted"), ("13", "counted"), ("7", "missing"), ("14", "counted")):
        assert officer.get(reverse("indicators:give", args=[code]) + f"?danh-sach={part}").status_code == 404
    own = ChildTask.objects.get(child=two[0])
    assert client_of("teacher").get(reverse("indicators:task", args=[own.pk])).status_code == 404
    assert AuditEvent.objects.filter(verb="list", what="indicators", record_id="8b").exists()


def test_faults_of_the_form_are_said_and_nothing_is_lost(client_of: Callable[[str], Any], two: list[Child]) -> None:
    officer = client_of("child_officer")
    page = give(officer, "14", two[:1], han="31/02/2027", loi_nhan="Mang giấy chứng sinh")
    body = page.content.decode()
    assert page.status_code == 422 and "Mang giấy chứng sinh" in body and "31/02/2027" in body
    assert re.search(rf'value="{two[0].pk}" checked', body) and not re.search(rf'value="{two[1].pk}" checked', body)
    page = give(officer, "14", [])
    assert page.status_code == 422 and "Chưa đánh dấu em nào" in plain(page)
    assert not ChildTask.objects.exists()


def test_time_alone_takes_a_child_out_of_a_line(client_of: Callable[[str], Any], db: None) -> None:
    child = born("Xuyến Quỳ Oanh", "Thôn 3", dt.date(2021, 11, 30), birth_registered_on=dt.date(2021, 12, 1))
    outbox.process()
    give(client_of("child_officer"), "4a", [child], "unknown")
    closing.new_day(dt.date(2026, 11, 29))
    assert ChildTask.objects.get().is_open
    closing.new_day(dt.date(2026, 12, 1))
    assert ChildTask.objects.get().result == "outside"


def test_enter_in_the_remark_ends_nothing(client_of: Callable[[str], Any], two: list[Child]) -> None:
    give(client_of("child_officer"), "14", two)
    task, client = ChildTask.objects.get(child=two[0]), client_of("collaborator")
    url = reverse("indicators:task", args=[task.pk])
    body = client.get(url).content.decode()
    part = re.search(r"<form(?:(?!</form>).)*name=\"ghi_them\"[^>]*id=\"ket_ghi_them\".*?</form>", body, re.S)
    assert part and part[0].count("<button") == 1 and "checked" not in part[0]
    # Enter in a box of text sends the form with its first button: whatever it holds, nothing is chosen yet.
    pressed = dict(re.findall(r'<(?:button|input)[^>]*name="(viec)" value="([^"]+)"', part[0]))
    page = client.post(url, pressed | {"ghi_them": "mẹ hẹn tuần sau"})
    assert page.status_code == 422 and "Hãy chọn “Việc kết thúc thế nào”" in plain(page)
    assert 'value="mẹ hẹn tuần sau"' in page.content.decode()
    task.refresh_from_db()
    assert task.is_open and task.result == ""
    assert client.post(url, {"viec": "ket", "ket_qua": "done"}).status_code == 422


def test_a_task_ended_by_mistake_is_opened_again(client_of: Callable[[str], Any], two: list[Child]) -> None:
    officer, client = client_of("child_officer"), client_of("collaborator")
    give(officer, "14", two)
    task = ChildTask.objects.get(child=two[0])
    url = reverse("indicators:task", args=[task.pk])
    client.post(url, {"viec": "ket", "ket_qua": "said", "ghi_them": "nhầm em"})
    assert "Mở lại việc này" not in plain(client.get(url)) and "Mở lại việc này" in plain(officer.get(url))
    assert client.post(url, {"viec": "mo-lai"}).status_code == 404
    assert officer.post(url, {"viec": "mo-lai", "ly_do": "bấm nhầm"})["Location"] == url
    task.refresh_from_db()
    assert (task.is_open, task.result, task.due_on) == (True, "", DUE)
    event = AuditEvent.objects.filter(what="registry.ChildTask", record_id=str(task.pk)).latest("seq")
    assert (event.verb, event.purpose, "slot" in event.fields) == ("correct", "bấm nhầm", True)
    assert "Mở lại bởi" in plain(officer.get(url)) and "bấm nhầm" in plain(officer.get(url))
    assert "Xuyến Quỳ Oanh" in plain(client.get(reverse("indicators:mine")))
    # Pressed twice, it says so; where she has a newer task, the old one stays as it is.
    assert "đang mở rồi" in plain(officer.post(url, {"viec": "mo-lai"}, follow=True))
    client.post(url, {"viec": "ket", "ket_qua": "refused"})
    give(officer, "14", two[:1])
    assert "đã có một việc khác đang làm" in plain(officer.post(url, {"viec": "mo-lai"}, follow=True))
    assert ChildTask.objects.open().filter(child=two[0]).count() == 1


def test_what_the_register_has_meanwhile_is_not_work_again(client_of: Callable[[str], Any], two: list[Child]) -> None:
    officer = client_of("child_officer")
    give(officer, "14", two[:1])
    task = ChildTask.objects.get()
    url = reverse("indicators:task", args=[task.pk])
    officer.post(url, {"viec": "thu"})
    records.correct(two[0], by="test", birth_registered_on=dt.date(2026, 11, 20))
    outbox.process()
    assert "sổ đã có kết quả" in plain(officer.post(url, {"viec": "mo-lai", "ly_do": ""}, follow=True))
    task.refresh_from_db()
    assert not task.is_open and "Mở lại việc này" not in plain(officer.get(url))


def test_two_thon_of_one_name_are_two_rows(client_of: Callable[[str], Any], two: list[Child]) -> None:
    officer = client_of("child_officer")
    other = records.create(Unit, by="test", name="Thôn 3", code="1588903", level="village", area="rural",
                           parent=Unit.objects.get(name="Xã Hoằng Kim"), valid_from=dt.date(1997, 1, 1))
    Residence.objects.filter(child=two[1]).update(unit=other)
    tasks.give("14", {child.pk: ("missing", "collaborator") for child in two}, by="test", due_on=DUE, on=TODAY)
    url = reverse("indicators:given")
    page = plain(officer.get(url))
    assert "Thôn 3 (Xã Hoằng Kim) 1 0 0 0" in page and "Thôn 3 (Xã Hoằng Trung) 1 0 0 0" in page
    alone = plain(officer.get(url + f"?thon={other.pk}"))
    assert "Xuyến Quỳ Ưng" in alone and "Xuyến Quỳ Oanh" not in alone and "Chỉ Thôn 3 (Xã Hoằng Kim)." in alone
    # What was kept from before, the name of a thôn, or nonsense shows the whole.
    assert "Xuyến Quỳ Oanh" in plain(officer.get(url + "?thon=Thôn 3"))


def test_however_many_people_there_are_their_places_are_asked_for_once(client_of: Callable[[str], Any],
                                                                       two: list[Child]) -> None:
    """The page that gives work out, with the people of a demonstration and with thirty more of every kind of place."""
    officer, url = client_of("child_officer"), reverse("indicators:give", args=["14"]) + "?danh-sach=missing"
    officer.get(url)
    with CaptureQueriesContext(connection) as few:
        officer.get(url)
    school = Facility.objects.filter(kind="primary")[0]
    places: list[dict[str, Any]] = [
        *({"role": "collaborator", "unit": unit} for unit in Unit.objects.filter(level="village")),
        *({"role": "collaborator", "unit": unit} for unit in Unit.objects.filter(level="commune")),
        {"role": "teacher", "facility": school}, {"role": "health_worker"},
        *({"role": "village_head", "unit": unit} for unit in Unit.objects.filter(level="village")),
        {"role": "child_officer"}, {"role": "justice"}]
    for n, place in enumerate(places):
        person = User.objects.create_user(f"nguoi{n}", None, display_name=f"Người {n:02d}")
        made = records.create(Assignment, by="test", user=person, from_on=dt.date(2020, 1, 1), **place)
    # A role of one thôn whose place is missing holds nowhere: the last one is such.
    Assignment.objects.filter(pk=made.pk).update(role="collaborator")
    with CaptureQueriesContext(connection) as many:
        officer.get(url)
    assert len(many) == len(few) and len(places) > 20
    # And who takes whom is what each person's own scope says.
    ids = list(Child.objects.in_name_order().values_list("pk", flat=True)[:120])
    takers = Takers(TODAY)
    for role in ("collaborator", "teacher", "health_worker", "village_head", "child_officer", "justice"):
        said: dict[Any, set[str]] = {}
        for one in Assignment.objects.filter(role=role, user__is_active=True).select_related("unit", "user"):
            for pk in Child.objects.filter(children_of(scope_of([one], TODAY), TODAY), pk__in=ids).values_list(
                    "pk", flat=True):
                said.setdefault(pk, set()).add(str(one.user))
        assert {pk: set(names.split(", ")) for pk, names in takers.of(role, ids).items()} == said, role


def test_who_refused_lately_is_not_ticked_and_the_reason_stands_there(client_of: Callable[[str], Any],
                                                                      two: list[Child]) -> None:
    officer = client_of("child_officer")
    give(officer, "14", two)
    tasks.answer(ChildTask.objects.get(child=two[0]), by="test", result="refused", on=dt.date(2026, 11, 20))
    tasks.answer(ChildTask.objects.get(child=two[1]), by="test", result="refused", on=dt.date(2026, 7, 20))
    page = officer.get(reverse("indicators:give", args=["14"]) + "?danh-sach=missing").content.decode()
    boxes = dict(re.findall(r'name="em" value="([^"]+)"( checked)?', page))
    assert (boxes[str(two[0].pk)], boxes[str(two[1].pk)]) == ("", " checked")
    assert page.count("gia đình từ chối ngày") == 1 and "gia đình từ chối ngày 20/11/2026" in page


def test_what_was_given_already_is_said_so(client_of: Callable[[str], Any], two: list[Child]) -> None:
    officer = client_of("child_officer")
    give(officer, "14", two)
    officer.get(reverse("indicators:measure", args=["14"]))
    answer = give(officer, "14", two)
    told = plain(officer.get(answer["Location"]))
    assert "2 em đã được giao việc này từ trước" in told and "Đã giao" not in told.partition("2 em đã được")[0][-200:]
    assert ChildTask.objects.count() == 2


def test_from_what_was_given_out_one_goes_back_there(client_of: Callable[[str], Any], two: list[Child]) -> None:
    officer, given = client_of("child_officer"), reverse("indicators:given")
    give(officer, "14", two)
    page = officer.get(given + "?xem=mo").content.decode()
    for child, sent in ((two[0], {"viec": "hen", "ly_do": "away", "han": "20/12/2026"}),
                        (two[1], {"viec": "ket", "ket_qua": "refused"})):
        url = reverse("indicators:task", args=[ChildTask.objects.get(child=child).pk])
        link = re.search(rf'href="({url}[^"]*)"', page)
        assert link and officer.post(link[1], sent)["Location"] == given


def test_the_demonstration_gives_no_work_with_a_child_not_born_yet(db: None, monkeypatch: Any) -> None:
    from mangnon.config.demo import work

    # The demonstration has its cards already.
    monkeypatch.setattr(work, "_cards", lambda day: None)
    late = born("Xuyến Quỳ Ưng", "Thôn 3", TODAY - dt.timedelta(days=20))
    outbox.process()
    work.give_work(TODAY)
    rows = list(ChildTask.objects.select_related("child"))
    assert rows and all(task.child.born_on <= task.given_on for task in rows)
    assert late.pk not in {task.child_id for task in rows}
