"""Feedback on answers."""

from http import HTTPStatus

from fastapi import APIRouter

from service.conversations.feedback import NoSuchAnswerError, NoSuchPassageError, record_feedback
from service.web.dependencies import ConversationsDep, FeedbackDep
from service.web.problems import ProblemError, describe_problems
from service.web.schemas.feedback import FeedbackRequest

router = APIRouter(
    prefix="/v1/feedback",
    tags=["feedback"],
    responses=describe_problems(HTTPStatus.UNPROCESSABLE_ENTITY),
)


@router.post(
    "", status_code=HTTPStatus.NO_CONTENT, responses=describe_problems(HTTPStatus.NOT_FOUND)
)
def give_feedback(
    request: FeedbackRequest, conversations: ConversationsDep, feedback: FeedbackDep
) -> None:
    """Rate an answer, and optionally name the right passage.

    Feedback is stored for `wenbao eval --from-feedback`. Later feedback on the same answer
    replaces it.
    """
    try:
        record_feedback(feedback, conversations, request.to_input())
    except NoSuchAnswerError as error:
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_such_answer", str(error)) from error
    except NoSuchPassageError as error:
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_such_passage", str(error)) from error
