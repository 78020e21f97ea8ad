"""Docker's flag syntax, read into the values of request bodies. Pure: files and environment are arguments."""
