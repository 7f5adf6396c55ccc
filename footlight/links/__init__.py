"""Links: where one is missing, which are still good, and what the lost ones pointed to."""
