"""Every error that the program raises on purpose.

WenbaoError                 a message for users: what was expected, what happened, what to do
├── UnreadableFileError     a file that cannot be read as text; names the file
├── EncoderError            an encoder that cannot be loaded or does not match the index
├── StorageError            the library, or another file of the data folder, cannot be changed now
└── IndexMismatchError      an index on disk that does not match this library or these settings
"""


class WenbaoError(Exception):
    """Base class of all deliberate errors; the message can be shown to users."""


class UnreadableFileError(WenbaoError):
    """A file that cannot be read as text: empty, binary, or of an unknown type or encoding.

    ``retryable`` tells whether another try may succeed although the file stays as it is.
    """

    def __init__(self, source: str, reason: str, *, retryable: bool = False) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason
        self.retryable = retryable


class EncoderError(WenbaoError):
    """An encoder that cannot be loaded, or whose vectors do not match the index."""


class StorageError(WenbaoError):
    """The library or another data file cannot be changed: no space, no permission, or in use."""


class IndexMismatchError(WenbaoError):
    """An index on disk that was built for another library, encoder or passage setting."""
