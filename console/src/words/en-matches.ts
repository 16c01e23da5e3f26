import type { MatchCheck, Preview } from '../api/shapes.ts'

type Compared = MatchCheck['media'][number]

/** Words about comparing a content with the lists of verified child-abuse material. */
export const matches = {
  title: 'Verified lists',
  about:
    'The desk has the platform send the media now, hashes them while they arrive, and keeps and shows none. Each comparison is recorded.',
  compare: 'Compare with the verified list',
  again: 'Compare again',
  comparing: (count: number) => (count === 1 ? 'Comparing 1 file …' : `Comparing ${count} files …`),
  compared: (count: number) => (count === 1 ? '1 file compared.' : `${count} files compared.`),
  results: {
    matches: 'on a verified list',
    no_match: 'on no list',
    not_offered: 'not compared: the platform does not hand it out',
    unavailable: 'not compared: it could not be read in time. Compare again.',
  } satisfies Record<Compared['result'], string>,
  list: 'List:',
  refusals: {
    young: 'no ground yet: the entry or the list is not 24 hours old',
    author: 'no ground for you: you proposed this list or agreed to it',
  } satisfies Record<NonNullable<Compared['matches'][number]['refusal']>, string>,
  good: (left: string, time: string) =>
    `The match is good for ${left}, until ${time}. To act alone on it, choose Violation, a policy, hide and this ground.`,
  expired: 'The match is older than five minutes. Compare again before you act on it.',
} as const

/** Words about the grounds that are no order of an authority. */
export const actingGrounds = {
  match: (list: string) => `Verified match: ${list}`,
  matchExpired: 'Verified match, expired',
  harm: (harm: string) => `Irreversible harm: ${harm}`,
  hints: {
    match:
      'It stays offline. On-call is alerted every 15 minutes until a second person confirms it; restoring it takes two.',
    harm: (left: number) =>
      `It stays offline. On-call is alerted every 15 minutes until a second person confirms it. At most 20 contents of an account in 24 hours: ${left} left.`,
  },
  noHarm: {
    person: 'Irreversible harm is no ground for you: it takes the clearance protected, on duty and not leaving.',
    age: 'Irreversible harm is no ground here: the platform did not say that this was published or edited within 24 hours.',
    used: 'Irreversible harm is no ground now: 20 contents of this account were hidden so within 24 hours.',
  } satisfies Record<NonNullable<NonNullable<Preview['harm']>['refusal']>, string>,
} as const
