"""Adding documents: the durable jobs that read them, uploads, and the watched folder."""
