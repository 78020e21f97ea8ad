"""What several commands print alike, and the questions that they put to a person."""
