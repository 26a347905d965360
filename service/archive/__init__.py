"""A data folder at work: how documents come in, and the jobs that read them."""
