import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROUTES } from '../../src/app/http/routes.ts'
import { startTestDesk } from '../support/server.ts'
import { tempDir } from '../support/temp-dir.ts'

const TYPES = 'console/src/api/schema.gen.ts'
/** Set by `npm run types -w console`, which brings the file up to date instead of asking whether it is. */
const isWriting = process.env.COUNTERSIGN_WRITE_TYPES === '1'

test("the console's API types are those of the current API description", async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const document = join(tempDir(t), 'openapi.json')
  writeFileSync(document, (await app.inject({ url: '/v1/openapi.json' })).body)
  const made = join(tempDir(t), 'schema.gen.ts')
  const program = 'console/node_modules/.bin/openapi-typescript'
  // A body may omit a member that has a default.
  execFileSync(process.execPath, [program, document, '--default-non-nullable=false', '--output', made], {
    stdio: 'pipe',
  })
  const text = readFileSync(made, 'utf8')
  if (isWriting) writeFileSync(TYPES, text)
  assert.equal(existsSync(TYPES) && readFileSync(TYPES, 'utf8') === text, true, 'run: npm run types -w console')
})
