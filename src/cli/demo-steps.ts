import type { Action } from '../domain.ts'

export type Who = 'heron' | 'wren' | 'plover' | 'dunlin' | 'egret' | 'crane'

/** Something is reported; somebody may be given it and conclude, and others may answer. */
export interface Step {
  subject: { kind: 'account' | 'content'; id: string }
  category: string
  ground?: 'terms' | 'illegal'
  /** One reporter each. */
  reports: readonly string[]
  /** Without: it waits. */
  by?: Who
  why?: string
  policyId?: string
  action?: {
    action: Action
    durationMs?: number
    label?: string
    identified?: { handle: string; accountId: string }
    assessment?: Record<'whoSpeaks' | 'publicInterest' | 'harm' | 'alternatives', string>
  }
  /** When it isn't a violation. */
  decision?: { conclusion: 'no_violation' } | { conclusion: 'escalate'; escalateTo: string; urgency: string }
  answers?: readonly { by: Who; does: 'approve' | 'decline' | 'stop' | 'restore'; why: string }[]
}

const WEEK_MS = 604_800_000
const account = (id: string) => ({ kind: 'account', id }) as const
const post = (id: string) => ({ kind: 'content', id }) as const
/** What came back because it was undone or ended, and is closed. */
const closedBy = (by: Who, id: string, why: string): Step => ({
  ...{ subject: account(id), category: '', reports: [], by, why },
  decision: { conclusion: 'no_violation' },
})
const named = (accountId: string, handle: string) => ({ identified: { handle, accountId } })

/** What is decided first, so that whoever is given a case is given the one that is told of. */
const DECIDED: readonly Step[] = [
  {
    subject: account('hugo'),
    category: 'SCAMS_AND_FRAUD',
    reports: ['He says the plants are free, and then they are not.'],
    by: 'heron',
    policyId: 'scam',
    why: 'Asks for money for what was promised for nothing.',
    action: { action: 'suspend', durationMs: WEEK_MS },
    answers: [{ by: 'plover', does: 'restore', why: 'It was postage. The plants are free.' }],
  },
  closedBy('heron', 'hugo', 'They are free. I took postage for a price.'),
  {
    subject: account('coin'),
    category: 'SCAMS_AND_FRAUD',
    reports: ['I sent one and nothing came back.', 'My uncle lost his savings.', 'It is the same wallet as last year.'],
    by: 'heron',
    policyId: 'scam',
    why: 'Promises to double whatever is sent to it.',
    action: { action: 'suspend', durationMs: WEEK_MS },
  },
  {
    subject: post('grump-1'),
    category: 'CYBER_VIOLENCE',
    reports: ['He insults the drivers.', 'Every day the same.'],
    by: 'heron',
    why: 'Rude about a timetable, and about nobody in particular.',
    decision: { conclusion: 'no_violation' },
  },
  {
    subject: account('otto'),
    category: 'SCAMS_AND_FRAUD',
    reports: ['They sold tickets twice.', 'No concert, no money back.'],
    by: 'wren',
    policyId: 'scam',
    why: 'Sold four hundred tickets to a hall that is closed.',
    action: { action: 'deactivate', ...named('otto', 'otto_and_the_owls') },
    answers: [{ by: 'dunlin', does: 'approve', why: 'The hall has been closed since May.' }],
  },
  {
    subject: account('quill'),
    category: 'INTELLECTUAL_PROPERTY_INFRINGEMENTS',
    reports: ['Whole chapters are copied, every week.'],
    by: 'wren',
    policyId: 'copyright',
    why: 'Three whole chapters of somebody else, and the second time.',
    action: { action: 'suspend', durationMs: WEEK_MS, ...named('quill', 'quill_reads') },
    answers: [
      { by: 'dunlin', does: 'approve', why: 'The chapters are complete.' },
      { by: 'egret', does: 'stop', why: 'The publisher has just allowed it.' },
    ],
  },
  closedBy('egret', 'quill', 'It is allowed by whoever owns it.'),
  {
    subject: account('north'),
    category: 'CYBER_VIOLENCE',
    reports: ['They sent their fans after a referee.'],
    by: 'dunlin',
    policyId: 'harassment',
    why: 'Gives out where a referee lives.',
    action: { action: 'suspend', durationMs: WEEK_MS, ...named('north', 'north_united') },
    answers: [{ by: 'egret', does: 'decline', why: 'It names the ground of the next match, not a home.' }],
  },
  closedBy('plover', 'north', 'It names a football ground.'),
  {
    subject: post('mira-2'),
    category: 'UNSAFE_AND_PROHIBITED_PRODUCTS',
    ground: 'illegal',
    reports: ['A doctor may not say that about a competitor.'],
    by: 'dunlin',
    why: 'Is this a matter of advertising law? I do not know.',
    decision: { conclusion: 'escalate', escalateTo: 'policy', urgency: 'normal' },
  },
  {
    subject: account('tide'),
    category: 'NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS',
    reports: ['They print lies about the bridge.', 'Again about the bridge.'],
    by: 'plover',
    policyId: 'election-deception',
    why: 'Gives a wrong day for the vote, for the second time.',
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
]

/** What waits when somebody comes in: for those cleared for it, so that the first tour's own case is the next one. */
const WAITING: readonly Step[] = [
  {
    subject: account('vale'),
    category: 'SCAMS_AND_FRAUD',
    reports: ['This is not the minister!!', 'One of the fakes.', 'She asks for money for free trains.', 'Fake.'],
  },
  {
    subject: post('radionord-2'),
    category: 'ILLEGAL_OR_HARMFUL_SPEECH',
    reports: ['"A pack of snails", on the radio.', 'I drive the 4. I am not a snail.'],
  },
  {
    subject: post('salma-3'),
    category: 'SELF_HARM',
    reports: ['أرجوكم انظروا إلى هذا.', 'I worry about her.'],
  },
]

export const STORY: readonly Step[] = [...DECIDED, ...WAITING]
