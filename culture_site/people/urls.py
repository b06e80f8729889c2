from django.urls import path

from .views import calendar, codes, doors, me, roster, team

app_name = "people"

urlpatterns = [
    path("accounts/code/", doors.CodeSignInView.as_view(), name="code-sign-in"),
    path("accounts/password/new/", doors.PasswordAfterCodeView.as_view(), name="password-after-code"),
    path("accounts/invitation/<str:token>/", doors.InvitationView.as_view(), name="invitation"),
    path("accounts/second-factor/code.svg", doors.TotpQrView.as_view(), name="totp-qr"),
    path("accounts/me/", me.MeView.as_view(), name="me"),
    path("accounts/me/data.json", me.MyDataView.as_view(), name="my-data"),
    path("accounts/calendar/", calendar.CalendarView.as_view(), name="calendar"),
    path("accounts/calendar/renew/", calendar.CalendarRenewView.as_view(), name="calendar-renew"),
    path("accounts/calendar/off/", calendar.CalendarCloseView.as_view(), name="calendar-close"),
    path("team/people/", team.PersonListView.as_view(), name="person-list"),
    path("team/people/export.csv", team.PersonExportView.as_view(kind="csv"), name="person-csv"),
    path("team/people/export.xlsx", team.PersonExportView.as_view(kind="xlsx"), name="person-xlsx"),
    path("team/people/codes/", codes.CodeSheetView.as_view(), name="code-sheet"),
    path("team/people/invitations/", team.InvitationsView.as_view(), name="invitations"),
    path("team/people/add/", team.PersonAddView.as_view(), name="person-add"),
    path("team/people/<int:pk>/", team.PersonDetailView.as_view(), name="person-detail"),
    path("team/people/<int:pk>/edit/", team.PersonEditView.as_view(), name="person-edit"),
    path("team/people/<int:pk>/invite/", team.PersonInviteView.as_view(), name="person-invite"),
    path("team/people/<int:pk>/leave/", team.PersonLeaveView.as_view(), name="person-leave"),
    path("team/people/<int:pk>/rejoin/", team.PersonRejoinView.as_view(), name="person-rejoin"),
    path("team/people/<int:pk>/roles/add/", team.RoleAddView.as_view(), name="role-add"),
    path("team/roles/<int:pk>/end/", team.RoleEndView.as_view(), name="role-end"),
    path("team/roster/", roster.RosterUploadView.as_view(), name="roster-upload"),
    path("team/roster/<uuid:pk>/", roster.RosterPreviewView.as_view(), name="roster-preview"),
    path("team/roster/<uuid:pk>/confirm/", roster.RosterConfirmView.as_view(), name="roster-confirm"),
    path("team/roster/<uuid:pk>/cancel/", roster.RosterCancelView.as_view(), name="roster-cancel"),
    path("team/roster/spellings/", roster.SpellingListView.as_view(), name="spelling-list"),
    path(
        "team/roster/spellings/<int:pk>/forget/", roster.SpellingForgetView.as_view(), name="spelling-forget"
    ),
    path("team/roster/imports/<uuid:pk>/", roster.RosterDetailView.as_view(), name="roster-detail"),
    path("team/roster/imports/<uuid:pk>/invite/", roster.RosterInviteView.as_view(), name="roster-invite"),
]
