"""Questions to registers of others, above all the population database: asked by an adapter, answered into a list."""
