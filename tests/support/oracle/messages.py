"""Calls as messages of the bindings, their envelopes, and what is read of replies."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from lxml import etree

from mktows import HttpRequest, Secret, sign
from mktows.codec import Codec
from mktows.contract import contract, nearest_version
from mktows.soap import parse_xml

VERSIONS = ("2_1", "2_2", "2_3", "2_4", "2_7", "2_9", "3_1")
USER, KEY = "oracle_user", "a-key-that-only-the-oracle-knows"
Edit = Callable[[etree._Element], None]
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"


@dataclass(frozen=True)
class Call:
    """One call, the same for both stores but for what each store gave out itself.

    Attributes:
        operation: As in the WSDL.
        params: A message of the bindings; a text `@n@` in it stands for the position that the
            reply to call n of the episode ended with.
        version: The version that it is made at.
        edits: What is done to the message as XML, to make it wrong.
        workspace: The target workspace, in a header of its own.
        import_seconds: Seconds that the import takes that it asks for; None where it asks for none.
    """

    operation: str
    params: Any
    version: str
    edits: tuple[Edit, ...] = ()
    workspace: str | None = None
    import_seconds: int | None = None

    def message(self) -> etree._Element:
        """The message as XML."""
        spoken = contract(nearest_version(self.version))
        element = spoken.operations[self.operation].request
        text = Codec(spoken).encode(element, self.params).text
        head = f'<r xmlns:ns1="{spoken.namespace}" xmlns:xsi="{_XSI}">'
        root = etree.fromstring(f"{head}{text}</r>")[0]
        for edit in self.edits:
            edit(root)
        return root

    def request(self, message: etree._Element, now: datetime, number: int = 0) -> HttpRequest:
        """The signed request with a message.

        Args:
            message: The message.
            now: When it is signed.
            number: Tells it from others of the same second: the bridge takes no request twice.
        """
        namespace = contract(nearest_version(self.version)).namespace
        text = f"{now:%Y-%m-%dT%H:%M:%S}.{number:03}Z"
        signature = sign(user_id=USER, key=Secret(KEY), timestamp=text)
        context = ""
        if self.workspace is not None:
            name = escape(self.workspace)
            context = (
                f"<m:MktowsContextHeader><targetWorkspace>{name}</targetWorkspace>"
                "</m:MktowsContextHeader>"
            )
        body = etree.tostring(message, encoding="unicode", with_tail=False)
        envelope = (
            f'<e:Envelope xmlns:e="{_ENVELOPE}" xmlns:m="{namespace}"><e:Header>'
            f"<m:AuthenticationHeader><mktowsUserId>{USER}</mktowsUserId>"
            f"<requestSignature>{signature}</requestSignature>"
            f"<requestTimestamp>{text}</requestTimestamp></m:AuthenticationHeader>"
            f"{context}</e:Header><e:Body>{body}</e:Body></e:Envelope>"
        )
        url = f"http://localhost/soap/mktows/{self.version}"
        return HttpRequest(url, {"Content-Type": "text/xml"}, envelope.encode())


class Answer(NamedTuple):
    """What the sandbox answered to a call, for the steps that follow.

    Attributes:
        message: The reply; None for a fault.
        code: The code of a fault; None for a reply.
        position: Stands in the next request for the position that this reply ended with; None
            where there is none.
    """

    message: Any
    code: int | None
    position: str | None


Steps = Generator[Call, Answer, None]


def envelope_of(body: bytes) -> etree._Element:
    """The reply, parsed."""
    return parse_xml(body)


def content_of(envelope: etree._Element) -> etree._Element:
    """What stands in the body: a reply or a fault."""
    body = envelope.find(f"{{{_ENVELOPE}}}Body")
    assert body is not None
    return body[0]


def fault_of(content: etree._Element) -> tuple[int, str] | None:
    """Code and message of a fault; None for a reply."""
    if etree.QName(content).localname != "Fault":
        return None
    code = content.findtext(".//{*}code") or "0"
    return int(code), content.findtext(".//message") or content.findtext("faultstring") or ""


def position_of(content: etree._Element) -> str | None:
    """The position in a reply, where it has one."""
    return content.findtext(".//newStreamPosition") or content.findtext(
        ".//newStartPosition/offset"
    )


def decoded(operation: str, version: str, content: etree._Element) -> Any:
    """The reply as a message of the bindings."""
    spoken = contract(nearest_version(version))
    return Codec(spoken).decode_reply(content, spoken.operations[operation].reply)


def is_fruitful(content: etree._Element) -> bool:
    """Tell whether a call brought something: no fault, no empty page, not failed rows alone."""
    if fault_of(content) is not None:
        return False
    for name in ("count", "returnCount"):
        counts = [int(each.text or 0) for each in content.iter(name)]
        if counts:
            return any(counts)
    statuses = [each.text for each in content.iter("status")]
    return not statuses or any(each not in ("FAILED", "false") for each in statuses)


_GARBAGE = ("", "x", "-1", "0", "99999999999", "no such thing", "true", " ", "1.5", "2014-02-30")


def spoilt(rng: random.Random) -> Edit:
    """An edit that makes a message wrong somewhere, by chance; some change nothing of it."""
    seed = rng.getrandbits(32)

    def edit(message: etree._Element) -> None:
        chance = random.Random(seed)
        nodes = list(message.iterdescendants())
        if not nodes:
            return
        node = chance.choice(nodes)
        parent = node.getparent()
        assert parent is not None
        match chance.randrange(7):
            case 0:
                parent.remove(node)
            # SOAP took any text for a value of an opportunity, and REST has types for it.
            case 1 if len(node) == 0 and parent.tag != "attrib":
                node.text = chance.choice(_GARBAGE)
            case 2:
                for child in list(node):
                    node.remove(child)
                node.text = None
            case 3:
                children = list(parent)
                chance.shuffle(children)
                parent[:] = children
            case 4:
                etree.SubElement(parent, "stranger").text = "x"
            case 5:
                for child in list(node):
                    node.remove(child)
                node.text = None
                node.set(f"{{{_XSI}}}nil", "true")
            case _:
                node.tag = str(node.tag).swapcase() if len(node) == 0 else node.tag

    return edit
