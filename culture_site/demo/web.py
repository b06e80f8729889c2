"""How gunicorn serves the demo. Read by gunicorn itself; the supervisor sets the environment."""

import os

from culture_site.jobs.processes import hold_lifeline

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "1"))
threads = 8
graceful_timeout = 5
timeout = 60
loglevel = "warning"
# Its default place is in the user's home; nobody talks to the demo's server.
control_socket_disable = True


def when_ready(server) -> None:
    hold_lifeline()
