import { type Static, Type } from 'typebox'
import { ACTIONS, CATEGORIES, ROLES } from '../../../src/foundation/domain.ts'

const strict = { additionalProperties: false }
const TEXT_CHARS_MAX = 2_000

/** The verbs of steps. `who`: a person carries it out. `desk`: it needs a desk. */
export const VERBS = {
  report: { who: false, desk: false },
  claim: { who: true, desk: false },
  preview: { who: true, desk: false },
  ask: { who: true, desk: false },
  restore: { who: true, desk: false },
  look: { who: true, desk: false },
  leave: { who: true, desk: false },
  eligible: { who: false, desk: true },
  approve: { who: true, desk: true },
  decline: { who: true, desk: true },
  duty: { who: true, desk: true },
  confirm: { who: true, desk: true },
  stop: { who: true, desk: true },
  keep: { who: true, desk: true },
  freeze: { who: true, desk: true },
  kill: { who: false, desk: true },
} as const satisfies Record<string, { who: boolean; desk: boolean }>
export type Verb = keyof typeof VERBS

const Text = Type.String({ minLength: 1, maxLength: TEXT_CHARS_MAX, description: 'must be a text' })
const Word = Type.String({
  pattern: '^[a-z][a-z0-9_-]{0,39}$',
  description: 'must be a name of small letters, digits, _ and -',
})
const Person = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,19}$',
  description: 'must be the name of a person: small letters, digits and -, at most 20',
})
const Handle = Type.String({
  pattern: '^[^@\\s/]{1,64}$',
  description: 'must be the handle of an account, without its @',
})
const Time = Type.String({
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$',
  description: "must be a time of the day in quotes, such as '18:05' or '18:05:30'",
})
const Day = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\d$',
  description: "must be a day in quotes, such as '2017-11-02'",
})
const DayTime = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\d ([01]\\d|2[0-3]):[0-5]\\d$',
  description: "must be a day and time in quotes, such as '2017-11-02 19:00'",
})
const Flag = Type.Boolean({ description: 'must be true or false' })

const PersonEntry = Type.Object(
  {
    name: Person,
    is: Type.Optional(Text),
    roles: Type.Array(Type.Enum([...ROLES]), { minItems: 1 }),
    clearances: Type.Optional(Type.Array(Word)),
    team: Word,
    employment: Type.Optional(Type.Enum(['employee', 'contractor'])),
    employer: Type.Optional(Text),
    starts: Type.Optional(Day),
    ends: Type.Optional(DayTime),
    shift: Type.Optional(
      Type.Object(
        {
          from: Time,
          to: Time,
          breaks: Type.Optional(Type.Array(Type.Object({ from: Time, to: Time }, strict))),
        },
        strict,
      ),
    ),
  },
  strict,
)

const AccountEntry = Type.Object(
  {
    handle: Handle,
    name: Text,
    reach: Type.Integer({ minimum: 0, description: 'must be a whole number of followers' }),
    since: Day,
    verified: Type.Optional(Flag),
    tags: Type.Optional(Type.Array(Word)),
  },
  strict,
)

const Assessment = Type.Object({ who_speaks: Text, public_interest: Text, harm: Text, alternatives: Text }, strict)

const StepEntry = Type.Object(
  {
    at: Time,
    who: Type.Optional(Person),
    in: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    report: Type.Optional(Type.Array(Handle, { minItems: 1 })),
    claim: Type.Optional(Handle),
    preview: Type.Optional(Handle),
    ask: Type.Optional(Handle),
    restore: Type.Optional(Handle),
    look: Type.Optional(Handle),
    leave: Type.Optional(Type.Literal(true, { description: 'must be true' })),
    eligible: Type.Optional(Handle),
    approve: Type.Optional(Handle),
    decline: Type.Optional(Handle),
    duty: Type.Optional(Handle),
    confirm: Type.Optional(Handle),
    stop: Type.Optional(Handle),
    keep: Type.Optional(Handle),
    freeze: Type.Optional(Text),
    kill: Type.Optional(Type.Literal('desk', { description: 'must be desk' })),
    category: Type.Optional(Type.Enum([...CATEGORIES])),
    action: Type.Optional(Type.Enum([...ACTIONS])),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_650, description: 'must be a whole number of days' })),
    policy: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    takes_it_for: Type.Optional(Handle),
    assessment: Type.Optional(Assessment),
    reason: Type.Optional(Text),
  },
  strict,
)

const Routing = Type.Enum(['on', 'off'], { description: 'must be on or off' })
const RunEntry = Type.Object(
  {
    name: Word,
    title: Text,
    guards: Type.Enum(['none', 'shipped'], { description: 'must be none or shipped' }),
    routing: Type.Optional(Routing),
    lines: Type.Optional(
      Type.Array(Type.Object({ name: Word, title: Text, routing: Routing }, strict), { minItems: 2 }),
    ),
  },
  strict,
)

/**
 * A day that can be played: who works, which accounts exist, what happens at what time, and the alternative courses.
 */
export const ScenarioFile = Type.Object(
  {
    title: Text,
    about: Type.Optional(Text),
    day: Day,
    utc_offset: Type.String({
      pattern: '^[+-]([01]\\d|2[0-3]):[0-5]\\d$',
      description: "must be a difference to UTC in quotes, such as '-04:00'",
    }),
    until: Time,
    watch: Handle,
    intents: Type.Optional(Type.Array(Text)),
    people: Type.Array(PersonEntry, { minItems: 1 }),
    accounts: Type.Array(AccountEntry, { minItems: 1 }),
    runs: Type.Array(RunEntry, { minItems: 1 }),
    steps: Type.Array(StepEntry, { minItems: 1 }),
  },
  strict,
)
export type ScenarioFile = Static<typeof ScenarioFile>
export type PersonEntry = ScenarioFile['people'][number]
export type AccountEntry = ScenarioFile['accounts'][number]
export type RunEntry = ScenarioFile['runs'][number]
export type StepEntry = ScenarioFile['steps'][number]
