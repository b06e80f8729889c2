"""A person at the other end of real HTTP: keeps the connection and the cookies, reads forms as a browser would."""

import http.client
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from time import perf_counter
from urllib.parse import urlencode

TIMEOUT_SECONDS = 120
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
RADIO = re.compile(r'<input type="radio" name="([^"]+)" value="([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str
    seconds: float

    @property
    def choices(self) -> dict[str, list[str]]:
        """{name of a field: its options}, of all radio buttons of the page."""
        found: dict[str, list[str]] = {}
        for name, option in RADIO.findall(self.text):
            found.setdefault(name, []).append(option)
        return found


class Visitor:
    """Signed in by a session that stands in the database already."""

    def __init__(self, port: int, session: str):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
        self._cookies = {"sessionid": session}
        self._token = ""

    def get(self, path: str) -> Answer:
        answer = self._ask("GET", path)
        if found := CSRF.search(answer.text):
            self._token = found[1]
        return answer

    def post(self, path: str, data: dict[str, str] | None = None) -> Answer:
        """Send a form with the token of the last page that held one."""
        return self._ask("POST", path, urlencode({**(data or {}), "csrfmiddlewaretoken": self._token}))

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        start = perf_counter()
        # Each request opens its own connection: forty people are not forty kept-alive sockets of one program.
        self._connection.close()
        self._connection.request(method, path, body, {"Cookie": cookies, **(FORM if body else {})})
        response = self._connection.getresponse()
        text = response.read().decode()
        seconds = perf_counter() - start
        for given in response.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(given).items()}
        return Answer(response.status, response.headers.get("Location", ""), text, seconds)
