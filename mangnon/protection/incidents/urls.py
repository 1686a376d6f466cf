"""Doors of incidents and of children before the law."""
from __future__ import annotations

from django.urls import path

from . import justice_views, views

urlpatterns = [
    path("vu-viec/", views.incidents, name="incidents"),
    path("vu-viec/<uuid:pk>/", views.incident, name="incident"),
    path("vu-viec/<uuid:pk>/mau/", views.short_form, name="incident-form"),
    path("vu-viec/<uuid:pk>/ket-luan/", views.decision, name="incident-decide"),
    path("vu-viec/<uuid:pk>/gop/", views.join_union, name="incident-join"),
    path("vu-viec/<uuid:pk>/lich-su/", views.history, name="incident-history"),
    path("hoan-canh/<uuid:pk>/giay-to/", views.circumstance_detail, name="circumstance-detail"),
    path("to-tung/<uuid:pk>/", justice_views.matter, name="justice"),
    path("to-tung/<uuid:pk>/lich-su/", justice_views.history, name="justice-history"),
    path("to-tung/<uuid:pk>/ngay/", justice_views.add_date, name="justice-date-new"),
    path("to-tung/ngay/<uuid:pk>/", justice_views.edit_date, name="justice-date"),
    path("to-tung/ngay/<uuid:pk>/go/", justice_views.remove_date, name="justice-date-remove"),
]
