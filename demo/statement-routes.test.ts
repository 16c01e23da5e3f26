import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UP } from './subject-state.ts'
import { call, givenDemo, instruct, OFFLINE, ROSA } from './test/small-desk.ts'

const statement = (id: string, text: string) => ({
  ...{ id, texts: [{ language: 'de', text }] },
  redress: [{ kind: 'appeal', address: 'https://harbour.example/a?x="1', until: '2026-09-01T00:00:00Z' } as const],
})

test('the owner reads statements and the way to appeal, visitors none', async (t) => {
  const { url, store } = await givenDemo(t)
  const good = { ...statement('stm_1', 'Gesperrt wegen <b>Spam</b>.'), redress: [] }
  assert.equal(
    (await call(url, instruct(1, OFFLINE, { statement: statement('stm_1', 'x') }))).body.refusal,
    'malformed',
  )
  const redress = [
    { kind: 'appeal', address: 'https://harbour.example/appeal', until: '2026-09-01T00:00:00Z' },
  ] as const
  await call(url, instruct(1, OFFLINE, { statement: { ...good, redress } }))
  const post = { kind: 'content', id: 'rosa-1' } as const
  const other = { ...good, id: 'stm_2', texts: [{ language: 'en', text: 'Your post was hidden.' }] }
  await call(url, instruct(1, { ...UP, visible: false }, { subject: post, statement: other }))
  const page = await (await fetch(`${url}/@rosa_bakes/statements`)).text()
  assert.match(page, /lang="de">Gesperrt wegen &lt;b&gt;Spam/)
  assert.match(page, /Your post was hidden/)
  assert.match(page, /href="https:\/\/harbour\.example\/appeal"[^>]*>Appeal here<\/a> until 2026-09-01/)
  assert.doesNotMatch(await (await fetch(`${url}/@rosa_bakes`)).text(), /Gesperrt/)
  const forwarded = await fetch(`${url}/@rosa_bakes/statements`, { headers: { 'x-forwarded-for': '203.0.113.9' } })
  assert.equal(forwarded.status, 403)
  assert.equal((await fetch(`${url}/@nobody/statements`)).status, 404)
  const shown = store.committed.all`select statement_id from shown_statement where id = ${ROSA.id}`
  assert.equal(shown.length, 1)
})
