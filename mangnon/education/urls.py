"""Doors of the education room."""
from __future__ import annotations

from django.urls import URLPattern

app_name = "education"
urlpatterns: list[URLPattern] = []
