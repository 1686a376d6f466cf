"""Doors of signing in; their names belong to the library, so they stand in no namespace."""
from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from .access import public, signed_in
from .views import no_signup

urlpatterns = [
    path("dang-nhap/", public(account.login), name="account_login"),
    path("dang-ky/", no_signup, name="account_signup"),
    path("dang-xuat/", public(account.logout), name="account_logout"),
    path("da-khoa/", public(account.account_inactive), name="account_inactive"),
    path("xac-nhan/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("mat-khau/", signed_in(account.password_change), name="account_change_password"),
    path("mat-khau-moi/", signed_in(account.password_set), name="account_set_password"),
    path("hai-lop/", signed_in(mfa.index), name="mfa_index"),
    path("hai-lop/nhap-ma/", public(mfa.authenticate), name="mfa_authenticate"),
    path("hai-lop/xac-nhan/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("hai-lop/tin-thiet-bi/", public(mfa.trust), name="mfa_trust"),
    path("hai-lop/ma/bat/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("hai-lop/ma/tat/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("hai-lop/ma-du-phong/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("hai-lop/ma-du-phong/tao/", signed_in(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("hai-lop/ma-du-phong/tai/", signed_in(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("hai-lop/khoa/", signed_in(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("hai-lop/khoa/them/", signed_in(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("hai-lop/khoa/xac-nhan/", signed_in(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("hai-lop/khoa/<int:pk>/xoa/", signed_in(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("hai-lop/khoa/<int:pk>/sua/", signed_in(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("hai-lop/khoa/dang-nhap/", public(passkeys.login_webauthn), name="mfa_login_webauthn"),
]
