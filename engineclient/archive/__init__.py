"""Local files to archives and back: the only room beside `commands` that touches the user's files."""
