"""Second factors as a person uses them: a key of the machine (Chromium's virtual authenticator), a code of a phone."""
from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.test_pages_in_a_browser import browser, pytestmark  # noqa: F401 - the fixture and the mark

PASSWORD = "mangnon2030"
KEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
       "isUserVerified": True, "automaticPresenceSimulation": True}


def code_of(secret: str) -> str:
    """RFC 6238 with SHA-1, 30 s, six digits, written out here so that the program is not its own witness."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


@pytest.fixture
def page(browser: Any, live_server: Any, transactional_db: None) -> Iterator[Any]:  # noqa: F811
    """Nobody is signed in; a real commune with the officer's account, not the demonstration."""
    from mangnon.accounts.models import Assignment, User
    from mangnon.core import records
    from mangnon.core.models import Owner
    from tests.conftest import TODAY

    owner = Owner.current()
    owner.demo = False
    owner.save()
    user = User.objects.create_user("canbothat", PASSWORD, display_name="Cán bộ thật")
    records.create(Assignment, by="test", user=user, role="child_officer", from_on=TODAY)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    sheet = context.new_page()
    sheet.problems = []
    sheet.on("console", lambda m: sheet.problems.append(m.text) if m.type in ("error", "warning") else None)
    sheet.on("request", lambda r: sheet.problems.append(r.url) if not r.url.startswith(
        (live_server.url, "data:")) else None)
    yield sheet
    context.close()


def enter(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/tai-khoan/dang-nhap/")
    page.fill("#id_login", "canbothat")
    page.fill("#id_password", PASSWORD)
    page.click("form:has(#id_password) button.btn")
    page.wait_for_load_state("networkidle")


def leave(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/tai-khoan/dang-xuat/")
    page.click("main form button.btn")
    page.wait_for_load_state("networkidle")


def test_a_key_of_the_machine_is_added_and_opens_the_program(page: Any, live_server: Any) -> None:
    driver = page.context.new_cdp_session(page)
    driver.send("WebAuthn.enable")
    driver.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    enter(page, live_server)
    # Outside the demonstration the officer is led to a second factor before anything else.
    assert "/hai-lop/" in page.url
    page.goto(f"{live_server.url}/tai-khoan/hai-lop/khoa/them/")
    page.fill("#id_name", "Máy ở cơ quan")
    if page.locator("#id_passwordless").count():
        page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    leave(page, live_server)
    page.goto(f"{live_server.url}/tai-khoan/dang-nhap/")
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/dang-nhap/" not in url)
    page.goto(f"{live_server.url}/tre-em/")
    assert page.url.endswith("/tre-em/") and page.locator("h1").inner_text()
    assert page.problems == []


def test_a_code_of_the_phone_is_asked_for_after_the_password(page: Any, live_server: Any) -> None:
    enter(page, live_server)
    page.goto(f"{live_server.url}/tai-khoan/hai-lop/ma/bat/")
    secret = page.inner_text("code").replace(" ", "").strip()
    page.fill("#id_code", "000000")
    page.click("main form button.btn")
    assert "Mã chưa đúng" in page.inner_text("main")
    page.fill("#id_code", code_of(secret))
    page.click("main form button.btn")
    page.wait_for_load_state("networkidle")
    page.goto(f"{live_server.url}/tre-em/")
    assert page.url.endswith("/tre-em/")
    leave(page, live_server)
    enter(page, live_server)
    assert "/hai-lop/" in page.url
    page.goto(f"{live_server.url}/tre-em/")
    assert not page.url.endswith("/tre-em/")
