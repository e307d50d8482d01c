"""Lessons: data in, a worksheet with the learner's own numbers out, and marks that the simulator computes.

The laboratory in a browser, with lessons beside the fermenter, is in `laboratory`.
"""
