"""Records of an instance that calls cannot make, as the options name them."""

from __future__ import annotations

from dataclasses import dataclass

from mktows.testing.suite.expectations import not_tried


@dataclass(frozen=True)
class CustomType:
    """A custom object type.

    Attributes:
        name: As calls name it.
        link: The key that holds the lead's id.
        key: The other key.
        fields: Two fields of text.
    """

    name: str
    link: str
    key: str
    fields: tuple[str, str]

    @classmethod
    def parse(cls, text: str) -> CustomType:
        """Read `TYPE:LINK,KEY:FIELD,FIELD`.

        Raises:
            ValueError: The text is not of that form.
        """
        try:
            name, keys, fields = text.split(":")
            link, key = keys.split(",")
            one, other = fields.split(",")
        except ValueError:
            raise ValueError(f"{text!r} is not TYPE:LINK,KEY:FIELD,FIELD") from None
        return cls(name, link, key, (one, other))


@dataclass(frozen=True)
class Known:
    """The records that the options name; None for those that they do not.

    Attributes:
        list: A static list of the lead database.
        program_list: A list in a program: the program's name and its own.
        campaign: The id of a campaign that the web service may request.
        batch_campaign: A batch campaign: the program's name and its own.
        custom: A custom object type.
    """

    list: str | None = None
    program_list: tuple[str, str] | None = None
    campaign: str | None = None
    batch_campaign: tuple[str, str] | None = None
    custom: CustomType | None = None

    def the_list(self) -> str:
        """The static list.

        Raises:
            pytest.skip.Exception: None is named.
        """
        return self.list or not_tried("no static list named; give --mktows-list")

    def the_program_list(self) -> tuple[str, str]:
        """The list in a program.

        Raises:
            pytest.skip.Exception: None is named.
        """
        return self.program_list or not_tried(
            "no list in a program named; give --mktows-program-list"
        )

    def the_campaign(self) -> str:
        """The id of the campaign that may be requested.

        Raises:
            pytest.skip.Exception: None is named.
        """
        return self.campaign or not_tried("no campaign named; give --mktows-campaign")

    def the_batch_campaign(self) -> tuple[str, str]:
        """The batch campaign.

        Raises:
            pytest.skip.Exception: None is named.
        """
        return self.batch_campaign or not_tried(
            "no batch campaign named; give --mktows-batch-campaign"
        )

    def the_custom_type(self) -> CustomType:
        """The custom object type.

        Raises:
            pytest.skip.Exception: None is named.
        """
        return self.custom or not_tried("no custom object type named; give --mktows-custom-object")


def two_names(text: str) -> tuple[str, str]:
    """Read `PROGRAM.NAME`.

    Raises:
        ValueError: The text is not of that form.
    """
    program, _, name = text.partition(".")
    if not program or not name:
        raise ValueError(f"{text!r} is not PROGRAM.NAME")
    return program, name
