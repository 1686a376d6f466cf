"""Doors of the registry."""
from __future__ import annotations

from django.urls import path

from . import place_views, views
from .child_records import urls_of
from .kinds import KINDS

app_name = "registry"
urlpatterns = [
    path("", views.children, name="children"),
    path("them/", views.add_child, name="child-add"),
    path("dia-ban/", place_views.places, name="places"),
    path("dia-ban/don-vi/them/", place_views.unit, name="unit-add"),
    path("dia-ban/don-vi/<uuid:pk>/", place_views.unit, name="unit-edit"),
    path("dia-ban/co-so/them/", place_views.facility, name="facility-add"),
    path("dia-ban/co-so/<uuid:pk>/", place_views.facility, name="facility-edit"),
    path("dia-ban/co-so/<uuid:pk>/<int:year>/", place_views.check, name="check-edit"),
    path("ho/them/", place_views.add_household, name="household-add"),
    path("ho/<uuid:pk>/dien/", place_views.household_status, name="household-status"),
    path("<uuid:pk>/", views.child, name="child"),
    path("<uuid:pk>/sua/", views.edit_child, name="child-edit"),
    path("<uuid:pk>/chuyen/", views.move_child, name="child-move"),
    path("<uuid:pk>/mat/", views.note_death, name="child-death"),
    path("<uuid:pk>/lich-su/", views.history, name="child-history"),
    path("<uuid:pk>/so-dinh-danh/", views.reveal, name="child-reveal"),
    *[pattern for kind in KINDS for pattern in urls_of(kind)],
]
