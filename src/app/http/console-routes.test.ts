import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { startTestDesk } from '../../../test/support/server.ts'
import { CONSOLE_PAGES } from './console-pages.ts'

const DIST = 'console/dist'
/** The most bytes of code, styles and texts that a person on a slow line loads before the first page. */
const FIRST_LOAD_BYTES_MAX = 220_000

test('200: every console address serves one page that no site frames', async (t) => {
  const { app } = await startTestDesk(t)
  for (const page of CONSOLE_PAGES) {
    const answer = await app.inject({ url: page.replace(/:\w+/, 'case_1') })
    assert.deepEqual([answer.statusCode, answer.headers['content-type']], [200, 'text/html; charset=utf-8'], page)
    assert.match(String(answer.headers['content-security-policy']), /default-src 'self'.*frame-ancestors 'none'/)
    assert.equal(answer.headers['cache-control'], 'no-cache')
    assert.match(answer.body, /<div id="root">/)
  }
})

test('200: console files are compressed and cached under hashed names', async (t) => {
  const { app } = await startTestDesk(t)
  const page = (await app.inject({ url: '/' })).body
  const files = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file]) => String(file))
  assert.ok(files.length >= 3)
  let bytes = 0
  const texts = readdirSync(`${DIST}/assets`).filter((name) => /^texts-\w\w-[\w-]{8}\.js$/.test(name))
  assert.ok(texts.length >= 2)
  // The script loads one language before it shows a page: the longest counts.
  bytes += Math.max(...texts.map((name) => statSync(`${DIST}/assets/${name}.br`).size))
  for (const file of files) {
    const answer = await app.inject({ url: file, headers: { 'accept-encoding': 'br' } })
    assert.equal(answer.statusCode, 200, file)
    const isHashed = /-[\w-]{8}\.\w+$/.test(file)
    assert.equal(answer.headers['cache-control'], isHashed ? 'public, max-age=31536000, immutable' : 'no-cache', file)
    if (/\.(js|css)$/.test(file)) bytes += answer.rawPayload.length
  }
  assert.ok(bytes < FIRST_LOAD_BYTES_MAX, `the first load is ${bytes} bytes compressed`)
})

test("404: no file outside the console's own is served", async (t) => {
  const { app } = await startTestDesk(t)
  for (const url of ['/assets/', '/assets/../package.json', '/assets/%2e%2e/index.html', '/assets/none.js']) {
    assert.equal((await app.inject({ url })).statusCode, 404, url)
  }
})

test('the console page names only files that the build made', () => {
  assert.ok(existsSync(`${DIST}/index.html`))
  const made = new Set(readdirSync(`${DIST}/assets`))
  for (const [, file] of readFileSync(`${DIST}/index.html`, 'utf8').matchAll(/\/assets\/([^"]+)"/g)) {
    assert.ok(made.has(String(file)), String(file))
  }
})

test('no build holds the page of components', () => {
  assert.ok(readdirSync(`${DIST}/assets`).some((name) => name.startsWith('help-page-')))
  assert.deepEqual(
    readdirSync(`${DIST}/assets`).filter((name) => /design/.test(name)),
    [],
  )
})
