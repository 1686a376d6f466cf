"""Doors of the education room."""
from __future__ import annotations

from django.urls import path

from mangnon.registry.child_records import urls_of
from mangnon.registry.many import many_urls

from . import views
from .kinds import KINDS
from .many import MANY

app_name = "education"
urlpatterns = [
    path("ket-qua-lop/", views.class_outcomes, name="class-outcomes"),
    path("<uuid:pk>/hoc/", views.panel, name="panel"),
    *many_urls(MANY),
    *[pattern for kind in KINDS for pattern in urls_of(kind)],
]
