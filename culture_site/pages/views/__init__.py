"""Pages that are no page of the CMS: the contact form, search, feeds, what machines read."""
