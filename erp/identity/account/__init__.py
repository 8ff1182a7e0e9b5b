"""One's own account: password, signed-in browsers, tokens for programs."""
