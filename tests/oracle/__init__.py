"""The independent judge: the 34 measures counted a second time by plain loops, sharing no code."""
