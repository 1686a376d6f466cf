"""Doors of the health room."""
from __future__ import annotations

from django.urls import path

from mangnon.registry.child_records import urls_of
from mangnon.registry.many import many_urls

from . import ecdi_views, views
from .kinds import KINDS
from .many import MANY

app_name = "health"
urlpatterns = [
    path("can-do-nhieu/", views.weigh_many, name="weigh-many"),
    path("ecdi/", ecdi_views.result_page, name="ecdi-results"),
    path("ecdi/bang/", ecdi_views.grid, name="ecdi-grid"),
    path("<uuid:pk>/phat-trien/", ecdi_views.panel, name="development-panel"),
    path("<uuid:child_id>/ecdi/them/", ecdi_views.sheet_page, name="ecdi-add"),
    path("<uuid:child_id>/ecdi/<uuid:pk>/", ecdi_views.sheet_page, name="ecdi-edit"),
    path("<uuid:child_id>/ecdi/<uuid:pk>/go/", ecdi_views.remove_sheet, name="ecdi-remove"),
    path("<uuid:pk>/tang-truong/", views.growth_panel, name="growth-panel"),
    path("<uuid:pk>/tiem-chung/", views.doses_panel, name="doses-panel"),
    *many_urls(MANY),
    *[pattern for kind in KINDS for pattern in urls_of(kind)],
]
