"""Size limits of files. A larger file is rejected with advice, never read in part."""

MOST_PAGE_CHARACTERS = 3_000_000  # of plain text or a PDF, which is cleaned as one page
MOST_PAGE_LINES = 100_000  # non-empty ones of plain text or a PDF
MOST_MARKUP_BYTES = 20_000_000  # of an HTML page or a chapter of an EPUB
MOST_MAIL_BYTES = 100_000_000  # of an e-mail with its attachments, which is parsed as a whole
MOST_OFFICE_BYTES = 100_000_000  # of a document that LibreOffice converts
MOST_JSON_BYTES = 50_000_000  # of a JSON array, which is parsed as a whole
MOST_ROW_CHARACTERS = 1_000_000  # of a row of JSONL or CSV
MOST_MEMBERS = 10_000  # of an archive, including DOCX and EPUB
MOST_UNPACKED_BYTES = 300_000_000  # of all members of an archive together
MOST_RATIO = 100  # unpacked to packed bytes of an archive
