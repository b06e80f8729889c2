from django.urls import path

from . import views

app_name = "dashboard"

urlpatterns = [
    path("home/", views.HomeView.as_view(), name="home"),
    path("pulse/loop/", views.LoopListView.as_view(), name="loop-list"),
    path("pulse/loop/<int:pk>/", views.LoopView.as_view(), name="loop"),
    path("team/components/", views.ComponentsView.as_view(), name="components"),
]
