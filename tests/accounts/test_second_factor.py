"""Signing in: by password, locked out kindly, with a second factor outside the demonstration."""
from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.core.models import AuditEvent, Owner

PASSWORD = "mangnon2030"


def sign_in(client: Client, username: str = "canbo", password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": username, "password": password})


def code_of(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


@pytest.fixture
def real(db: None) -> None:
    Owner.objects.update(demo=False)


def test_a_password_opens_the_start_page_and_leaves_a_trail(client: Client, db: None) -> None:
    response = sign_in(client)
    assert response.status_code == 302
    assert client.get("/", follow=True).redirect_chain[-1][0] == reverse("indicators:board")
    user = User.objects.get(username="canbo")
    assert AuditEvent.objects.filter(verb="sign in", actor=f"user:{user.pk}").exists()


def test_a_wrong_password_is_said_in_vietnamese(client: Client, db: None) -> None:
    page = sign_in(client, password="sai rồi").content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in page
    assert AuditEvent.objects.filter(verb="sign in failed").exists()


def test_too_many_wrong_passwords_pause_this_account_only(client: Client, db: None) -> None:
    for _ in range(6):
        response = sign_in(client, password="sai rồi")
    assert response.status_code == 429 and "thử lại sau 15 phút" in response.content.decode()
    assert sign_in(client).status_code == 429
    assert sign_in(Client(), "chutich").status_code == 302


def test_the_officer_enrols_a_code_and_is_asked_for_it(client: Client, real: None) -> None:
    sign_in(client)
    assert client.get(reverse("registry:children")).url.startswith(reverse("mfa_index"))
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert "Mã chưa đúng" in wrong
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    assert client.get(reverse("registry:children")).status_code == 200
    again = Client()
    assert sign_in(again).url.startswith(reverse("mfa_authenticate"))
    assert again.get(reverse("registry:children")).status_code == 302
    assert again.post(reverse("mfa_authenticate"), {"code": code_of(secret, 1)}).status_code in (200, 302)


def test_nobody_registers(client: Client, db: None) -> None:
    assert client.get(reverse("account_signup")).status_code == 404


def test_a_setup_link_works_once(client: Client, db: None) -> None:
    from mangnon.accounts.setup import issue_link

    user = User.objects.get(username="ctv3")
    token = issue_link(user, by="test")
    url = reverse("accounts:setup", args=[token])
    weak = client.post(url, {"password": "mangnon1", "again": "mangnon1"})
    assert weak.status_code == 422 and "ký tự" in weak.content.decode()
    good = {"password": "tre xanh nắng gió", "again": "tre xanh nắng gió"}
    assert client.post(url, good).status_code == 302
    # The second factor is the next step: the password just typed is not asked for again.
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert Client().get(url).status_code == 404
    assert sign_in(Client(), "ctv3", "tre xanh nắng gió").status_code == 302


def test_the_passkey_pages_are_there(client: Client, db: None) -> None:
    assert client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).status_code == 200
    sign_in(client)
    for name in ("mfa_index", "account_change_password", "mfa_activate_totp", "mfa_add_webauthn"):
        page = client.get(reverse(name), follow=True)
        assert page.status_code == 200 and "Măng Non" in page.content.decode(), name
