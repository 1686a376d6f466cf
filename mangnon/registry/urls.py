"""Doors of the registry."""
from __future__ import annotations

from django.urls import path

from . import views
from .child_records import urls_of
from .kinds import KINDS

app_name = "registry"
urlpatterns = [
    path("", views.children, name="children"),
    path("them/", views.add_child, name="child-add"),
    path("<uuid:pk>/", views.child, name="child"),
    path("<uuid:pk>/sua/", views.edit_child, name="child-edit"),
    path("<uuid:pk>/chuyen/", views.move_child, name="child-move"),
    path("<uuid:pk>/mat/", views.note_death, name="child-death"),
    path("<uuid:pk>/lich-su/", views.history, name="child-history"),
    path("<uuid:pk>/so-dinh-danh/", views.reveal, name="child-reveal"),
    *[pattern for kind in KINDS for pattern in urls_of(kind)],
]
