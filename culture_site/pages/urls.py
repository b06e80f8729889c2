from django.urls import path

from .feeds import story_feed
from .views import contact, search

app_name = "pages"
urlpatterns = [
    path("search/", search.SearchView.as_view(), name="search"),
    path("contact/", contact.ContactView.as_view(), name="contact"),
    path("feeds/stories/", story_feed, name="story-feed"),
    path("team/messages/", contact.MessageListView.as_view(), name="message-list"),
    path("team/messages/<int:pk>/answered/", contact.MessageHandleView.as_view(), name="message-handle"),
]
