"""system: commands about the engine as a whole, and about objects of any kind."""
