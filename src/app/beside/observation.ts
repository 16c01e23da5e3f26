import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { ACTIONS } from '../../foundation/domain.ts'
import { StartError } from '../../foundation/store/start-error.ts'

/** The most enforcements of another tool in one file: far more than two weeks of any server have. */
export const OBSERVED_MAX = 100_000

const Text = Type.String()
const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])
const factOf = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null(), Type.Literal('absent')])

/** An enforcement of another tool, with the facts of its account at the time when it was seen. */
const Observed = Type.Object({
  /** The platform's own ids. `contentId` is null for an enforcement on an account. */
  accountId: Text,
  contentId: orNull(Text),
  handle: orNull(Text),
  action: Type.Enum([...ACTIONS]),
  /** The time of the act, or the time at which it was first seen. */
  at: Text,
  /** The time at which it was undone. Null: it still stands. */
  endedAt: orNull(Text),
  facts: Type.Object({
    reach: factOf(Type.Integer({ minimum: 0 })),
    tags: factOf(Type.Array(Text)),
    verified: factOf(Type.Boolean()),
    createdAt: factOf(Text),
    name: orNull(Text),
  }),
})
export type Observed = Static<typeof Observed>

/** The state of a comparison with another tool, as its file stores it. */
const Comparison = Type.Object({
  version: Type.Literal(1),
  platform: Text,
  tool: Type.Enum(['ozone', 'mastodon']),
  /** The address of an Ozone service. Null: the platform of the file of platforms has the tool in itself. */
  address: orNull(Text),
  begunAt: Text,
  until: Text,
  readThrough: Text,
  /** The accounts that are restricted now, with the actions. Mastodon states no times, so only changes count. */
  standing: Type.Record(Type.String(), Type.Array(Type.Enum([...ACTIONS]))),
  observed: Type.Array(Observed, { maxItems: OBSERVED_MAX }),
})
export type Comparison = Static<typeof Comparison>

/** Reads the file of a comparison. */
export function loadComparison(file: string): Comparison {
  if (!existsSync(file)) throw new StartError(`There is no file ${file}. Make it with "countersign shadow begin".`)
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (Value.Check(Comparison, read)) return read
  } catch {
    // A file that is no JSON is refused like any other of another form.
  }
  throw new StartError(`${file} is no comparison of this version. Begin another one in a new file.`)
}

/** Writes the file whole: a crash leaves the file of before. It names accounts, so only this user reads it. */
export function storeComparison(file: string, comparison: Comparison): void {
  const temporary = `${file}.new`
  writeFileSync(temporary, `${JSON.stringify(comparison)}\n`, { mode: 0o600 })
  renameSync(temporary, file)
}
