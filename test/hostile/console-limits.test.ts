import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ROUTES } from '../../src/app/http/routes.ts'
import { startTestDesk } from '../support/server.ts'
import type { ApiDocument, Schema } from './api-document.ts'

/** A limit of a field in the console, and the field of the API that it is for. */
const LIMITS: readonly (readonly [file: string, constant: string, path: string, field: string])[] = [
  ['review/case-notes.tsx', 'NOTE_MAX', '/v1/cases/{caseId}/notes', 'text'],
  ['review/case-notes.tsx', 'MENTIONS_MAX', '/v1/cases/{caseId}/notes', 'mentions'],
  ['review/draft.ts', 'ACTIONS_MAX', '/v1/cases/{caseId}/decisions', 'actions'],
  ['opening/open-case-page.tsx', 'NAME_MAX', '/v1/subject-lookups', 'name'],
  ['opening/opening-form.tsx', 'REASON_MAX', '/v1/cases', 'reason'],
  ['opening/opening-form.tsx', 'REFERENCE_MAX', '/v1/cases', 'reference'],
  ['review/hand-over.tsx', 'REASON_CHARS_MAX', '/v1/cases/{caseId}/transfer', 'reason'],
  ['review/hand-over.tsx', 'REASON_CHARS_MAX', '/v1/cases/{caseId}/claim/take-over', 'reason'],
  ['exceptions/exception-row.tsx', 'END_REASON_CHARS_MAX', '/v1/newsworthy-exceptions/{exceptionId}/end', 'reason'],
]

test("limits of the console's fields equal those of the API", async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const { paths, components } = (await app.inject('/v1/openapi.json')).json<ApiDocument>()
  const resolve = (schema: Schema | undefined): Schema =>
    schema?.$ref === undefined ? (schema ?? {}) : resolve(components.schemas[schema.$ref.split('/').at(-1) ?? ''])
  for (const [file, constant, path, field] of LIMITS) {
    const text = readFileSync(`console/src/${file}`, 'utf8')
    const shown = Number(new RegExp(`const ${constant} = ([\\d_]+)`).exec(text)?.[1]?.replaceAll('_', ''))
    const body = resolve(paths[path]?.post?.requestBody?.content?.['application/json']?.schema)
    const taken = resolve(body.properties?.[field])
    assert.equal(shown, taken.maxLength ?? taken.maxItems, `${constant} of ${file}`)
  }
})
