"""The page that describes the HTTP routes: made of the OpenAPI description, and of nothing from another host."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from markdown_it import MarkdownIt

from classifier.demo.style import style_sheet

_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def api_page(openapi: dict[str, Any]) -> str:
    """Return the whole page: every route with a call to copy, its answers, and the fields of every body."""
    routes = "".join(
        _route(method, path, route, openapi)
        for path, item in openapi["paths"].items()
        for method, route in item.items()
    )
    schemas = "".join(_schema(name, schema) for name, schema in sorted(openapi["components"]["schemas"].items()))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>newsstance over HTTP</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><style>{style_sheet()}</style></head><body class="ns-api">'
        '<main class="ns"><h1 class="ns-title">newsstance over HTTP</h1>'
        f'<p class="ns-lead">Version {escape(openapi["info"]["version"])}. <a href="openapi.json">openapi.json</a> '
        'describes the same for programs; <a href="./">the page</a> is for people.</p>'
        f"{_MARKDOWN.render(openapi['info']['description'])}<h2>Routes</h2>{routes}<h2>Fields</h2>{schemas}"
        "</main></body></html>"
    )


def _route(method: str, path: str, route: dict[str, Any], openapi: dict[str, Any]) -> str:
    call = escape(_call(method, path, route, openapi))
    answers = "".join(
        f"<tr><td>{escape(code)}</td><td>{escape(answer['description'])}</td><td>{_body_name(answer)}</td></tr>"
        for code, answer in sorted(route["responses"].items())
    )
    return (
        f'<section class="ns-card"><h3><code>{method.upper()} {escape(path)}</code></h3>'
        f"<p>{_MARKDOWN.renderInline(route.get('description', ''))}</p>"
        f'<pre tabindex="0" role="region" aria-label="Example call of {escape(path)}">{call}</pre>'
        '<table class="ns-plain"><thead><tr><th scope="col">Status</th><th scope="col">Meaning</th>'
        f'<th scope="col">Body</th></tr></thead><tbody>{answers}</tbody></table></section>'
    )


def _call(method: str, path: str, route: dict[str, Any], openapi: dict[str, Any]) -> str:
    address = f"http://127.0.0.1:7860{path}"
    if "requestBody" not in route:
        return f"curl -s {address}"
    reference = route["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    fields = openapi["components"]["schemas"][reference.rpartition("/")[2]]["properties"]
    body = {name: field["examples"][0] for name, field in fields.items() if "examples" in field}
    return f"curl -s {address} -H 'Content-Type: application/json' \\\n  -d '{json.dumps(body)}'"


def _body_name(answer: dict[str, Any]) -> str:
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return _kind(schema)


def _schema(name: str, schema: dict[str, Any]) -> str:
    required = schema.get("required", [])
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code>{'' if field in required else ' (optional)'}</td><td>{_kind(kind)}</td>"
        f"<td>{escape(kind.get('description', ''))}</td></tr>"
        for field, kind in schema.get("properties", {}).items()
    )
    values = ", ".join(f"<code>{escape(str(value))}</code>" for value in schema.get("enum", []))
    table = (
        '<table class="ns-plain"><thead><tr><th scope="col">Field</th><th scope="col">Type</th>'
        f'<th scope="col">Meaning</th></tr></thead><tbody>{rows}</tbody></table>'
    )
    return (
        f'<section class="ns-card" id="{escape(name)}"><h3>{escape(name)}</h3>'
        f"<p>{escape(schema.get('description', ''))}</p>{table if rows else values}</section>"
    )


def _kind(schema: dict[str, Any]) -> str:
    """Return a type as HTML, with links to the types that it is made of."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(map(_kind, schema["anyOf"]))
    if "prefixItems" in schema:
        return f"[{', '.join(map(_kind, schema['prefixItems']))}]"
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if "enum" in schema:
        return " or ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    return escape(str(schema.get("type", "any")))
