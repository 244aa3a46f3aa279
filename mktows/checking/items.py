"""A message as the contract sees it: every element under the name that it was meant to have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mktows.checking.nodes import Node


@dataclass(slots=True, eq=False)
class Item:
    """One element of a message.

    Attributes:
        node: The element.
        path: Names from the message element down, joined by dots.
        type_name: The contract's type of it; that of xsi:type where it names one.
        nil: Whether it is nil.
        members: The elements in it by the contract's name; misspelt ones under what was meant.
    """

    node: Node
    path: str
    type_name: str
    nil: bool = False
    members: dict[str, list[Item]] = field(default_factory=dict)

    @property
    def line(self) -> int:
        """The line that it begins in."""
        return self.node.line

    @property
    def value(self) -> str:
        """Its text without the white space around it, empty for nil."""
        return "" if self.nil else self.node.first_text.strip()

    def member(self, name: str) -> Item | None:
        """The first element of a name that is not nil."""
        return next((item for item in self.members.get(name, ()) if not item.nil), None)

    def has(self, name: str) -> bool:
        """Tell whether a member holds something: it is neither nil nor empty."""
        return any(item.value or item.members for item in self.each(name))

    def counts(self, name: str) -> bool:
        """Tell whether a member holds something under its right name; a misspelt one is none."""
        item = self._right(name)
        return item is not None and bool(item.value or item.members)

    def said(self, name: str) -> str:
        """The value of a member under its right name, empty where there is none."""
        item = self._right(name)
        return item.value if item else ""

    def _right(self, name: str) -> Item | None:
        return next((item for item in self.each(name) if self._reads(name, item)), None)

    def _reads(self, name: str, item: Item) -> bool:
        """Tell whether a member counts under the name that it has.

        An Email in other letter case counts where no other says anything: of those that wrote it
        so, none could write it otherwise.
        """
        if item.node.name == name:
            return True
        if (self.type_name, name, item.node.name.lower()) != ("LeadRecord", "Email", "email"):
            return False
        if item.node.children:  # its text is not all that it says, and goes unread
            return False
        return not any(each.node.name == name and each.value for each in self.members[name])

    def misnamed(self) -> Iterator[str]:
        """The paths of all elements that do not count, since they were to have another name."""
        for item in self.all():
            for name, inner in item.members.items():
                yield from (each.path for each in inner if not item._reads(name, each))

    def as_read(self) -> Item:
        """The same message as a service reads it that passes over what is misnamed."""
        return Item(
            self.node,
            self.path,
            self.type_name,
            self.nil,
            {
                name: [each.as_read() for each in inner if self._reads(name, each)]
                for name, inner in self.members.items()
            },
        )

    def text(self, name: str) -> str:
        """The value of a member, empty where it says nothing."""
        item = self.member(name)
        return item.value if item else ""

    def each(self, *names: str) -> list[Item]:
        """The elements at the end of a path of names: of the last one all, not nil."""
        items = [self]
        for name in names:
            items = [
                inner for item in items for inner in item.members.get(name, ()) if not inner.nil
            ]
        return items

    def all(self) -> Iterator[Item]:
        """This element and everything in it, in no order."""
        waiting = [self]
        while waiting:
            item = waiting.pop()
            yield item
            for inner in item.members.values():
                waiting += inner
