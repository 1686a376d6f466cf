"""Doors of the intake room."""
from __future__ import annotations

from django.urls import path

from . import blank_views, list_views, quality_views, review_views, views

app_name = "intake"
urlpatterns = [
    path("so/", views.folder, name="folder"),
    path("chat-luong/", quality_views.quality, name="quality"),
    path("danh-sach/", list_views.lists, name="lists"),
    path("danh-sach/mau.xlsx", blank_views.blank_list, name="blank"),
    path("danh-sach/<uuid:pk>/", list_views.one_list, name="list"),
    path("danh-sach/<uuid:pk>/hieu-lai/", list_views.understood, name="list-understood"),
    path("danh-sach/<uuid:pk>/bo/", list_views.dropped, name="list-drop"),
    path("danh-sach/<uuid:pk>/hoan-tac/", list_views.undo, name="list-undo"),
    path("danh-sach/<uuid:pk>/can-sua.xlsx", list_views.marked, name="list-marked"),
    path("danh-sach/<uuid:pk>/can-xem/", review_views.review, name="list-review"),
]
