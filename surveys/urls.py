from django.urls import path

from .views import answering, pulse

app_name = "surveys"

urlpatterns = [
    path("surveys/<int:pk>/", answering.SurveyView.as_view(), name="survey"),
    path("surveys/<int:pk>/questions/", answering.AnswerView.as_view(), name="survey-answer"),
    path("surveys/<int:pk>/thanks/", answering.ThanksView.as_view(), name="survey-thanks"),
    path("pulse/", pulse.PulseView.as_view(), name="pulse-latest"),
    path("pulse/<int:pk>/", pulse.PulseView.as_view(), name="pulse-detail"),
    path("pulse/<int:pk>/items/", pulse.ItemsView.as_view(), name="pulse-items"),
    path("pulse/<int:pk>/results.csv", pulse.CsvView.as_view(), name="pulse-csv"),
    path("pulse/<int:pk>/results.xlsx", pulse.XlsxView.as_view(), name="pulse-xlsx"),
]
