"""What people decide about missing links: in a questionnaire that is mailed, or one by one in the terminal."""
