"""What tests of several kinds share: where things are, made content, edits of it, old browsers."""
