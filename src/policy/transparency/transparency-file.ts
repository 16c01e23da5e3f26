import { existsSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import { strict } from '../../foundation/schemas/schemas.ts'
import { FileError, readYaml } from '../../foundation/yaml/read-yaml.ts'

export const TRANSPARENCY_FILE = 'transparency.yaml'

/** The kinds of provider of Implementing Regulation (EU) 2024/2835, each with the duties of those before it. */
export const TIERS = ['intermediary', 'hosting', 'online_platform', 'very_large_platform', 'very_large_search'] as const
export type Tier = (typeof TIERS)[number]

const DAY = '^\\d{4}-\\d{2}-\\d{2}$'
const TEXT_CHARS_MAX = 5_000
const day = Type.String({ pattern: DAY })
const name = Type.String({ minLength: 1, maxLength: 200 })
const text = Type.Optional(Type.String({ minLength: 1, maxLength: TEXT_CHARS_MAX }))
const count = Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000_000 }))
const share = Type.Optional(Type.Number({ minimum: 0, maximum: 1 }))
const hours = Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 }))
/** Full-time equivalents have fractions. */
const people = Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000 }))

/** The figures of one period that no desk can count. One that is left out stays empty in the report, and is named. */
const GivenFigures = Type.Object(
  {
    from: day,
    to: day,
    published: Type.Optional(day),
    previous_published: Type.Optional(day),
    recipients: Type.Optional(
      Type.Object(
        {
          total: count,
          countries: Type.Optional(
            Type.Record(Type.String({ pattern: '^[A-Z]{2}$' }), Type.Integer({ minimum: 0, maximum: 10_000_000_000 }), {
              maxProperties: 40,
            }),
          ),
        },
        strict,
      ),
    ),
    moderators: Type.Optional(
      Type.Object(
        {
          internal: people,
          external: people,
          total: people,
          languages: Type.Optional(
            Type.Record(Type.String({ pattern: '^[a-z]{2}$' }), Type.Number({ minimum: 0, maximum: 1_000_000 }), {
              maxProperties: 40,
            }),
          ),
        },
        strict,
      ),
    ),
    disputes: Type.Optional(
      Type.Object(
        {
          ...{ total: count, upheld: count, partially_reversed: count, reversed: count, omitted: count },
          ...{ median_hours: hours, implemented: share },
        },
        strict,
      ),
    ),
    suspensions: Type.Optional(
      Type.Object({ illegal_content: count, unfounded_notices: count, unfounded_complaints: count }, strict),
    ),
    accuracy: Type.Optional(Type.Object({ accuracy: share, precision: share, recall: share }, strict)),
  },
  strict,
)

const TransparencyFile = Type.Object(
  {
    provider: Type.Optional(name),
    service: Type.Optional(name),
    tier: Type.Optional(Type.Enum([...TIERS])),
    /** True: the page for everyone shows the figures of whole past months. */
    page: Type.Optional(Type.Boolean()),
    figures: Type.Optional(Type.Array(GivenFigures, { maxItems: 100 })),
    texts: Type.Optional(
      Type.Object(
        {
          ...{ summary: text, own_initiative: text, automated_means: text, indicators: text, purposes: text },
          ...{ safeguards: text, governance: text, qualifications: text, training: text, support: text },
          methodology: text,
        },
        strict,
      ),
    ),
  },
  strict,
)

/** The parts of a transparency report beside the counts: who reports, texts, and the figures that no desk can count. */
export type TransparencySettings = Static<typeof TransparencyFile>
const NO_SETTINGS: TransparencySettings = {}

/** Thrown for settings of transparency reports that can't be used. */
class TransparencyError extends FileError {
  override name = 'TransparencyError'
}

/** Reads the settings of transparency reports. One problem refuses the whole file; without a file there are none. */
export function loadTransparency(path: string): TransparencySettings {
  if (!existsSync(path)) return NO_SETTINGS
  const file = readYaml(path, TransparencyFile)
  if (!file.value) throw new TransparencyError('the settings of transparency reports', file.problems)
  return file.value
}
