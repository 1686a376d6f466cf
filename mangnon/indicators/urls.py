"""Doors of the indicators room."""
from __future__ import annotations

from django.urls import URLPattern

app_name = "indicators"
urlpatterns: list[URLPattern] = []
