from django.urls import path

from . import views

app_name = "jobs"

urlpatterns = [
    path("", views.NoticeListView.as_view(), name="notice-list"),
    path("<int:pk>/", views.NoticeOpenView.as_view(), name="notice-open"),
    path("read/", views.NoticesReadView.as_view(), name="notices-read"),
    path("preferences/", views.PreferenceEditView.as_view(), name="preference-edit"),
]
