"""Tests of accounts inside larger reports."""
