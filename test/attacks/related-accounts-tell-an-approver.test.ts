import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RelatedAccounts } from '@countersign/platform-kit'
import { identified, type Person, STAR, startGate } from '../support/gate-flow.ts'
import { givenReport } from '../support/desk-flow.ts'
import { propose } from '../support/told-proposal.ts'

const OFFLINE = {
  ...{ subject: STAR, handle: 'otto_and_the_owls', action: { action: 'deactivate' }, words: [] },
  more: identified(STAR, 'otto_and_the_owls'),
}

test('related accounts tell an approver nothing of what waits', async (t) => {
  const desk = await startGate(t)
  const { gate, person } = desk
  const [ana, approver] = [await person(), await person({ roles: ['lead'] })]
  await propose(desk, ana, OFFLINE)
  const caseId = await givenReport(desk, { kind: 'account', id: 'rosa' })
  desk.desk.platform.relatedAccounts = async (): Promise<RelatedAccounts> => ({
    signals: [
      {
        ...{ kind: 'device', id: 'a', total: 1 },
        accounts: [{ id: STAR.id, handle: 'otto_and_the_owls', displayName: 'Otto', reach: 2_600_000, tags: [] }],
      },
    ],
    readAt: '2026-03-01T12:00:00.000Z',
  })
  const readAs = async (who: Person) => {
    const { body } = await gate.get(who, `/v1/cases/${caseId}/related-accounts`)
    const [signal] = body.signals as { accounts: { state: string; violations: number; openCases: number }[] }[]
    return signal?.accounts.map(({ state, violations, openCases }) => [state, violations, openCases])
  }
  assert.deepEqual(await readAs(ana), [['online', 1, 0]])
  assert.deepEqual(await readAs(approver), [[null, null, null]])
})
