"""Requests about lists, imports and campaigns."""

from __future__ import annotations

import csv
import io

from mktows.checking.findings import Findings, listed
from mktows.checking.items import Item
from mktows.checking.lead_keys import check_keys
from mktows.checking.leads import check_batch
from mktows.checking.rule import Example, Rule
from mktows.checking.values import VALUE_ENUMERATION
from mktows.facts.key_types import COOKIE, IDNUM, LEAD_KEY_TYPES
from mktows.facts.lead_fields import DISPLAY_NAMES
from mktows.facts.tokens import TOKEN

_CLEAR_LIST = "CLEARLIST"  # in 2_1 alone
_EMAIL = DISPLAY_NAMES["Email"]
# Other names than the display name under which a lead field is known.
_API_NAMES = {name: shown for name, shown in DISPLAY_NAMES.items() if name != shown} | {
    "EmailAddress": _EMAIL
}


LIST_MEMBER_KEY = Rule(
    "list-member-key",
    "error",
    "recorded",
    "listOperation takes members by IDNUM only; others did not work.",
    "a member is named by {type}",
    "look its Id up with getMultipleLeads, and send IDNUM",
    example=Example(
        body=(
            "<ns1:paramsListOperation><listOperation>ADDTOLIST</listOperation><listKey>"
            "<keyType>MKTOLISTNAME</keyType><keyValue>Trav-Test-List</keyValue></listKey>"
            "<listMemberList><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>t@t.com</keyValue></leadKey></listMemberList>"
            "<strict>false</strict></ns1:paramsListOperation>"
        )
    ),
)

LIST_IN_PROGRAM = Rule(
    "list-in-program",
    "note",
    "documented",
    "listOperation works on lists of the lead database; a program's list is for importToList.",
    "the list's name has the form of a program's list",
    "use importToList for a list inside a program",
    example=Example(
        body=(
            "<ns1:paramsListOperation><listOperation>ADDTOLIST</listOperation><listKey>"
            "<keyType>MKTOLISTNAME</keyType>"
            "<keyValue>SMSProgram.listForTesting</keyValue></listKey><listMemberList>"
            "<leadKey><keyType>IDNUM</keyType>"
            "<keyValue>89</keyValue></leadKey></listMemberList>"
            "<strict>false</strict></ns1:paramsListOperation>"
        )
    ),
)


def check_list(item: Item, found: Findings) -> None:
    """Look through a listOperation request."""
    if item.said("listOperation") == _CLEAR_LIST:
        # The members that it names are passed over, once they are read.
        unread = (VALUE_ENUMERATION.id,)
        found.regrade("warning", [f"{item.path}.listMemberList"], within=True, but=unread)
        _check_list_key(item, found)
        return
    check_batch(item, "listMemberList", "leadKey", found)
    members = item.each("listMemberList", "leadKey")
    check_keys(members, found)
    for member in members:
        kind = member.said("keyType")
        if kind in LEAD_KEY_TYPES and kind != IDNUM:
            found.add(LIST_MEMBER_KEY, member.line, member.path, type=kind)
    _check_list_key(item, found)


def _check_list_key(item: Item, found: Findings) -> None:
    for key in item.each("listKey"):
        name = key.member("keyValue")
        program, dot, plain = key.text("keyValue").partition(".")
        if name and key.said("keyType") == "MKTOLISTNAME" and program and dot and plain:
            found.add(LIST_IN_PROGRAM, name.line, name.path)


# Imports


IMPORT_TOKENS_WITHOUT_CAMPAIGN = Rule(
    "import-tokens-without-campaign",
    "error",
    "documented",
    "Token columns need the campaign that uses them.",
    "importFileHeader has token columns, but campaignName is empty",
    "name a campaign of the same program in campaignName",
    example=Example(
        body=(
            "<ns1:paramsImportToList><programName>Trav-Demo-Program</programName>"
            "<importFileHeader>{{my.name}},Email Address</importFileHeader><importFileRows>"
            "<stringItem>Awesomesauce,dawesomesauce@marketo.com</stringItem></importFileRows>"
            "<importListMode>UPSERTLEADS</importListMode><listName>Trav-Test-List</listName>"
            "<clearList>false</clearList>"
            "<campaignName></campaignName></ns1:paramsImportToList>"
        )
    ),
)

IMPORT_ROW_COLUMNS = Rule(
    "import-row-columns",
    "warning",
    "documented",
    "Each row has as many columns as the header.",
    "a row has {count} columns, the header {expected}",
    "quote values that hold a comma, and keep empty columns",
    example=Example(
        body=(
            "<ns1:paramsImportToList><programName>Trav-Demo-Program</programName>"
            "<importFileHeader>Last Name,Email Address</importFileHeader><importFileRows>"
            "<stringItem>Awesomesauce,Code Slinger,dawesomesauce@marketo.com</stringItem>"
            "</importFileRows>"
            "<importListMode>UPSERTLEADS</importListMode><listName>Trav-Test-List</listName>"
            "<clearList>false</clearList>"
            "<campaignName>Batch Campaign Example</campaignName></ns1:paramsImportToList>"
        )
    ),
)


def check_import(item: Item, found: Findings) -> None:
    """Look through an importToList request."""
    check_batch(item, "importFileRows", "stringItem", found)
    header = item.member("importFileHeader")
    columns = _columns(header.node.text) if header else None
    if header is None or columns is None:
        return
    _check_columns(header, [column.strip() for column in columns], found)
    if any(TOKEN.fullmatch(column.strip()) for column in columns) and not item.has("campaignName"):
        found.add(IMPORT_TOKENS_WITHOUT_CAMPAIGN, header.line, header.path)
    for row in item.each("importFileRows", "stringItem"):
        cells = _columns(row.node.text)
        if cells is not None and len(cells) != len(columns):
            count, expected = len(cells), len(columns)
            found.add(IMPORT_ROW_COLUMNS, row.line, row.path, count=count, expected=expected)


IMPORT_STATUS_UNNAMED = Rule(
    "import-status-unnamed",
    "error",
    "documented",
    "The vendor's prose requires programName and listName, which the schema calls optional.",
    "{name} is missing",
    "add {name}",
    example=Example(
        body=(
            "<ns1:paramsGetImportToListStatus>"
            "<programName>Trav-Demo-Program</programName></ns1:paramsGetImportToListStatus>"
        )
    ),
)


def check_import_status(item: Item, found: Findings) -> None:
    """Look through a getImportToListStatus request."""
    for name in ("programName", "listName"):
        if not item.has(name):
            found.add(IMPORT_STATUS_UNNAMED, item.line, item.path, name=name)


IMPORT_HEADER_API_NAME = Rule(
    "import-header-api-name",
    "error",
    "documented",
    "The header of an import takes display names, not API names.",
    "importFileHeader holds the API name {name}",
    "write {expected}",
    example=Example(
        body=(
            "<ns1:paramsImportToList><programName>Trav-Demo-Program</programName>"
            "<importFileHeader>LastName,Email Address</importFileHeader><importFileRows>"
            "<stringItem>Awesomesauce,dawesomesauce@marketo.com</stringItem></importFileRows>"
            "<importListMode>UPSERTLEADS</importListMode><listName>Trav-Test-List</listName>"
            "<clearList>false</clearList>"
            "<campaignName>Batch Campaign Example</campaignName></ns1:paramsImportToList>"
        )
    ),
)

IMPORT_HEADER_REPEATED = Rule(
    "import-header-repeated",
    "error",
    "guess",
    "Nothing says which column counts where two have one name.",
    "importFileHeader has two columns of one name",
    "name each column once",
    example=Example(
        body=(
            "<ns1:paramsImportToList><programName>Trav-Demo-Program</programName>"
            "<importFileHeader>Email Address,Email Address</importFileHeader><importFileRows>"
            "<stringItem>Awesomesauce,dawesomesauce@marketo.com</stringItem></importFileRows>"
            "<importListMode>UPSERTLEADS</importListMode><listName>Trav-Test-List</listName>"
            "<clearList>false</clearList>"
            "<campaignName>Batch Campaign Example</campaignName></ns1:paramsImportToList>"
        )
    ),
)

IMPORT_EMAIL_MISSING = Rule(
    "import-email-missing",
    "warning",
    "guess",
    "Rows are matched by their column Email Address.",
    "importFileHeader has no column Email Address",
    "add it",
    example=Example(
        body=(
            "<ns1:paramsImportToList><programName>Trav-Demo-Program</programName>"
            "<importFileHeader>Last Name,First Name</importFileHeader><importFileRows>"
            "<stringItem>Awesomesauce,dawesomesauce@marketo.com</stringItem></importFileRows>"
            "<importListMode>UPSERTLEADS</importListMode><listName>Trav-Test-List</listName>"
            "<clearList>false</clearList>"
            "<campaignName>Batch Campaign Example</campaignName></ns1:paramsImportToList>"
        )
    ),
)


def _check_columns(header: Item, columns: list[str], found: Findings) -> None:
    for column in columns:
        if column in _API_NAMES:
            found.add(
                IMPORT_HEADER_API_NAME,
                header.line,
                header.path,
                name=column,
                expected=_API_NAMES[column],
            )
    names = [_API_NAMES.get(column, column).lower() for column in columns]
    if len(set(names)) < len(names):
        found.add(IMPORT_HEADER_REPEATED, header.line, header.path)
    if _EMAIL.lower() not in names:
        found.add(IMPORT_EMAIL_MISSING, header.line, header.path)


def _columns(line: str) -> list[str] | None:
    """The cells of a line of CSV, None where it cannot be read."""
    try:
        # Not str.splitlines: it takes U+2028 and others for line ends, which CSV does not.
        return next(csv.reader(io.StringIO(line, newline="")), [])
    except csv.Error:
        return None


# Campaigns


CAMPAIGN_ID_WITH_NAME = Rule(
    "campaign-id-with-name",
    "error",
    "documented",
    "requestCampaign takes campaignId alone, or names and tokens; anything else is refused.",
    "campaignId stands together with {others}",
    "send campaignId, or campaignName with programName and programTokenList",
    example=Example(
        body=(
            "<ns1:paramsRequestCampaign><source>MKTOWS</source><campaignId>4496</campaignId>"
            "<leadList><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>lead@company.com</keyValue></leadKey></leadList>"
            "<programName>Trav-Demo-Program</programName></ns1:paramsRequestCampaign>"
        )
    ),
)

CAMPAIGN_ID_WITH_TOKENS = Rule(
    "campaign-id-with-tokens",
    "warning",
    "documented",
    "Prose wants tokens with names alone, but examples of the vendor send them with campaignId.",
    "campaignId stands together with programTokenList",
    "send campaignName with programName and programTokenList",
    example=Example(
        body=(
            "<ns1:paramsRequestCampaign><source>MKTOWS</source><campaignId>4496</campaignId>"
            "<leadList><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>lead@company.com</keyValue></leadKey></leadList>"
            "<programTokenList><attrib><name>{{my.message}}</name>"
            "<value>Updated message</value></attrib></programTokenList>"
            "</ns1:paramsRequestCampaign>"
        )
    ),
)

CAMPAIGN_UNNAMED = Rule(
    "campaign-unnamed",
    "error",
    "documented",
    "requestCampaign takes campaignId alone, or campaignName with programName.",
    "{missing} is missing",
    "send campaignId, or campaignName with programName and programTokenList",
    example=Example(
        body=(
            "<ns1:paramsRequestCampaign><source>MKTOWS</source><leadList><leadKey>"
            "<keyType>EMAIL</keyType>"
            "<keyValue>lead@company.com</keyValue></leadKey></leadList>"
            "</ns1:paramsRequestCampaign>"
        )
    ),
)

CAMPAIGN_TOKENS_MISSING = Rule(
    "campaign-tokens-missing",
    "error",
    "inferred",
    "With campaignName goes a programTokenList, which may be empty.",
    "campaignName stands without programTokenList",
    "add a programTokenList, empty if there are no tokens",
    example=Example(
        body=(
            "<ns1:paramsRequestCampaign><source>MKTOWS</source><leadList><leadKey>"
            "<keyType>EMAIL</keyType>"
            "<keyValue>lead@company.com</keyValue></leadKey></leadList>"
            "<programName>Trav-Demo-Program</programName>"
            "<campaignName>Trigger</campaignName></ns1:paramsRequestCampaign>"
        )
    ),
)

CAMPAIGN_LEADS_MISSING = Rule(
    "campaign-leads-missing",
    "error",
    "guess",
    "requestCampaign needs leads (20101).",
    "there are no leads in leadList",
    "add a leadKey for each lead",
    example=Example(
        body=(
            "<ns1:paramsRequestCampaign><source>MKTOWS</source><campaignId>4496</campaignId>"
            "<leadList></leadList></ns1:paramsRequestCampaign>"
        )
    ),
)

CAMPAIGN_KEY_COOKIE = Rule(
    "campaign-key-cookie",
    "error",
    "documented",
    "requestCampaign takes every key type but COOKIE.",
    "COOKIE is no key of requestCampaign",
    "name the lead by IDNUM or EMAIL",
    example=Example(
        body=(
            "<ns1:paramsRequestCampaign><source>MKTOWS</source><campaignId>4496</campaignId>"
            "<leadList><leadKey><keyType>COOKIE</keyType>"
            "<keyValue>id:561-HYG-937&amp;token:_mch-marketo.com-1258067434006-50277</keyValue>"
            "</leadKey></leadList></ns1:paramsRequestCampaign>"
        )
    ),
)


def check_request(item: Item, found: Findings) -> None:
    """Look through a requestCampaign request."""
    by_name = [name for name in ("campaignName", "programName") if item.has(name)]
    tokens = ["programTokenList"] if item.member("programTokenList") else []
    if item.has("campaignId"):
        others = [name for name in by_name if item.counts(name)]
        if others and item.counts("campaignId"):
            found.add(CAMPAIGN_ID_WITH_NAME, item.line, item.path, others=listed(others, "and"))
        elif item.counts("programTokenList") and item.counts("campaignId"):
            found.add(CAMPAIGN_ID_WITH_TOKENS, item.line, item.path)
    elif len(by_name) < 2:
        missing = {"campaignName", "programName"} - set(by_name)
        name = missing.pop() if len(missing) == 1 else "campaignId"
        found.add(CAMPAIGN_UNNAMED, item.line, item.path, missing=name)
    elif not tokens:
        found.add(CAMPAIGN_TOKENS_MISSING, item.line, item.path)
    keys = item.each("leadList", "leadKey")
    if not keys:
        found.add(CAMPAIGN_LEADS_MISSING, item.line, item.path)
    check_keys(keys, found)
    for key in keys:
        if key.said("keyType") == COOKIE:
            found.add(CAMPAIGN_KEY_COOKIE, key.line, key.path)
    check_tokens(item, found)


TOKEN_FORM = Rule(
    "token-form",
    "warning",
    "documented",
    "A token's name is written in full: {{my.name}}.",
    "the name of a token is not of the form {{{{my.name}}}}",
    "write it as {{{{my.name}}}}",
    example=Example(
        body=(
            "<ns1:paramsScheduleCampaign><programName>Trav-Demo-Program</programName>"
            "<campaignName>Batch Campaign Example</campaignName><programTokenList><attrib>"
            "<name>my.message</name>"
            "<value>Updated message</value></attrib></programTokenList>"
            "</ns1:paramsScheduleCampaign>"
        )
    ),
)


def check_tokens(item: Item, found: Findings) -> None:
    """Look through the tokens that a campaign is given."""
    for token in item.each("programTokenList", "attrib"):
        name = token.member("name")
        if name is not None and not TOKEN.fullmatch(name.value):
            found.add(TOKEN_FORM, name.line, name.path)
