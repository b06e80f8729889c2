"""Question banks written by other systems: reading GIFT, Moodle XML and CSV, writing GIFT. No database."""
