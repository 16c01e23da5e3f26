/** The texts of the rest reminder: calm, and announced once. */
export const rest = {
  near: 'A rest is near: after two hours without one you are given no protected accounts.',
  due: 'A rest is due: until you have rested ten minutes you are given no protected accounts.',
  later: (minutes: number) => `Say it again in ${minutes} min`,
} as const

/** The texts of the caller's own shift: counts, and nothing about others or other days. */
export const summary = {
  title: 'What I did this shift',
  severe: (given: number, most: number | null) =>
    most === null
      ? `Severe cases in the last 24 hours: ${given}.`
      : `Severe cases in the last 24 hours: ${given}. After ${most} they go to others.`,
  of: (from: string, to: string) => `From ${from} to ${to}`,
  now: (from: string) => `From ${from} until now`,
  parts: { did: 'Done', became: 'What became of my enforcements', waits: 'Still waiting', handedOn: 'Handed on' },
  nothing: 'nothing',
  counts: {
    casesDecided: 'cases decided',
    proposed: 'enforcements proposed',
    enforcementsAnswered: 'enforcements of others agreed to or declined',
    agreed: 'agreed to by others',
    declined: 'declined by others',
    overturned: 'stopped or taken back by others',
    waitsForMe: 'incomplete enforcements, for me',
    waitsForAgreement: 'enforcements, for people to agree',
    waitsForHold: 'enforcements, for their hold to run out',
    waitsForConfirmation: 'enforcements, to be confirmed',
    waitsForAnswer: 'questions, for those who were asked',
    casesHeld: 'cases I hold, for me',
    asked: 'questions asked of others',
    transferred: 'cases moved to another queue',
    givenBack: 'cases given back',
  },
} as const

/** The texts of the media settings: offered, not promised. */
export const wellbeing = {
  title: 'What I look at',
  hint: 'Offered, not promised: studies differ on whether it helps. Nothing is loaded before you ask, whatever you choose here.',
  settings: {
    blur: 'Blur pictures and films when I look at one first',
    grey: 'Take the colours out of them too',
    mute: 'Begin films and sounds muted',
  },
} as const

export const media = {
  title: 'Pictures, films and sounds',
  hint: 'Nothing of these is loaded before you ask. Each look is on record.',
  kinds: { image: 'Picture', video: 'Film', audio: 'Sound' },
  number: (kind: string, place: number, count: number) => (count === 1 ? kind : `${kind} ${place} of ${count}`),
  says: 'Its author says:',
  saysNothing: 'Its author says nothing of what it shows.',
  withReport: (reportId: string) => `came with report ${reportId}`,
  gone: (time: string) => `The post is without it since ${time}.`,
  look: {
    blurGrey: 'Look, blurred and grey',
    blur: 'Look, blurred',
    grey: 'Look, in grey',
    plain: 'Look at it',
    listen: 'Open it',
    listenMuted: 'Open it, muted',
  },
  clearly: 'See it clearly',
  cover: 'Cover it',
  restricted: 'Not shown: it came with something restricted.',
  type: (mediaType: string) => `${mediaType} is not shown here: browsers could run what is in it.`,
  broken: 'What came can not be shown by this browser.',
  hash: 'SHA-256',
  reference: 'at the platform:',
} as const

/** The texts of the caller's own facts. The name and purpose of each come from the desk's table of facts. */
export const ownFacts = {
  title: 'What guards know of me',
  about:
    'As they would be read if you proposed something at this moment. With an order they are kept for 30 days, for the guards; no other person is shown them here.',
  fact: 'Fact',
  now: (time: string) => `At ${time}`,
  purpose: 'Why it may be used',
  value: (value: number | boolean | string | null, unit: string) => {
    if (value === null) return 'unknown'
    if (typeof value === 'boolean') return value ? 'yes' : 'no'
    return unit === '' ? String(value) : `${value} ${unit}`
  },
} as const

/** The texts of a post's thread. */
export const thread = {
  title: 'Thread',
  open: (count: number) => `Show the thread, ${count} ${count === 1 ? 'post' : 'posts'}`,
  close: 'Hide the thread',
  before: 'What it answers',
  after: 'What answers it',
  unknown: 'It answers a post that this desk does not know.',
  media: (count: number) =>
    count === 1 ? '1 picture, film or sound, not shown here' : `${count} pictures, films or sounds, not shown here`,
} as const

/** The texts of the reporters' record, about no single reporter. */
export const reporters = {
  before: (decided: number, upheld: number) =>
    decided === 0
      ? 'None of their other reports was decided yet.'
      : `${upheld} of their ${decided} other decided ${decided === 1 ? 'report' : 'reports'} led to something.`,
  of: (counted: number) => `Counted of ${counted} reporters.`,
  littleKnown: (count: number) => `${count} little known`,
  oftenRight: (count: number) => `${count} often right`,
  mixed: (count: number) => `${count} now right, now wrong`,
  oftenWrong: (count: number) => `${count} often wrong`,
} as const

/** The texts of translations. */
export const translation = {
  ask: 'Translate it',
  hide: 'Hide the translation',
  by: (from: string, to: string) => `By a machine, from ${from} to ${to}. Go by the original where it matters.`,
  unknown: 'a language nobody named',
  none: 'No translation is set up here.',
} as const
