"""Operations that take several API calls, such as run and copy, written as generators of calls without I/O."""
