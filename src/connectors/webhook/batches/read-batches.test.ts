import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SubjectFacts } from '@countersign/platform-kit'
import { connectBatched, type Handle, NAMES, subjectOf } from '../../../../test/support/batched-platform.ts'
import { ConnectorError } from '../../../foundation/connector/connector.ts'

const FACTS = 'subject.facts_batch'

const factsOf = (id: string): SubjectFacts => ({
  account: { id, handle: id, displayName: '', reach: 7, verified: false, tags: [], createdAt: null },
  readAt: new Date().toISOString(),
})

/** A platform that shows the facts of its accounts. */
const connectShowing = (t: Parameters<typeof connectBatched>[0], change?: (handle: Handle) => Handle) =>
  connectBatched(t, change, {
    facts: (_tx, { id }) => (id.startsWith('account-') ? factsOf(id) : undefined),
  })

test('facts of many subjects come in few calls, each with its outcome', async (t) => {
  const { connector, types } = await connectShowing(t)
  const shown = await connector.factsBatch?.([...NAMES, 'missing'].map(subjectOf))
  const handles = shown?.map((one) => (one instanceof ConnectorError ? one.failure : one?.account.handle))
  assert.deepEqual(handles, [...NAMES, undefined])
  assert.deepEqual(types, ['platform.capabilities', ...Array(3).fill(FACTS)])
})

test('a platform that knows no sets of facts gets single calls', async (t) => {
  const older = await connectShowing(t, (handle) => async (call) => {
    const answer = await handle(call)
    return { ...answer, body: answer.body.replace('"facts":true', '"facts":false') }
  })
  assert.equal(await older.connector.factsBatch?.(NAMES.slice(0, 2).map(subjectOf)), undefined)
  const replaced = await connectShowing(t, (handle) => (call) => {
    const headers = { 'content-type': 'application/json' } as const
    const refusal = { headers, status: 400, body: '{"refusal":"malformed","detail":"type: is unknown"}' }
    return call.body.includes(FACTS) ? Promise.resolve(refusal) : handle(call)
  })
  assert.equal(await replaced.connector.factsBatch?.(NAMES.slice(0, 2).map(subjectOf)), undefined)
})

test('facts of another subject than was asked for are unreadable', async (t) => {
  const { connector } = await connectShowing(t, (handle) => async (call) => {
    const answer = await handle(call)
    if (!call.body.includes(FACTS)) return answer
    return { ...answer, body: JSON.stringify({ outcomes: JSON.parse(answer.body).outcomes.toReversed() }) }
  })
  const shown = await connector.factsBatch?.(NAMES.slice(0, 2).map(subjectOf))
  assert.deepEqual(
    shown?.map((one) => one instanceof ConnectorError && one.failure),
    ['unreadable', 'unreadable'],
  )
})
