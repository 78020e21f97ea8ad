"""Output that several commands share: lists, inspects, progress, and questions to the user."""
