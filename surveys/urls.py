from django.urls import path

from .views import answering, authoring, pulse, waves

app_name = "surveys"

urlpatterns = [
    path("surveys/<int:pk>/", answering.SurveyView.as_view(), name="survey"),
    path("surveys/<int:pk>/questions/", answering.AnswerView.as_view(), name="survey-answer"),
    path("surveys/<int:pk>/thanks/", answering.ThanksView.as_view(), name="survey-thanks"),
    path("team/surveys/", authoring.VersionListView.as_view(), name="version-list"),
    path("team/surveys/<int:pk>/", authoring.VersionDetailView.as_view(), name="version-detail"),
    path("team/surveys/<int:pk>/copy/", authoring.VersionCopyView.as_view(), name="version-copy"),
    path("team/surveys/<int:pk>/delete/", authoring.VersionDeleteView.as_view(), name="version-delete"),
    path("team/surveys/<int:pk>/move/", authoring.VersionMoveView.as_view(), name="version-move"),
    path("team/surveys/<int:pk>/items/new/<slug:kind>/", authoring.ItemFormView.as_view(), name="item-new"),
    path("team/surveys/<int:pk>/items/<int:item>/", authoring.ItemFormView.as_view(), name="item-edit"),
    path(
        "team/surveys/<int:pk>/items/<int:item>/delete/",
        authoring.ItemDeleteView.as_view(),
        name="item-delete",
    ),
    path("team/surveys/<int:pk>/preview/", authoring.SurveyPreviewView.as_view(), name="survey-preview"),
    path("team/waves/", waves.WaveListView.as_view(), name="wave-list"),
    path("team/waves/<int:pk>/", waves.WaveDetailView.as_view(), name="wave-detail"),
    path("team/waves/<int:pk>/change/", waves.WaveChangeView.as_view(), name="wave-change"),
    path("team/waves/<int:pk>/delete/", waves.WaveDeleteView.as_view(), name="wave-delete"),
    path("team/waves/<int:pk>/open/", waves.WaveOpenView.as_view(), name="wave-open"),
    path("team/waves/<int:pk>/close/", waves.WaveCloseView.as_view(), name="wave-close"),
    path("team/waves/<int:pk>/again/", waves.WaveCarryOnView.as_view(), name="wave-again"),
    path("team/waves/<int:pk>/review/", waves.WaveReviewView.as_view(), name="wave-review"),
    path("team/waves/<int:pk>/items/<int:item>/", waves.ItemCorrectView.as_view(), name="wave-item"),
    path(
        "team/waves/<int:pk>/comments/<uuid:comment>/", waves.CommentEditView.as_view(), name="wave-comment"
    ),
    path("team/waves/<int:pk>/publish/", waves.WavePublishView.as_view(), name="wave-publish"),
    path("pulse/", pulse.PulseView.as_view(), name="pulse-latest"),
    path("pulse/<int:pk>/", pulse.PulseView.as_view(), name="pulse-detail"),
    path("pulse/<int:pk>/items/", pulse.ItemsView.as_view(), name="pulse-items"),
    path("pulse/<int:pk>/office/", pulse.OwnOfficeView.as_view(), name="pulse-office"),
    path("pulse/<int:pk>/comments/", pulse.CommentsView.as_view(), name="pulse-comments"),
    path("pulse/<int:pk>/results.csv", pulse.CsvView.as_view(), name="pulse-csv"),
    path("pulse/<int:pk>/results.xlsx", pulse.XlsxView.as_view(), name="pulse-xlsx"),
]
