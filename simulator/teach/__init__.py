"""Lessons: data in, a worksheet with the learner's own numbers out, and marks that the simulator computes."""
