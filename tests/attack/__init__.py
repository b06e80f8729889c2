"""Programs that try to find people in what a survey leaves behind. They know nothing of our code, only dumps."""
