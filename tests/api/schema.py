"""The part of JSON Schema that /openapi.json uses, and the check of every answer against it."""
import json
import re

TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
TYPES = {"string": str, "object": dict, "array": list, "boolean": bool, "null": type(None)}
KNOWN = {"$ref", "anyOf", "type", "format", "enum", "items", "properties", "required", "additionalProperties"}


def is_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def mistakes(document, schema, value, at=""):
    """Where and why value does not fit."""
    if set(schema) - KNOWN:
        return [f"{at}: this check does not know {set(schema) - KNOWN}"]
    if "$ref" in schema:
        return mistakes(document, document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], value, at)
    if "anyOf" in schema:
        tried = [mistakes(document, one, value, at) for one in schema["anyOf"]]
        return [] if any(not t for t in tried) else tried[0]
    if "type" in schema and not is_type(value, schema["type"]):
        return [f"{at}: {value!r} is no {schema['type']}"]
    found = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value!r} stands not among {schema['enum']}")
    if schema.get("format") == "date-time" and not TIME.match(value):
        found.append(f"{at}: {value!r} is no moment")
    if isinstance(value, list):
        for i, one in enumerate(value):
            found += mistakes(document, schema.get("items", {}), one, f"{at}/{i}")
    if isinstance(value, dict):
        found += [f"{at}: {name} is missing" for name in schema.get("required", []) if name not in value]
        for name, one in value.items():
            if name in schema.get("properties", {}):
                found += mistakes(document, schema["properties"][name], one, f"{at}/{name}")
            elif schema.get("additionalProperties", True) is False:
                found.append(f"{at}: {name} is not described")
    return found


class Checker:
    def __init__(self, document):
        self.document, self.found, self.seen = document, [], set()
        self.paths = [(re.compile("^" + re.sub(r"\{[^}]*\}", "[^/]+", path) + "$"), path) for path in document["paths"]]

    def operation(self, method, path):
        plain = path.split("?")[0]
        for pattern, name in self.paths:
            if pattern.match(plain):
                return name, self.document["paths"][name].get(method.lower())
        return None, None

    def __call__(self, method, path, answer):
        name, operation = self.operation(method, path)
        if not operation:
            return
        responses = operation["responses"]
        described = responses.get(str(answer.status), responses["default"])
        kind = answer.headers.get("Content-Type", "").split(";")[0]
        content = described["content"]
        if kind not in content and "*/*" not in content:
            self.found.append(f"{method} {path}: {answer.status} with {kind}")
            return
        self.seen.add((name, method, answer.status))
        if kind in content:
            schema = content[kind]["schema"]
            self.found += [f"{method} {path} {answer.status} {m}" for m in mistakes(self.document, schema, json.loads(answer.body))]
