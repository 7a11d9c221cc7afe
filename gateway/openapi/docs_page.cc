#include "gateway/openapi/docs_page.h"

namespace rasoat::gateway {
namespace {

constexpr char kPage[] = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>rasoat API</title>
<link rel="stylesheet" href="/docs/docs.css">
<script src="/docs/docs.js" defer></script>
</head>
<body>
<header>
<h1>rasoat API</h1>
<p id="about"></p>
<p><a href="/openapi.json">openapi.json</a> (OpenAPI 3.1)</p>
<label>Find <input id="find" type="search" placeholder="household, progress …"></label>
</header>
<main id="operations" aria-live="polite">Loading …</main>
</body>
</html>
)html";

constexpr char kStyle[] = R"css(
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1c1c1c; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }
details { border: 1px solid #ddd; border-radius: 4px; margin: .4rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; }
code, .path { font-family: ui-monospace, monospace; }
.method { display: inline-block; min-width: 4.2rem; font-weight: 700; }
.about { white-space: pre-line; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-top: 1px solid #eee; }
input { font: inherit; padding: .2rem .4rem; min-width: 20rem; }
)css";

constexpr char kScript[] = R"js('use strict';

// All text goes in as text, never as markup.
function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function typeOf(schema) {
  if (!schema) return '';
  if (schema.$ref) return schema.$ref.split('/').pop();
  if (schema.type === 'array') return typeOf(schema.items) + '[]';
  return schema.format ? schema.type + ' (' + schema.format + ')' : schema.type || 'any';
}

function rows(title, list) {
  if (list.length === 0) return [];
  const table = element('table');
  for (const [name, type, about] of list) {
    const row = element('tr');
    const first = element('td');
    first.append(element('code', name));
    row.append(first, element('td', type), element('td', about, 'about'));
    table.append(row);
  }
  return [element('h4', title), table];
}

function fields(api, schema) {
  if (!schema) return [];
  const found = schema.$ref ? api.components.schemas[schema.$ref.split('/').pop()] : schema;
  return Object.entries(found.properties || {})
      .map(([name, field]) => [name, typeOf(field), field.description || '']);
}

function operation(api, path, method, found) {
  const block = element('details');
  const head = element('summary');
  head.append(element('span', method.toUpperCase(), 'method'),
              element('span', path, 'path'), ' ', found.summary);
  block.append(head, element('p', found.description, 'about'));
  block.append(...rows('Parameters', (found.parameters || []).map(
      (p) => [p.name, p.in + ', ' + typeOf(p.schema), p.description || ''])));
  if (found.requestBody) {
    const body = Object.values(found.requestBody.content)[0].schema;
    block.append(...rows('Body: ' + typeOf(body), fields(api, body)));
  }
  const [type, answer] = Object.entries(found.responses['200'].content)[0];
  block.append(...rows('Response: ' + typeOf(answer.schema) + ', ' + type,
                       fields(api, answer.schema)));
  block.dataset.text = (path + ' ' + found.operationId + ' ' + found.summary).toLowerCase();
  return block;
}

async function show() {
  const main = document.getElementById('operations');
  const answer = await fetch('/openapi.json');
  if (!answer.ok) throw new Error('HTTP ' + answer.status);
  const api = await answer.json();
  document.getElementById('about').textContent = api.info.description;
  document.getElementById('about').className = 'about';
  main.textContent = '';
  for (const tag of api.tags) {
    const section = element('section');
    section.append(element('h2', tag.name), element('p', tag.description, 'about'));
    for (const [path, methods] of Object.entries(api.paths)) {
      for (const [method, found] of Object.entries(methods)) {
        if (found.tags.includes(tag.name)) section.append(operation(api, path, method, found));
      }
    }
    main.append(section);
  }
  document.getElementById('find').addEventListener('input', (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const block of main.querySelectorAll('details')) {
      block.hidden = !block.dataset.text.includes(wanted);
    }
  });
}

show().catch((error) => {
  document.getElementById('operations').textContent =
      'The description could not be read: ' + error.message;
});
)js";

}  // namespace

bool FindDocsPage(absl::string_view path, Reply& reply) {
  if (path == "/docs" || path == "/docs/") {
    reply.content_type = "text/html; charset=utf-8";
    reply.body = kPage;
  } else if (path == "/docs/docs.js") {
    reply.content_type = "text/javascript; charset=utf-8";
    reply.body = kScript;
  } else if (path == "/docs/docs.css") {
    reply.content_type = "text/css; charset=utf-8";
    reply.body = kStyle;
  } else {
    return false;
  }
  return true;
}

}  // namespace rasoat::gateway
