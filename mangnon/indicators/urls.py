"""Doors of the indicators room."""
from __future__ import annotations

from django.urls import path

from . import reading_views, views
from .detected import views as detected

app_name = "indicators"
urlpatterns = [
    path("tong-quan/", views.board, name="board"),
    path("muc-tieu/<str:number>/", views.objective, name="objective"),
    path("viec-cua-toi/", views.mine, name="mine"),
    path("cach-hieu/", reading_views.reading_list, name="readings"),
    path("cach-hieu/<slug:name>/", reading_views.decide, name="reading"),
    path("chi-tieu/<str:code>/", views.measure, name="measure"),
    path("chi-tieu/<str:code>/hoi-thon/<uuid:unit>/", detected.note, name="silence"),
]
