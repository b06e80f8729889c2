from django.urls import path

from . import views

app_name = "surveys"

urlpatterns = [
    path("pulse/", views.PulseView.as_view(), name="pulse-latest"),
    path("pulse/<int:pk>/", views.PulseView.as_view(), name="pulse-detail"),
    path("pulse/<int:pk>/items/", views.ItemsView.as_view(), name="pulse-items"),
    path("pulse/<int:pk>/results.csv", views.CsvView.as_view(), name="pulse-csv"),
    path("pulse/<int:pk>/results.xlsx", views.XlsxView.as_view(), name="pulse-xlsx"),
]
