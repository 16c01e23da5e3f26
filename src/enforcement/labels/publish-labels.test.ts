import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { type LabelerDesk, ROSA, startLabelerDesk } from '../../../test/support/atproto.ts'
import { startPds } from '../../../test/support/atproto-pds.ts'
import { givenReviewer, send } from '../../../test/support/desk-flow.ts'
import { isSigned, openLabeling, queryLabels, startLabeling, subscribe } from '../../../test/support/labels.ts'
import { checkLedger, enforcementIn, proposeAsDecided, startWork } from '../../../test/support/working-desk.ts'
import { routePlatforms } from '../../connectors/route-platforms.ts'
import type { Connector } from '../../foundation/connector/connector.ts'

const SUBJECT = `account:bluesky~${ROSA}`
const DAY_MS = 86_400_000

/** Proposes an action and waits for its effect. */
async function enforce(
  { desk }: LabelerDesk,
  action: 'label' | 'limit',
  more: { label?: string; durationMs?: number },
) {
  const { id } = await proposeAsDecided(desk, { subject: SUBJECT, action, ...more })
  return enforcementIn(desk, id, 'in_effect')
}

async function restore(desk: LabelerDesk, enforcementId: string): Promise<void> {
  const { token } = await givenReviewer(desk as never)
  const url = `/v1/enforcements/${enforcementId}/restore`
  const { status, body } = await send(desk as never, token, 'POST', url, { cause: 'mistake', reason: 'Another one.' })
  assert.equal(status, 202, JSON.stringify(body))
  await enforcementIn(desk.desk, enforcementId, 'restored')
}

test('a label is published with its enforcement, signed, and taken back', async (t) => {
  const desk = await startLabeling(t)
  const { next } = await subscribe(t, desk, 0)
  const spam = await enforce(desk, 'label', { label: 'spam', durationMs: DAY_MS })
  const limit = await enforce(desk, 'limit', {})
  const { labels } = await queryLabels(desk, `uriPatterns=${ROSA}`)
  assert.deepEqual(
    labels.map(({ sig: _, cts: __, ...label }) => label),
    [
      { ver: 1, src: desk.labeler.did, uri: ROSA, val: 'limit' },
      { ver: 1, src: desk.labeler.did, uri: ROSA, val: 'spam', exp: spam.endsAt?.toISOString() },
    ],
  )
  for (const label of labels) {
    assert.ok(await isSigned(desk.labeler, label))
    assert.ok(!(await isSigned(desk.labeler, { ...label, val: 'scam' })))
  }
  await restore(desk, spam.id)
  await restore(desk, limit.id)
  assert.deepEqual((await queryLabels(desk, 'uriPatterns=*')).labels, [])
  const streamed = [await next(), await next(), await next(), await next()].map((frame) => frame?.body)
  assert.deepEqual(
    streamed.map((body) => body?.labels?.map(({ val, neg = false }) => [val, neg])),
    [[['spam', false]], [['limit', false]], [['spam', true]], [['limit', true]]],
  )
  const numbers = streamed.map((body) => body?.seq ?? 0)
  assert.deepEqual(
    numbers,
    [...new Set(numbers)].toSorted((one, other) => one - other),
    'numbers rise',
  )
  assert.ok((numbers[0] ?? 0) > Date.now() - DAY_MS, 'a database from a backup never gives a number twice')
  for (const label of streamed.flatMap((body) => body?.labels ?? [])) assert.ok(await isSigned(desk.labeler, label))
  await checkLedger(desk.desk)
})

test('a label on a list names its record', async (t) => {
  const desk = await startLabeling(t)
  const uri = `at://${ROSA}/app.bsky.graph.list/3n3kkyvpqlc2n`
  const subject = `account:bluesky~@list:${uri}`
  const { id } = await proposeAsDecided(desk.desk, { subject, action: 'label', label: 'spam' })
  await enforcementIn(desk.desk, id, 'in_effect')
  const { labels } = await queryLabels(desk, `uriPatterns=at://${ROSA}/*`)
  assert.deepEqual(
    labels.map(({ uri: at, val }) => [at, val]),
    [[uri, 'spam']],
  )
  await restore(desk, id)
  assert.deepEqual((await queryLabels(desk, 'uriPatterns=*')).labels, [])
})

test('a label is taken back while the network is away', async (t) => {
  const pds = await startPds(t)
  let isAway = false
  const desk = await startLabelerDesk(t, {
    connect: (labeler, db) => {
      const [near, away] = [openLabeling(pds, labeler, db), openLabeling(undefined, labeler, db)]
      const apply: Connector['apply'] = (...call) => (isAway ? away : near).apply(...call)
      return routePlatforms(new Map([['bluesky', { ...near, apply }]]))
    },
  })
  startWork(t, desk)
  const spam = await enforce(desk, 'label', { label: 'spam' })
  await enforce(desk, 'label', { label: 'scam' })
  isAway = true
  await restore(desk, spam.id)
  const { labels } = await queryLabels(desk, `uriPatterns=${ROSA}`)
  assert.deepEqual(
    labels.map(({ val }) => val),
    ['scam'],
  )
})

test('a label that no enforcement orders fails in PostgreSQL', async (t) => {
  const desk = await startLabeling(t)
  const { endsAt } = await enforce(desk, 'label', { label: 'spam', durationMs: DAY_MS })
  const row = await desk.desk.db.find<Record<string, unknown>>(sql`select * from label`)
  const insert = async (changes: object) => {
    const given = { ...row, cts: new Date(), ...changes }
    await desk.desk.db.query(sql`
      insert into label select * from jsonb_populate_record(null::label, ${JSON.stringify({ ...given, sig: `\\x${'00'.repeat(64)}` })})`)
  }
  for (const [why, changes] of Object.entries({
    'another value': { val: 'scam' },
    'another account': { subject: 'account:bluesky~did:plc:vvvvvvvvvvvvvvvvvvvvvvvv' },
    'another address': { uri: 'did:plc:vvvvvvvvvvvvvvvvvvvvvvvv' },
    'no end': { exp: null },
    'a later end': { exp: new Date((endsAt?.getTime() ?? 0) + DAY_MS) },
    'another generation': { generation: Number(row?.generation) + 1 },
    'an earlier time': { cts: new Date(Date.now() - 3_600_000) },
    'taken back while it is ordered': { neg: true, exp: null },
    'the same once more': { seq: 99 },
  })) {
    await assert.rejects(insert(changes), (error: { code?: string }) => error.code === 'CS001', why)
  }
  await assert.rejects(desk.desk.db.query(sql`update label set val = 'scam'`), { code: '42501' })
  await assert.rejects(desk.desk.db.query(sql`delete from label`), { code: '42501' })
  await checkLedger(desk.desk)
})
