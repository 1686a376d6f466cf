"""Doors of the intake room."""
from __future__ import annotations

from django.urls import path

from . import views

app_name = "intake"
urlpatterns = [path("so/", views.folder, name="folder")]
