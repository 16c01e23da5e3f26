import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReadBack } from '@countersign/platform-kit'
import { type PlatformState, UNTOUCHED } from '../../foundation/domain.ts'
import { compare, type Explained, type Known, type Look } from './compare.ts'
import { EVERY_MS, everyMs } from './pace.ts'

const KNOWN: Known = { handle: 'vale', reach: 1_000, items: 40, credentialsChangedAt: new Date(0) }
const NOTHING: Explained = {
  hidden: false,
  muted: false,
  limited: false,
  reachPending: false,
  lockedSince: null,
  removed: 0,
}

function look(
  read: Partial<Omit<ReadBack, 'state'>> & { state?: Partial<PlatformState> },
  more: Partial<Look> = {},
): Look {
  const { state, ...rest } = read
  const subject = { kind: 'account', id: 'vale' } as const
  const readBack = { subject, generation: 0, reach: 1_000, readAt: '2026-05-04T09:00:00Z', ...rest }
  return {
    read: { ...readBack, state: { ...UNTOUCHED, ...state } },
    facts: undefined,
    visit: 'shown',
    ...more,
  }
}

const facts = (told: { handle?: string; items?: number }) => ({
  facts: {
    id: 'vale',
    handle: 'vale',
    displayName: 'Vale',
    reach: 1_000,
    verified: true,
    tags: [],
    createdAt: null,
    items: 40,
    ...told,
  },
})

const kinds = (given: Look, explained: Partial<Explained> = {}, known: Partial<Known> = {}): string[] =>
  compare(UNTOUCHED, { ...KNOWN, ...known }, given, { ...NOTHING, ...explained }).map(({ kind }) => kind)

const CASES: readonly [string, string[], Look, Partial<Explained>?, Partial<Known>?][] = [
  ['all as it was', [], look({})],
  ['offline', ['offline'], look({ state: { visible: false }, reach: 0 }, { visit: 'not_shown' })],
  [
    'offline by an enforcement',
    [],
    look({ state: { visible: false }, reach: 0 }, { visit: 'not_shown' }),
    { hidden: true },
  ],
  ['locked', ['locked'], look({ state: { mayPost: false } })],
  ['locked by an enforcement', [], look({ state: { mayPost: false } }), { muted: true }],
  ['limited', ['limited'], look({ state: { spread: 'limited' } })],
  ['limited by an enforcement', [], look({ state: { spread: 'limited' } }), { limited: true }],
  [
    'limited by an enforcement, and offline by nobody’s',
    ['offline'],
    look({ state: { visible: false } }),
    { limited: true },
  ],
  ['a label more', [], look({ state: { labels: ['parody'] } })],
  ['gone', ['gone'], { read: undefined, facts: undefined, visit: undefined }],
  ['shown to nobody', ['unseen'], look({}, { visit: 'not_shown' })],
  ['a visit without an answer', [], look({}, { visit: 'unknown' })],
  ['reach down by a fifth', ['reach'], look({ reach: 800 })],
  ['reach down by less', [], look({ reach: 801 })],
  ['reach up', [], look({ reach: 5_000 })],
  ['reach unknown', [], look({ reach: null })],
  ['reach that a restore waits for', [], look({ reach: 10 }), { reachPending: true }],
  ['reach of nobody, before and now', [], look({ reach: 0 }), {}, { reach: 0 }],
  ['emptied', ['emptied'], look({}, facts({ items: 20 }))],
  ['a few posts fewer', [], look({}, facts({ items: 21 }))],
  ['few posts, most of them gone', [], look({}, facts({ items: 0 })), {}, { items: 9 }],
  ['posts that enforcements removed', [], look({}, facts({ items: 20 })), { removed: 1 }],
  ['another handle', ['handle'], look({}, facts({ handle: 'va1e' }))],
  ['other credentials', ['credentials'], look({ credentialsChangedAt: '2026-05-04T08:59:00Z' })],
  ['reset credentials', ['credentials'], look({ credentialsResetAt: '2026-05-04T08:59:00Z' })],
  [
    'credentials that a lock was for',
    [],
    look({ credentialsResetAt: '2026-05-04T08:59:00Z' }),
    { lockedSince: new Date('2026-05-04T08:00:00Z') },
  ],
  ['credentials of a time that can’t be read', [], look({ credentialsChangedAt: 'soon' })],
]

for (const [name, expected, given, explained, known] of CASES) {
  test(`a difference without an enforcement is drift: ${name}`, () =>
    assert.deepEqual(kinds(given, explained, known), expected))
}

test("the platform's own earlier restrictions are no drift", () => {
  const usual: PlatformState = { ...UNTOUCHED, spread: 'limited' }
  assert.deepEqual(compare(usual, KNOWN, look({ state: { spread: 'limited' } }), NOTHING), [])
})

test("drift checks stay within the platform's rate for all protected accounts", () => {
  assert.equal(everyMs(10, 600), EVERY_MS)
  const many = everyMs(100_000, 600)
  assert.ok((100_000 * 3) / (many / 60_000) <= 600)
})
