"""The provincial gateway, against a stand-in that misbehaves: nothing lost, nothing taken on trust or overwritten."""
from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from mangnon.core import clock, jobs, records
from mangnon.core.models import Job, JobState
from mangnon.intake.gateway import wire
from mangnon.intake.gateway.wire import Gateway, Unset
from mangnon.intake.models import Inquiry, ListImport
from mangnon.places.models import Unit
from mangnon.registry.models import Child, Residence

from .samples import different, everything

PAGE = reverse("intake:inquiries")
TOKEN = "bi-mat-cua-xa"
Reply = Callable[["StandIn"], None]


def words(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


class StandIn(BaseHTTPRequestHandler):
    """A gateway that answers as it is told, one reply a request, the last one again and again."""

    server: Any

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.sent.append((self.headers["Idempotency-Key"], self.headers["Authorization"], json.loads(body)))
        self._next(self.server.posts)

    def do_GET(self) -> None:
        self._next(self.server.gets)

    def _next(self, replies: list[Reply]) -> None:
        (replies.pop(0) if len(replies) > 1 else replies[0])(self)

    def log_message(self, *said: Any) -> None:
        """Nothing on the test's screen."""

    def say(self, code: int, body: bytes, kind: str = "application/json", length: int | None = None) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)


def says(data: Any, code: int = 200) -> Reply:
    return lambda here: here.say(code, json.dumps(data).encode())


def slow(here: StandIn) -> None:
    here.server.wait.wait(5)


def dripping(here: StandIn) -> None:
    """A byte now and then: no single one is too late."""
    here.send_response(200)
    here.end_headers()
    try:
        for _n in range(50):
            here.wfile.write(b" ")
            here.wfile.flush()
            here.server.wait.wait(0.1)
    except OSError:
        return


def endless(here: StandIn) -> None:
    here.send_response(200)
    here.end_headers()
    try:
        while not here.server.wait.is_set():
            here.wfile.write(b" " * 65536)
    except OSError:
        return


def elsewhere(here: StandIn) -> None:
    here.send_response(307)
    here.send_header("Location", f"http://localhost:{here.server.server_port}/other")
    here.send_header("Content-Length", "0")
    here.end_headers()


ACCEPTED = says({"id": "LGSP-1"}, 202)
PENDING = says({"state": "pending"})


@pytest.fixture
def stand_in() -> Iterator[Any]:
    """A server of its own; posts, gets: replies.  sent: what came."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    server.posts, server.gets, server.sent, server.wait = [ACCEPTED], [PENDING], [], threading.Event()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    file, token = Path(settings.DATA_DIR) / wire.FILE, Path(settings.DATA_DIR) / "gateway-token"
    token.write_text(TOKEN)
    file.write_text(f'[gateway]\nurl = "http://127.0.0.1:{server.server_port}"\ntoken_file = "gateway-token"\n'
                    "seconds = 0.6\n")
    yield server
    server.wait.set()
    server.shutdown()
    server.server_close()
    file.unlink()
    token.unlink()


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


@pytest.fixture
def lacking(db: None) -> list[Child]:
    homes = Residence.objects.filter(unit__name="Thôn 3", to_on=None, child__died_on=None,
                                     child__born_on__gte="2012-01-01", child__born_precision="day")
    found = [home.child for home in homes.exclude(child__mother_name="").order_by("child__name_sort")[:3]]
    for child in found:
        records.correct(child, by="test", personal_id="")
    return [Child.objects.get(pk=child.pk) for child in found]


def ask(officer: Any) -> Inquiry:
    page = officer.post(PAGE, {"about": "missing", "unit": str(Unit.objects.get(name="Thôn 3").pk), "purpose": "thử",
                               "cach": "http"}, follow=True)
    assert "Đã xếp yêu cầu vào hàng gửi" in words(page)
    return Inquiry.objects.latest("at")


def work(times: int = 1) -> None:
    """The worker does what is due; what was put off is due at once."""
    for _n in range(times):
        Job.objects.filter(state=JobState.WAITING).update(not_before=clock.now())
        jobs.run_next("here:1")


def answer(inquiry: Inquiry, children: list[Child], **more: str) -> list[dict[str, str]]:
    numbers = {row.child: f"{inquiry.code}-{row.number:04}" for row in inquiry.rows.all()}
    return [{"reference": numbers[child.exchange_id], "result": "different", "number": f"03821{n:07}", **more}
            for n, child in enumerate(children, 1)]


def done(rows: list[dict[str, Any]]) -> Reply:
    return says({"state": "done", "rows": rows})


def test_an_answer_after_some_waiting_is_a_list_to_review_and_nothing_is_overwritten(
        officer: Any, lacking: list[Child], stand_in: Any) -> None:
    inquiry = ask(officer)
    before = everything()
    work(2)
    text = words(officer.get(PAGE))
    assert "chờ trả lời" in text and "Cổng của tỉnh đã nhận, chưa có trả lời." in text
    stand_in.gets = [done(answer(inquiry, lacking))]
    work(2)
    batch = ListImport.objects.latest("at")
    assert batch.kind == "population_answer" and different(before, everything()) == []
    assert [row.result for row in batch.rows.order_by("number")] == ["matched"] * 3
    page = officer.get(PAGE)
    assert "đã có trả lời" in words(page) and batch.get_absolute_url() in page.content.decode()
    assert "038210000001" in words(officer.get(f"{batch.get_absolute_url()}?muc=thay-doi"))


def test_what_goes_out_is_what_finds_a_child_with_the_communes_token(
        officer: Any, lacking: list[Child], stand_in: Any) -> None:
    inquiry = ask(officer)
    work()
    (key, token, body), = stand_in.sent
    assert key == inquiry.code == body["code"] and token == f"Bearer {TOKEN}"
    assert set(body["rows"][0]) == {"reference", "full_name", "born", "sex", "mother_name", "personal_id", "village"}
    assert {row["full_name"] for row in body["rows"]} >= {child.full_name for child in lacking}


def test_a_worker_that_dies_after_sending_sends_the_same_inquiry_again(
        officer: Any, lacking: list[Child], stand_in: Any) -> None:
    inquiry = ask(officer)
    work()
    # It died before it kept the gateway's id: the next one sends again, under the same key.
    Inquiry.objects.update(remote_id="")
    work()
    assert [key for key, _token, _body in stand_in.sent] == [inquiry.code] * 2
    assert stand_in.sent[0][2] == stand_in.sent[1][2]


def test_an_answer_is_received_once(officer: Any, lacking: list[Child], stand_in: Any) -> None:
    inquiry = ask(officer)
    stand_in.gets = [done(answer(inquiry, lacking))]
    work()
    Job.objects.filter(kind="intake.ask").update(state=JobState.WAITING)
    work(3)
    assert ListImport.objects.filter(kind="population_answer").count() == 1


@pytest.mark.parametrize(("post", "get", "said"), [
    (slow, PENDING, "Cổng của tỉnh trả lời quá chậm."),
    (dripping, PENDING, "Cổng của tỉnh trả lời quá chậm."),
    (says({}, 500), PENDING, "Cổng của tỉnh đang gặp lỗi (mã 500)."),
    (says({}, 429), PENDING, "Cổng của tỉnh đang gặp lỗi (mã 429)."),
    (lambda here: here.say(202, b'{"id": ', length=500), PENDING, "Cổng của tỉnh trả lời dở dang."),
    (lambda here: here.connection.close(), PENDING, "Cổng của tỉnh"),
    (ACCEPTED, says({}, 503), "Cổng của tỉnh đang gặp lỗi (mã 503)."),
], ids=["slow", "dripping", "500", "429", "cut", "hung up", "503 later"])
def test_what_may_pass_is_tried_again_and_told(
        officer: Any, lacking: list[Child], stand_in: Any, post: Reply, get: Reply, said: str) -> None:
    stand_in.posts, stand_in.gets = [post, ACCEPTED], [get]
    inquiry = ask(officer)
    before = everything()
    work()
    text = words(officer.get(PAGE))
    assert said in text and "chưa gửi được" not in text
    stand_in.gets = [done(answer(inquiry, lacking))]
    work(3)
    assert "đã có trả lời" in words(officer.get(PAGE)) and different(before, everything()) == []


def test_a_gateway_that_is_down_is_tried_again(officer: Any, lacking: list[Child], stand_in: Any) -> None:
    stand_in.shutdown()
    stand_in.server_close()
    ask(officer)
    work()
    assert "Không nối được tới cổng của tỉnh." in words(officer.get(PAGE))
    job = Job.objects.get(kind="intake.ask")
    assert job.state == JobState.WAITING and (job.not_before - clock.now()).total_seconds() > 30


ODD: dict[str, tuple[Any, str]] = {
    "html": (lambda here: here.say(200, b"<html>Bao tri</html>", "text/html"), "không phải dữ liệu đã thống nhất"),
    "list": (says([1, 2]), "không phải dữ liệu đã thống nhất"),
    "deep": (lambda here: here.say(200, b"[" * 100_000), "không phải dữ liệu đã thống nhất"),
    "no state": (says({"rows": []}), "không đúng mẫu đã thống nhất"),
    "wrong types": (done([{"reference": 7}]), "không đúng mẫu đã thống nhất"),
    "foreign": (done([{"reference": "YC260101-AAAAA-0001", "result": "match"}]), "em không được hỏi"),
    "endless": (endless, "dài quá mức cho phép"),
    "redirect": (elsewhere, "chuyển sang một địa chỉ khác"),
    "token": (says({}, 403), "không nhận mã truy cập"),
    "unknown": (says({}, 404), "không nhận yêu cầu (mã 404)")}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_not_as_agreed_is_not_taken_and_a_person_may_try_again(
        officer: Any, lacking: list[Child], stand_in: Any, odd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reply, said = ODD[odd]
    monkeypatch.setattr(wire, "MOST_BYTES", 1_000_000)
    stand_in.gets = [reply]
    inquiry = ask(officer)
    before = everything()
    work()
    page = officer.get(PAGE)
    assert said in words(page) and "chưa gửi được" in words(page)
    assert different(before, everything()) == [] and not ListImport.objects.exists()
    stand_in.gets = [done(answer(inquiry, lacking))]
    officer.post(PAGE, {"gui-lai": inquiry.code})
    work(2)
    assert "đã có trả lời" in words(officer.get(PAGE))
    assert len(stand_in.sent) == 1, "what was sent is not sent again"


@pytest.mark.parametrize("wrong", [
    {"result": "yes"}, {"born": "31/12/2020"}, {"registered_on": "2026-02-30"}, {"full_name": "A" * 300},
    {"sex": "nam"}, {"mother_name": "Lê\nThị"}])
def test_an_answer_with_odd_cells_is_not_taken(
        officer: Any, lacking: list[Child], stand_in: Any, wrong: dict[str, str]) -> None:
    inquiry = ask(officer)
    stand_in.gets = [done(answer(inquiry, lacking, **wrong))]
    work()
    assert "chưa gửi được" in words(officer.get(PAGE)) and not ListImport.objects.exists()


def test_twice_about_one_child_is_not_taken(officer: Any, lacking: list[Child], stand_in: Any) -> None:
    inquiry = ask(officer)
    stand_in.gets = [done(answer(inquiry, lacking[:1]) * 2)]
    work()
    assert "hai lần về một em" in words(officer.get(PAGE)) and not ListImport.objects.exists()


def test_formula_text_in_an_answer_stays_text(officer: Any, lacking: list[Child], stand_in: Any) -> None:
    inquiry = ask(officer)
    stand_in.gets = [done(answer(inquiry, lacking, full_name="=1+1"))]
    work(2)
    assert ListImport.objects.latest("at").rows.count() == 3
    assert "=1+1" not in {child.full_name for child in Child.objects.all()}


def test_without_a_gateway_only_the_file_is_offered(officer: Any) -> None:
    assert "Gửi qua cổng của tỉnh" not in words(officer.get(PAGE))


@pytest.mark.parametrize("text", ["", "[gateway]\nurl = 7", '[gateway]\nurl = "http://cong.example.vn"', "[[",
                                  '[gateway]\nurl = "https://x"\ntoken_file = "khong-co"'])
def test_settings_that_cannot_be_used_say_why(officer: Any, text: str) -> None:
    file = Path(settings.DATA_DIR) / wire.FILE
    file.write_text(text)
    try:
        with pytest.raises(Unset):
            Gateway.of(Path(settings.DATA_DIR))
        page = officer.get(PAGE)
        assert page.status_code == 200 and "Gửi qua cổng của tỉnh" not in words(page)
        assert "gateway.toml" in words(page) or "https://" in words(page)
    finally:
        file.unlink()


def test_nothing_about_a_child_is_logged(
        officer: Any, lacking: list[Child], stand_in: Any, caplog: pytest.LogCaptureFixture) -> None:
    stand_in.gets = [says({"state": "done", "rows": [{"reference": lacking[0].full_name}]})]
    ask(officer)
    with caplog.at_level("DEBUG"):
        work()
    assert not any(child.full_name in caplog.text for child in lacking) and TOKEN not in caplog.text


def test_an_inquiry_that_was_withdrawn_is_neither_sent_nor_received(
        officer: Any, stand_in: Any, lacking: list[Child]) -> None:
    unsent = ask(officer)
    officer.post(reverse("intake:inquiry-withdraw", args=[unsent.pk]))
    work()
    assert stand_in.sent == []
    sent = ask(officer)
    work()
    assert [key for key, _token, _body in stand_in.sent] == [sent.code]
    officer.post(reverse("intake:inquiry-withdraw", args=[sent.pk]))
    stand_in.gets = [done(answer(sent, lacking))]
    officer.post(PAGE, {"gui-lai": sent.code})
    work()
    assert not ListImport.objects.exists()
    assert words(officer.get(PAGE)).count("đã rút lại") == 2 and "Gửi lại" not in words(officer.get(PAGE))
