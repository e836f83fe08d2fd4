"""Exit codes (section 2 of the contract); the format of the output never changes them."""

CLEAN, FINDINGS, WRONG_USE, NOT_CHECKED, INTERRUPTED = 0, 1, 2, 3, 130
