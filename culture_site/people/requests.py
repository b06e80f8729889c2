"""The request as views behind sign-in know it."""

from django.http import HttpRequest

from .models import User


class SignedInRequest(HttpRequest):
    """A request that comes from a person. Sign-in is the default here, so every view may count on it that does not
    say `login_not_required`. It is a name for types: nothing makes one."""

    user: User
