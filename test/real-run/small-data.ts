import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accountLine, contentLine, reportLine, toNdjson } from '../support/import-lines.ts'
import type { GuardedCounts } from './count-enforcements.ts'

const HATRED = 12
const OFFENCE = 5
const NEITHER = 3
const POSTS = HATRED + OFFENCE + NEITHER
/** The index of a post of hatred whose account has too large a reach for one person to suspend it. */
const HIGH_REACH_POST = 3

/** Each post of hatred goes and its account with it, but for one that one person can only limit; offence is warned of. */
const ORDERED = HATRED + (HATRED - 1) + OFFENCE

/**
 * Every second one is proposed to approvers: each outcome once. The others, and the account itself, are escalated to a
 * lead.
 */
const HEAD_OF_STATE_POSTS = 8
const GUARDED = 4
const ESCALATED = HEAD_OF_STATE_POSTS - GUARDED + 1

/**
 * Returns the expected result of a run with these guarded enforcements: the first and the last of eleven suspensions
 * are restored. A returned case is decided twice, and so is an escalated one.
 */
export function smallOutcome(guarded: GuardedCounts) {
  const { confirmed, declined, expired, unconfirmed } = guarded
  const enforcements = { confirmed, declined, expired, in_effect: ORDERED - 2, restored: 2 + unconfirmed }
  return {
    reports: 2 * POSTS + 2 * HEAD_OF_STATE_POSTS + 1,
    cases: POSTS + HEAD_OF_STATE_POSTS + 1,
    decisions: POSTS + 2 + 2 * ESCALATED + GUARDED + declined + expired + unconfirmed,
    answered: ESCALATED,
    enforcements: Object.fromEntries(Object.entries(enforcements).filter(([, count]) => count > 0)),
    guarded,
    ordinary: { enforcements: ORDERED - 1, askedSecond: 0 },
    unreturned: 0,
    mismatches: 0,
    doubleHandled: 0,
    duplicateEffects: 0,
    ledgerVerified: true,
  }
}

/** Each end that a guarded enforcement can come to, once. */
export const SMALL_OUTCOME = smallOutcome({
  guarded: GUARDED,
  approved: 2,
  confirmed: 1,
  declined: 1,
  expired: 1,
  unconfirmed: 1,
})

/** Writes invented data in the form of the real folder: votes with a class for each post, and a converter to NDJSON. */
export function writeSmallData(dir: string): void {
  const posts = Array.from({ length: POSTS }, (_, n) => n)
  const classOf = (n: number) => (n < HATRED ? 0 : n < HATRED + OFFENCE ? 1 : 2)
  mkdirSync(join(dir, 'davidson-hate-offensive'))
  writeFileSync(
    join(dir, 'davidson-hate-offensive/labeled_data.csv'),
    [
      ',count,hate_speech,offensive_language,neither,class,tweet',
      ...posts.map((n) => `${n},3,1,1,1,${classOf(n)},"A post, with ""quotes""\nand a second line"`),
    ].join('\n'),
  )
  const headOfState = accountLine(0, {
    handle: 'head_of_state',
    displayName: 'Head of State',
    reach: 43_500_000,
    tags: ['public_office'],
  })
  const headOfStatePosts = Array.from({ length: HEAD_OF_STATE_POSTS }, (_, n) => `hos-${n + 1}`)
  const lines = [
    ...posts.map((n) => accountLine(n, n === HIGH_REACH_POST ? { reach: 1_000_000 } : {})),
    ...posts.map((n) => contentLine(n, `u${n}`)),
    ...posts.flatMap((n) => [1, 2].map((k) => ({ ...reportLine(n), id: `t${n}-r${k}`, reporterId: `p${k}` }))),
    { ...headOfState, id: 'hos' },
    ...headOfStatePosts.map((id, n) => ({ ...contentLine(n, 'hos'), id })),
    ...headOfStatePosts.flatMap((id) =>
      [1, 2].map((k) => reportLine(k, { id: `${id}-r${k}`, subject: { kind: 'content', id } })),
    ),
    reportLine(1, { id: 'hos-r1', subject: { kind: 'account', id: 'hos' } }),
  ]
  writeFileSync(join(dir, 'lines.ndjson'), toNdjson(lines))
  writeFileSync(
    join(dir, 'to-ndjson.mjs'),
    `import { createReadStream } from 'node:fs'
createReadStream(new URL('lines.ndjson', import.meta.url)).pipe(process.stdout)
`,
  )
}
