"""Doors of the house itself."""
from __future__ import annotations

from django.urls import path

from . import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("ngon-ngu/", views.set_language, name="set-language"),
    path("da-in/", views.printed, name="printed"),
    path("kieu-dang/", views.style_page, name="style"),
]
