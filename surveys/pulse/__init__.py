"""The pulse page, from published figures to what a template reads. Nothing here looks at more than `Edition` holds."""
