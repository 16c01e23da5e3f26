import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { identified, only, STAR, startGate } from '../../../test/support/gate-flow.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { recordAccountFacts } from '../../cases/accounts/record-facts.ts'
import { EVERY_GUARANTEE } from '../../foundation/connector/guarantees.ts'
import { signableEnforcement } from '../../enforcement/approve/sign-enforcement.ts'
import { readEnforcement } from '../../enforcement/queries.ts'
import { inTransaction, type Pool, type Statement } from '../../foundation/database/db.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { previewEnforcement } from './preview.ts'
import { LOOKALIKES_MAX } from '../../cases/lookalikes/list-candidates.ts'

const FAKES = Array.from({ length: LOOKALIKES_MAX + 3 }, (_, index) => `fake-${index + 10}`)

test('the preview offers similar accounts by id to identify from', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const caseId = await gate.claim(STAR, ana)
  const factsAt = '2026-05-04T08:00:00Z'
  const like = {
    handle: 'otto_and_the_0wls',
    displayName: 'Otto',
    reach: 31,
    verified: false,
    tags: [],
    createdAt: null,
  }
  await inTransaction(desk.desk.db, (tx) =>
    recordAccountFacts(
      tx,
      { kind: 'desk' },
      FAKES.map((id) => ({ account: { ...like, id }, source: 'test', factsAt })),
    ),
  )
  const { status, body } = await gate.preview(caseId, ana, { action: 'deactivate' })
  assert.equal(status, 200, JSON.stringify(body))
  const candidates = body.candidates as Record<string, unknown>[]
  const ids = candidates.map(({ accountId }) => String(accountId))
  assert.deepEqual(ids, [...ids].sort())
  assert.deepEqual(ids, [...FAKES.slice(0, LOOKALIKES_MAX), STAR.id])
  assert.deepEqual(candidates[0], { accountId: 'fake-10', displayName: 'Otto', reach: 31 })
  for (const candidate of candidates) assert.deepEqual(Object.keys(candidate), ['accountId', 'displayName', 'reach'])
})

test('the preview offers no accounts where no identification is required', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  const caseId = await desk.gate.claim(STAR, ana)
  const { body } = await desk.gate.preview(caseId, ana, { action: 'warn' })
  assert.deepEqual([(body.requirement as { identify: boolean }).identify, body.candidates], [false, []])
})

test('a preview stays valid when the account becomes known meanwhile', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  const caseId = await desk.gate.claim({ kind: 'content', id: 'otto-1' }, ana)
  const { db } = desk.desk
  const isKnown = async () =>
    (await db.query(sql`select from review_case where id = ${caseId} and account_id is not null`)).rowCount === 1
  assert.equal(await isKnown(), false)
  let looks = 0
  const learning: Pool = new Proxy(db, {
    get: (pool, name) => {
      const value: unknown = Reflect.get(pool, name)
      if (typeof value !== 'function') return value
      if (name !== 'query') return value.bind(pool)
      return async (statement: Statement) => {
        const answer = await pool.query(statement)
        looks++
        if (looks === 1) {
          desk.work()
          await waitFor('its account to be known', isKnown)
        }
        return answer
      }
    },
  })
  const by = { kind: 'staff', id: ana.id, pseudonym: 'heron', roles: ['reviewer'] } as const
  const action = { action: 'lock', on: 'account', durationMs: 60_000 } as const
  const asked = { caseId, policyId: 'scam', by, reason: null, action }
  const { sentence } = await previewEnforcement({ ...desk.desk, db: learning }, asked)
  assert.match(renderMessage(sentence), / will be \w+.* now for /)
})

test('the preview and the signed text say when nothing comes back', async (t) => {
  const desk = await startGate(t)
  const guarantees = () => ({ ...EVERY_GUARANTEE, erasesAfterDays: 30 })
  Object.assign(desk.desk, { platform: { ...desk.desk.platform, guarantees } })
  const ana = await desk.person()
  const caseId = await desk.gate.claim(STAR, ana)
  const deactivate = { action: 'deactivate' }
  const erased = /deletes the data of the account 30 days after that/
  assert.match(String((await desk.gate.preview(caseId, ana, deactivate)).body.sentence), erased)
  const asked = await desk.gate.ask(caseId, ana, deactivate, identified(STAR, 'otto_and_the_owls'))
  const enforcement = await readEnforcement(desk.desk.db, only(asked.body.enforcements))
  const signed = JSON.stringify(await signableEnforcement(desk.desk.db, enforcement))
  assert.match(signed, /"sentence\.erased","params":\{"days":30\}/)
})
