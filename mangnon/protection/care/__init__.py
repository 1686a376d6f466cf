"""Families who would take a child in, children who need one, and children at risk who are visited."""
