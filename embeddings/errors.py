"""Every error that the product raises on purpose.

WenbaoError                 a sentence for people: what was expected, what came, what to do
├── UnreadableFileError     a file that cannot become text; names the file
├── EncoderError            an encoder that cannot be loaded or does not fit
├── StorageError            the library, or a file beside it, cannot be changed now
└── IndexMismatchError      an index on disk that does not belong to this library or these settings
"""


class WenbaoError(Exception):
    """Base of all errors made by the product; its text is fit to be shown."""


class UnreadableFileError(WenbaoError):
    """A file that cannot become text: empty, binary, of an unknown kind or encoding."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class EncoderError(WenbaoError):
    """An encoder that cannot be loaded, or whose vectors do not fit the index."""


class StorageError(WenbaoError):
    """The library, or a file beside it, cannot be changed: no space, no permission, or in use."""


class IndexMismatchError(WenbaoError):
    """An index on disk that was made for another library, encoder or passage setting."""
