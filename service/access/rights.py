"""What a request may see and change: its role, and the collections it is limited to."""

from dataclasses import dataclass

from embeddings.errors import WenbaoError
from embeddings.library.database import Collections
from embeddings.text.normalize import fold
from service.access.keys import Key, Role


class OutsideRightsError(WenbaoError):
    """A change that leads out of the collections of a key."""


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights of whoever sent a request.

    Attributes:
        role: what is permitted.
        editor: the name of the key, recorded with changes; "" where none is needed.
        collections: the only collections, as the key names them; None means all.
    """

    role: Role = Role.EDITOR
    editor: str = ""
    collections: tuple[str, ...] | None = None

    @classmethod
    def of(cls, key: Key | None) -> "Rights":
        """Return the rights of a key; without one, none is needed, and everything is permitted."""
        return cls(key.role, key.name, key.collections or None) if key else cls()

    @property
    def within(self) -> Collections:
        """The only collections, folded; None means all."""
        return self.collections and tuple(sorted({fold(name) for name in self.collections}))

    def choose_collection(self, wanted: str) -> str:
        """Return the collection to put new articles into: the wanted one, or the only one.

        Raises:
            OutsideRightsError: it is another one than the key is limited to, or none is chosen.
        """
        if self.collections is not None and not wanted and len(self.collections) == 1:
            return self.collections[0]
        self.check_collection(wanted)
        return wanted

    def check_collection(self, collection: str) -> None:
        """Refuse a collection that the key is not for.

        Raises:
            OutsideRightsError: it is another one than the key is limited to.
        """
        if self.within is not None and fold(collection) not in self.within:
            raise OutsideRightsError(
                f"The key {self.editor} is limited to {', '.join(self.collections or ())}; "
                f"{collection or 'no collection'} is not among them. Choose one of them."
            )

    def check_everything(self) -> None:
        """Refuse what concerns all articles.

        Raises:
            OutsideRightsError: the key is limited to some collections.
        """
        if self.within is not None:
            raise OutsideRightsError(
                f"This concerns all articles, and the key {self.editor} is limited to "
                f"{', '.join(self.collections or ())}. Use a key without that limit."
            )
