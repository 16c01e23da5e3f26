import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { importFile } from '../../src/cases/import/import-file.ts'
import { givenReviewer, send } from '../support/desk-flow.ts'
import { problemsOf } from '../support/escalation-flow.ts'
import { listGets } from '../support/every-get.ts'
import { rejectedPath } from '../../src/cases/import/import-progress.ts'
import { givenImport } from '../support/import-lines.ts'
import { givenKey, type GivenStaff } from '../support/people.ts'
import { givenRestricted, marksIn, RESTRICTED } from '../support/restricted-evidence.ts'
import { bearer } from '../support/server.ts'
import { startWorkingDesk } from '../support/working-desk.ts'

const EVERYTHING: GivenStaff = {
  roles: ['reviewer', 'senior', 'lead', 'policy'],
  clearances: ['protected', 'safety', 'legal'],
}

/** Starts a desk with restricted evidence, in a case that another reviewer has opened. */
async function startRestricted(t: TestContext) {
  const desk = await startWorkingDesk(t)
  const caseId = await givenRestricted(desk)
  const uncleared = await givenReviewer(desk, EVERYTHING)
  const read = await send(desk, uncleared.token, 'GET', `/v1/cases/${caseId}`)
  assert.equal(read.status, 200, JSON.stringify(read.body))
  const pieces = read.body as unknown as Record<'media' | 'evidence', { id: string; class: string }[]>
  return { desk, caseId, uncleared, ...pieces }
}

test('the desk stores no restricted bytes, whichever part arrives first', async (t) => {
  const { desk, media, evidence } = await startRestricted(t)
  const { rows } = await desk.database.ownerPool.query<{ bytes: Buffer }>(sql`select bytes from evidence_bytes`)
  assert.deepEqual(rows, [])
  assert.deepEqual(
    [...media, ...evidence].map((each) => each.class),
    ['restricted', 'restricted', 'restricted', 'restricted'],
  )
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})

test('restricted content appears in no output of the desk', async (t) => {
  const { desk, caseId, uncleared, media } = await startRestricted(t)
  const { db } = desk.desk
  const places: Record<string, string> = { caseId, accountId: RESTRICTED.accountId, mediaId: media[0]?.id ?? '' }
  const auditor = await givenReviewer(desk, { ...EVERYTHING, roles: ['auditor'] })
  const admin = await givenReviewer(desk, { ...EVERYTHING, roles: ['admin'] })
  let answered = 0
  for (const route of listGets()) {
    const url = route.slice('GET '.length).replace(/:(\w+)/g, (_all, name: string) => places[name] ?? '1')
    for (const [query, { token }] of [
      ['', uncleared],
      ['?reason=asked', uncleared],
      ['', auditor],
      ['', admin],
    ] as const) {
      const { body, statusCode } = await desk.app.inject({ url: `${url}${query}`, headers: bearer(token) })
      const isCase = url === `/v1/cases/${caseId}`
      assert.deepEqual(marksIn(body, isCase ? RESTRICTED.marks : [...RESTRICTED.marks, RESTRICTED.words]), [], url)
      if (statusCode === 200) answered++
    }
  }
  assert.ok(answered > 30, `a walk that sees little shows little: ${answered}`)
  for (const kind of ['case', 'account']) {
    const found = await send(desk, uncleared.token, 'GET', `/v1/search?kind=${kind}&reason=asked&q=${RESTRICTED.words}`)
    assert.deepEqual([found.status, found.body.items], [200, []])
  }
  const translated = await send(desk, uncleared.token, 'POST', `/v1/cases/${caseId}/translation`, { to: 'en' })
  assert.notEqual(translated.status, 200)

  const wrong = { ...RESTRICTED.evidence, base64: RESTRICTED.base64 }
  const report = (evidence: object) => ({
    ...{ id: 'wrong', subject: RESTRICTED.post, ground: 'illegal', category: 'PROTECTION_OF_MINORS', reporterId: 'r' },
    ...{ reportedAt: '2026-05-01T09:00:00Z', evidence: [evidence] },
  })
  const { token } = await givenKey(db, ['report'])
  const refused = await send(desk, token, 'POST', '/v1/reports', report(wrong))
  assert.deepEqual([refused.status, marksIn(JSON.stringify(refused.body))], [400, []])
  const file = givenImport(t, [
    { type: 'report', ...report(wrong) },
    { type: 'report', ...report({ ...RESTRICTED.evidence, sha256: `${RESTRICTED.hash}0` }) },
  ])
  assert.equal((await importFile(desk.desk, { file, keyName: 'import' })).rejected, 2)
  assert.deepEqual(marksIn(readFileSync(rejectedPath(file), 'utf8')), [])

  assert.deepEqual(marksIn(JSON.stringify(desk.logged)), [])
  const { rows } = await desk.database.ownerPool.query<{ payload: string }>(
    `select convert_from(payload, 'utf8') as payload from ledger_payload where payload is not null`,
  )
  assert.deepEqual(marksIn(JSON.stringify(rows)), [], 'the ledger')
})

test("a cleared person gives a reason and opens the platform's copy", async (t) => {
  const { desk, caseId, uncleared, media, evidence } = await startRestricted(t)
  const [piece] = media
  const look = (who: { token: string }, id = piece?.id, body: object = { reason: 'to name it to an authority' }) =>
    send(desk, who.token, 'POST', `/v1/cases/${caseId}/restricted/${id}/views`, body)
  assert.equal((await look(uncleared)).status, 403)
  const cleared = await givenReviewer(desk, { clearances: ['protected', 'safety', 'restricted'] })
  assert.equal((await look(cleared, piece?.id, {})).status, 400)
  assert.equal((await look(cleared, 'media_999')).status, 404)
  const elsewhere = await givenReviewer(desk, { clearances: ['restricted'] })
  assert.equal((await look(elsewhere)).status, 403, 'who may not open the case')
  const views = async () =>
    (await desk.desk.db.query(sql`select staff_id, media_id, reason from staff_view where kind = 'restricted'`)).rows
  assert.deepEqual(await views(), [])

  const shown = await look(cleared)
  assert.equal(shown.status, 200, JSON.stringify(shown.body))
  const { sha256, reference, link } = shown.body as { sha256: string; reference: string; link: { address: string } }
  assert.deepEqual([sha256, reference], [RESTRICTED.hash, RESTRICTED.reference])
  assert.equal((await fetch(link.address)).status, 200, 'the platform’s own page')
  assert.deepEqual(await views(), [{ staff_id: cleared.id, media_id: piece?.id, reason: 'to name it to an authority' }])
  const came = await look(cleared, evidence[0]?.id)
  assert.deepEqual(
    [came.status, came.body.reference],
    [200, RESTRICTED.reference],
    'what came before it was known to be restricted',
  )
  await desk.demo.close()
  const later = await look(cleared)
  assert.deepEqual([later.status, later.body.link, typeof later.body.why], [200, null, 'string'])
  assert.equal((await views()).length, 3)
  assert.deepEqual(await problemsOf(desk.desk.db), [])
})
