"""Events -> what a person reads: the story on a terminal, curl lines, HAR, Mermaid, a page of HTML."""
