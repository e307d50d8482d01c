"""Assembly: vessel, strain and recipe become the flat arrays the kernels take."""

from .assemble import assemble
from .community import Community, Member
from .job import Job

__all__ = ["Community", "Job", "Member", "assemble"]
