import type { Me } from '../api/shapes.ts'

type Organisation = Me['profile']['organisation']

/** The texts of the organisation profile and of the guards' shadow report. */
export const organisation = {
  title: 'This organisation',
  about:
    'What kind of organisation this desk is, whether its guards hold what they ask about, and what is to be looked at again.',
  shadowBand:
    'Shadow mode: guards only watch, and nothing is held. One person takes any account offline at once, protected ones too.',
  drillBand: (id: string) =>
    `Exercise under way: ${id} is a drill on a test account, nothing real. Whatever else happens is real.`,
  profile: 'Profile',
  organisations: {
    company: 'Company: shifts and teams',
    community: 'Community: a few volunteers',
    solo: 'Solo: one person',
  } satisfies Record<Organisation, string>,
  says: {
    company:
      'People keep shifts. Taking a protected account offline takes two others, or one where it is protected by its reach alone.',
    community:
      'Whoever was active within a day is on duty. Taking a protected account offline takes one other person at least, and a third confirms where a guard asks for it.',
    solo: 'There is no second person: whoever asks says yes themselves, a day later, after a fresh look. That protects from haste. It does not protect from a bad moderator, or from whoever has taken over their account.',
  } satisfies Record<Organisation, string>,
  holds: 'What guards ask for is held to.',
  shadow: 'Shadow mode: verdicts are recorded and nothing is held, for no account.',
  people: 'What is counted of people at work is shown to leads by person.',
  noPeople:
    'What is counted of people at work is shown by shift, and of nobody. Guards that need somebody’s own facts go on reading them.',
  organisation: 'Organisation',
  guardsHold: 'Guards',
  hold: { on: 'hold', off: 'only watch' },
  metrics: 'People in numbers',
  metric: { on: 'by person', off: 'by shift' },
  propose: 'Ask for this profile',
  proposeHint: 'What asks for less, and shadow mode, takes the yes of somebody else.',
  report: 'What guards would have done',
  reportOff: 'Nothing took effect without being held in this time.',
  since: (when: string) => `Nothing is held since ${when}.`,
  days: 'Of the last',
  lasts: { 1: '1 day', 7: '7 days', 14: '14 days', 90: '90 days' },
  counted: (enforcements: number, asked: number) =>
    `${enforcements} enforcements took effect. Of ${asked} something would have been asked.`,
  could: (count: number, undone: number) =>
    `${count} of those nobody on duty could have agreed to. ${undone} of those somebody undid since.`,
  byAction: 'By action',
  byTeam: 'By team',
  action: 'Action',
  enforcements: 'Enforcements',
  couldNot: 'Nobody could',
  undone: 'Undone',
  hold1: 'Hold',
  asks: 'Would have needed',
  team: 'Team',
  noTeam: 'no person',
  asked: 'Asked',
  longest: 'Longest hold',
  allHolds: 'All holds',
  reviews: 'To be looked at again',
  reviewsHint: (everyDays: number, graceDays: number) =>
    `Whatever protects an account is looked at again every ${everyDays} days. What nobody looks at for ${graceDays} days more is missed; after the second miss it asks for no more than a wide reach does, and never for less.`,
  reviewEvery: 'Looked at again every (days)',
  reviewGrace: 'Missed after (days more)',
  reviewBounds: (from: number, to: number) => `${from} to ${to}`,
  reviewTimes: 'Ask for these times',
  reviewTimesHint:
    'Longer or shorter, it takes the yes of somebody else: sooner, what nobody looks at lapses sooner, too.',
  noReviews: 'Nothing that protects is due within 30 days.',
  due: (when: string) => `due ${when}`,
  missed: ['', 'missed once', 'missed twice: counts as a wide reach'],
  floor: 'a floor of its own',
  lastLooked: (who: string, when: string) => `last looked at by ${who}, ${when}`,
  why: 'Why it is still right',
  keep: 'Still right',
  kept: 'Kept. It counts in full.',
  holdsAlone: 'Holds alone: how long people would have taken to agree, nobody knows.',
} as const
