import Type, { type Static } from 'typebox'
import { message } from '../foundation/messages/message.ts'
import { strict } from '../foundation/schemas/schemas.ts'
import type { Problem, Read } from '../foundation/yaml/read-yaml.ts'
import { ReferenceId } from './basis.ts'
import { LANGUAGE_PATTERN } from './notices/settings.ts'

/** A law may ask the sender of a counter-notice for these, beside name, text, statement and signature. */
export const COUNTER_NOTICE_ASKS = ['address', 'phone', 'email'] as const
export type CounterNoticeAsk = (typeof COUNTER_NOTICE_ASKS)[number]

/** The rules of counter-notices under a policy, as the law that it names asks for them. */
export interface CounterNoticeRules {
  /** The id of the law. */
  law: string
  /** The days from Monday to Friday after which the restriction is lifted, unless the rights holder went to court. */
  businessDays: number
  asks: readonly CounterNoticeAsk[]
  /** True: the rights holder gets the sender's name and contact. */
  discloses: boolean
  /** The statement of good faith, and the consent to a court's jurisdiction, in the words of the law by language. */
  statement: Readonly<Record<string, string>>
  /** Null: the law asks for no consent. */
  consent: Readonly<Record<string, string>> | null
}

const WORDS_CHARS_MAX = 1_000
const BUSINESS_DAYS_MAX = 60
const ByLanguage = Type.Record(
  Type.String({ pattern: LANGUAGE_PATTERN }),
  Type.String({ minLength: 1, maxLength: WORDS_CHARS_MAX }),
  { minProperties: 1 },
)

export const CounterNoticeEntry = Type.Object(
  {
    law: ReferenceId,
    business_days: Type.Integer({ minimum: 1, maximum: BUSINESS_DAYS_MAX }),
    asks: Type.Optional(Type.Array(Type.Enum([...COUNTER_NOTICE_ASKS]), { uniqueItems: true })),
    discloses: Type.Boolean(),
    statement: ByLanguage,
    consent: Type.Optional(ByLanguage),
  },
  strict,
)
type CounterNoticeEntry = Static<typeof CounterNoticeEntry>

export const toCounterNotice = (entry: CounterNoticeEntry | undefined): CounterNoticeRules | null =>
  entry === undefined
    ? null
    : {
        ...{ law: entry.law, businessDays: entry.business_days, asks: entry.asks ?? [], discloses: entry.discloses },
        ...{ statement: entry.statement, consent: entry.consent ?? null },
      }

interface CounteredFile {
  laws?: readonly { id: string }[]
  policies: readonly { counter_notice?: CounterNoticeEntry; legal_duty?: boolean }[]
}

/** Refuses counter-notices under a law that the file does not list, and where the law itself requires the restriction. */
export const findCounterNoticeProblems = <Value extends CounteredFile>(
  file: Read<Value>,
  { laws = [], policies }: Value,
): Problem[] =>
  policies.flatMap(({ counter_notice: entry, legal_duty: isDuty }, index) => {
    if (entry === undefined) return []
    const at = ['policies', index, 'counter_notice']
    if (isDuty) return [file.problemAt(at, message('ruleFile.policy.counterDuty'))]
    if (laws.some(({ id }) => id === entry.law)) return []
    return [file.problemAt([...at, 'law'], message('ruleFile.policy.reference', { kind: 'law', id: entry.law }))]
  })
