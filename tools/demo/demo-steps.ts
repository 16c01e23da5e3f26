import type { Action } from '../../src/foundation/domain.ts'
import { listOrdinaryReports } from './demo-queue.ts'

export type Who = 'heron' | 'wren' | 'plover' | 'dunlin' | 'egret' | 'crane'

interface Subject {
  kind: 'account' | 'content'
  id: string
}

/** An event at a minute of the morning, about one subject. */
export type Act = { at: number; about: Subject } & (Reported | Decided | Answered | Waved)

export interface Reported {
  category: string
  ground?: 'terms' | 'illegal'
  /** Each report is by another reporter. */
  reports: readonly string[]
}

/** A reviewer claims the case, reads it for a while, and concludes. */
export interface Decided {
  by: Who
  decides: { why: string; policyId?: string; action?: AskedAction; conclusion?: Conclusion }
  readsMinutes?: number
}

/** A person answers the latest enforcement on the subject. */
export interface Answered {
  by: Who
  answers: 'approve' | 'decline' | 'duty' | 'stop' | 'restore'
  why: string
}

/** A person proposes a bulk action; the act is about its first subject. */
export interface Waved {
  by: Who
  bulk: {
    policyId: string
    enforcement: { action: Action; durationMs: number }
    foundBy: string
    why: string
    others: readonly string[]
  }
}

interface AskedAction {
  action: Action
  durationMs?: number
  label?: string
  identified?: { handle: string; accountId: string }
  assessment?: Record<'whoSpeaks' | 'publicInterest' | 'harm' | 'alternatives', string>
}

/** The conclusions other than a violation. */
type Conclusion = { conclusion: 'no_violation' } | { conclusion: 'escalate'; escalateTo: string; urgency: string }

const WEEK_MS = 604_800_000
/** The minute at which the cases are reported that still wait when the demo opens. */
const WAITING_AT = 109.8
const account = (id: string) => ({ kind: 'account', id }) as const
const post = (id: string) => ({ kind: 'content', id }) as const
const named = (accountId: string, handle: string) => ({ identified: { handle, accountId } })
const NO_VIOLATION = { conclusion: 'no_violation' } as const
/** A decision that closes the case of an enforcement that was undone or ended. */
const closed = (at: number, by: Who, id: string, why: string): Act => ({
  ...{ at, about: account(id), by },
  decides: { why, conclusion: NO_VIOLATION },
})

const EARLY: readonly Act[] = [
  {
    ...{ at: 2, about: account('hugo'), category: 'SCAMS_AND_FRAUD' },
    reports: ['He says the plants are free, and then they are not.'],
  },
  {
    ...{ at: 3, about: account('hugo'), by: 'heron' },
    decides: {
      why: 'Asks for money for what was promised for nothing.',
      policyId: 'scam',
      action: { action: 'suspend', durationMs: WEEK_MS },
    },
  },
  {
    ...{ at: 9, about: account('hugo'), by: 'plover', answers: 'restore' },
    why: 'It was postage. The plants are free.',
  },
  closed(10, 'heron', 'hugo', 'They are free. I took postage for a price.'),
  {
    ...{ at: 13, about: account('coin'), category: 'SCAMS_AND_FRAUD' },
    reports: ['I sent one and nothing came back.', 'My uncle lost his savings.', 'It is the same wallet as last year.'],
  },
  {
    ...{ at: 14, about: account('coin'), by: 'heron' },
    decides: {
      why: 'Promises to double the money sent to it.',
      policyId: 'scam',
      action: { action: 'suspend', durationMs: WEEK_MS },
    },
  },
  {
    ...{ at: 18, about: post('grump-1'), category: 'CYBER_VIOLENCE' },
    reports: ['He insults the drivers.', 'Every day the same.'],
  },
  {
    ...{ at: 19, about: post('grump-1'), by: 'heron' },
    decides: { why: 'Rude about a timetable, and about no person in particular.', conclusion: NO_VIOLATION },
  },
]

/** Three people mistake a genuine account for a fake, one after the other; the fourth checks it. */
const WRONG: readonly Act[] = [
  {
    ...{ at: 22, about: account('lindqvist'), category: 'SCAMS_AND_FRAUD' },
    reports: ['Not her. One of the fakes.', 'Asks for money for the ferries.', 'Fake!!'],
  },
  {
    ...{ at: 24, about: account('lindqvist'), by: 'wren' },
    decides: {
      why: 'One of the fakes that ask for money in her name.',
      policyId: 'impersonation',
      action: {
        action: 'deactivate',
        ...named('lindqvist', 'senator_lindqvist'),
        assessment: {
          whoSpeaks: 'A person who says they are the senator.',
          publicInterest: 'None that I can see.',
          harm: 'People send money to it.',
          alternatives: 'None.',
        },
      },
    },
  },
  { at: 31, about: account('lindqvist'), by: 'dunlin', answers: 'approve', why: 'Looks like a fake.' },
  { at: 36, about: account('lindqvist'), by: 'egret', answers: 'approve', why: 'Like the two of last week.' },
  { at: 37, about: account('lindqvist'), by: 'plover', answers: 'duty', why: '' },
]

const MEANWHILE: readonly Act[] = [
  {
    ...{ at: 40, about: account('quill'), category: 'INTELLECTUAL_PROPERTY_INFRINGEMENTS' },
    reports: ['Whole chapters are copied, every week.'],
  },
  {
    ...{ at: 42, about: account('quill'), by: 'wren' },
    decides: {
      why: 'Three whole chapters by another author, and the second time.',
      policyId: 'copyright',
      action: { action: 'suspend', durationMs: WEEK_MS, ...named('quill', 'quill_reads') },
    },
  },
  { at: 47, about: account('quill'), by: 'dunlin', answers: 'approve', why: 'The chapters are complete.' },
  { at: 50, about: account('quill'), by: 'egret', answers: 'stop', why: 'The publisher has just allowed it.' },
  closed(51, 'egret', 'quill', 'Its owner allowed it.'),
  {
    ...{ at: 55, about: account('north'), category: 'CYBER_VIOLENCE' },
    reports: ['They sent their fans after a referee.'],
  },
  {
    ...{ at: 57, about: account('north'), by: 'dunlin' },
    decides: {
      why: 'Gives out where a referee lives.',
      policyId: 'harassment',
      action: { action: 'suspend', durationMs: WEEK_MS, ...named('north', 'north_united') },
    },
  },
  {
    ...{ at: 62, about: account('north'), by: 'egret', answers: 'decline' },
    why: 'It names the ground of the next match, not a home.',
  },
  closed(64, 'plover', 'north', 'It names a football ground.'),
]

/** The hold has just ended, and no person has confirmed the enforcement. */
const OFFLINE: readonly Act[] = [
  {
    ...{ at: 67, about: post('mira-2'), category: 'UNSAFE_AND_PROHIBITED_PRODUCTS', ground: 'illegal' },
    reports: ['A doctor may not say that about a competitor.'],
  },
  {
    ...{ at: 68, about: post('mira-2'), by: 'dunlin' },
    decides: {
      why: 'Is this a matter of advertising law? I do not know.',
      conclusion: { conclusion: 'escalate', escalateTo: 'policy', urgency: 'normal' },
    },
  },
  {
    ...{ at: 71.2, about: account('lindqvist'), by: 'plover', answers: 'restore' },
    why: 'This is the senator. The fakes are two others, with a few hundred followers.',
  },
  closed(73, 'plover', 'lindqvist', 'It is her. The account that asked for money is @senator_lindqvlst.'),
]

/** The enforcements that wait for an approver when the demo opens. */
const LATELY: readonly Act[] = [
  {
    ...{ at: 103, about: account('otto'), category: 'SCAMS_AND_FRAUD' },
    reports: ['They sold tickets twice.', 'No concert, no money back.'],
  },
  {
    ...{ at: 104, about: account('otto'), by: 'dunlin' },
    decides: {
      why: 'Sold four hundred tickets to a hall that is closed.',
      policyId: 'scam',
      action: { action: 'deactivate', ...named('otto', 'otto_and_the_owls') },
    },
  },
  { at: 109, about: account('otto'), by: 'wren', answers: 'approve', why: 'The hall has been closed since May.' },
  {
    ...{ at: 109.1, about: account('tide'), category: 'NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS' },
    reports: ['They print lies about the bridge.', 'Again about the bridge.'],
  },
  {
    ...{ at: 109.2, about: account('tide'), by: 'plover', readsMinutes: 0.6 },
    decides: {
      why: 'Gives a wrong day for the vote, for the second time.',
      policyId: 'election-deception',
      action: {
        action: 'suspend',
        durationMs: WEEK_MS,
        ...named('tide', 'tide_daily'),
        assessment: {
          whoSpeaks: 'The oldest newspaper of the coast.',
          publicInterest: 'Many read here first where and when to vote.',
          harm: 'Some may come on the wrong day.',
          alternatives: 'A label on the post; it was put there last time and taken down with the post.',
        },
      },
    },
  },
]

/**
 * Similar accounts in a bulk action, one of which is a parody, so that the independent review of the sample finds it.
 */
const MASS_REPORTS: readonly Act[] = [
  {
    ...{ at: WAITING_AT, about: account('vale2'), by: 'dunlin' },
    bulk: {
      ...{ policyId: 'impersonation', enforcement: { action: 'limit', durationMs: WEEK_MS } },
      foundBy: 'A search for accounts named like the minister or the senator that are not verified.',
      why: 'They come and go with the same pictures and ask for money.',
      others: ['vale3', 'vale4', 'vale5', 'valejoke', 'lindqvist2', 'lindqvist3'],
    },
  },
]

/**
 * The cases that wait when the demo opens. Those that every reviewer may claim are so mild that the case of the first
 * tour is offered first.
 */
const WAITING: readonly Act[] = [
  {
    ...{ at: WAITING_AT, about: post('kofi-2'), category: 'OTHER_VIOLATION_TC' },
    reports: ['He calls a man a thief, and the whole quay knows whom he means.'],
  },
  {
    ...{ at: WAITING_AT, about: post('lena-3'), category: 'CONSUMER_INFORMATION' },
    reports: ['She sells, and does not say that it is a business.'],
  },
  {
    ...{ at: WAITING_AT, about: account('vale'), category: 'SCAMS_AND_FRAUD' },
    reports: ['This is not the minister!!', 'One of the fakes.', 'She asks for money for free trains.', 'Fake.'],
  },
  {
    ...{ at: WAITING_AT, about: post('radionord-2'), category: 'ILLEGAL_OR_HARMFUL_SPEECH' },
    reports: ['"A pack of snails", on the radio.', 'I drive the 4. I am not a snail.'],
  },
  {
    ...{ at: WAITING_AT, about: post('salma-3'), category: 'SELF_HARM' },
    reports: ['أرجوكم انظروا إلى هذا.', 'I worry about her.'],
  },
]

/** All acts in the order of time: the desk gives each reviewer the case that the act names. */
export const STORY: readonly Act[] = [
  ...EARLY,
  ...WRONG,
  ...MEANWHILE,
  ...OFFLINE,
  ...LATELY,
  ...MASS_REPORTS,
  ...WAITING,
  ...listOrdinaryReports(WAITING_AT),
]

/** The length of the morning in minutes, so that no person works longer than allowed without a rest. */
export const STORY_MINUTES = 110
