"""Doors of referrals. A referral is known by its code in every address."""
from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("chuyen-gui/", views.referrals, name="referrals"),
    path("chuyen-gui/<slug:code>/", views.referral, name="referral"),
    path("chuyen-gui/<slug:code>/sua/", views.edit, name="referral-change"),
    path("chuyen-gui/<slug:code>/viec/<slug:slug>/", views.act, name="referral-act"),
    path("chuyen-gui/<slug:code>/giay/<slug:ending>/", views.letter, name="referral-letter"),
    path("ho-so/<slug:code>/chuyen-gui/", views.add, name="referral-of-case"),
    path("<uuid:child_id>/chuyen-gui/", views.add_for_child, name="referral-of-child"),
]
