"""Commands on images, a file a verb."""
