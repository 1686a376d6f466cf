"""Doors of the plan room."""
from __future__ import annotations

from django.urls import path

from . import views

app_name = "plan"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("dong/<str:code>/", views.line, name="line"),
    path("dong/<str:code>/muc-nam/", views.milestone, name="milestone"),
    path("khai/", views.declared, name="declared"),
    path("khai/them/", views.edit_declared, name="declared-add"),
    path("khai/<uuid:pk>/", views.edit_declared, name="declared-edit"),
]
