"""`python -m report_linter`."""

from report_linter.cli import main

if __name__ == "__main__":
    main(prog_name="report-linter")
