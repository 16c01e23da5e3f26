import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeyList } from '@countersign/platform-kit'
import { findState } from '../../demo/subject-state.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { findRestore } from '../../src/enforcement/effect/queries.ts'
import { makeKeyList } from '../../src/people/passkeys/key-list.ts'
import { MINISTER, minutes } from '../support/gate-flow.ts'
import { startHijack } from '../support/hijack-desk.ts'
import { givenPasskey } from '../support/people.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

test('a credential reset unlocks an account although the desk is down', async (t) => {
  let list: KeyList | undefined
  const desk = await startHijack(t, { pinned: () => list })
  const ana = await desk.person()
  await givenPasskey(desk.desk.db, ana.id)
  const { relyingParty } = desk.desk
  list = JSON.parse((await makeKeyList(desk.desk, { relyingParty, days: 365, by: DESK })).body)
  const mayPost = () => desk.demo.store.inTransaction((tx) => findState(tx, MINISTER).mayPost)
  const stop = desk.work()
  await desk.takeOver()
  const { body } = await desk.lock(ana)
  const id = String(body.id)
  assert.equal(body.hijack, true, JSON.stringify(body))
  await desk.enforcementIn(id, 'in_effect')
  assert.equal(await mayPost(), false)
  await stop()

  const { platform } = desk.demo
  await desk.advance(minutes(90))
  assert.equal(await platform.endHijackLock(MINISTER), false, 'no reset is on the platform’s record')
  assert.equal(await mayPost(), false)
  await desk.reset()
  assert.equal(await platform.endHijackLock(MINISTER), true)
  assert.equal(await mayPost(), true)

  desk.work()
  await waitFor('the desk to read of the reset', async () => {
    await desk.advance(minutes(1))
    return (await findRestore(desk.desk.db, id))?.cause === 'ended'
  })
  await desk.enforcementIn(id, 'restored')
  assert.equal(await mayPost(), true)
  await checkLedger(desk.desk)
})
