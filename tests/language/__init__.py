"""The catalogue of messages: what is in the code, what the translator wrote, and whether the two agree."""
