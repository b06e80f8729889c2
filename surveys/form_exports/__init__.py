"""Answers that were collected with a form of somebody else's (Google Forms, Microsoft Forms): its export, and the
mapping that says which column and which words mean what."""
