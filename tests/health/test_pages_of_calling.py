"""The pages of vaccination and weighing, as officer, collaborator and others meet them."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.config.health import _calendars
from mangnon.core import outbox, records
from mangnon.health import calling
from mangnon.health.calendars import calendars
from mangnon.health.dosing import course
from mangnon.health.due import due_for, steps_of
from mangnon.health.models import Counselling, Dose, DoseDelay, Measurement
from mangnon.indicators.doses_of_child import on_schedule
from mangnon.indicators.live import ask_children, settings_in_use
from mangnon.places.models import Unit
from mangnon.registry import actions
from mangnon.registry.merging import merge, part
from mangnon.registry.models import Child, Merge, Residence
from tests.conftest import TODAY

D = dt.date
Clients = Callable[[str], Client]


def child_of(name: str, village: str, born: dt.date, precision: str = "day") -> Child:
    child = records.create(Child, by="test", full_name=name, sex="female", born_on=born, born_precision=precision)
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name=village), from_on=born)
    return child


@pytest.fixture
def late(db: None) -> Child:
    """Born on 23/1/2026, ten months old today: birth doses and one dose of two months, nothing after."""
    child = child_of("Khuất Tĩnh Nhiên", "Thôn 3", D(2026, 1, 23))
    for vaccine, day in (("BCG", D(2026, 1, 25)), ("HEPB0", D(2026, 1, 23)), ("PENTA", D(2026, 3, 23)),
                         ("OPV", D(2026, 3, 23)), ("ROTA", D(2026, 3, 23))):
        records.create(Dose, by="test", child=child, vaccine=vaccine, given_on=day)
    return child


def panel(client: Client, child: Child, name: str = "doses-panel") -> str:
    return client.get(reverse(f"health:{name}", args=[child.pk])).content.decode()


def test_a_childs_page_says_what_is_overdue_by_how_much_and_how_to_catch_up(client_of: Clients, late: Child) -> None:
    """5 trong 1 second dose: due 23/4/2026, on time to 22/5, today 23/11: 185 days. Third 28 days after today."""
    page = panel(client_of("child_officer"), late)
    assert "<b>5 trong 1, mũi 2</b>: quá hạn 185 ngày, từ 23/04/2026, đúng hạn đến 22/05/2026" in page
    assert "<dt>23/11/2026</dt><dd>" in page and "<dt>21/12/2026</dt><dd>5 trong 1, mũi 3; Bại liệt, mũi 3" in page
    assert "Rota (uống), mũi 2</th><td><span class=\"state khong\">" in page
    # Due since 23/10/2026 and on time until yesterday: one day late today.
    assert "<b>Sởi, rubella, mũi 1</b>: quá hạn 1 ngày, từ 23/10/2026, đúng hạn đến 22/11/2026" in page


def test_both_pages_that_call_say_what_they_count_and_their_numbers_meet(client_of: Clients, late: Child) -> None:
    """Due by 22/12 and overdue stand on "Sắp tới"; a dose due from 12/12 but on time until January only here."""
    child = child_of("Khuất Tĩnh Đến", "Thôn 3", D(2026, 10, 12))
    for vaccine, day in (("BCG", D(2026, 10, 13)), ("HEPB0", D(2026, 10, 12))):
        records.create(Dose, by="test", child=child, vaccine=vaccine, given_on=day)
    officer, third = client_of("child_officer"), str(Unit.objects.get(name="Thôn 3").pk)
    here = re.sub(r"<[^>]+>", "", officer.get(reverse("health:vaccination"), {"thon": third}).content.decode())
    there = officer.get(reverse("indicators:coming"), {"thon": third, "ngay": "30"}).content.decode()
    overdue = int(re.search(r"(\d+) trẻ có mũi quá hạn", here)[1])  # type: ignore[index]
    ends = int(re.search(r"Trong số ấy (\d+) em có hạn chót trong 30 ngày tới", here)[1])  # type: ignore[index]
    assert f"đếm em quá hạn và em có hạn chót ({overdue + ends} em)" in here
    assert f"Tiêm chủng: {overdue + ends}" in re.search(r"<caption>Thôn 3 <small>(.*?)</small>", there)[1]  # type: ignore[index]
    words = re.sub(r"<[^>]+>", "", there)
    assert "em có mũi quá hạn hoặc có hạn chót trong 30 ngày tới; trang Tiêm chủng có thêm" in words
    soon = officer.get(reverse("health:vaccination"), {"thon": third, "xem": "den-han"}).content.decode()
    assert "Khuất Tĩnh Đến" in soon
    titles = [row for row in re.findall(r"<tr>.*?</tr>", there, re.S) if "Tiêm chủng" in row]
    assert any("Khuất Tĩnh Nhiên" in row for row in titles) and not any("Khuất Tĩnh Đến" in row for row in titles)


def test_a_newborns_ordinary_schedule_is_no_catching_up(client_of: Clients, db: None) -> None:
    """Born eleven days ago: two, three and four months on 12/1, 12/2 and 12/3/2027; the dose of birth was missed."""
    child = child_of("Khuất Tĩnh Sinh", "Thôn 3", D(2026, 11, 12))
    officer = client_of("child_officer")

    def parts() -> tuple[str, str]:
        page = re.sub(r"\s+", " ", panel(officer, child))
        found = (re.search(rf"<h3>{title}</h3><dl[^>]*>(.*?)</dl>", page)
                 for title in ("Tiêm bù, sớm nhất", "Các mũi tới theo lịch"))
        one, two = (match[1] if match else "" for match in found)
        return one, two

    catch_up, ahead = parts()
    assert "5 trong 1" not in catch_up and "Bại liệt" not in catch_up
    for day, nth in (("12/01/2027", 1), ("12/02/2027", 2), ("12/03/2027", 3)):
        own = ahead.partition(f"<dt>{day}</dt>")[2].partition("</dd>")[0]
        assert f"5 trong 1, mũi {nth}" in own and f"Bại liệt, mũi {nth}" in own, day
    records.create(Dose, by="test", child=child, vaccine="HEPB0", given_on=D(2026, 11, 12))
    catch_up, ahead = parts()
    assert not catch_up and "5 trong 1, mũi 1" in ahead, "nothing is overdue, so nothing is caught up with"


def test_a_series_left_behind_is_caught_up_with_and_the_others_go_on(client_of: Clients, late: Child) -> None:
    page = panel(client_of("child_officer"), late)
    catch_up, _title, ahead = page.partition("Tiêm bù, sớm nhất")[2].partition("Các mũi tới theo lịch")
    assert "5 trong 1, mũi 2" in catch_up and "5 trong 1, mũi 3" in catch_up
    assert "Viêm não" in ahead.partition("</dl>")[0] and "5 trong 1" not in ahead.partition("</dl>")[0]


def test_the_booster_is_called_what_the_schedule_calls_it(client_of: Clients, db: None) -> None:
    """Born 1/3/2025: 18 months on 1/9/2026, on time to 30/9, today 23/11: 54 days."""
    child = child_of("Trịnh Hoẵng Nhắc", "Thôn 3", dt.date(2025, 3, 1))
    for month in (5, 6, 7):
        records.create(Dose, by="test", child=child, vaccine="PENTA", given_on=dt.date(2025, month, 1))
    client, name = client_of("child_officer"), "Bạch hầu, ho gà, uốn ván (DPT), nhắc lại lúc 18 tháng"
    page = panel(client, child)
    assert f"<b>{name}</b>: quá hạn 54 ngày" in page and "5 trong 1, mũi 4" not in page and "5 trong 1, mũi 3" in page
    assert name in client.get(reverse("health:vaccination")).content.decode()
    assert name in client.get(reverse("health:calendars")).content.decode()
    records.create(Dose, by="test", child=child, vaccine="DPT", given_on=dt.date(2025, 9, 1))
    assert f"chưa tính cho {name}" in panel(client, child)
    names = [rule.name for one in calendars().schedules for series in one.series for rule in series.doses if rule.name]
    assert names == [name, name]


def test_a_reason_stands_beside_the_dose_with_who_noted_it_and_is_kept(client_of: Clients, late: Child) -> None:
    client = client_of("collaborator")
    url = reverse("health:chua-tiem-add", args=[late.pk])
    early = {"noted_on": "20/11/2026", "vaccine": "PENTA", "why": "stock", "until": "1/11/2026"}
    assert "Ngày hẹn lại trước ngày ghi lý do" in client.post(url, early).content.decode()
    answer = client.post(url, {**early, "until": "5/12/2026"})
    assert answer.status_code == 302
    page = panel(client, late)
    assert "Lý do: trạm hết vắc xin, 20/11/2026, hẹn lại 05/12/2026" in page
    person = DoseDelay.objects.get(child=late)
    assert f"{page.count('Lý do:')}" == "1"  # the reason is of one vaccine alone
    assert " ghi</li>" in page
    answer = client.post(reverse("health:chua-tiem-edit", args=[late.pk, person.pk]), {
        "dau": str(person.seq), "noted_on": "20/11/2026", "vaccine": "PENTA", "why": "ill", "until": ""})
    assert answer.status_code == 302
    history = client.get(reverse("registry:child-history", args=[late.pk])).content.decode()
    assert "trạm hết vắc xin" in history and "em ốm, hoãn tiêm" in history


def test_a_dose_that_would_not_count_is_asked_about_with_the_rule(client_of: Clients, late: Child) -> None:
    """Measles nine days before nine months: the wide question of a slip is not raised, the schedule's is."""
    client, url = client_of("collaborator"), reverse("health:mui-tiem-add", args=[late.pk])
    refused = client.post(url, {"vaccine": "MEASLES", "given_on": "14/10/2026"})
    words = refused.content.decode()
    assert refused.status_code == 422
    assert ("sởi ngày 14/10/2026 chưa tính cho Sởi, rubella, mũi 1: mũi này từ 9 tháng tuổi, sớm nhất 23/10/2026. "
            "Tiêm lại từ 11/11/2026.") in words
    assert "trước ngày sinh" in client.post(url, {"vaccine": "BCG", "given_on": "22/1/2026"}).content.decode()
    digest = words.split('name="dung" value="')[1].split('"')[0]
    assert client.post(url, {"vaccine": "MEASLES", "given_on": "14/10/2026", "dung": digest}).status_code == 302
    page = panel(client, late)
    assert "1 mũi chưa được tính" in page and "Tiêm lại từ 11/11/2026." in page


def test_where_line_5b_says_otherwise_both_are_said(client_of: Clients, db: None) -> None:
    """Three doses on time but the second ten days after the first: the line counts three, the schedule two."""
    child = child_of("Khuất Tĩnh Hà", "Thôn 3", D(2026, 6, 1))
    for vaccine, day in (("BCG", D(2026, 6, 2)), ("HEPB0", D(2026, 6, 1)), *((v, D(2026, 8, d)) for v in (
            "PENTA", "OPV") for d in (1, 11, 21)), ("ROTA", D(2026, 8, 1)), ("ROTA", D(2026, 9, 1))):
        records.create(Dose, by="test", child=child, vaccine=vaccine, given_on=day)
    page = panel(client_of("child_officer"), child)
    assert "Chỉ tiêu 5b tính em là đủ" in page
    assert "quá hạn" in page


def test_what_line_5b_asks_of_one_child_is_what_it_counts(db: None) -> None:
    """The small evaluation beside the schedule equals the list behind the figure, child by child."""
    unit = Unit.objects.get(level="commune", valid_to=None)
    found = ask_children("5b", unit=unit.code, year=2026, as_of=TODAY, borders=None, by="test")
    counted, missing = set(found["counted"]), set(found["missing"])
    assert len(counted) > 20 and missing
    for child in Child.objects.filter(exchange_id__in=counted | missing):
        given = list(child.doses.values_list("vaccine", "given_on"))
        assert on_schedule(child.born_on, given, settings_in_use(), TODAY) == (child.exchange_id in counted)


def test_the_commune_page_counts_by_thon_and_the_reasons_apart(client_of: Clients, late: Child) -> None:
    officer = client_of("child_officer")
    before = officer.get(reverse("health:vaccination")).context
    other = child_of("Khuất Tĩnh Lam", "Thôn 5", D(2026, 5, 1))
    records.create(DoseDelay, by="test", child=other, noted_on=D(2026, 11, 1), why="stock")
    page = officer.get(reverse("health:vaccination"))
    assert page.context["late"] == before["late"] + 1
    assert page.context["stock"] == before["stock"] + 1
    assert "trạm hết vắc xin <b>(lỗi không ở gia đình)</b>" in page.content.decode()
    third = str(Unit.objects.get(name="Thôn 3").pk)
    names = officer.get(reverse("health:vaccination"), {"thon": third}).content.decode()
    assert "Khuất Tĩnh Nhiên" in names and "Khuất Tĩnh Lam" not in names
    paper = officer.get(reverse("health:invitation"), {"thon": third}).content.decode()
    assert "Danh sách mời tiêm chủng, Thôn 3" in paper and "Khuất Tĩnh Nhiên" in paper


def test_a_dose_recorded_takes_the_child_off_the_list(client_of: Clients, db: None) -> None:
    child = child_of("Khuất Tĩnh Vy", "Thôn 3", D(2026, 11, 1))
    officer, url = client_of("child_officer"), reverse("health:vaccination")
    third = {"thon": str(Unit.objects.get(name="Thôn 3").pk)}
    assert "Khuất Tĩnh Vy" in officer.get(url, third | {"xem": ""}).content.decode()  # no birth dose within a day
    for vaccine in ("HEPB0", "BCG"):
        officer.post(reverse("health:mui-tiem-add", args=[child.pk]), {"vaccine": vaccine, "given_on": "2/11/2026"})
    assert "Khuất Tĩnh Vy" not in officer.get(url, third).content.decode()
    assert "Khuất Tĩnh Vy" not in officer.get(url, third | {"xem": "den-han"}).content.decode()


@pytest.mark.parametrize("door", ["vaccination", "invitation", "weighing-turns"])
def test_each_sees_the_children_of_her_places_only(client_of: Clients, late: Child, door: str) -> None:
    child_of("Khuất Tĩnh Lam", "Thôn 5", D(2026, 5, 1))
    url = reverse(f"health:{door}")
    own = client_of("collaborator").get(url).content.decode()
    assert "Khuất Tĩnh Nhiên" in own and "Khuất Tĩnh Lam" not in own and "Thôn 5" not in own
    for role in ("teacher", "village_head", "police", "finance", "inspector"):
        assert client_of(role).get(url).status_code == 404, role


def weigh(child: Child, *rows: tuple[dt.date, str]) -> None:
    for day, kg in rows:
        records.create(Measurement, by="test", child=child, measured_on=day, weight_kg=kg)


def test_slow_gain_twice_running_is_said_calmly_and_weighed_again_sooner(client_of: Clients, db: None) -> None:
    """A girl born 1/9/2025: 8,0 kg at 8 months, 8,2 at 11, 8,3 at 14: z falls from about 0 to −0,6 and on."""
    child = child_of("Khuất Tĩnh An", "Thôn 3", D(2025, 9, 1))
    weigh(child, (D(2026, 5, 1), "8.0"), (D(2026, 8, 1), "8.2"), (D(2026, 11, 1), "8.3"))
    client = client_of("collaborator")
    page = panel(client, child, "growth-panel")
    assert "Tăng chậm hai lần liền: z cân nặng" in page and "không phải kết luận về sức khỏe" in page
    turns = client.get(reverse("health:weighing-turns")).content.decode()
    assert "Khuất Tĩnh An" in turns and "tăng chậm hai lần liền" in turns and "trẻ tăng chậm" in turns
    # One month after the last weighing instead of three.
    assert "Lần cân tới: từ 01/12/2026." in page


def test_no_gain_over_three_months_is_said_with_both_weights(client_of: Clients, db: None) -> None:
    child = child_of("Khuất Tĩnh Bích", "Thôn 3", D(2026, 1, 1))
    weigh(child, (D(2026, 7, 1), "7.0"), (D(2026, 10, 1), "7.0"))
    page = panel(client_of("child_officer"), child, "growth-panel")
    assert "Cân nặng không tăng: 7 kg ngày 01/07/2026, 7 kg ngày 01/10/2026" in page


def test_a_child_who_grows_is_not_named(client_of: Clients, db: None) -> None:
    child = child_of("Khuất Tĩnh Chi", "Thôn 3", D(2025, 9, 1))
    weigh(child, (D(2026, 5, 1), "8.0"), (D(2026, 8, 1), "8.8"), (D(2026, 11, 1), "9.5"))
    assert "Tăng chậm hai lần" not in panel(client_of("child_officer"), child, "growth-panel")


def test_counselling_is_kept_on_the_panel_and_in_the_life(client_of: Clients, late: Child) -> None:
    client = client_of("collaborator")
    answer = client.post(reverse("health:tu-van-add", args=[late.pk]), {
        "held_on": "10/11/2026", "topic": "bua-an", "note": "Thêm một bữa phụ."})
    assert answer.status_code == 302 and Counselling.objects.get(child=late).topic == "bua-an"
    weigh(late, (D(2026, 11, 10), "7.9"))
    page = panel(client, late, "growth-panel")
    assert "Bữa ăn của trẻ</a>. Thêm một bữa phụ." in page
    assert "Tư vấn: Bữa ăn của trẻ" in client.get(late.get_absolute_url()).content.decode()
    wrong = client.post(reverse("health:tu-van-add", args=[late.pk]), {"held_on": "10/11/2026", "topic": "la"})
    assert wrong.status_code == 422 and "Hãy chọn lại “Chủ đề tư vấn”." in wrong.content.decode()


def test_every_curve_has_its_table_on_the_sheet(client_of: Clients, db: None) -> None:
    child = child_of("Khuất Tĩnh Dung", "Thôn 3", D(2019, 9, 1))
    for day, kg, cm in ((D(2022, 9, 1), "13.5", "94"), (D(2025, 9, 1), "19", "113"), (D(2026, 9, 1), "21.5", "119")):
        records.create(Measurement, by="test", child=child, measured_on=day, weight_kg=kg, height_cm=cm,
                       position="standing")
    page = client_of("child_officer").get(reverse("health:growth-sheet", args=[child.pk])).content.decode()
    for title in ("Cân nặng theo tuổi", "Chiều cao theo tuổi", "Cân nặng theo chiều cao đứng",
                  "Chỉ số khối (BMI) theo tuổi"):
        assert f"<h2>{title}</h2><svg" in page and f'<caption class="hidden-text">{title}</caption>' in page
    # 21.5 / 1.19² = 15.18…
    assert '<td class="n">15,2</td>' in page


@pytest.fixture
def own_folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.DATA_DIR = tmp_path
    (tmp_path / "lich").mkdir()
    yield tmp_path / "lich"


def test_the_commune_puts_its_own_schedule_in_the_place_of_ours(client_of: Clients, late: Child, own_folder: Path,
                                                                ) -> None:
    (own_folder / "tiem-xa.toml").write_text('''name = "Lịch của xã"
valid_from = 2024-08-01
source = "Quyết định của Sở Y tế"
verified = true
late_after = "2 tháng"
[[series]]
code = "soi"
name = "Sởi"
vaccines = ["MEASLES", "MR"]
doses = [{ at = "9 tháng", minimum = "8 tháng" }]
''', encoding="utf-8")
    page = panel(client_of("child_officer"), late)
    assert "1 mũi đến hạn" in page and "5 trong 1" not in page.split("Các mũi đã ghi")[0]
    told = client_of("child_officer").get(reverse("health:calendars")).content.decode()
    assert "Lịch của xã" in told and "Quyết định của Sở Y tế" in told and "11 bệnh" not in told


def test_a_file_that_is_wrong_is_said_and_the_rest_still_works(client_of: Clients, late: Child, own_folder: Path,
                                                               ) -> None:
    (own_folder / "tiem-xa.toml").write_text('name = "x"\nvalid_from = 2025-01-01\n', encoding="utf-8")
    (own_folder / "la.toml").write_text("", encoding="utf-8")
    told = client_of("child_officer").get(reverse("health:calendars")).content.decode()
    assert "tiem-xa.toml, đầu tệp: chưa có bảng [[series]] nào." in told
    assert "la.toml: không rõ là lịch gì." in told
    assert "quá hạn 185 ngày" in panel(client_of("child_officer"), late)
    assert calendars().own == ()


def test_the_dead_and_those_who_left_are_not_called(client_of: Clients, late: Child) -> None:
    url = reverse("health:vaccination")
    assert "Khuất Tĩnh Nhiên" in client_of("collaborator").get(url).content.decode()
    records.correct(late, by="test", died_on=D(2026, 11, 1), death_cause="illness")
    assert "Khuất Tĩnh Nhiên" not in client_of("collaborator").get(url).content.decode()
    assert "Em đã mất" in panel(client_of("child_officer"), late)
    assert due_for(Child.objects.filter(pk=late.pk), TODAY) == []


def test_the_quick_list_of_the_commune_is_what_each_childs_page_says(db: None) -> None:
    children, until = list(Child.objects.resident_on(TODAY)), TODAY + dt.timedelta(days=30)
    quick = {child.pk: [(s.series, s.nth, s.state, s.due_by) for s in steps]
             for child, steps in steps_of(children, TODAY, until)}
    assert len(quick) > 10
    for child in children:
        whole = course(child, list(child.doses.values_list("vaccine", "given_on")), TODAY)
        assert quick.get(child.pk, []) == [
            (s.series, s.nth, s.state, s.due_by) for s in whole.steps
            if s.state in ("due", "overdue") or (s.state == "coming" and s.due_from <= until)]


def test_the_command_check_says_what_is_wrong_in_a_calendar_of_the_commune(own_folder: Path) -> None:
    assert _calendars().ok and "lịch có sẵn" in _calendars().text
    (own_folder / "can-do.toml").write_text('name = "x"\n', encoding="utf-8")
    assert not _calendars().ok and "can-do.toml, đầu tệp: chưa có bảng [[weighing]] nào." in _calendars().text


def test_what_is_due_for_many_needs_few_queries(late: Child, django_assert_max_num_queries: Any) -> None:
    children = list(Child.objects.all())
    with django_assert_max_num_queries(3):
        found = due_for(children, TODAY)
    hers = {(d.kind, d.code): d for d in found if d.child == late.pk}
    assert hers["dose", "5-trong-1-2"].overdue == 185
    assert hers["dose", "soi-1"].vaccines == ("MEASLES", "MR")
    # Never weighed, born 23/1/2026: due three months on, a month of grace, overdue since 23/5/2026.
    assert (hers["weighing", ""].due_from, hers["weighing", ""].overdue) == (D(2026, 4, 23), 185)


def test_after_a_write_only_the_child_it_touched_is_reckoned(client_of: Clients, late: Child,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is written or taken out, the kept lists are those that a reckoning of everybody gives."""
    asked: list[int] = []
    for name in ("steps_of", "turns_of"):
        real = getattr(calling, name)
        monkeypatch.setattr(calling, name, lambda children, *more, _real=real: (
            asked.append(len(children)), _real(children, *more))[1])
    url = reverse("indicators:coming")
    officer = client_of("child_officer")
    officer.get(url)
    everybody = max(asked)
    other = Child.objects.resident_on(TODAY).filter(born_on__gt=D(2024, 1, 1)).exclude(pk=late.pk).in_name_order()[0]
    twin = child_of("Khuất Tĩnh Nhiễn", "Thôn 3", D(2026, 1, 23))
    for vaccine in ("PENTA", "MEASLES", "JE"):
        records.create(Dose, by="test", child=twin, vaccine=vaccine, given_on=D(2026, 11, 15))
    dose = records.create(Dose, by="test", child=late, vaccine="PENTA", given_on=D(2026, 4, 23))
    writes: list[Callable[[], Any]] = [
        lambda: records.correct(dose, by="test", given_on=D(2026, 5, 23)),
        lambda: records.remove(dose, by="test", reason="thử"),
        lambda: records.create(Measurement, by="test", child=other, measured_on=D(2026, 11, 20), weight_kg="9.1"),
        lambda: records.create(DoseDelay, by="test", child=late, vaccine="MEASLES", why="stock",
                               noted_on=D(2026, 11, 20)),
        lambda: actions.move(late, by="test", on=D(2026, 11, 1), unit=Unit.objects.get(name="Thôn 5")),
        lambda: actions.correct_identity(late, by="test", full_name="Khuất Tĩnh An"),
        lambda: merge(late, twin, take={}, by="test"),
        lambda: part(Merge.objects.get(), by="test"),
        lambda: actions.move(late, by="test", on=D(2026, 11, 2), unit=None),
        lambda: actions.note_death(other, by="test", died_on=D(2026, 11, 3), death_cause="illness"),
        lambda: actions.note_death(other, by="test", died_on=None, death_cause="")]
    for n, write in enumerate(writes):
        write()
        asked.clear()
        officer.get(url)
        assert len(asked) == 2 and max(asked) <= 2, (n, asked)
        for kept, reckon in ((calling.whole_called, calling.calls), (calling.whole_weighed, calling.turns)):
            fresh = reckon(Child.objects.all(), TODAY)
            assert [(row, row.child.full_name) for row in kept(TODAY)] == [
                (row, row.child.full_name) for row in fresh], n
    # A thôn's new name stands in every row of it, and a new day changes everybody's.
    records.correct(Unit.objects.get(name="Thôn 3"), by="test", name="Thôn Ba")
    asked.clear()
    assert {row.home.name for row in calling.whole_called(TODAY)} & {"Thôn 3", "Thôn Ba"} == {"Thôn Ba"}
    calling.whole_called(TODAY + dt.timedelta(days=1))
    assert min(asked) > everybody / 2


def test_a_dose_to_come_is_told_by_its_day(client_of: Callable[[str], Any]) -> None:
    child = records.create(Child, by="test", full_name="Xuyến Quỳ Vân", sex="female", born_on=dt.date(2026, 10, 5))
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name="Thôn 3"), from_on=child.born_on)
    page = client_of("child_officer").get(reverse("health:vaccination")).content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "chưa đến hạn từ" not in words and "5 trong 1, mũi 1: đến hạn từ 05/12" in words


def test_names_of_doses_and_lines_are_english_where_english_is_chosen(client_of: Clients, late: Child) -> None:
    outbox.process()
    officer = client_of("child_officer")
    pages = {door: officer.get(reverse(door) + more).content.decode() for door, more in (
        ("health:vaccination", ""), ("indicators:coming", ""), ("health:calendars", ""), ("indicators:mine", ""))}
    assert all("Sởi, rubella" in pages[door] for door in pages if door != "indicators:mine")
    officer.post(reverse("web:set-language"), {"language": "en"})
    for door in pages:
        pages[door] = officer.get(reverse(door)).content.decode()
    for door in ("health:vaccination", "indicators:coming", "health:calendars"):
        assert "Measles, rubella" in pages[door] and "Japanese encephalitis" in pages[door], door
        assert "Sởi, rubella" not in pages[door] and "Viêm não Nhật Bản" not in pages[door], door
    assert "Expanded immunization schedule, 11 diseases" in pages["health:calendars"]
    assert "booster at 18 months" in pages["health:calendars"]
    # The plan's own short names of lines, as its document has them.
    assert re.search(r"14\. Under-5s whose birth is registered</a>", pages["indicators:mine"])
