"""Doors of the public page. Nothing of a report stands in any address."""
from __future__ import annotations

from django.urls import path

from . import views

app_name = "hearing"
urlpatterns = [
    path("", views.tell, name="tell"),
    path("xem/", views.read, name="read"),
    path("thoat/", views.leave, name="leave"),
]
