import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeyList } from '@countersign/platform-kit'
import { tamper } from '../../demo/act-on-own-will.ts'
import { listActedAlone } from '../../demo/on-call-routes.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { makeKeyList } from '../../src/people/passkeys/key-list.ts'
import { hideAlone, markIrreversibleHarm, speech } from '../support/acting-alone.ts'
import { MINISTER, only, startGate } from '../support/gate-flow.ts'
import { lockAgainstHijacker } from '../support/hijack-desk.ts'
import { givenPasskey } from '../support/people.ts'

test('a platform accepts an interim measure signed by a listed key', async (t) => {
  let list: KeyList | undefined
  const desk = await startGate(t, { pinned: () => list })
  const [ana, eve] = [await desk.person(), await desk.person()]
  await givenPasskey(desk.desk.db, ana.id)
  const { relyingParty } = desk.desk
  list = JSON.parse((await makeKeyList(desk.desk, { relyingParty, days: 365, by: DESK })).body)
  await markIrreversibleHarm(desk, 'minors', 'child_abuse')
  const at = desk.now().toISOString()
  await desk.demo.store.inTransaction((tx) => {
    for (const n of [0, 1])
      tx.run`insert into content (id, account_id, kind, text, created_at) values (${speech(n).id}, 'vale', 'post', 'A speech.', ${at})`
  })
  desk.work()

  const locked = await desk.gate.interim(await desk.gate.claim(MINISTER, ana), ana, 'lock')
  assert.equal(locked.status, 201, JSON.stringify(locked.body))
  await desk.enforcementIn(String(locked.body.id), 'in_effect')
  const harm = { policyId: 'minors', ground: { kind: 'harm' } } as const
  const hidden = await hideAlone(desk, ana, { subject: speech(0), ...harm })
  const id = only(hidden.decided.body.enforcements)
  await desk.enforcementIn(id, 'in_effect')
  const [told] = listActedAlone(desk.demo.store)
  assert.deepEqual([told?.enforcement, told?.account, told?.ground], [id, 'vale', 'harm'], 'its own people are told')

  // Proved by the platform's own facts about the account's credentials.
  await tamper(desk.demo.store, desk, MINISTER, { credentials: true })
  const against = await lockAgainstHijacker(desk.gate, ana, locked.body.caseId as string)
  assert.equal(against.body.hijack, true, JSON.stringify(against.body))
  await desk.enforcementIn(String(against.body.id), 'in_effect')
  assert.deepEqual(
    listActedAlone(desk.demo.store)
      .map(({ ground }) => ground)
      .sort(),
    ['harm', 'hijack'],
  )

  // A key that was enrolled after the platform pinned its list.
  const late = await hideAlone(desk, eve, { subject: speech(1), ...harm })
  await desk.enforcementIn(only(late.decided.body.enforcements), 'failed')
  assert.equal(await desk.visit(`content:${speech(1).id}`), 200)
})
