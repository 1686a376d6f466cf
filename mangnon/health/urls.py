"""Doors of the health room."""
from __future__ import annotations

from django.urls import path

from mangnon.registry.child_records import urls_of
from mangnon.registry.many import many_urls

from . import calling_views, ecdi_views, growth_views, vaccination_views, views
from .kinds import KINDS
from .many import MANY

app_name = "health"
urlpatterns = [
    path("can-do-nhieu/", views.weigh_many, name="weigh-many"),
    path("tiem-chung/", calling_views.vaccination, name="vaccination"),
    path("tiem-chung/giay-moi/", calling_views.invitation, name="invitation"),
    path("den-luot-can/", calling_views.weighing_turns, name="weighing-turns"),
    path("lich/", vaccination_views.calendars_page, name="calendars"),
    path("<uuid:pk>/tang-truong/", growth_views.growth_panel, name="growth-panel"),
    path("<uuid:pk>/tang-truong/in/", growth_views.growth_sheet, name="growth-sheet"),
    path("<uuid:pk>/tiem-chung/", vaccination_views.doses_panel, name="doses-panel"),
    path("ecdi/", ecdi_views.result_page, name="ecdi-results"),
    path("ecdi/bang/", ecdi_views.grid, name="ecdi-grid"),
    path("<uuid:pk>/phat-trien/", ecdi_views.panel, name="development-panel"),
    path("<uuid:child_id>/ecdi/them/", ecdi_views.sheet_page, name="ecdi-add"),
    path("<uuid:child_id>/ecdi/<uuid:pk>/", ecdi_views.sheet_page, name="ecdi-edit"),
    path("<uuid:child_id>/ecdi/<uuid:pk>/go/", ecdi_views.remove_sheet, name="ecdi-remove"),
    *many_urls(MANY),
    *[pattern for kind in KINDS for pattern in urls_of(kind)],
]
