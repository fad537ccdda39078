"""The JSON Schema with which editors complete and explain the fields of a register.

Made of the models, so that a field is described once. Draft 7, as editors of YAML know that best.
An editor gives unquoted words a type of its own, so a number or a date is accepted as text too.
"""

import json
from typing import Any

from generator.register.model import Register

NAME = "actions.schema.json"


def editor_schema() -> dict[str, Any]:
    """The schema as a tree of plain values."""
    made = _plain(Register.model_json_schema(mode="validation"))
    made.pop("title", None)
    definitions = made.pop("$defs")
    for name in ("insights", "scores"):  # a list that is still empty
        made["properties"][name]["type"] = ["array", "null"]
    made["properties"]["format"] = {
        key: value
        for key, value in made["properties"]["format"].items()
        if key in ("description", "enum")
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "The register of 'You said, we did'",
        **made,
        "definitions": definitions,
    }


def as_text() -> str:
    """The schema as the file that editors read."""
    return json.dumps(editor_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _plain(node: Any) -> Any:
    """Without what only programs read: titles made of names, defaults, and null for "left out"."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "properties" in node:
        fields = {name: _plain(field) for name, field in node["properties"].items()}
        rest = {key: value for key, value in node.items() if key not in ("properties", "title")}
        return {**_plain(rest), "properties": fields}
    kept = {key: value for key, value in node.items() if key not in ("title", "default")}
    choices = [choice for choice in kept.get("anyOf", ()) if choice != {"type": "null"}]
    if choices and len(choices) < len(kept["anyOf"]):
        del kept["anyOf"]
        kept = {**choices[0], **kept} if len(choices) == 1 else {**kept, "anyOf": choices}
    if "prefixItems" in kept:
        kept["items"] = kept.pop("prefixItems")
    if "$ref" in kept:
        kept["$ref"] = kept["$ref"].replace("#/$defs/", "#/definitions/")
        if len(kept) > 1:  # beside a reference, draft 7 reads nothing else
            kept["allOf"] = [{"$ref": kept.pop("$ref")}]
    if "$defs" in kept:
        kept["$defs"] = {name: _plain(model) for name, model in kept["$defs"].items()}
        return {**{k: _plain(v) for k, v in kept.items() if k != "$defs"}, "$defs": kept["$defs"]}
    return {key: _plain(value) for key, value in kept.items()}
