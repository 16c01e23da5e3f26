import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Thread, ThreadMessage } from '@countersign/platform-kit'
import { givenReport } from '../support/desk-flow.ts'
import { identified, type Person, STAR, startGate } from '../support/gate-flow.ts'
import { propose } from '../support/told-proposal.ts'

const OFFLINE = {
  ...{ subject: STAR, handle: 'otto_and_the_owls', action: { action: 'deactivate' }, words: [] },
  more: identified(STAR, 'otto_and_the_owls'),
}

test('a thread tells an approver of no message that became hidden', async (t) => {
  const desk = await startGate(t)
  const { gate, person, demo } = desk
  const [ana, approver] = [await person(), await person({ roles: ['lead'] })]
  const postId = String(demo.store.committed.get`select id from content where account_id = ${STAR.id} limit 1`?.id)
  await propose(desk, ana, OFFLINE)
  const caseId = await givenReport(desk, { kind: 'content', id: postId })
  const sent = (place: number, more: Partial<ThreadMessage>): ThreadMessage => ({
    ...{ place, id: place === 0 ? postId : `m${place}`, accountId: STAR.id, handle: 'otto', text: `Message ${place}` },
    ...{ createdAt: null, state: 'shown', mediaCount: 0, ...more },
  })
  const gone = { handle: null, text: '', state: 'hidden' } as const
  const page = (...messages: ThreadMessage[]): Thread => ({
    ...{ kind: 'thread', messages, hasEarlier: false, hasLater: false, readAt: '2026-03-01T12:00:00.000Z' },
  })
  const readWith = async (who: Person, answer: Thread | undefined) => {
    desk.desk.platform.thread = async () => answer
    const { body } = await gate.get(who, `/v1/cases/${caseId}/thread`)
    const messages = body.messages as { place: number; state: string | null }[]
    return [body.missing, messages.map(({ place, state }) => [place, state])]
  }
  const neighbours = page(
    sent(-2, { ...gone, accountId: null }),
    sent(-1, gone),
    sent(0, {}),
    sent(1, { state: 'hidden' }),
  )
  assert.deepEqual(await readWith(ana, neighbours), [
    null,
    [
      [-2, 'hidden'],
      [-1, 'hidden'],
      [0, 'shown'],
      [1, 'hidden'],
    ],
  ])
  assert.deepEqual(await readWith(approver, neighbours), [
    null,
    [
      [0, null],
      [1, null],
    ],
  ])
  for (const answer of [undefined, page(sent(-1, {}), sent(0, gone))])
    assert.deepEqual(await readWith(approver, answer), ['unknown', []])
  assert.deepEqual(await readWith(ana, undefined), ['gone', []])
})
