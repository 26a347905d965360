"""A transcript as a file: Markdown, HTML, DOCX."""
