"""Doors of the registry."""
from __future__ import annotations

from django.urls import path

from . import arrivals, household_views, map_views, monthly_views, place_views, pyramid_views, views
from .child_records import urls_of
from .kinds import KINDS

app_name = "registry"
urlpatterns = [
    path("", views.children, name="children"),
    path("them/", views.add_child, name="child-add"),
    path("moi-chuyen-den/", arrivals.arrivals, name="arrivals"),
    path("thap-tuoi/", pyramid_views.pyramid, name="pyramid"),
    path("bien-dong/", monthly_views.table, name="months"),
    path("bien-dong/<uuid:pk>/<str:text>/", monthly_views.month, name="month"),
    path("dia-ban/", place_views.places, name="places"),
    path("dia-ban/don-vi/them/", place_views.unit, name="unit-add"),
    path("dia-ban/don-vi/<uuid:pk>/", place_views.unit, name="unit-edit"),
    path("dia-ban/don-vi/<uuid:pk>/go/", place_views.remove_unit, name="unit-remove"),
    path("dia-ban/don-vi/<uuid:pk>/lich-su/", place_views.unit_history, name="unit-history"),
    path("dia-ban/ban-do/", map_views.village_map, name="map"),
    path("dia-ban/ban-do/go/", map_views.remove_map, name="map-remove"),
    path("dia-ban/ban-do/o/", map_views.tiles, name="tiles"),
    path("dia-ban/sap-nhap/", place_views.merger, name="merger"),
    path("dia-ban/ke-tuc/them/", place_views.succession, name="succession-add"),
    path("dia-ban/ke-tuc/<uuid:pk>/", place_views.succession, name="succession-edit"),
    path("dia-ban/ke-tuc/<uuid:pk>/go/", place_views.remove_succession, name="succession-remove"),
    path("dia-ban/kiem-tra/<int:year>/", place_views.check_many, name="check-many"),
    path("dia-ban/kiem-tra/<int:year>/phieu/", place_views.check_sheets, name="check-sheets"),
    path("dia-ban/co-so/them/", place_views.facility, name="facility-add"),
    path("dia-ban/co-so/<uuid:pk>/", place_views.facility, name="facility-edit"),
    path("dia-ban/co-so/<uuid:pk>/go/", place_views.remove_facility, name="facility-remove"),
    path("dia-ban/co-so/<uuid:pk>/lich-su/", place_views.facility_history, name="facility-history"),
    path("dia-ban/co-so/<uuid:pk>/<int:year>/", place_views.check, name="check-edit"),
    path("dia-ban/co-so/<uuid:pk>/<int:year>/go/", place_views.remove_check, name="check-remove"),
    path("ghi-nhieu/", views.grids, name="grids"),
    path("ho/", household_views.households, name="households"),
    path("ho/them/", household_views.edit, name="household-add"),
    path("ho/<uuid:pk>/", household_views.household, name="household"),
    path("ho/<uuid:pk>/sua/", household_views.edit, name="household-edit"),
    path("ho/<uuid:pk>/go/", household_views.remove, name="household-remove"),
    path("ho/<uuid:pk>/lich-su/", household_views.history, name="household-history"),
    path("ho/<uuid:pk>/dien/", household_views.status, name="household-status"),
    path("ho/<uuid:pk>/dien/<uuid:row>/", household_views.status, name="household-status-edit"),
    path("ho/<uuid:pk>/dien/<uuid:row>/go/", household_views.remove_status, name="household-status-remove"),
    path("<uuid:pk>/", views.child, name="child"),
    path("<uuid:pk>/sua/", views.edit_child, name="child-edit"),
    path("<uuid:pk>/go/", views.remove_child, name="child-remove"),
    path("<uuid:pk>/chuyen/", views.move_child, name="child-move"),
    path("<uuid:pk>/mat/", views.note_death, name="child-death"),
    path("<uuid:pk>/lich-su/", views.history, name="child-history"),
    path("<uuid:pk>/so-dinh-danh/", views.reveal, name="child-reveal"),
    *[pattern for kind in KINDS for pattern in urls_of(kind)],
]
