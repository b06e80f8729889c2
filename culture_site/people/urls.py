from django.urls import path

from .views import doors, me

app_name = "people"

urlpatterns = [
    path("accounts/code/", doors.CodeSignInView.as_view(), name="code-sign-in"),
    path("accounts/password/new/", doors.PasswordAfterCodeView.as_view(), name="password-after-code"),
    path("accounts/invitation/<str:token>/", doors.InvitationView.as_view(), name="invitation"),
    path("accounts/second-factor/code.svg", doors.TotpQrView.as_view(), name="totp-qr"),
    path("accounts/me/", me.MeView.as_view(), name="me"),
]
