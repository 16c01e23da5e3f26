import Type, { type Static } from 'typebox'
import type { Json } from '../../foundation/canonical.ts'
import { message } from '../../foundation/messages/message.ts'
import { strict } from '../../foundation/schemas/schemas.ts'
import { FileError, type Problem, type Read, readYaml, readYamlBytes } from '../../foundation/yaml/read-yaml.ts'

export const RETENTION_FILE = 'retention.yaml'
/** A file that names no kind: each is stored for its maximum. */
export const NO_RETENTION = 'days: {}\n'

/** The fewest and the most days for which each kind of data is stored. Twin of retention_bounds in SQL. */
export const RETENTION_BOUNDS = {
  report: { min: 365, max: 2190 },
  evidence: { min: 183, max: 2190 },
  content: { min: 30, max: 2190 },
  signal: { min: 30, max: 730 },
  appeal: { min: 183, max: 730 },
  notice: { min: 183, max: 730 },
  order: { min: 183, max: 2190 },
  view: { min: 30, max: 365 },
  session: { min: 30, max: 365 },
} as const satisfies Record<string, { min: number; max: number }>

export type RetentionKind = keyof typeof RETENTION_BOUNDS
export const RETENTION_KINDS = Object.keys(RETENTION_BOUNDS) as readonly RetentionKind[]

/** The days for which each kind of data is stored after it was last needed. */
export interface Retention {
  readonly days: Readonly<Record<RetentionKind, number>>
}

/** Thrown for times of storage that can't be used. */
class RetentionError extends FileError {
  override name = 'RetentionError'

  constructor(problems: readonly Problem[]) {
    super('the times of storage', problems)
  }
}

const daysOf = (kind: RetentionKind) => {
  const { min, max } = RETENTION_BOUNDS[kind]
  const form = message('ruleFile.form.integer', { from: min, to: max })
  return Type.Optional(Type.Integer({ minimum: min, maximum: max, form }))
}

const RetentionFile = Type.Object(
  {
    days: Type.Object(
      {
        report: daysOf('report'),
        evidence: daysOf('evidence'),
        content: daysOf('content'),
        signal: daysOf('signal'),
        appeal: daysOf('appeal'),
        notice: daysOf('notice'),
        order: daysOf('order'),
        view: daysOf('view'),
        session: daysOf('session'),
      },
      strict,
    ),
  },
  strict,
)
type RetentionFile = Static<typeof RetentionFile>

/** Reads a file of times of storage. One problem refuses the whole file. */
export const loadRetention = (path: string): Retention => toRetention(readYaml(path, RetentionFile))

/** Reads times of storage from a text; its problems name the file `name`. */
export const readRetention = (name: string, source: string): Retention =>
  toRetention(readYamlBytes(name, Buffer.from(source), RetentionFile))

function toRetention(file: Read<RetentionFile>): Retention {
  if (!file.value) throw new RetentionError(file.problems)
  const stated = file.value.days
  const days = Object.fromEntries(
    RETENTION_KINDS.map((kind) => [kind, stated[kind] ?? RETENTION_BOUNDS[kind].max]),
  ) as Record<RetentionKind, number>
  if (days.evidence > days.report) {
    const { evidence, report } = days
    throw new RetentionError([
      file.problemAt(['days', 'evidence'], message('ruleFile.retention.evidence', { evidence, report })),
    ])
  }
  return { days }
}

/** Lists the days of each kind as PostgreSQL stores and applies them. */
export const listRetentionDays = ({ days }: Retention): readonly Json[] =>
  RETENTION_KINDS.map((kind) => ({ kind, days: days[kind] }))
