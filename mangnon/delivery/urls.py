"""Doors of the delivery room."""
from __future__ import annotations

from django.urls import path

from . import views

app_name = "delivery"
urlpatterns = [
    path("", views.activities, name="activities"),
    path("them/", views.edit_activity, name="activity-add"),
    path("<uuid:pk>/", views.edit_activity, name="activity-edit"),
    path("<uuid:pk>/go/", views.remove_activity, name="activity-remove"),
    path("<uuid:pk>/lich-su/", views.activity_history, name="activity-history"),
    path("<uuid:pk>/diem-danh/", views.attendance, name="attendance"),
]
