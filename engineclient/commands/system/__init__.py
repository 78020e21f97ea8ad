"""system: the engine as a whole, and what concerns objects of any kind."""
