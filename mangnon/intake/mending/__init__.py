"""What becomes of what looks wrong: accepted as it is, asked of the thôn's collaborator, watched from day to day."""
