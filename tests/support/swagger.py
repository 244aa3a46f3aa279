"""Swagger 2.0 to OpenAPI 3.0, as far as the vendor's descriptions of its REST API use it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

JSON = "application/json"
_OF_SCHEMA = ("type", "format", "items", "enum", "default")
Node = dict[str, Any]


def converted(swagger: Mapping[str, Any], wanted: Collection[tuple[str, str]]) -> Node:
    """An OpenAPI description of some operations of a Swagger description.

    Args:
        swagger: The description, which stays as it is.
        wanted: Methods, in lower case, and paths of the operations.
    """
    # References to the definitions, wherever they stand.
    text = json.dumps(swagger).replace('"#/definitions/', '"#/components/schemas/')
    copy: Node = json.loads(text)
    paths: dict[str, Node] = {}
    for path, operations in copy["paths"].items():
        for method, operation in operations.items():
            if (method, path) in wanted:
                paths.setdefault(path, {})[method] = _operation(operation)
    return {
        "openapi": "3.0.3",
        "info": {"title": copy["info"]["title"], "version": copy["info"]["version"]},
        "paths": paths,
        "components": {
            "schemas": {name: _schema(each) for name, each in copy["definitions"].items()}
        },
    }


def _operation(operation: Node) -> Node:
    given = operation.get("parameters", [])
    made: Node = {
        "operationId": operation["operationId"],
        "parameters": [_parameter(each) for each in given if each["in"] in ("path", "query")],
        "responses": {
            status: {
                "description": answer.get("description", ""),
                "content": {JSON: {"schema": _schema(answer["schema"])}},
            }
            for status, answer in operation["responses"].items()
            if "schema" in answer
        },
    }
    for each in given:
        if each["in"] == "body":
            (media,) = operation["consumes"]
            content = {media: {"schema": _schema(each["schema"])}}
            made["requestBody"] = {"required": each.get("required", False), "content": content}
        elif each["in"] == "formData":
            schema = {
                "type": "object",
                "properties": {each["name"]: {"type": "string", "format": "binary"}},
                "required": [each["name"]] if each.get("required") else [],
            }
            (media,) = operation["consumes"]
            made["requestBody"] = {"required": True, "content": {media: {"schema": schema}}}
    return made


def _parameter(given: Node) -> Node:
    return {
        "name": given["name"],
        "in": given["in"],
        "required": given["in"] == "path" or given.get("required", False),
        "schema": {name: given[name] for name in _OF_SCHEMA if name in given},
    }


def _schema(schema: Node) -> Node:
    """A schema without its examples, which need not be valid."""
    made = {name: value for name, value in schema.items() if name != "example"}
    if "properties" in made:
        made["properties"] = {name: _schema(each) for name, each in made["properties"].items()}
    if "items" in made:
        made["items"] = _schema(made["items"])
    if "required" in made and not made["required"]:
        del made["required"]
    return made
