"""Doors of alternative care and of children at risk."""
from __future__ import annotations

from django.urls import path

from . import child_views, family_views, risk_views

ROOM = "cham-soc-thay-the"
urlpatterns = [
    path(f"{ROOM}/", family_views.care, name="care"),
    path(f"{ROOM}/mau-14/", family_views.facilities, name="care-facilities"),
    path(f"{ROOM}/gia-dinh/", family_views.families, name="care-families"),
    path(f"{ROOM}/gia-dinh/them/", family_views.edit_family, name="care-family-add"),
    path(f"{ROOM}/gia-dinh/<uuid:pk>/", family_views.family, name="care-family"),
    path(f"{ROOM}/gia-dinh/<uuid:pk>/sua/", family_views.edit_family, name="care-family-edit"),
    path(f"{ROOM}/gia-dinh/<uuid:pk>/go/", family_views.remove_family, name="care-family-remove"),
    path(f"{ROOM}/gia-dinh/<uuid:pk>/lich-su/", family_views.family_history, name="care-family-history"),
    path(f"<uuid:pk>/{ROOM}/", child_views.child_care, name="child-care"),
    path(f"<uuid:child_id>/{ROOM}/them/", child_views.placement, name="placement-add"),
    path(f"<uuid:child_id>/{ROOM}/<uuid:pk>/", child_views.placement, name="placement-edit"),
    path(f"<uuid:child_id>/{ROOM}/<uuid:pk>/go/", child_views.remove_placement, name="placement-remove"),
    path(f"<uuid:child_id>/{ROOM}/<uuid:pk>/tham/", child_views.visit, name="care-visit"),
    path(f"<uuid:child_id>/{ROOM}/ho-hang/<uuid:family>/", child_views.kin, name="care-kin"),
    path("nguy-co/", risk_views.risks, name="risks"),
    path("<uuid:child_id>/nguy-co/<uuid:pk>/tham/", risk_views.visit, name="risk-visit"),
    path("<uuid:child_id>/nguy-co/<uuid:pk>/khep/", risk_views.close, name="risk-close"),
]
