"""Doors of entitlements."""
from __future__ import annotations

from django.urls import path

from . import list_views, views

urlpatterns = [
    path("quyen-loi/", list_views.eligible, name="eligible"),
    path("quyen-loi/xlsx/", list_views.eligible_xlsx, name="eligible-xlsx"),
    path("quyen-loi/chinh-sach/", views.rules, name="policies"),
    path("<uuid:pk>/quyen-loi/", views.panel, name="entitlements-panel"),
    path("<uuid:pk>/quyen-loi/mot-cua/", views.entitlements, name="entitlements"),
    path("<uuid:pk>/quyen-loi/to-gia-dinh/", views.sheet, name="entitlements-sheet"),
    path("<uuid:child_id>/quyen-loi/ghi/<slug:policy>/", views.add_claim, name="claim-add"),
    path("<uuid:child_id>/quyen-loi/ho-so/<uuid:pk>/", views.edit_claim, name="claim-edit"),
    path("<uuid:child_id>/quyen-loi/ho-so/<uuid:pk>/go/", views.remove_claim, name="claim-remove"),
]
