"""Doors of the participation room."""
from __future__ import annotations

from django.urls import path

from . import views

app_name = "participation"
urlpatterns = [path("<uuid:pk>/tham-gia/", views.panel, name="panel")]
