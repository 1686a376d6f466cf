"""Doors of the publish room."""
from __future__ import annotations

from django.urls import path

from . import views

app_name = "publish"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("xuat-so/", views.export, name="export"),
    path("xuat-quoc-gia/", views.national, name="national"),
    path("mo/", views.open_draft, name="open"),
    path("<uuid:pk>/", views.report, name="report"),
    path("<uuid:pk>/chot/", views.freeze, name="freeze"),
    path("<uuid:pk>/tai/<str:ending>/", views.download, name="download"),
]
