"""Export a transcript as a file: Markdown, HTML, DOCX."""
