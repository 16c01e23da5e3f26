import { createHash } from 'node:crypto'
import { type DocumentedSchema, describeSchema } from './describe-schema.ts'
import { Html, html } from '../../../foundation/html/html.ts'

interface Media {
  schema?: DocumentedSchema
  example?: unknown
}
interface Answer {
  $ref?: string
  description?: string
  content?: Record<string, Media>
}
interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema: DocumentedSchema
}
interface Body {
  required?: boolean
  description?: string
  content: Record<string, Media>
}
interface Operation {
  operationId?: string
  summary?: string
  description?: string
  tags?: readonly string[]
  parameters?: readonly Parameter[]
  requestBody?: Body
  responses: Record<string, Answer>
}
/** The part of an OpenAPI description that the page shows. */
export interface Described {
  info: { title: string; version: string; description?: string }
  tags?: readonly { name: string; description?: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { responses?: Record<string, Answer>; schemas?: Record<string, DocumentedSchema> }
}

type Listed = Operation & { method: string; path: string }

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; }
code, pre, summary b { font-family: ui-monospace, monospace; font-size: .9em; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid #8886; border-radius: .3rem; }
details { border-top: 1px solid #8886; padding: .4rem 0; }
summary { cursor: pointer; }
summary span { opacity: .75; }
details > :not(summary) { margin-left: 1.2rem; }
ul { padding-left: 1.2rem; margin: .2rem 0; }
dt { font-weight: 600; margin-top: .5rem; }
`

/** The page runs and loads nothing: people with access tokens read it, and it needs neither. */
export const DOCS_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The description of the API as one page to read, without scripts. */
export function renderDocs(described: Described): string {
  const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]): Listed => ({ ...each, method: method.toUpperCase(), path })),
  )
  const { info, tags = [] } = described
  const sections = tags.map(
    ({ name, description = '' }) => html`<h2 id="${name}">${name}</h2>
<p>${description}</p>
${operations.filter((each) => each.tags?.includes(name)).map((each) => operationPart(described, each))}`,
  )
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${info.title}: its API</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<h1>${info.title}</h1>
<p>Version ${info.version} of its API, for programs as <a href="/v1/openapi.json">OpenAPI 3.1</a>.</p>
${paragraphs(info.description ?? '')}
<nav>${tags.map(({ name }) => html`<a href="#${name}">${name}</a> `)}<a href="#schemas">schemas</a></nav>
${sections}
<h2 id="schemas">schemas</h2>
${Object.entries(described.components.schemas ?? {}).map(schemaPart)}
</body>
</html>
`.text
}

function operationPart(described: Described, operation: Listed): Html {
  const { operationId = '', method, path, summary = '', description = '', parameters = [], requestBody } = operation
  return html`<details id="${operationId}">
<summary><b>${method} ${path}</b> <span>${summary}</span></summary>
${paragraphs(description)}
${parameters.length === 0 ? '' : html`<h4>In the address</h4><ul>${parameters.map(parameterPart)}</ul>`}
${requestBody === undefined ? '' : requestPart(requestBody)}
<h4>Answers</h4>
<dl>${Object.entries(operation.responses).map(([status, answer]) => answerPart(described, status, answer))}</dl>
</details>
`
}

const schemaPart = ([name, schema]: [string, DocumentedSchema]): Html =>
  html`<details id="schema-${name}"><summary><b>${name}</b></summary>${describeSchema(schema)}</details>
`

function parameterPart({ name, in: place, required, description, schema }: Parameter): Html {
  const about = describeSchema(description === undefined ? schema : { ...schema, description })
  return html`<li><code>${name}</code> in the ${place}${required ? '' : ', optional'}: ${about}</li>`
}

const requestPart = ({ required, description, content }: Body): Html =>
  html`<h4>Body${required === false ? ', optional' : ''}</h4>
${description === undefined ? '' : html`<p>${description}</p>`}
${Object.entries(content).map(([type, media]) => mediaPart(type, media))}`

function answerPart(described: Described, status: string, answer: Answer): Html {
  const sort = answer.$ref?.split('/').at(-1)
  if (sort !== undefined) {
    const { description = '' } = described.components.responses?.[sort] ?? {}
    return html`<dt>${status}</dt><dd>${description}. Problem <code>${sort}</code>.</dd>`
  }
  const media = Object.entries(answer.content ?? {}).map(([type, each]) => mediaPart(type, each))
  return html`<dt>${status}</dt><dd>${answer.description ?? ''}${media}</dd>`
}

const mediaPart = (type: string, { schema = {}, example }: Media): Html =>
  html`<p><code>${type}</code>: ${describeSchema(schema)}</p>
${example === undefined ? '' : html`<pre>${JSON.stringify(example, null, 2)}</pre>`}`

/**
 * Converts text to HTML: paragraphs separated by an empty line, with \`code\` in them, which is all of Markdown that
 * the descriptions use.
 */
const paragraphs = (text: string): Html => html`${text.split(/\n{2,}/).map((each) => html`<p>${codeWithin(each)}</p>`)}`

const codeWithin = (text: string): Html[] =>
  text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
