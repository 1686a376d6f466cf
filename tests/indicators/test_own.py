"""Measures of one's own: copied, changed, checked at the line, counted, saved, seen by whom; files of the province."""
from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.urls import reverse

from mangnon.core import outbox, records
from mangnon.core.models import AuditEvent
from mangnon.health.models import Assessment, Dose, Measurement
from mangnon.indicators.models import OwnMeasure, OwnVersion
from mangnon.indicators.own.definition import copy_of, copyable, read
from mangnon.indicators.vocabulary import definitions
from mangnon.places.models import Unit
from mangnon.protection.models import Circumstance, Incident, Service
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY

LIST = "/chi-tieu-rieng/"
REGISTERED = 'source = "Xã tự đặt"\ncount = "child"\n\n[[part]]\nof = "child"\nhome = "end"\n'
NAMED = {"code": "X1", "label": "Khai sinh dưới 3 tuổi", "noun": "trẻ", "unit": "%", "operator": ">="}


def _form(page: Any) -> dict[str, Any]:
    """What a browser would send back of the edit page."""
    text = page.content.decode()
    data: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name, value = (re.search(rf' {a}="([^"]*)"', tag) for a in ("name", "value"))
        if name and ("checkbox" not in tag or " checked" in tag):
            data.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', text, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        data[name] = [html.unescape(chosen[1]) if chosen else ""]
    area = re.search(r'<textarea id="text"[^>]*>(.*?)</textarea>', text, re.S)
    assert area
    data["text"] = html.unescape(area[1])
    return data


def _named(page: Any, label: str) -> str:
    """The name of the box with a label."""
    found = re.search(rf'<label for="id_(\w+)">{re.escape(label)}', page.content.decode())
    assert found, label
    return found[1]


def _figure(page: Any) -> str:
    found = re.search(r'<p class="figure">(.*?)</p>', page.content.decode(), re.S)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


def _under(years: int) -> tuple[int, int]:
    """Children living in the commune under an age, and those whose birth is registered: counted by hand in Python."""
    edge = dt.date(TODAY.year - years, TODAY.month, TODAY.day)
    commune = set(Unit.objects.filter(parent__name="Xã Hoằng Trung").values_list("pk", flat=True))
    living = {r.child_id for r in Residence.objects.on(TODAY).filter(unit__in=commune)}
    ours = [c for c in Child.objects.filter(pk__in=living, born_precision="day") if c.born_on > edge
            and (c.died_on is None or c.died_on > TODAY)]
    assert not Child.objects.filter(pk__in=living, born_on__gt=edge).exclude(born_precision="day").exists()
    return sum(1 for c in ours if c.birth_registered_on and c.birth_registered_on <= TODAY), len(ours)


def _faults(text: str, unit: str = "%") -> list[tuple[int, str]]:
    return [(p.line, p.text) for p in read(text, "X1", unit).problems]


def _try(client: Any, text: str, source: str = "14", **more: Any) -> Any:
    return client.post(f"{LIST}them/?tu={source}", {**NAMED, "text": text, **more})


# -- copy, change, check, count, save

def test_the_officer_copies_a_line_changes_the_age_sees_it_counted_and_saves_it(client_of: Callable[[str], Any],
                                                                               ) -> None:
    client = client_of("child_officer")
    page = client.get(f"{LIST}them/?tu=14")
    copied = "{}/{}".format(*_under(5))
    assert copied in _figure(page)
    data = _form(page)
    data[_named(page, "Tuổi tròn, dưới")] = "3"
    tried = client.post(f"{LIST}them/?tu=14", {**data, "label": "Khai sinh dưới 3 tuổi", "goal_2026": "97,5",
                                               "thu": "1"})
    changed = "{}/{}".format(*_under(3))
    assert changed in _figure(tried) and changed != copied and not OwnMeasure.objects.exists()
    assert "Theo thôn" in tried.content.decode() and NAME.search(tried.content.decode())
    saved = client.post(f"{LIST}them/?tu=14", {**_form(tried), "ghi": "1"})
    assert saved.status_code == 302 and saved.url == f"{LIST}X1/"
    own = client.get(f"{LIST}X1/")
    assert changed in _figure(own) and "Khai sinh dưới 3 tuổi" in own.content.decode()
    row = OwnMeasure.objects.get()
    assert '["age", "<", 3]' in row.text and row.goals == {"2026": "97.5"} and row.based_on == "14"
    assert OwnVersion.objects.filter(measure=row, from_on=TODAY).count() == 1
    assert AuditEvent.objects.filter(what="indicators.OwnMeasure", verb="create").count() == 1


def test_the_thon_add_up_to_the_commune(client_of: Callable[[str], Any]) -> None:
    client = client_of("child_officer")
    _try(client, copy_of("14"), ghi="1")
    text = client.get(f"{LIST}X1/").content.decode()
    table = re.search(r"<caption>Theo thôn.*?</table>", text, re.S)
    assert table
    pairs = re.findall(r'<td class="n">([\d.]+)/([\d.]+)</td>', table[0])
    assert len(pairs) == 8  # seven thôn and the commune
    for n in (0, 1):
        assert sum(int(p[n].replace(".", "")) for p in pairs[:-1]) == int(pairs[-1][n].replace(".", ""))


def test_it_stands_beside_the_plans_lines_and_never_among_them(client_of: Callable[[str], Any]) -> None:
    client = client_of("child_officer")
    before = client.get("/tong-quan/").content.decode()
    _try(client, copy_of("14"), ghi="1")
    board = client.get("/tong-quan/").content.decode()
    assert "X1. Khai sinh dưới 3 tuổi" in board and "X1" not in before
    assert re.search(r"đạt \d+/34 dòng", board)
    from mangnon.indicators import live

    plan = live.plan_in_use()
    assert plan and plan.unit
    answer = live.ask(unit=plan.unit.code, year=2026, as_of=TODAY, borders=None)
    assert [m["measure"] for m in answer["measures"]] == list(definitions()) and len(answer["measures"]) == 34


def test_a_change_is_a_new_version_and_a_new_name_is_not(client_of: Callable[[str], Any]) -> None:
    client = client_of("child_officer")
    _try(client, copy_of("14"), ghi="1")
    page = client.get(f"{LIST}X1/sua/")
    client.post(f"{LIST}X1/sua/", {**_form(page), "label": "Tên khác", "ghi": "1"})
    assert OwnMeasure.objects.get().label == "Tên khác" and OwnVersion.objects.count() == 1
    data = _form(client.get(f"{LIST}X1/sua/"))
    client.post(f"{LIST}X1/sua/", {**data, "text": data["text"].replace('"<", 5', '"<", 4'), "ghi": "1"})
    hashes = list(OwnVersion.objects.order_by("seq").values_list("definition_hash", flat=True))
    assert len(set(hashes)) == 2
    said = client.get(f"{LIST}X1/").content.decode()
    assert "2 bản" in said and all(mark in said for mark in hashes)


def test_put_away_it_leaves_the_board_and_can_come_back(client_of: Callable[[str], Any]) -> None:
    client = client_of("child_officer")
    _try(client, copy_of("14"), ghi="1")
    client.post(f"{LIST}X1/cat/")
    assert "X1. Khai sinh" not in client.get("/tong-quan/").content.decode()
    assert "Đã cất" in client.get(LIST).content.decode() and client.get(f"{LIST}X1/").status_code == 200
    client.post(f"{LIST}X1/cat/")
    assert "X1. Khai sinh" in client.get("/tong-quan/").content.decode()


def test_a_condition_that_stands_thrice_is_changed_thrice(client_of: Callable[[str], Any]) -> None:
    """17a asks three times for pupils who finished: one field, and the figure stays a share of a whole."""
    client = client_of("child_officer")
    page = client.get(f"{LIST}them/?tu=17a")
    data = _form(page)
    name = next(k for k, v in data.items() if v == ["promoted", "completed"])
    tried = client.post(f"{LIST}them/?tu=17a", {**data, name: ["completed"], "thu": "1"})
    text = _form(tried)["text"]
    assert text.count('["is", "outcome", "completed"]') == 3 and "promoted" not in text


@pytest.mark.parametrize("code", ["2", "4a", "5a", "11a", "17a", "20b", "21"])
def test_what_nobody_touched_is_saved_letter_for_letter(client_of: Callable[[str], Any], code: str) -> None:
    client = client_of("child_officer")
    data = _form(client.get(f"{LIST}them/?tu={code}"))
    assert client.post(f"{LIST}them/?tu={code}", {**data, "ghi": "1"}).status_code == 302
    assert OwnMeasure.objects.get().text == copy_of(code)


@pytest.mark.parametrize("code", copyable())
def test_every_line_can_be_copied_and_counts_as_the_line_does(client_of: Callable[[str], Any], code: str) -> None:
    """Both databases: the copy's number is the line's number, character for character."""
    client = client_of("child_officer")
    line = _figure(client.get(f"/chi-tieu/{code}/"))
    copy = _figure(client.get(f"{LIST}them/?tu={code}"))
    assert re.match(r"[\d.]+(/[\d.]+)?", line)[0] == re.match(r"[\d.]+(/[\d.]+)?", copy)[0]  # type: ignore[index]


def test_what_a_unit_declares_cannot_be_copied(client_of: Callable[[str], Any]) -> None:
    client = client_of("child_officer")
    assert client.get(f"{LIST}them/?tu=6").status_code == 302
    assert '<option value="6"' not in client.get(LIST).content.decode()
    assert '<option value="5a"' in client.get(LIST).content.decode()


# -- faults, at their line

FAULTS = [
    ('where = [["age", "<", 5]]\nden = true\nnum = ["has", "mesurement", 1]', 9, "Không có bảng “mesurement”. Có phải "
     "“measurement”?"),
    ('den = true\nnum = ["has", "measurement", 1,\n    ["in_period", "dya"]]', 9, "Bảng “measurement” không có cột "
     "“dya”. Có phải “day”?"),
    ('den = true\nnum = ["hass", "dose", 1]', 8, "Không có từ “hass”. Có phải “has”?"),
    ('where = [["age", "<", "năm"]]\nden = true\nnum = true', 7, "Ở đây cần một số nguyên từ 0 đến 120."),
    ('where = [["age", ">=", 6], ["age", "<", 5]]\nden = true\nnum = true', 7, "chọi nhau"),
    ('den = true\nnum = ["has", "dose", 1, ["is", "vaccine", "BGC"]]', 8, "không có loại “BGC”. Có phải “BCG”?"),
    ('den = true\nnum = ["has", "dose", 1, ["compare", "day", "=<", "end"]]', 8, "Không có phép so “=<”"),
    ('den = true\nnum = ["has", "dose", 1, ["is", "day", "hôm nay"]]', 8, "Cột “day” là số"),
    ('den = true\nnum = ["has", "dose", 1, ["is", "vaccine", 3]]', 8, "Cột “vaccine” là chữ"),
    ('den = true\nnum = ["latest_is"]', 8, "“latest_is” cần phần “latest”"),
    ('den = true\nnum = ["exact"', 9, "viết chưa đúng cách"),
    ('den = true\nnum = ["exact"]\nextra = 1', 9, "Không có mục “extra”"),
    ('den = true', 5, "tử số lúc nào cũng bằng 0"),
    ('num = ["exact"]', 5, "không có mẫu số"),
    ('den = true\nnum = ["setting", "obesity_cutoff"]', 8, "Không có cách hiểu “obesity_cutoff”"),
    ('den = true\nnum = ["bands", "born", "exact", [[5, 1, 3]]]', 8, "số đầu lớn hơn số cuối"),
]


@pytest.mark.parametrize(("body", "line", "words"), FAULTS)
def test_a_fault_is_said_at_its_line_and_nothing_is_lost(client_of: Callable[[str], Any], body: str, line: int,
                                                         words: str) -> None:
    text = REGISTERED + body + "\n"
    page = _try(client_of("child_officer"), text, ghi="1")
    said = html.unescape(page.content.decode())
    assert page.status_code == 422 and not OwnMeasure.objects.exists()
    assert f"Dòng {line}: " in said and words in said, _faults(text)
    assert _form(page)["text"].strip() == text.strip() and "Khai sinh dưới 3 tuổi" in said


def test_a_contradiction_by_the_boxes_can_be_mended_by_the_boxes(client_of: Callable[[str], Any]) -> None:
    client = client_of("child_officer")
    page = client.get(f"{LIST}them/?tu=10")
    name = _named(page, "Tuổi tròn, từ")
    wrong = client.post(f"{LIST}them/?tu=10", {**_form(page), name: "19"})
    assert wrong.status_code == 422 and "chọi nhau" in wrong.content.decode()
    good = client.post(f"{LIST}them/?tu=10", {**_form(wrong), name: "6"})
    assert good.status_code == 200 and '["age", ">=", 6]' in _form(good)["text"]


def test_a_code_of_the_plan_or_of_another_is_refused(client_of: Callable[[str], Any]) -> None:
    client = client_of("child_officer")
    _try(client, copy_of("14"), ghi="1")
    for code in ("X1", "14", "x 1", "X123456789"):
        again = _try(client, copy_of("14"), code=code, ghi="1")
        assert again.status_code == 422 and OwnMeasure.objects.count() == 1


# -- hostile texts

HOSTILE = [
    """"abuse'; DROP TABLE registry_child; --\"""", """"x') OR 1=1 UNION SELECT kind, child, 1, 1, 1 --\"""",
    '"%s%(a)s%%"', '"\\\\\' OR 1=1"', '"\\u0000"', '"\\ud7ff’"', '"$$;SELECT 1;$$"', '"/*"', '"{{ 7*7 }}<script>"']
PLACES = ['of = {x}\nhome = "end"\nden = true\nnum = true', 'of = "child"\nhome = {x}\nden = true\nnum = true',
          'of = "child"\nhome = "end"\nsubject = {x}\nden = true\nnum = true',
          'of = "child"\nhome = "end"\nden = true\nnum = [{x}, "day"]',
          'of = "child"\nhome = "end"\nden = true\nnum = ["has", {x}, 1]',
          'of = "child"\nhome = "end"\nden = true\nnum = ["has", "dose", {x}]',
          'of = "child"\nhome = "end"\nden = true\nnum = ["has", "dose", 1, ["is", {x}, "BCG"]]',
          'of = "child"\nhome = "end"\nden = true\nnum = ["has", "dose", 1, ["is", "vaccine", {x}]]',
          'of = "child"\nhome = "end"\nden = true\nnum = ["compare", "born", {x}, 1]',
          'of = "child"\nhome = "end"\nden = true\nnum = ["compare", "born", "<", {x}]',
          'of = "child"\nhome = "end"\nden = true\nnum = ["age", {x}, 5]', 'of = "child"\nhome = "end"\nden = true\n'
          'num = ["age", "<", {x}]', 'of = "child"\nhome = "end"\nden = true\nnum = ["doses", {x}]',
          'of = "child"\nhome = "end"\nden = true\nnum = ["setting", {x}]',
          'of = "child"\nhome = "end"\nden = true\nnum = ["born_in", {x}]',
          'of = "child"\nhome = "end"\nlatest = {{ table = {x}, where = [["exact"]] }}\nden = true\nnum = true',
          'of = "child"\nhome = "end"\nden = true\nnum = ["bands", "born", {x}, [[1, 2, 3]]]']


@pytest.mark.parametrize("place", PLACES)
def test_nothing_hostile_passes_the_check(place: str) -> None:
    """No name that is not ours reaches the compiler, wherever it stands."""
    for word in HOSTILE:
        text = 'count = "child"\n[[part]]\n' + place.format(x=word)
        assert read(text, "X1").definition is None, text
    for word in ("column:born; DROP TABLE x", "column:born+1 OR 1=1", "column:nope", "setting:x' OR '1'='1"):
        text = 'count = "child"\n[[part]]\n' + place.format(x=f'"{word}"')
        assert read(text, "X1").definition is None, text


@pytest.mark.parametrize("word", HOSTILE[:4] + HOSTILE[6:])
def test_free_words_are_data_and_stay_data(client_of: Callable[[str], Any], word: str) -> None:
    """A sign of risk is any text: it is quoted, finds nobody, and every child is still there; on both databases."""
    text = REGISTERED + f'den = true\nnum = ["has", "at_risk", 1, ["is", "sign", {word}]]\n'
    children = Child.objects.count()
    page = _try(client_of("child_officer"), text, ghi="1")
    assert page.status_code == 302, _faults(text)
    own = client_of("child_officer").get(f"{LIST}X1/")
    assert re.match(r"0/[\d.]+", _figure(own)) and Child.objects.count() == children
    assert "<script>" not in own.content.decode()


def test_a_free_word_with_a_quote_finds_the_row_that_has_it(client_of: Callable[[str], Any]) -> None:
    from mangnon.protection.models import AtRisk

    child = _child("Thôn 3")
    records.create(AtRisk, by="test", child=child, sign="d'à \\ nội", from_on=dt.date(2026, 1, 1))
    outbox.process()
    text = REGISTERED + 'den = true\nnum = ["has", "at_risk", 1, ["is", "sign", "d\'à \\\\ nội"]]\n'
    assert re.match(r"1/[\d.]+", _figure(_try(client_of("child_officer"), text)))


def test_what_would_be_endless_is_refused() -> None:
    deep = REGISTERED + "num = " + '["not", ' * 3000 + "true" + "]" * 3000
    wide = REGISTERED + 'den = true\nnum = ["any"' + ', ["exact"]' * 900 + "]"
    for text in (deep, wide, "x" * 30_000, "a = " + "[" * 5000):
        assert read(text, "X1").definition is None


@pytest.mark.parametrize(("text", "noun"), [
    (REGISTERED + 'where = [["not", true]]\nden = true\nnum = true\n', "trẻ"),
    (REGISTERED + 'den = true\nnum = true\nunk = true\n', "trẻ 100%"), (copy_of("14"), "%s %(x)s")])
def test_what_passes_the_check_never_takes_the_board_down(client_of: Callable[[str], Any], text: str, noun: str,
                                                          ) -> None:
    client = client_of("child_officer")
    _try(client, text, noun=noun, ghi="1")
    assert OwnMeasure.objects.get().noun == noun
    for door in ("/tong-quan/", LIST, f"{LIST}X1/", f"{LIST}X1/sua/"):
        assert client.get(door).status_code == 200, door


def test_a_list_where_a_word_must_stand_is_said() -> None:
    assert any("subject" in said for _line, said in _faults(REGISTERED + 'subject = ["child"]\nnum = true\n'))


def test_what_cannot_be_counted_is_refused_before_it_is_saved(client_of: Callable[[str], Any],
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(*given: Any) -> None:
        raise DatabaseError("parser stack overflow")

    monkeypatch.setattr("mangnon.indicators.own.counting.figure_of", too_much)
    page = _try(client_of("child_officer"), copy_of("14"), ghi="1")
    assert page.status_code == 422 and "Định nghĩa này không đếm được" in page.content.decode()
    assert 'home = &quot;end&quot;' in page.content.decode() and not OwnMeasure.objects.exists()


def test_the_compilers_lines_all_pass_the_strict_check() -> None:
    for code in copyable():
        d = definitions()[code]
        got = read(copy_of(code), code, "%" if d.denominator else "count")
        assert got.problems == [] and got.definition == d and got.leaves, code


# -- who sees what

def _child(village: str, born: dt.date = dt.date(2015, 3, 2)) -> Child:
    child = records.create(Child, by="test", full_name="Trịnh Thị Thử", sex="female", born_on=born)
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name=village), from_on=born)
    return child


UNDER_16 = REGISTERED + 'where = [["age", "<", 16]]\nden = true\n'
NOT_ABUSED = UNDER_16 + 'num = ["not", ["has", "incident", 1, ["is", "kind", "abuse"]]]\n'
IN_GROUP = UNDER_16 + 'num = ["has", "circumstance", 1, ["is", "grp", "dd"]]\n'
HELPED = UNDER_16 + 'num = ["has", "service", 1, ["is", "field", "protection"]]\n'
NEWEST_WEIGHT = (REGISTERED + 'latest = { table = "measurement", '
                 'where = [["in_period", "day"], ["has", "incident", 1, ["is", "kind", "abuse"]]] }\n'
                 'where = [["age", "<", 16]]\nden = true\nnum = ["latest_is"]\n')
NAME = re.compile(r'href="/tre-em/[0-9a-f-]{36}/"')
OTHERS = ("board_member", "collaborator", "teacher", "village_head", "police", "health_worker", "finance")


@pytest.mark.parametrize("text", [NOT_ABUSED, IN_GROUP, HELPED, copy_of("9"), copy_of("8b"), copy_of("12"),
                                  NEWEST_WEIGHT])
def test_what_is_sealed_cannot_be_read_through_an_own_measure(client_of: Callable[[str], Any], text: str) -> None:
    """A harmless name and source do not help: what the definition reads decides. No figure, no list, no thôn."""
    _try(client_of("child_officer"), text, ghi="1")
    assert OwnMeasure.objects.count() == 1
    child, village = _child("Thôn 3"), Unit.objects.get(name="Thôn 3")
    outbox.process()
    doors = [f"{LIST}X1/", f"{LIST}X1/?danh-sach=counted", f"{LIST}X1/?danh-sach=missing", LIST,
             f"{LIST}X1/?dia-ban={village.pk}"]
    before = {(who, door): _plain(client_of(who).get(door).content) for who in OTHERS for door in doors}
    figure = _figure(client_of("child_officer").get(doors[0]))
    for kind in ("abuse", "disaster"):
        records.create(Incident, by="test", child=child, kind=kind, occurred_on=TODAY, detected_on=TODAY,
                       confirmed=True)
    records.create(Circumstance, by="test", child=child, group="dd", from_on=dt.date(2026, 1, 1))
    records.create(Service, by="test", child=child, field="protection", received_on=TODAY)
    records.create(Measurement, by="test", child=child, measured_on=TODAY, weight_kg=30, height_cm=130)
    outbox.process()
    assert figure != _figure(client_of("child_officer").get(doors[0])) or text == copy_of("8b")
    for who in OTHERS:
        for door in doors:
            page = client_of(who).get(door).content
            assert _plain(page) == before[who, door], (who, door)
            said = page.decode()
            assert "đọc hồ sơ bảo vệ trẻ" in said and not NAME.search(said) and 'class="figure"' not in said


def _plain(body: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)


def test_the_inspector_has_the_commune_only_the_officer_everything(client_of: Callable[[str], Any]) -> None:
    _try(client_of("child_officer"), NOT_ABUSED, ghi="1")
    inspector, officer = client_of("inspector"), client_of("child_officer")
    text = inspector.get(f"{LIST}X1/").content.decode()
    assert re.search(r'class="figure">[\d.]+/', text) and text.count("không nêu theo thôn") == 7
    assert not NAME.search(text)
    village = Unit.objects.get(name="Thôn 3")
    assert "đọc hồ sơ bảo vệ trẻ" in inspector.get(f"{LIST}X1/?dia-ban={village.pk}").content.decode()
    assert NAME.search(officer.get(f"{LIST}X1/?danh-sach=counted").content.decode())
    noted = AuditEvent.objects.filter(verb="list", record_id="X1")
    assert noted.filter(fields__contains="counted").exists()


def test_names_go_as_far_as_those_of_the_line_it_was_copied_from(client_of: Callable[[str], Any],
                                                                 user: Callable[[str], Any]) -> None:
    _try(client_of("child_officer"), copy_of("14"), ghi="1")
    named = re.findall(r'href="/tre-em/([0-9a-f-]{36})/"', client_of("collaborator").get(
        f"{LIST}X1/?danh-sach=counted").content.decode())
    mine = {str(pk) for pk in Child.objects.visible_to(user("collaborator")).values_list("pk", flat=True)}
    assert named and set(named) <= mine
    assert "Tên chỉ dành cho" in client_of("board_member").get(f"{LIST}X1/").content.decode()
    assert NAME.search(client_of("justice").get(f"{LIST}X1/?danh-sach=counted").content.decode())
    # The registrar may list line 14; a copy that asks for weights is no longer line 14.
    text = REGISTERED + 'where = [["age", "<", 5]]\nden = true\nnum = ["has", "measurement", 1, ["in_period", "day"]]\n'
    _try(client_of("child_officer"), text, code="X2", ghi="1")
    assert not NAME.search(client_of("justice").get(f"{LIST}X2/?danh-sach=counted").content.decode())


def test_names_go_no_further_than_the_records_a_role_reads(client_of: Callable[[str], Any]) -> None:
    """Head of a thôn and teacher may list every line, but a text of one's own can ask for a single dose."""
    child = _child("Thôn 3", dt.date(2025, 3, 2))
    records.create(Dose, by="test", child=child, vaccine="BCG", given_on=dt.date(2025, 3, 3))
    outbox.process()
    text = REGISTERED + 'where = [["age", "<", 5]]\nden = true\nnum = ["has", "dose", 1, ["is", "vaccine", "BCG"]]\n'
    _try(client_of("child_officer"), text, ghi="1")
    _try(client_of("child_officer"), UNDER_16 + 'num = ["has", "enrolment", 1]\n', code="X2", ghi="1")
    _try(client_of("child_officer"), UNDER_16 + 'num = ["exact"]\n', code="X3", ghi="1")

    def sees(role: str, code: str) -> bool:
        return bool(NAME.search(client_of(role).get(f"{LIST}{code}/?danh-sach=counted").content.decode()))
    assert {role: [sees(role, code) for code in ("X1", "X2", "X3")] for role in (
        "child_officer", "collaborator", "village_head", "teacher")} == {
        "child_officer": [True, True, True], "collaborator": [True, True, True],
        "village_head": [False, False, True], "teacher": [False, True, True]}


BELOW_THE_BAR = REGISTERED + """where = [["age", "<", 6]]
den = true
num = ["has", "assessment", 1, ["compare", "score", ">=", 7]]
unk = ["has", "assessment", 1, ["compare", "score", "<", 7]]
"""


@pytest.mark.parametrize("text", [copy_of("15"), BELOW_THE_BAR])
def test_nobody_is_listed_as_below_the_bar(client_of: Callable[[str], Any], text: str) -> None:
    """An own measure of assessments speaks of groups, as line 15 does: names only of those still to be asked."""
    low, high, asked = (_child("Thôn 3", dt.date(2024, 1, day)) for day in (1, 2, 3))
    for child, score in ((low, 2), (high, 20)):
        records.create(Assessment, by="test", child=child, instrument="ecdi2030", assessed_on=dt.date(2026, 10, 1),
                       score=score)
    outbox.process()
    _try(client_of("child_officer"), text, source="15" if "latest" in text else "14", ghi="1")
    village = Unit.objects.get(name="Thôn 3").pk
    for chosen in ("missing", "counted", "unknown", ""):
        said = client_of("child_officer").get(f"{LIST}X1/?dia-ban={village}&danh-sach={chosen}").content.decode()
        assert str(low.pk) not in said and str(high.pk) not in said
        assert (str(asked.pk) in said) == ("latest" in text)


def test_a_small_number_is_not_shown_to_who_does_not_work_with_the_children(client_of: Callable[[str], Any]) -> None:
    for day in (1, 2):
        _child("Thôn 2", dt.date(2026, 11, day))
    outbox.process()
    first, last = (dt.date(2026, 11, day).toordinal() for day in (1, 2))
    text = REGISTERED + (f'where = [["compare", "born", ">=", {first}], ["compare", "born", "<=", {last}]]\n'
                         'den = true\nnum = true\n')
    _try(client_of("child_officer"), text, ghi="1")
    assert re.match(r"[1-4]/", _figure(client_of("child_officer").get(f"{LIST}X1/")))
    assert "số nhỏ, không nêu" in client_of("board_member").get(f"{LIST}X1/").content.decode()


# -- files of the province

@pytest.fixture
def province(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.DATA_DIR = tmp_path
    (tmp_path / "definitions").mkdir()
    yield tmp_path / "definitions"


HEAD = 'measure = "T1"\nlabel = "Khai sinh dưới 3 tuổi"\nbased_on = "14"\ngoals = { 2026 = 97.5 }\n'


def test_a_file_of_the_province_is_counted_and_marked(client_of: Callable[[str], Any], province: Path) -> None:
    (province / "t1.toml").write_text(HEAD + copy_of("14").replace('"<", 5', '"<", 3'), encoding="utf-8")
    client = client_of("child_officer")
    page = client.get(f"{LIST}T1/")
    assert "{}/{}".format(*_under(3)) in _figure(page) and "Chỉ tiêu của tỉnh" in page.content.decode()
    assert "≥ 97,5%" in page.content.decode() and f"{LIST}T1/sua/" not in page.content.decode()
    assert "của tỉnh" in client.get("/tong-quan/").content.decode()
    assert client.get(f"{LIST}T1/sua/").status_code == 404


def test_a_faulty_file_is_refused_with_its_line(client_of: Callable[[str], Any], province: Path) -> None:
    (province / "a.toml").write_text(HEAD + copy_of("14").replace('"registered"', '"registred"'), encoding="utf-8")
    (province / "b.toml").write_text('measure = "x"\ncount = "child"\n', encoding="utf-8")
    (province / "c.toml").write_bytes(b"\xff\xfe\x00")
    (province / "d.toml").write_text(HEAD + copy_of("9"), encoding="utf-8")
    (province / "e.toml").write_text(HEAD + copy_of("14"), encoding="utf-8")
    for name, wrong in (("f", 'unit = ["%"]'), ("g", 'operator = [">="]'), ("h", "based_on = { a = 1 }")):
        head = HEAD.replace('based_on = "14"\n', "") if name == "h" else HEAD
        (province / f"{name}.toml").write_text(f"{head}{wrong}\n" + copy_of("14"), encoding="utf-8")
    client = client_of("child_officer")
    said = html.unescape(client.get(LIST).content.decode())
    assert "a.toml" in said and "không có cột “registred”. Có phải “registered”?" in said
    assert "Mã bắt đầu bằng một chữ hoa" in said and "Hãy lưu tệp dạng UTF-8" in said
    assert "Mã “T1” đã dùng" in said and "7 tệp của tỉnh chưa dùng được" in said
    assert "“unit” là một trong" in said and "“operator” là một trong" in said and "“based_on” là mã" in said
    # Who does not decide is not troubled with it; a file that reads what is sealed is as shut as any other.
    assert "chưa dùng được" not in client_of("board_member").get(LIST).content.decode()
    assert "đọc hồ sơ bảo vệ trẻ" in client_of("board_member").get(f"{LIST}T1/").content.decode()


def test_the_board_leads_there_before_there_is_any(client_of: Callable[[str], Any]) -> None:
    door = f'href="{reverse("indicators:own-list")}"'
    assert door in client_of("child_officer").get("/tong-quan/").content.decode()
    assert door not in client_of("collaborator").get("/tong-quan/").content.decode()
    _try(client_of("child_officer"), copy_of("14"), ghi="1")
    assert door in client_of("collaborator").get("/tong-quan/").content.decode()


def test_the_same_form_sent_again_makes_no_second_measure(client_of: Callable[[str], Any]) -> None:
    client = client_of("child_officer")
    assert _try(client, copy_of("14"), ghi="1").status_code == 302
    again = _try(client, copy_of("14"), ghi="1", code="X2")
    assert again.status_code == 422 and "Chỉ tiêu X1 đã có đúng tên và cách đếm này" in again.content.decode()
    assert list(OwnMeasure.objects.values_list("code", flat=True)) == ["X1"]
    # Another name makes it another measure.
    assert _try(client, copy_of("14"), ghi="1", code="X2", label="Khai sinh, cách khác").status_code == 302


def test_an_age_that_cannot_be_is_told_in_our_words(client_of: Callable[[str], Any]) -> None:
    client = client_of("child_officer")
    page = client.get(f"{LIST}them/?tu=14")
    answer = client.post(f"{LIST}them/?tu=14", {**_form(page), _named(page, "Tuổi tròn, dưới"): "-3", "thu": "1"})
    assert answer.status_code == 422 and "Số này nhỏ quá, ít nhất là 0." in answer.content.decode()
    assert "Đảm bảo giá trị" not in answer.content.decode()
