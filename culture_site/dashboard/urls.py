from django.urls import path

from . import views

app_name = "dashboard"

urlpatterns = [
    path("home/", views.HomeView.as_view(), name="home"),
    path("team/components/", views.ComponentsView.as_view(), name="components"),
]
