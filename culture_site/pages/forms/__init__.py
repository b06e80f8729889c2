"""Forms of the public pages, and of the CMS where Wagtail's own are not enough."""
