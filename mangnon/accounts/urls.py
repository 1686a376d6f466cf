"""Doors of the accounts room."""
from __future__ import annotations

from django.urls import path

from . import own_views, recovery_views, views

app_name = "accounts"
urlpatterns = [
    path("", own_views.account, name="account"),
    path("nguoi-dung/", views.users, name="users"),
    path("nguoi-dung/them/", views.add_user, name="user-add"),
    path("nguoi-dung/<uuid:pk>/", views.user, name="user"),
    path("nguoi-dung/<uuid:pk>/vai-tro/", views.assign, name="assign"),
    path("nguoi-dung/<uuid:pk>/khoa/", views.set_active, name="set-active"),
    path("nguoi-dung/<uuid:pk>/lien-ket/", views.new_link, name="new-link"),
    path("nguoi-dung/<uuid:pk>/go-hai-lop/", views.remove_factors, name="remove-factors"),
    path("vai-tro/<uuid:pk>/het/", views.end_assignment, name="end-assignment"),
    path("nhat-ky/", views.trail, name="trail"),
    path("uy-quyen/", views.delegations, name="delegations"),
    path("uy-quyen/<uuid:pk>/het/", views.end_delegation, name="end-delegation"),
    path("khoa-du-phong/", recovery_views.recovery_copy, name="recovery"),
    path("bat-dau/", own_views.steps, name="first-steps"),
    path("noi-khac/", own_views.sign_out_elsewhere, name="sign-out-elsewhere"),
    path("thiet-lap/<str:token>/", own_views.setup, name="setup"),
]
