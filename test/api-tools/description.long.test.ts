import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { ROUTES } from '../../src/app/http/routes.ts'
import { startTestDesk } from '../support/server.ts'
import { tempDir } from '../support/temp-dir.ts'

const LINTER = resolve(import.meta.dirname, 'lint-description.mjs')

test('Redocly and Spectral report no problem in the API description', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const document = (await app.inject('/v1/openapi.json')).json<{ components: { schemas: object } }>()
  const file = join(tempDir(t), 'openapi.json')
  const lint = (content: object): string[] => {
    writeFileSync(file, JSON.stringify(content))
    return JSON.parse(execFileSync(process.execPath, [LINTER, file], { encoding: 'utf8' }))
  }
  assert.deepEqual(lint(document), [])
  const broken = { ...document, components: { ...document.components, schemas: {} } }
  const found = lint(broken).map((each) => each.split(' ')[0])
  assert.deepEqual([...new Set(found)].sort(), ['redocly', 'spectral'], 'both linters read the document')
})
