"""The fields that every reply with an answer has, whatever its protocol."""

from typing import Annotated

from pydantic import Field

from service.answers.shape import AnswerKind, Verdict

KindField = Annotated[
    AnswerKind,
    Field(
        description="The kind of answer: fact (a number, a date, a name), definition (who or what "
        "something is), list, reason (why or how), comparison (several subjects, years or "
        "questions), timeline (the same at several times), yes_no, collection (about the "
        "collection as a whole) or smalltalk. If the question was declined, the kind it asked for."
    ),
]
AnsweredField = Annotated[bool, Field(description="Whether the question was answered.")]
ReasonField = Annotated[
    str | None,
    Field(
        description="Why it was declined: no_match (nothing is about it), other_subject "
        "(its name or year is not mentioned) or not_told (there are articles on it, but they do "
        "not tell this); null if answered."
    ),
]
ConfidenceField = Annotated[
    int,
    Field(
        ge=0,
        le=100,
        description="Calibrated confidence: of the answers with 70, about 70 in 100 are right.",
    ),
]
VerdictField = Annotated[
    Verdict | None,
    Field(
        description="With kind yes_no, what the quote says, if that is certain: yes or no; else "
        "null."
    ),
]
UntoldField = Annotated[
    list[str],
    Field(
        description="Of several questions in one message, those that the articles do not answer."
    ),
]
