"""The bench on which lists and the register stand side by side: who is missing where, who writes what otherwise."""
