"""Where articles are printed: images of their pages, and the places of their text on these."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from embeddings.errors import UnreadableFileError
from embeddings.reading.file_types import has_page_images
from service.web.dependencies import EditingDep
from service.web.etags import TAGGED, IfNoneMatch, set_etag
from service.web.problems import ProblemError, describe_problems
from service.web.routes.documents import ArticleId, get_article
from service.web.schemas.sources import RegionOut, RegionsReply

router = APIRouter(
    prefix="/v1/documents",
    tags=["documents"],
    responses=describe_problems(HTTPStatus.UNPROCESSABLE_ENTITY),
)
_WEBP = {"image/webp": {"schema": {"type": "string", "format": "binary"}}}


@router.get(
    "/{article_id}/pages/{number}",
    response_class=Response,
    responses={
        **TAGGED,
        **describe_problems(HTTPStatus.NOT_FOUND),
        200: {**TAGGED[200], "description": "The page as an image.", "content": _WEBP},
    },
)
def get_page(
    article_id: ArticleId,
    number: Annotated[int, Path(ge=1, le=100_000, description="Number of the page.", examples=[1])],
    editing: EditingDep,
    *,
    size: Annotated[
        int, Query(ge=64, le=4000, description="Longest side of the image in pixels.")
    ] = 2000,
    if_none_match: IfNoneMatch = "",
) -> Response:
    """Return a printed page of the file that an article was read from; a scan is straightened.

    The `regions` of sources are places on this image.
    """
    get_article(editing.library, article_id)
    original = editing.original_of(article_id)
    if original is None or not has_page_images(original.path):
        raise _build_no_page_image("Its file has no pages, or no longer exists.")
    response = Response(media_type="image/webp")
    set_etag(response, f'"{original.content_hash}-{number}-{size}"', if_none_match)
    response.headers["Cache-Control"] = "private, no-cache"  # ask again: it may be deleted
    try:
        places = editing.library.places.on_page_of(article_id, number)
        image = editing.uploads.page_images.render(original.path, number, size, places)
    except UnreadableFileError as error:
        raise _build_no_page_image(error.reason) from error
    if image is None:
        raise _build_no_page_image("Its file has no page of this number.")
    response.body = image
    response.headers["Content-Length"] = str(len(image))
    return response


def _build_no_page_image(reason: str) -> ProblemError:
    detail = f"There is no image of this page: {reason}"
    return ProblemError(HTTPStatus.NOT_FOUND, "no_page_image", detail)


@router.get("/{article_id}/regions", responses=describe_problems(HTTPStatus.NOT_FOUND))
def get_regions(
    article_id: ArticleId,
    editing: EditingDep,
    *,
    start: Annotated[int, Query(ge=0, description="First character.", examples=[120])] = 0,
    end: Annotated[
        int | None,
        Query(ge=1, description="One past the last one, or the text's end.", examples=[168]),
    ] = None,
) -> RegionsReply:
    """Return where a stretch of an article's text is printed, line by line."""
    article = get_article(editing.library, article_id)
    last = len(article.text) if end is None else end
    if not start < last <= len(article.text):
        detail = (
            f"There are no characters from {start} to {last}: the text has {len(article.text)}."
            " Give a start before an end, both within it."
        )
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "no_such_range", detail)
    places = editing.library.places.of_ranges(article_id, [(start, last)])
    return RegionsReply(regions=[RegionOut.of(place) for place in places])
