"""Tests of service/times."""
