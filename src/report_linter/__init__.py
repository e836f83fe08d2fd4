"""report-linter: what a due-diligence account is missing, where, and under which paragraph of the law."""

__version__ = "0.1.0"
