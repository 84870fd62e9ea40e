"""Does not load, with a message a terminal would obey; reports write it out."""

raise ValueError("\x1b[2J\x9b31m\u202e\r::error::owned\n::error::owned\n##[error]owned")
