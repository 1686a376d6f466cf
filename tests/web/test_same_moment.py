"""Two people write the same row at the very same moment: the second is told, and loses nothing she typed."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import records
from mangnon.health.models import Measurement
from mangnon.places.models import FacilityCheck, Unit
from mangnon.registry import monthly, monthly_views
from mangnon.registry.models import Child, MonthlyReport, Residence
from mangnon.web import keeping
from tests.conftest import TODAY

NAME = "Xuyến Quỳ Oanh"
OCTOBER = dt.date(2026, 10, 1)


def plain(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def stamps(page: Any) -> dict[str, str]:
    return dict(re.findall(r'name="(dau[^"]*)" value="([^"]*)"', page.content.decode()))


def at_the_last_moment(patch: pytest.MonkeyPatch, owner: Any, name: str, act: Callable[[], Any]) -> None:
    """Let somebody else write after everything was read and compared, just before this one begins to write."""
    real, waiting = getattr(owner, name), [act]

    def late(*args: Any, **kwargs: Any) -> Any:
        if waiting:
            waiting.pop()()
        return real(*args, **kwargs)

    patch.setattr(owner, name, late)


@pytest.fixture
def child(db: None) -> Child:
    made = records.create(Child, by="test", full_name=NAME, sex="female", born_on=dt.date(2020, 1, 1))
    records.create(Residence, by="test", child=made, unit=Unit.objects.get(name="Thôn 2"), from_on=made.born_on)
    return made


def test_a_row_expected_as_it_was_seen_is_written_only_as_it_was_seen(child: Child) -> None:
    seen = child.seq
    written = records.correct(child, by="test", expect=seen, ethnicity="Kinh")
    with pytest.raises(records.ChangedMeanwhile) as met:
        records.correct(child, by="test", expect=seen, ethnicity="Mường")
    assert met.value.row == written and met.value.seen == seen
    with pytest.raises(records.ChangedMeanwhile):
        records.remove(child, by="test", reason="nhầm", expect=seen)
    child.refresh_from_db()
    assert (child.ethnicity, child.seq) == ("Kinh", written.seq)
    records.remove(child.residences.get(), by="test", reason="nhầm")
    records.remove(child, by="test", reason="nhầm", expect=written.seq)
    with pytest.raises(records.ChangedMeanwhile) as gone:
        records.correct(written, by="test", expect=written.seq, ethnicity="Mường")
    assert gone.value.row is None


def test_the_second_save_of_one_form_is_told_what_the_first_wrote(
        client_of: Callable[[str], Any], child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    officer, url = client_of("child_officer"), reverse("registry:child-edit", args=[child.pk])
    typed = {"full_name": NAME, "sex": "female", "born_on": "1/1/2020", "ethnicity": "Mường",
             **stamps(officer.get(url))}
    at_the_last_moment(monkeypatch, keeping, "saved", lambda: records.correct(
        Child.objects.get(pk=child.pk), by="test", ethnicity="Kinh", mother_name="Hà Thị Sai"))
    refused = officer.post(url, typed)
    page = refused.content.decode()
    assert refused.status_code == 422 and "Trong lúc trang này mở" in plain(refused)
    assert "đã ghi “Kinh”, chữ trong ô là của bạn" in plain(refused)
    # Her own word stands in its box, and the box she never touched follows the other.
    assert 'value="Mường"' in page and 'value="Hà Thị Sai"' in page
    assert Child.objects.get(pk=child.pk).ethnicity == "Kinh"
    again = officer.post(url, typed | {"mother_name": "Hà Thị Sai"} | stamps(refused))
    assert again.status_code == 302
    assert Child.objects.values_list("ethnicity", "mother_name").get(pk=child.pk) == ("Mường", "Hà Thị Sai")


def test_a_row_taken_out_while_another_saves_is_said_to_be_gone(
        client_of: Callable[[str], Any], child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    row = records.create(Measurement, by="test", child=child, measured_on=dt.date(2026, 11, 2), weight_kg="18")
    officer, url = client_of("child_officer"), reverse("health:can-do-edit", args=[child.pk, row.pk])
    typed = {"measured_on": "2/11/2026", "weight_kg": "18,4", "position": "standing", **stamps(officer.get(url))}
    at_the_last_moment(monkeypatch, keeping, "saved", lambda: records.remove(row, by="test", reason="nhầm"))
    refused = officer.post(url, typed)
    assert refused.status_code == 422 and "dòng này đã bị gỡ" in plain(refused)
    assert 'value="18,4"' in refused.content.decode() and not Measurement.objects.filter(pk=row.pk).exists()


def test_a_removal_of_what_somebody_corrected_meanwhile_asks_once_more(client_of: Callable[[str], Any],
                                                                      child: Child) -> None:
    row = records.create(Measurement, by="test", child=child, measured_on=dt.date(2026, 11, 2), weight_kg="18")
    officer, url = client_of("child_officer"), reverse("health:can-do-remove", args=[child.pk, row.pk])
    typed = {"reason": "ghi nhầm trẻ", **stamps(officer.get(url))}
    records.correct(row, by="test", weight_kg="18.4")
    refused = officer.post(url, typed)
    assert refused.status_code == 422 and "Vẫn muốn gỡ thì bấm gỡ lần nữa" in plain(refused)
    assert "18,4" in plain(refused) and 'value="ghi nhầm trẻ"' in refused.content.decode()
    assert officer.post(url, typed | stamps(refused)).status_code == 302
    assert not Measurement.objects.filter(pk=row.pk).exists()


def test_a_line_of_a_grid_written_at_the_same_moment_waits_with_what_was_typed(
        client_of: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    officer, url = client_of("child_officer"), reverse("registry:check-many", args=[2026])
    row = FacilityCheck.objects.filter(year=2026, sanitation=True).select_related("facility").first()
    assert row
    typed = {f"sanitation-{row.facility_id}": "false", **stamps(officer.get(url))}
    from mangnon.registry import checks_grid

    at_the_last_moment(monkeypatch, checks_grid.meanwhile, "line", lambda: records.correct(
        FacilityCheck.objects.get(pk=row.pk), by="test", psychological_support=not row.psychological_support))
    refused = officer.post(url, typed)
    assert refused.status_code == 422 and "ghi lần nữa thì lấy số của bạn" in plain(refused)
    assert FacilityCheck.objects.get(pk=row.pk).sanitation is True
    fresh = typed | stamps(refused) | {f"psychological_support-{row.facility_id}":
                                       str(not row.psychological_support).lower()}
    assert officer.post(url, fresh).status_code == 302
    row.refresh_from_db()
    assert row.sanitation is False


@pytest.mark.parametrize(("pressed", "typed"), [("duyet", {}), ("hoi", {"hoi-lai": "Hộ nào mới nghèo?"})])
def test_a_sheet_sent_again_while_the_officer_presses_is_not_answered_unread(
        client_of: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, pressed: str, typed: dict[str, str]) -> None:
    unit, officer = Unit.objects.get(name="Thôn 5"), client_of("child_officer")
    monthly.send(unit, OCTOBER, by="test", on=TODAY, nothing=False)
    url = reverse("registry:month", args=[unit.pk, "2026-10"])
    sent = {"viec": pressed, **typed, **stamps(officer.get(url))}
    at_the_last_moment(monkeypatch, monthly_views, "_answer", lambda: monthly.send(
        unit, OCTOBER, by="test", on=TODAY, nothing=False, note="hộ số 12 mới nghèo"))
    refused = officer.post(url, sent)
    assert refused.status_code == 422 and "thôn đã gửi lại phiếu" in plain(refused)
    assert "hộ số 12 mới nghèo" in plain(refused)
    assert typed.get("hoi-lai", "") in refused.content.decode()
    report = MonthlyReport.objects.get()
    assert (report.approved_on, report.reply) == (None, "")
    assert officer.post(url, sent | stamps(refused)).status_code == 302
    report.refresh_from_db()
    assert bool(report.approved_on) == (pressed == "duyet") and report.reply == typed.get("hoi-lai", "")
