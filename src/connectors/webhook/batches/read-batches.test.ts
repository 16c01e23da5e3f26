import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SubjectFacts } from '@countersign/platform-kit'
import { connectBatched, type Handle, NAMES, subjectOf } from '../../../../test/support/batched-platform.ts'
import { waitFor } from '../../../../test/support/wait-for.ts'
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

test('facts of many subjects come in one call, each with its outcome', async (t) => {
  const { connector, types } = await connectShowing(t)
  assert.equal(connector.factsMax?.(subjectOf('account-0')), 1)
  await waitFor('what the platform states', async () => connector.factsMax?.(subjectOf('account-0')) === 200)
  const names = NAMES.slice(0, 199)
  const shown = await connector.factsBatch?.([...names, 'missing'].map(subjectOf))
  const handles = shown?.map((one) => (one instanceof ConnectorError ? one.failure : one?.account.handle))
  assert.deepEqual(handles, [...names, undefined])
  assert.deepEqual(types, ['platform.capabilities', FACTS])
})

test('a platform that knows no sets of facts gets single calls', async (t) => {
  const older = await connectShowing(t, (handle) => async (call) => {
    const answer = await handle(call)
    return { ...answer, body: answer.body.replace('"facts":true', '"facts":false') }
  })
  older.connector.instructionsMax?.(subjectOf('account-0'))
  await waitFor(
    'what the platform states',
    async () => older.connector.instructionsMax?.(subjectOf('account-0')) === 200,
  )
  assert.equal(older.connector.factsMax?.(subjectOf('account-0')), 1)
})

test('a platform that knows sets no longer shows nothing in one', async (t) => {
  const { connector } = await connectShowing(t, (handle) => (call) => {
    const headers = { 'content-type': 'application/json' } as const
    const refusal = { headers, status: 400, body: '{"refusal":"malformed","detail":"type: is unknown"}' }
    return call.body.includes(FACTS) ? Promise.resolve(refusal) : handle(call)
  })
  await waitFor('what the platform states', async () => connector.factsMax?.(subjectOf('account-0')) === 200)
  const shown = await connector.factsBatch?.(NAMES.slice(0, 2).map(subjectOf))
  assert.deepEqual(
    shown?.map((one) => one instanceof ConnectorError),
    [true, true],
  )
  assert.equal(connector.factsMax?.(subjectOf('account-0')), 1)
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
