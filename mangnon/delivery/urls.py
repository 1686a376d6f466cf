"""Doors of the delivery room."""
from __future__ import annotations

from django.urls import URLPattern

app_name = "delivery"
urlpatterns: list[URLPattern] = []
