import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accountLine, contentLine, reportLine, toNdjson } from '../support/import-lines.ts'

const HATRED = 12
const OFFENCE = 5
const NEITHER = 3
const POSTS = HATRED + OFFENCE + NEITHER
/** Its account reaches too many for one person to suspend it. */
const HIGH_REACH_POST = 3

/** What a run on it must come to: of eleven suspensions the first and the last are restored. */
export const SMALL_OUTCOME = {
  reports: 2 * POSTS + 3,
  cases: POSTS + 2,
  /** The two about the head of state are decided twice: a lead was asked. */
  decisions: POSTS + 2 * 2 + 2,
  answered: 2,
  orders: { in_effect: HATRED + (HATRED - 1) - 2 + OFFENCE, restored: 2 },
  mismatches: 0,
  doubleHandled: 0,
  duplicateEffects: 0,
  ledgerVerified: true,
}

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
  const lines = [
    ...posts.map((n) => accountLine(n, n === HIGH_REACH_POST ? { reach: 1_000_000 } : {})),
    ...posts.map((n) => contentLine(n, `u${n}`)),
    ...posts.flatMap((n) => [1, 2].map((k) => ({ ...reportLine(n), id: `t${n}-r${k}`, reporterId: `p${k}` }))),
    { ...headOfState, id: 'hos' },
    { ...contentLine(0, 'hos'), id: 'hos-1' },
    ...[1, 2].map((k) => reportLine(k, { id: `hos-1-r${k}`, subject: { kind: 'content', id: 'hos-1' } })),
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
