import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenClaim, givenReport, givenReviewer, send, violation } from '../../../test/support/desk-flow.ts'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'
import { EVERY_GUARANTEE, NO_GUARANTEE } from '../../foundation/connector/guarantees.ts'

const POST = { kind: 'content', id: 'pills-1' } as const

const fieldsOf = ({ errors }: Record<string, unknown>): unknown[] =>
  (errors as readonly { field: string }[]).map(({ field }) => field)

test('422: an action that the platform cannot carry out, with its field', async (t) => {
  const working = await startWorkingDesk(t)
  const { token } = await givenReviewer(working)
  await givenReport(working, POST)
  const caseId = await givenClaim(working, token)
  const able = { ...EVERY_GUARANTEE, actions: { account: ['suspend'], content: ['remove'] } } as const
  const asked = t.mock.method(working.desk.platform, 'guarantees', () => able)
  const decide = (...actions: object[]) =>
    send(working, token, 'POST', `/v1/cases/${caseId}/decisions`, violation({ actions }))
  const { status, body } = await decide({ action: 'remove' }, { action: 'warn' })
  assert.equal(status, 422, JSON.stringify(body))
  assert.match(String(body.detail), /cannot carry out this action/)
  assert.deepEqual(fieldsOf(body), ['actions/1/action'])
  assert.deepEqual(asked.mock.calls.at(-1)?.arguments, [POST], 'the platform of the subject is asked')
  for (const url of ['/v1/enforcements/preview', '/v1/proposal-signings']) {
    const refused = await send(working, token, 'POST', url, { caseId, policyId: 'scam', action: 'warn' })
    assert.deepEqual([refused.status, fieldsOf(refused.body)], [422, ['action']], url)
  }
  const wrong = await decide({ action: 'suspend', on: 'content' })
  assert.equal(wrong.status, 422, 'accounts alone are suspended there')
  const { rows } = await working.desk.db.query(sql`select from decision`)
  assert.equal(rows.length, 0)
  const done = await decide({ action: 'remove' })
  assert.equal(done.status, 201, JSON.stringify(done.body))
})

test('422: an action on a platform that is not called names it', async (t) => {
  const working = await startWorkingDesk(t)
  const { token } = await givenReviewer(working)
  await givenReport(working, POST)
  const caseId = await givenClaim(working, token)
  t.mock.method(working.desk.platform, 'guarantees', () => NO_GUARANTEE)
  const { status, body } = await send(working, token, 'POST', `/v1/cases/${caseId}/decisions`, violation())
  assert.equal(status, 422, JSON.stringify(body))
  assert.match(String(body.detail), /does not call the platform default.*Have a second person agree/)
})
