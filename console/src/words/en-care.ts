/** That a rest is near: said calmly, once. */
export const rest = {
  near: 'A rest is near: after two hours without one you are given no protected accounts.',
  due: 'A rest is due: until you have rested ten minutes you are given no protected accounts.',
  later: (minutes: number) => `Say it again in ${minutes} min`,
} as const

/** Of one's own shift: counts, and no word of others or of other days. */
export const summary = {
  title: 'What I did this shift',
  severe: (given: number, most: number | null) =>
    most === null
      ? `Severe cases in the last 24 hours: ${given}.`
      : `Severe cases in the last 24 hours: ${given}. After ${most} they go to others.`,
  of: (from: string, to: string) => `From ${from} to ${to}`,
  now: (from: string) => `From ${from} until now`,
  parts: { did: 'Done', became: 'What became of my orders', waits: 'Still waiting', handedOn: 'Handed on' },
  nothing: 'nothing',
  counts: {
    casesDecided: 'cases decided',
    proposed: 'orders proposed',
    ordersAnswered: 'orders of others agreed to or declined',
    agreed: 'agreed to by others',
    declined: 'declined by others',
    overturned: 'stopped or taken back by others',
    waitsForMe: 'incomplete orders, for me',
    waitsForAgreement: 'orders, for people to agree',
    waitsForHold: 'orders, for their hold to run out',
    waitsForConfirmation: 'orders, for somebody to confirm',
    waitsForAnswer: 'questions, for those who were asked',
    casesHeld: 'cases I hold, for me',
    asked: 'questions asked of others',
    transferred: 'cases moved to another queue',
    givenBack: 'cases given back',
  },
} as const
