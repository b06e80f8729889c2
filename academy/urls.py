from django.urls import URLPattern, path

from .views import (
    attempts,
    curriculum,
    days,
    enrolment,
    grid,
    lessons,
    sessions,
    submissions,
    threads,
    trainees,
)
from .views import cohorts as cohort_views
from .views import learning as learning_views
from .views import offline as offline_views
from .views import quizzes as quiz_views

app_name = "academy"

public: list[URLPattern] = [
    path("academy/curriculum/", curriculum.CurriculumView.as_view(), name="curriculum"),
    path("academy/curriculum/syllabus/", curriculum.SyllabusView.as_view(), name="syllabus"),
]
learning: list[URLPattern] = [
    path("academy/", learning_views.PathView.as_view(), name="path"),
    path("academy/activities/<uuid:uuid>/", learning_views.ActivityView.as_view(), name="activity-detail"),
    path("academy/activities/<uuid:uuid>/<slug:step>/", lessons.LessonStepView.as_view(), name="lesson-step"),
]
quizzes: list[URLPattern] = [
    path("academy/quizzes/<uuid:uuid>/", quiz_views.QuizView.as_view(), name="quiz-detail"),
    path("academy/attempts/<uuid:uuid>/", attempts.AttemptView.as_view(), name="attempt-detail"),
    path("academy/attempts/<uuid:uuid>/answer/", attempts.AnswerView.as_view(), name="attempt-answer"),
    path("academy/attempts/<uuid:uuid>/submit/", attempts.SubmitView.as_view(), name="attempt-submit"),
    path("academy/attempts/<uuid:uuid>/result/", quiz_views.ResultView.as_view(), name="attempt-result"),
]
cohorts: list[URLPattern] = [
    path("academy/days/", days.DaysView.as_view(), name="days"),
    path("academy/days/<int:pk>/delete/", days.DayDeleteView.as_view(), name="day-delete"),
    path("academy/extensions/<uuid:uuid>/", days.ExtensionTakeView.as_view(), name="extension-take"),
    path("academy/sessions/<uuid:uuid>/", sessions.LiveView.as_view(), name="live-detail"),
    path("team/cohorts/", cohort_views.CohortListView.as_view(), name="cohort-list"),
    path("team/cohorts/new/", cohort_views.CohortCreateView.as_view(), name="cohort-create"),
    path("team/cohorts/<int:pk>/edit/", cohort_views.CohortEditView.as_view(), name="cohort-edit"),
    path("team/cohorts/<int:pk>/move/", cohort_views.CohortMoveView.as_view(), name="cohort-move"),
    path("team/cohorts/<int:pk>/version/", cohort_views.CohortVersionView.as_view(), name="cohort-version"),
    path("team/cohorts/<int:pk>/enrol/", enrolment.CohortEnrolView.as_view(), name="cohort-enrol"),
    path("team/cohorts/<int:pk>/days/", cohort_views.CohortDaysView.as_view(), name="cohort-days"),
    path("team/cohorts/<int:pk>/sessions/", sessions.SessionListView.as_view(), name="session-list"),
    path("team/cohorts/<int:pk>/sessions/new/", sessions.SessionCreateView.as_view(), name="session-create"),
    path("team/sessions/<int:pk>/", sessions.SessionView.as_view(), name="session-detail"),
    path("team/trainees/<int:pk>/state/", enrolment.EnrollmentStateView.as_view(), name="enrollment-state"),
]
mentoring: list[URLPattern] = [
    path("team/cohorts/<int:pk>/", grid.CohortDetailView.as_view(), name="cohort-detail"),
    path("team/cohorts/<int:pk>/grid.csv", grid.CohortExportView.as_view(), name="cohort-csv"),
    path("team/cohorts/<int:pk>/grid.xlsx", grid.CohortExportView.as_view(kind="xlsx"), name="cohort-xlsx"),
    path("team/trainees/<int:pk>/", trainees.EnrollmentDetailView.as_view(), name="enrollment-detail"),
    path("team/trainees/<int:pk>/notes/", trainees.NoteCreateView.as_view(), name="note-create"),
    path(
        "team/trainees/<int:pk>/extension/<uuid:uuid>/",
        trainees.ExtensionGiveView.as_view(),
        name="extension-give",
    ),
    path("team/attempts/<uuid:uuid>/late/", trainees.LateAnswersView.as_view(), name="attempt-late"),
    path("team/submissions/", submissions.SubmissionListView.as_view(), name="submission-list"),
    path("team/submissions/<int:pk>/", submissions.SubmissionDetailView.as_view(), name="submission-detail"),
    path("team/threads/", threads.ThreadInboxView.as_view(), name="thread-inbox"),
    path("academy/assignments/<uuid:uuid>/", submissions.AssignmentView.as_view(), name="assignment-detail"),
    path("academy/questions/", threads.ThreadListView.as_view(), name="thread-list"),
    path("academy/questions/new/<uuid:uuid>/", threads.ThreadCreateView.as_view(), name="thread-create"),
    path("academy/questions/<uuid:uuid>/", threads.ThreadDetailView.as_view(), name="thread-detail"),
]
questions: list[URLPattern] = []
offline: list[URLPattern] = [
    path("academy/offline/", offline_views.OfflineView.as_view(), name="offline"),
    path("academy/outbox/", offline_views.OutboxView.as_view(), name="outbox"),
]

urlpatterns = [*public, *learning, *quizzes, *cohorts, *mentoring, *questions, *offline]
