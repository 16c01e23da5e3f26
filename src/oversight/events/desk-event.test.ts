import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventsOf } from './desk-event.ts'

const nothing = { subject: null, enforcementId: null, payload: {} }

test('an event of the API names kinds and ids without content', () => {
  const moved = {
    kind: 'enforcement_moved',
    subject: 'account:vale',
    enforcementId: 'enf_7',
    payload: { to: 'held', reason: 'x' },
  }
  assert.deepEqual(eventsOf(moved), [
    { kind: 'enforcement', id: 'enf_7' },
    { kind: 'account', id: 'vale' },
  ])
  const decided = { ...nothing, kind: 'case_decided', payload: { caseId: 'case_1', contentHash: 'abc' } }
  assert.deepEqual(eventsOf(decided), [{ kind: 'case', id: 'case_1' }])
  assert.deepEqual(eventsOf({ ...nothing, kind: 'freeze_begun', payload: { freezeId: 3 } }), [
    { kind: 'freeze', id: '3' },
  ])
  assert.deepEqual(eventsOf({ ...nothing, kind: 'shift_started', payload: { staffId: 'staff_1' } }), [
    { kind: 'staff', id: 'staff_1' },
  ])
})

test('the event of an erased ledger entry still names its enforcement', () => {
  assert.deepEqual(eventsOf({ ...nothing, kind: 'enforcement_moved', enforcementId: 'enf_7' }), [
    { kind: 'enforcement', id: 'enf_7' },
  ])
})

test('no event reveals that a person must leave', () => {
  assert.deepEqual(
    eventsOf({ ...nothing, kind: 'staff_notice', payload: { staffId: 'staff_1', notice: 'involuntary' } }),
    [],
  )
})

test('a ledger entry that no page shows sends no event', () => {
  assert.deepEqual(eventsOf({ ...nothing, kind: 'setup_ended', payload: { people: [] } }), [])
})
