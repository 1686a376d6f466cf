"""Doors of the plan room."""
from __future__ import annotations

from django.urls import URLPattern

app_name = "plan"
urlpatterns: list[URLPattern] = []
