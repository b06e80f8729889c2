"""Statistics with the standard library alone: pure functions, full precision, rounding left to whoever shows them."""
