"""What a user does in one go and the API in several calls: generators of calls, without I/O."""
