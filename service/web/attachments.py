"""Files that are made for a reader: always saved, never shown as part of this site."""

from urllib.parse import quote

from fastapi import Response


def build_attachment(content: bytes, media_type: str, name: str) -> Response:
    """Return a file with its name, for old clients a plain one (RFC 6266, 4.3 and appendix D)."""
    plain = "wenbao." + name.rpartition(".")[2]
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
