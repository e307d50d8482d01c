"""Two builds in turns, or two stored runs: what has become slower, and how it went over time."""
