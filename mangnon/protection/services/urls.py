"""Doors of the directory, of sessions and of the counts; part of the protection room's."""
from __future__ import annotations

from django.urls import path

from . import counts_views, planned_views, session_views, views

urlpatterns = [
    path("danh-ba/", views.directory, name="providers"),
    path("danh-ba/nhanh/", views.quick, name="provider-quick"),
    path("danh-ba/them/", views.edit, name="provider-add"),
    path("danh-ba/to-treo/", views.wall_sheet, name="provider-wall"),
    path("danh-ba/xuat/", views.export, name="provider-export"),
    path("danh-ba/<uuid:pk>/", views.edit, name="provider-edit"),
    path("danh-ba/<uuid:pk>/go/", views.remove, name="provider-remove"),
    path("danh-ba/<uuid:pk>/lich-su/", views.history, name="provider-history"),
    path("danh-ba/<uuid:pk>/con-dung/", views.confirmed, name="provider-confirm"),
    path("buoi/", session_views.sessions, name="sessions"),
    path("buoi/them/", session_views.edit, name="session-add"),
    path("buoi/<uuid:pk>/", session_views.edit, name="session-edit"),
    path("buoi/<uuid:pk>/go/", session_views.remove, name="session-remove"),
    path("buoi/<uuid:pk>/lich-su/", session_views.history, name="session-history"),
    path("buoi/<uuid:pk>/diem-danh/", session_views.roll, name="session-roll"),
    path("goi-ho-tro/da-hen/", planned_views.planned, name="packages-planned"),
    path("goi-ho-tro/theo-thon/", counts_views.by_village, name="packages-by-village"),
]
