"""Every address of the site. Pages for people start with /id/ or /en/; the CMS's own pages are matched last."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.static import serve as serve_file
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.urls import serve_pattern

from culture_site.core.views import NoLineView, WorkerView, root
from culture_site.dashboard.views import calendar
from culture_site.jobs.views import healthz, readyz
from culture_site.pages.views import machines
from culture_site.people.cms import SettingsView as CmsSettingsView
from culture_site.people.views import doors
from events.views.sharing import to_event

# The way allauth documents. mypy minds any change of a method; a site of our own would have to register every model.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", root, name="root"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    # At the root, so that it serves every page, and without a language, so that there is one.
    path("worker.js", WorkerView.as_view(), name="worker"),
    path("calendar/<str:token>.ics", calendar, name="calendar-feed"),
    # Without a language, for posters and chats.
    re_path(r"^e/(?P<slug>[-\w]+)/?$", to_event, name="event-link"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("cards/<int:pk>-<slug:digest>.png", machines.social_card, name="social-card"),
    path("favicon.ico", machines.icon, {"name": "icon-32.png"}, name="favicon"),
    path("apple-touch-icon.png", machines.icon, {"name": "icon-180.png"}, name="touch-icon"),
    # One door: the sign-in and password pages of the CMS and of Django's admin lead to it.
    path("cms/login/", doors.to_sign_in, name="wagtailcore_login"),
    re_path(r"^cms/password_reset/", doors.to_password_reset),
    path("cms/account/", require_admin_access(CmsSettingsView.as_view())),
    path("cms/", include(wagtailadmin_urls)),
    path("django-admin/password_change/", doors.to_password_change),
    path("django-admin/", admin.site.urls),
    re_path(
        r"^media/(?P<path>.*)$",
        login_not_required(serve_file),
        {"document_root": settings.MEDIA_ROOT},
        name="media",
    ),
]

urlpatterns += i18n_patterns(
    path("", include("culture_site.people.urls")),
    path("accounts/email/", doors.to_me, name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("", include("culture_site.dashboard.urls")),
    path("", include("academy.urls")),
    path("", include("surveys.urls")),
    path("", include("events.urls")),
    path("", include("nakawan.urls")),
    path("inbox/", include("culture_site.jobs.urls")),
    path("no-line/", NoLineView.as_view(), name="no-line"),
    path("", include("culture_site.pages.urls")),
    # Wagtail's own serving, open to everybody: public pages and the 404 page need no sign-in.
    re_path(serve_pattern, login_not_required(wagtail_views.serve), name="wagtail_serve"),
)
