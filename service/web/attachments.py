"""Generated files, always sent as attachments so that no browser displays them on this site."""

from urllib.parse import quote

from fastapi import Response


def build_attachment(content: bytes, media_type: str, name: str) -> Response:
    """Return a file with its name, and an ASCII one for old clients (RFC 6266, 4.3, app. D)."""
    plain = "wenbao." + name.rpartition(".")[2]
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
