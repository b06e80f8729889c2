from culture_site.core import related
from culture_site.core.related import Panel


def test_panels_come_in_order_from_every_provider(rf):
    request = rf.get("/")
    related.register(
        "test-order", lambda request, subject: [Panel("b.html", order=20), Panel("c.html", order=30)]
    )
    related.register("test-order", lambda request, subject: [Panel("a.html", {"subject": subject}, order=10)])

    found = related.panels("test-order", request, "value")

    assert [panel.template for panel in found] == ["a.html", "b.html", "c.html"]
    assert found[0].context == {"subject": "value"}


def test_a_provider_registered_twice_speaks_once(rf):
    def provider(request, subject):
        return [Panel("once.html")]

    related.register("test-once", provider)
    related.register("test-once", provider)

    assert related.panels("test-once", rf.get("/")) == [Panel("once.html")]


def test_a_place_without_providers_is_empty(rf):
    assert related.panels("test-nothing", rf.get("/")) == []
