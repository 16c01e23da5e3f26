import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handlers, instruct, START_MS, startSmallPlatform, VALE } from '../test/small-platform.ts'
import {
  AUDIENCE,
  approve,
  instructed,
  listOf,
  makeDeskKey,
  makePerson,
  enforcement,
  propose,
} from '../test/signing-people.ts'
import type { PlatformState } from './index.ts'
import { takesOffline, isSameState, withoutTakingOffline, withoutTaking } from './platform-state.ts'
import { takeableBy, takenUntil } from './taken-until.ts'

const UP: PlatformState = { visible: true, spread: 'full', mayPost: true, labels: [] }
const blocked = (...countries: string[]): PlatformState => ({ ...UP, blockedCountries: countries })
const OFFLINE = { ...UP, visible: false }
const [ana, ben, eve] = [makePerson('ana'), makePerson('ben'), makePerson('eve')]

test('two states with equal blocked countries in any order are equal', () => {
  assert.ok(isSameState(blocked('DE', 'AT'), blocked('AT', 'DE')))
  assert.ok(isSameState(UP, blocked()), 'who never heard of countries says as much')
  assert.ok(!isSameState(UP, blocked('DE')))
  assert.ok(!isSameState(blocked('DE'), blocked('AT', 'DE')))
})

test('blocking one more country counts as offline, unblocking never', () => {
  assert.deepEqual(
    [
      takesOffline(UP, blocked('DE')),
      takesOffline(blocked('DE'), blocked('AT', 'DE')),
      takesOffline(blocked('DE'), OFFLINE),
      takesOffline(blocked('AT', 'DE'), blocked('DE')),
      takesOffline(OFFLINE, blocked('DE')),
    ],
    [true, true, true, false, false],
  )
})

test('a revert hides a subject in no further country', () => {
  assert.deepEqual(withoutTakingOffline(blocked('AT', 'DE'), blocked('DE', 'FR')), blocked('DE'))
  assert.deepEqual(withoutTakingOffline(blocked('DE'), UP), UP)
  assert.deepEqual(withoutTakingOffline(blocked('DE'), OFFLINE), blocked('DE'))
  assert.deepEqual(withoutTaking(blocked('DE'), UP), UP)
})

test('a platform judges each blocked country alone unless the subject is offline', () => {
  assert.deepEqual(takeableBy([blocked('DE'), UP]).slice(3), ['in DE'])
  const back = [{ at: '2026-05-04T10:00:00Z', desired: UP }]
  const until = Date.parse('2026-05-04T10:00:00Z')
  assert.equal(takenUntil('in DE', blocked('DE'), back), until)
  assert.equal(takenUntil('in DE', OFFLINE, back), until)
  assert.equal(takenUntil('in FR', blocked('DE'), back), Number.NEGATIVE_INFINITY)
  assert.equal(takenUntil('visible', blocked('DE'), back), Number.NEGATIVE_INFINITY)
})

test('an approval of a block in one country covers no other', async () => {
  const key = makeDeskKey()
  const holding = { holdMs: 0 }
  const small = startSmallPlatform({
    authority: { audience: AUDIENCE, deskKeys: [key.jwk], keys: listOf([ana, ben, eve]) },
    handlers: { ...handlers, protects: () => 2, holdMs: () => holding.holdMs },
  })
  const sendInstruction = async (
    generation: number,
    desired: PlatformState,
    countries: string[] | undefined,
    signed: string[] | undefined,
  ) => {
    const of = { ...enforcement('enf_1'), ...(countries && { countries }) }
    const about = { durationMs: null, ...(signed && { countries: signed }) }
    const approvals = [propose(eve, 'enf_1', about), ...[ana, ben].map((each) => approve(each, 'enf_1', about))]
    const { status, body } = await instructed(small, key, instruct(generation, desired), {
      enforcements: [of],
      approvals,
    })
    return body.refusal ?? status
  }
  assert.equal(
    await sendInstruction(1, blocked('DE'), ['DE'], undefined),
    'not_agreed',
    'signed for nowhere in particular',
  )
  assert.equal(await sendInstruction(1, blocked('DE'), ['DE'], ['FR']), 'not_agreed')
  assert.equal(await sendInstruction(1, blocked('DE', 'FR'), ['DE'], ['DE']), 'not_agreed')
  assert.equal(await sendInstruction(1, OFFLINE, ['DE'], ['DE']), 'not_agreed')
  assert.equal(await sendInstruction(1, blocked('DE'), ['DE'], ['DE']), 200)
  assert.deepEqual(small.store.find(VALE)?.state.blockedCountries, ['DE'])
  assert.equal(await sendInstruction(2, OFFLINE, undefined, ['DE']), 'not_agreed', 'one country is not made all')
  assert.equal(await sendInstruction(3, UP, ['DE'], ['DE']), 200)
  holding.holdMs = 60_000
  small.clock.nowMs = START_MS + 1_000
  const of = { ...enforcement('enf_2'), countries: ['AT'] }
  const about = { durationMs: null, countries: ['AT'] }
  const approvals = [propose(eve, 'enf_2', about), ...[ana, ben].map((each) => approve(each, 'enf_2', about))]
  await instructed(small, key, instruct(4, blocked('AT')), { enforcements: [of], approvals })
  assert.equal(small.store.find(VALE)?.state.blockedCountries, undefined, 'held')
  small.clock.nowMs = START_MS + 62_000
  await small.platform.revertDue()
  assert.deepEqual(small.store.find(VALE)?.state.blockedCountries, ['AT'])
})
