import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventsOf } from './desk-event.ts'

const nothing = { subject: null, enforcementId: null, payload: {} }

test('a leaf is told by the kinds and ids of what it changed, and by nothing of what it says', () => {
  const moved = {
    kind: 'enforcement_moved',
    subject: 'account:vale',
    enforcementId: 'o-7',
    payload: { to: 'held', reason: 'x' },
  }
  assert.deepEqual(eventsOf(moved), [
    { kind: 'enforcement', id: 'o-7' },
    { kind: 'account', id: 'vale' },
  ])
  const decided = { ...nothing, kind: 'case_decided', payload: { caseId: 'c-1', contentHash: 'abc' } }
  assert.deepEqual(eventsOf(decided), [{ kind: 'case', id: 'c-1' }])
  assert.deepEqual(eventsOf({ ...nothing, kind: 'freeze_begun', payload: { freezeId: 3 } }), [
    { kind: 'freeze', id: '3' },
  ])
  assert.deepEqual(eventsOf({ ...nothing, kind: 'shift_started', payload: { staffId: 's-1' } }), [
    { kind: 'staff', id: 's-1' },
  ])
})

test('a leaf whose payload was erased still says which enforcement it was of', () => {
  assert.deepEqual(eventsOf({ ...nothing, kind: 'enforcement_moved', enforcementId: 'o-7' }), [
    { kind: 'enforcement', id: 'o-7' },
  ])
})

test('that somebody was given notice is told to nobody by an event', () => {
  assert.deepEqual(
    eventsOf({ ...nothing, kind: 'staff_notice', payload: { staffId: 's-1', notice: 'involuntary' } }),
    [],
  )
})

test('a leaf that nobody shows makes nothing stale', () => {
  assert.deepEqual(eventsOf({ ...nothing, kind: 'setup_ended', payload: { people: [] } }), [])
})
