"""Doors of the health room."""
from __future__ import annotations

from django.urls import path

from mangnon.registry.child_records import urls_of
from mangnon.registry.many import many_urls

from . import views
from .kinds import KINDS
from .many import MANY

app_name = "health"
urlpatterns = [
    path("can-do-nhieu/", views.weigh_many, name="weigh-many"),
    path("<uuid:pk>/tang-truong/", views.growth_panel, name="growth-panel"),
    path("<uuid:pk>/tiem-chung/", views.doses_panel, name="doses-panel"),
    *many_urls(MANY),
    *[pattern for kind in KINDS for pattern in urls_of(kind)],
]
