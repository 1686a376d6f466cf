"""Who may open what: every door of the house, tried by everybody."""
