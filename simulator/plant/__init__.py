"""Assembly: vessel, strain and recipe become the flat arrays the kernels take."""

from .assemble import assemble
from .job import Job

__all__ = ["Job", "assemble"]
