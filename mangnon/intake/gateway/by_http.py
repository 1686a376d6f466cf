"""Ask through the provincial gateway: the worker sends, waits and fetches; the answer becomes a list to review."""
from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mangnon.core import jobs

from .. import long_lists, receiving
from .asking import Asked, Question, questions_of
from .by_file import ANSWERED, SENT
from .models import Inquiry
from .wire import Gateway, Refused, Unreached, Unset

SEND = "intake.ask"
RESULTS = {"match": "Khớp", "different": "Khác", "not_found": "Không tìm thấy"}
SEXES = {"male": "Nam", "female": "Nữ", "": ""}
TOLD = ("result", "number", "full_name", "born", "sex", "mother_name", "father_name", "registered_on")
"""An answer's cells in the order of the answer file's columns."""
LONGEST = 200
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 1800.0


def gateway() -> Gateway | None:
    """The gateway that is set up in the data folder, None where there is none. Raises Unset."""
    return Gateway.of(settings.DATA_DIR)


class ByHttp:
    """Leaves the sending to the worker: no page waits for another's server."""

    name = "http"

    def ask(self, inquiry: Inquiry, questions: Sequence[Question]) -> Asked:
        jobs.ask(SEND, inquiry.pk, by=inquiry.by, total=len(questions))
        return Asked()


def run(told: jobs.Told) -> None:
    """One try: send if it was not sent, then look for the answer. What was sent or received is never done twice."""
    inquiry = Inquiry.objects.get(pk=told.subject)
    if inquiry.answer_id or inquiry.withdrawn_at:
        return
    try:
        there = gateway()
        if there is None:
            raise jobs.Failed("Chưa có tệp gateway.toml nên không gửi được qua cổng của tỉnh.")
        questions = questions_of(inquiry)
        if not inquiry.remote_id:
            remote = there.send(inquiry.code, [asdict(question) for question in questions])
            Inquiry.objects.filter(pk=inquiry.pk, remote_id="").update(remote_id=remote)
            inquiry.refresh_from_db()
        rows = there.look(inquiry.remote_id)
        content = None if rows is None else as_list(questions, rows)
    except Unreached as error:
        raise jobs.Later(str(error), _pause(told)) from None
    except (Refused, Unset) as error:
        raise jobs.Failed(str(error)) from None
    if content is None:
        raise jobs.Later("Cổng của tỉnh đã nhận, chưa có trả lời.", _pause(told))
    _receive(inquiry, content, by=told.by)


def _pause(told: jobs.Told) -> float:
    """Longer after every try."""
    return min(FIRST_PAUSE * 2 ** min(told.job.tries, 10), LONGEST_PAUSE)


def _receive(inquiry: Inquiry, content: bytes, *, by: Any) -> None:
    """Keep the answer as a list to be read, once: with it the inquiry is answered, whatever happens afterwards."""
    with transaction.atomic():
        row = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
        if row.answer_id or row.withdrawn_at:
            return
        batch = receiving.keep(content, f"tra-loi-{inquiry.code.lower()}.csv", "population_answer", by=by)
        row.answer, row.answered_at = batch, timezone.now()
        row.save(update_fields=["answer", "answered_at"])
        long_lists.read_later(batch, by=by)


def as_list(questions: Sequence[Question], rows: Sequence[dict[str, str]]) -> bytes:
    """The answer as the file of answers would be: what we asked beside what was said. Raises Refused."""
    asked = {question.reference: question for question in questions}
    seen: set[str] = set()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([heading for heading, *_rest in (*SENT, *ANSWERED)])
    for row in rows:
        reference = row.get("reference", "")
        if reference not in asked or reference in seen:
            raise Refused("Trả lời của cổng nói về em không được hỏi, hoặc hai lần về một em, nên không nhận.")
        seen.add(reference)
        question = asked[reference]
        writer.writerow([*(getattr(question, name) for _heading, name, _width in SENT), *_cells(row), ""])
    return out.getvalue().encode()


def _cells(row: dict[str, str]) -> list[str]:
    said = {name: row.get(name, "").strip() for name in TOLD}
    if said["result"] not in RESULTS or said["sex"] not in SEXES or any(
            len(cell) > LONGEST or not cell.isprintable() for cell in said.values()):
        raise Refused("Trả lời của cổng không đúng mẫu đã thống nhất nên không nhận.")
    said |= {"result": RESULTS[said["result"]], "sex": SEXES[said["sex"]], "born": _day(said["born"]),
             "registered_on": _day(said["registered_on"])}
    return [said[name] for name in TOLD]


def _day(text: str) -> str:
    """An ISO day as lists have it. Raises Refused."""
    try:
        return dt.date.fromisoformat(text).strftime("%d/%m/%Y") if text else ""
    except ValueError:
        raise Refused("Trả lời của cổng có ngày không đúng mẫu nên không nhận.") from None


KINDS = {SEND: run}
