"""How a name and a password become a person."""

from allauth.account.auth_backends import AuthenticationBackend


class SignInBackend(AuthenticationBackend):
    """Sign-in by e-mail; numbers follow."""
