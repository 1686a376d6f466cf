"""Doors of the directory; part of the protection room's."""
from __future__ import annotations

from django.urls import path

from . import views

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
]
