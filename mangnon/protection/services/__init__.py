"""Who helps children and their parents, what packages of help there are, and what was given to whom."""
