"""Doors of the indicators room."""
from __future__ import annotations

from django.urls import path

from . import views

app_name = "indicators"
urlpatterns = [
    path("tong-quan/", views.board, name="board"),
    path("chi-tieu/<str:code>/", views.measure, name="measure"),
]
