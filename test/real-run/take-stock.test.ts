import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSameState } from '../../src/enforcement/desired-state/desired-state.ts'
import { givenCase } from '../support/cases.ts'
import { givenStaff } from '../support/people.ts'
import { startWorkingDesk } from '../support/working-desk.ts'
import { findDoubleHandled } from './find-double-handled.ts'
import { findMismatches } from './find-mismatches.ts'
import { readDuplicateEffects, readEffects, readSubject } from './platform-record.ts'

const silent = () => undefined

test("a subject whose platform state differs from the desk's is named", async (t) => {
  const { demo, desk, enforcement, enforcementIn, work } = await startWorkingDesk(t)
  const stop = work()
  const subject = 'account:pills'
  await enforcementIn((await enforcement({ subject, action: 'suspend' })).id, 'in_effect')
  const warned = await enforcementIn((await enforcement({ subject, action: 'warn' })).id, 'in_effect')
  await stop()
  const find = async () => findMismatches(desk.db, demo.url, await readEffects(demo.url), silent)
  assert.deepEqual(await find(), [])

  const { state } = await readSubject(demo.url, { kind: 'account', id: 'pills' })
  assert.ok(!isSameState(state, { ...state, visible: true }))
  await demo.store.inTransaction((tx) => {
    tx.run`update subject_state set visible = 1 where id = 'pills'`
    tx.run`delete from warning where event_id = ${warned.id}`
  })
  const [isUp, unwarned, ...more] = await find()
  assert.match(isUp ?? '', /^account:pills: is \{"visible":true.*and should be \{.*"visible": ?false/)
  assert.equal(unwarned, `account:pills: warned by none and not by ${warned.id}`)
  assert.deepEqual(more, [])
})

test("doubled effects and warnings are counted in the platform's record", async (t) => {
  const { demo, enforcement, enforcementIn, work } = await startWorkingDesk(t)
  work()
  await enforcementIn((await enforcement({ subject: 'account:pills', action: 'suspend' })).id, 'in_effect')
  assert.equal(await readDuplicateEffects(demo.url), 0)
  await demo.store.inTransaction((tx) => {
    tx.run`insert into effect (at, kind, id, generation, from_state, to_state, cause)
      select at, kind, id, generation, from_state, to_state, cause from effect`
  })
  assert.equal(await readDuplicateEffects(demo.url), 1)
})

test('a case that two people hold or decide is found', async (t) => {
  const { desk, database } = await startWorkingDesk(t)
  const one = `staff:${(await givenStaff(desk.db)).id}`
  const other = `staff:${(await givenStaff(desk.db)).id}`
  const history = async (...events: [kind: string, by?: string][]) => {
    const caseId = await givenCase(database.pool)
    for (const [kind, by = 'desk'] of events) {
      await database.pool.query(`insert into case_event (case_id, kind, by) values ($1, $2, $3)`, [caseId, kind, by])
    }
    return caseId
  }
  const handled: [string, string?][] = [['opened'], ['claimed', one], ['decided', one]]
  await history(...handled)
  await history(...handled, ['returned'], ['claimed', other], ['decided', other])
  await history(['opened'], ['claimed', one], ['lapsed', one], ['claimed', other], ['decided', other])
  const asked: [string, string?][] = [['opened'], ['claimed', one], ['escalated', one], ['claimed', other]]
  await history(...asked, ['answered', other], ['claimed', one], ['decided', one])
  const doubles = [
    await history(...asked, ['answered', one]),
    await history(...handled, ['decided', one]),
    await history(...handled, ['claimed', other], ['decided', other]),
    await history(['opened'], ['claimed', one], ['claimed', other], ['decided', other]),
    await history(['opened'], ['claimed', one], ['decided', other]),
  ]
  assert.deepEqual(await findDoubleHandled(desk.db, []), doubles.sort())
})

test('a case with the same effect twice is found', async (t) => {
  const { demo, desk, enforcement, enforcementIn, work } = await startWorkingDesk(t)
  work()
  const caseId = await givenCase(desk.db)
  await desk.db.query(`insert into case_event (case_id, kind, by) values ('${caseId}', 'opened', 'desk')`)
  const warn = () => enforcement({ subject: 'account:pills', action: 'warn', caseId })
  await enforcementIn((await warn()).id, 'in_effect')
  assert.deepEqual(await findDoubleHandled(desk.db, await readEffects(demo.url)), [])
  await enforcementIn((await warn()).id, 'in_effect')
  assert.deepEqual(await findDoubleHandled(desk.db, await readEffects(demo.url)), [caseId])
})
