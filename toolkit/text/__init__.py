"""Pure functions on strings: spans, anchors, turns, words, sentences, typography."""
