import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { SORTS } from '../../src/app/http/requests/problem.ts'
import { ROUTES } from '../../src/app/http/routes.ts'
import type { ApiDocument } from '../hostile/api-document.ts'
import { startTestDesk } from '../support/server.ts'

const PAGE = resolve(import.meta.dirname, '../../docs/reference/api.md')
const WRITES = process.env.COUNTERSIGN_WRITE_DOCS === '1'

/** Breaks a line between words before its 120th character; what follows is part of the same entry. */
const wrap = (text: string): string =>
  text
    .replaceAll(/(.{1,118})(?: |$)/g, '$1\n')
    .trimEnd()
    .replaceAll('\n', text.startsWith('- ') ? '\n  ' : '\n')

/** Compares the lists between the marks of the page with the description, or writes them where that was asked for. */
test('the reference of the API lists every problem and every operation', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const document = (await app.inject({ url: '/v1/openapi.json' })).json<ApiDocument>()
  const problems = SORTS.map(([sort, status, title]) => `- ${status} \`${sort}\`: ${title}`)
  const parts: Readonly<Record<string, string>> = {
    problems: problems.join('\n'),
    operations: document.tags.map((tag) => listOperations(document, tag)).join('\n\n'),
  }
  const written = readFileSync(PAGE, 'utf8').replace(
    /<!-- (\w+) -->[\s\S]*?<!-- end -->/g,
    (_whole, name: string) => `<!-- ${name} -->\n\n${parts[name]}\n\n<!-- end -->`,
  )
  if (WRITES) writeFileSync(PAGE, written)
  assert.equal(
    readFileSync(PAGE, 'utf8'),
    written,
    'COUNTERSIGN_WRITE_DOCS=1 npm test -- test/reference writes it anew',
  )
})

function listOperations({ paths }: ApiDocument, { name, description }: { name: string; description: string }): string {
  const lines = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags = [] }]) => tags.includes(name))
      .map(([method, { summary }]) => wrap(`- \`${method.toUpperCase()} ${path}\`: ${summary}`)),
  )
  return `### ${name}\n\n${wrap(description)}\n\n${lines.join('\n')}`
}
