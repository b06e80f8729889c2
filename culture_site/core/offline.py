"""What a phone keeps to read without a line, and for whom: the names that pages, scripts and the worker share.

A page that may be kept is put into a cache of the phone by a script (static/js/phone.js), under names that begin with
the key of its person. The worker (templates/core/worker.js) shows it without a line while that person is the one who
was signed in last: every page says in a header whose it is.
"""

import hashlib
import json
import math
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

# The first part of the names under which a phone keeps pages; another number, and it drops what it kept before.
CACHE = "phone:1"
# Names the person whose page this is, on every page of somebody who is signed in.
OWNER_HEADER = "X-Phone-Owner"
# What a page needs to look and work as it does with a line. Apps add what their kept pages need.
_files = [
    "css/site.css",
    "font/plus-jakarta-sans.woff2",
    "img/chevron.svg",
    "img/icons.svg",
    "img/kawung.svg",
    "img/mark.svg",
    "js/no_line.js",
    "js/phone.js",
]


def register_files(*names: str) -> None:
    """Let the worker keep these static files, too; called in `AppConfig.ready()`."""
    _files.extend(name for name in names if name not in _files)


def binding_of(user: Any) -> dict[str, str]:
    """What static/js/phone.js is told: whose page it is, under which names it is kept, and the worker's address.

    The key says nothing about the person, and is the same on each of their phones.
    """
    owner = salted_hmac("culture_site.core.offline", str(user.pk), algorithm="sha256").hexdigest()[:32]
    return {"owner": owner, "cache": CACHE, "worker": reverse("worker")}


def frame_kilobytes() -> int:
    """What the frame of the pages takes on a phone, once."""
    paths = [finders.find(name) for name in _files]
    return math.ceil(sum(Path(path).stat().st_size for path in paths if path) / 1024)


def facts_of_the_worker() -> dict[str, Any]:
    """What the worker works with. It changes, and phones fetch it anew, when one of its files does."""
    pages = {code: _no_line(code) for code, _name in settings.LANGUAGES}
    files = [*pages.values(), *map(static, _files)]
    digest = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    return {
        "cache": CACHE,
        "header": OWNER_HEADER,
        "shell": f"shell:{digest}",
        "files": files,
        "pages": pages,
        "static": settings.STATIC_URL,
    }


def _no_line(language: str) -> str:
    with translation.override(language):
        return reverse("no-line")
