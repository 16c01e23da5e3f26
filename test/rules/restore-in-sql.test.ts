import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { LOCKED_ALONE_MS } from '../../src/enforcement/restore/restore-rule.ts'
import { ACTING_GROUNDS, ACTIONS } from '../../src/foundation/domain.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { knowSubject } from '../support/known-accounts.ts'
import { RECENT_MS, twoPeopleReason } from '../support/restore-model.ts'

const NOW = new Date('2026-05-04T09:00:00Z')
const ago = (ms: number) => new Date(NOW.getTime() - ms)
const SUBJECT = 'content:post'

const ORDINARY = {
  ...({ action: 'hide', legalDuty: false, ground: null, protected: false, interim: false, durationMs: null } as const),
  ...{ confirmedAt: null, inEffectAt: NOW, movedAt: NOW },
}

test('one person restores until 72 hours after the effect, exactly', () => {
  assert.equal(twoPeopleReason({ ...ORDINARY, inEffectAt: ago(RECENT_MS) }, NOW), undefined)
  assert.equal(twoPeopleReason({ ...ORDINARY, inEffectAt: ago(RECENT_MS + 1) }, NOW), 'old_and_unprotected')
})

test('one person restores a protected account at any time after the effect', () => {
  assert.equal(twoPeopleReason({ ...ORDINARY, protected: true, inEffectAt: ago(1_000 * RECENT_MS) }, NOW), undefined)
})

test('ending a restriction under legal duty always takes two people', () => {
  for (const isProtected of [false, true])
    assert.equal(twoPeopleReason({ ...ORDINARY, legalDuty: true, protected: isProtected }, NOW), 'legal_duty')
})

test('ending a two-person lock of a protected account takes two', () => {
  assert.equal(twoPeopleReason({ ...ORDINARY, action: 'lock', protected: true }, NOW), 'seconded_lock')
})

const anEnforcement = fc.record({
  action: fc.constantFrom(...ACTIONS),
  legalDuty: fc.boolean(),
  interim: fc.boolean(),
  protected: fc.boolean(),
  ground: fc.constantFrom(null, ...ACTING_GROUNDS),
  confirmedAt: fc.constantFrom(null, NOW),
  durationMs: fc.constantFrom(null, LOCKED_ALONE_MS, LOCKED_ALONE_MS + 1),
  inEffectAt: fc.constantFrom(null, NOW, ago(RECENT_MS), ago(RECENT_MS + 1)),
  movedAt: fc.constantFrom(NOW, ago(RECENT_MS + 1)),
})

test('SQL and TypeScript give the same reason for two-person restores', async (t) => {
  const { ownerPool, setClock } = await freshDatabase(t, { driven: true })
  await setClock(NOW)
  await knowSubject(ownerPool, SUBJECT, { id: 'ordinary', reach: 31 })
  const given = fc.sample(anEnforcement, { numRuns: 1_000, seed: 20_260_504 })
  const stored = given.map((one) => ({
    ...{
      subject: SUBJECT,
      account_id: 'ordinary',
      action: one.action,
      legal_duty: one.legalDuty,
      interim: one.interim,
    },
    ...{ protected: one.protected, ground: one.ground, confirmed_at: one.confirmedAt, duration_ms: one.durationMs },
    ...{ in_effect_at: one.inEffectAt, moved_at: one.movedAt },
  }))
  const { rows } = await ownerPool.query<{ because: string | null }>(sql`
    select two_person_restore_reason(jsonb_populate_record(null::enforcement, said)) as because
    from jsonb_array_elements(${JSON.stringify(stored)}::jsonb) with ordinality as given (said, place) order by place`)
  for (const [place, one] of given.entries())
    assert.equal(rows[place]?.because, twoPeopleReason(one, NOW) ?? null, JSON.stringify(one))
  assert.equal(new Set(rows.map(({ because }) => because)).size, 4)
})
