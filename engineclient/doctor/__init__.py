"""What may be wrong between this machine, an engine, and the registries: facts are gathered, then judged by pure rules."""
