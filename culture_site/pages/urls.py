from django.urls import path

from .feeds import story_feed
from .views import contact, recaps, search

app_name = "pages"
urlpatterns = [
    path("search/", search.SearchView.as_view(), name="search"),
    path("contact/", contact.ContactView.as_view(), name="contact"),
    path("feeds/stories/", story_feed, name="story-feed"),
    path("team/events/<slug:slug>/recap/", recaps.RecapStartView.as_view(), name="recap-start"),
    path("team/messages/", contact.MessageListView.as_view(), name="message-list"),
    path("team/messages/<int:pk>/answered/", contact.MessageHandleView.as_view(), name="message-handle"),
]
