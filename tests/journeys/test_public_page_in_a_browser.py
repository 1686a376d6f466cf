"""The public page in a real browser: what is planted never runs before the officer, and the way out leaves nothing."""
from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.protection.hostile import FIRE, SCRIPTS

from .test_pages_in_a_browser import FLAGS

CHROMIUM = os.environ.get("MANGNON_CHROMIUM", "")
pytestmark = [pytest.mark.browser,
              pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine (MANGNON_CHROMIUM is empty)")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def commune(transactional_db: None) -> Iterator[None]:
    """The small invented commune, and nothing counted yet."""
    from mangnon.accounts.models import User
    from mangnon.config.demo import making
    from mangnon.protection.hearing import limits
    from tests.conftest import TODAY

    if not User.objects.exists():
        making.make_demo(progress=lambda text: None, today=TODAY, size=0.12)
    for limit in (limits.reports, limits.dangers, limits.guesses, limits.messages):
        limit.forget()
    yield


def test_what_is_planted_runs_nowhere(browser: Any, live_server: Any, commune: None) -> None:
    """Told and said on the public page, read on the officer's pages, answered, read again: no script of it ran."""
    from django.test import Client
    from django.urls import reverse

    from mangnon.protection.cases.models import Case
    from mangnon.protection.hearing import actions

    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith(
        (live_server.url, "data:")) else route.abort())
    strange: list[str] = []
    page = context.new_page()
    page.on("dialog", lambda dialog: (strange.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda asked: strange.append(asked.url) if not asked.url.startswith(
        (live_server.url, "data:")) else None)

    def calm() -> None:
        page.wait_for_timeout(60)
        assert page.evaluate("window.lot") is None and strange == [], page.url

    page.goto(live_server.url + "/bao-tin/")
    assert page.evaluate(f"(() => {{ {FIRE}; const was = window.lot; delete window.lot; return was }})()") == 1
    page.fill("#id_what", "\n".join(SCRIPTS))
    page.fill("#id_who", "".join(SCRIPTS)[:1000])
    page.fill("#id_where", SCRIPTS[3])
    page.click("main form button")
    calm()
    code = " ".join(word.inner_text() for word in page.query_selector_all(".three li"))
    assert len(code.split()) >= 3
    client = Client()
    for n, planted in enumerate(SCRIPTS):
        actions.say(f"{n:016}", code, planted)
        # What is refused comes back to the sender's own page as well.
        refused = client.post("/bao-tin/xem/", {"code": planted, "text": planted}).content.decode()
        assert "<script>" not in refused and "<img" not in refused and f'onfocus="{FIRE}' not in refused
    page.goto(live_server.url)
    page.click("text=Cán bộ trẻ em")
    page.wait_for_url("**/tong-quan/")
    calm()
    case = Case.objects.get()
    for address in (reverse("protection:cases"), reverse("protection:case", args=[case.code])):
        page.goto(live_server.url + address)
        calm()
    page.fill("#id_reason", SCRIPTS[0])
    page.click("text=Mở lời kể trong 15 phút")
    calm()
    shown = page.inner_text("main")
    assert "Trao đổi với người báo" in shown
    assert all(planted in shown for planted in ("<script>window.lot=1</script>", "<img src=x onerror=window.lot=1>"))
    assert page.locator("main script, main img, main iframe, main object, main [onerror], main [onfocus]").count() == 0
    page.fill("textarea[name=text]", "\n".join(SCRIPTS[:20]))
    page.click("text=Gửi trả lời")
    calm()
    page.goto(live_server.url + reverse("protection:case-log", args=[case.code]))
    calm()
    page.goto(live_server.url + "/bao-tin/xem/")
    page.fill("#id_code", code)
    page.click("main form button")
    calm()
    assert "<svg onload=window.lot=1>" in page.inner_text("main")
    context.close()


@pytest.mark.parametrize("way", ["button", "keys", "no script"])
def test_the_way_out_leaves_at_once_and_nothing_behind(browser: Any, live_server: Any, commune: None, way: str,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    from mangnon.protection.hearing import views

    weather = live_server.url + "/static/web/js/only.js"
    monkeypatch.setattr(views, "ELSEWHERE", weather)
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="vi-VN",
                                  java_script_enabled=way != "no script")
    page = context.new_page()
    page.goto(live_server.url + "/static/web/icon.svg")
    page.goto(live_server.url + "/bao-tin/")
    assert page.title() == "Trang thông tin"
    page.fill("#id_what", "chữ không ai được thấy")
    if way == "keys":
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    else:
        page.click("text=Thoát nhanh")
    page.wait_for_url(weather)
    assert context.cookies(live_server.url) == []
    page.go_back()
    if way == "no script":
        assert page.url == live_server.url + "/bao-tin/" and page.input_value("#id_what") == ""
    else:
        assert page.url == live_server.url + "/static/web/icon.svg"
    context.close()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_public_pages_fit_and_axe_finds_nothing(browser: Any, live_server: Any, commune: None, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 800}, locale="vi-VN")
    page = context.new_page()

    def held(what: str) -> None:
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == [], what
        assert page.evaluate("document.documentElement.scrollWidth") <= width, what

    page.goto(live_server.url + "/bao-tin/")
    held("tell")
    page.click("main form button")
    page.wait_for_selector(".errors")
    held("nothing was written")
    page.fill("#id_what", "sợ")
    page.click("main form button")
    page.wait_for_selector(".three")
    held("three words")
    page.goto(live_server.url + "/bao-tin/xem/")
    held("code")
    page.fill("#id_code", "con mèo cái ô mặt trời")
    page.click("main form button")
    page.wait_for_selector("#id_text")
    held("talk")
    context.close()
