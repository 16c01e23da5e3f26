import type { PlatformActor } from '@countersign/platform-kit'

/** The questions to ask the platform's people if the platform itself does not answer. */
export const ASK_THE_PLATFORM = [
  'Who can act on accounts there without this desk is not known: the platform doesn’t say. Ask its people:',
  '  who has the admin tool, and whether it can still hide, lock or end an account by itself;',
  '  which keys, tokens and scripts can write to accounts, who made each and when it was last used;',
  '  who can change what an account signs in with, and whether one person is enough for a protected one.',
  'A platform that tells it (platform-kit: the handler actors) is listed here.',
]

const DOES = {
  take_offline: 'hide, lock, limit or end accounts',
  restore: 'bring accounts back',
  credentials: 'change what an account signs in with',
} as const

/** Formats, line by line, the actors who can act at the platform without the desk, with advice on each. Pure. */
export function formatActors(actors: readonly PlatformActor[]): string[] {
  if (actors.length === 0) return ['The platform reports no one who can act on accounts there without this desk.']
  return [
    'The platform reports these actors, who can act on accounts there without this desk:',
    ...actors.map((actor) => `  ${actor.name} (${actor.kind}, by ${actor.by}): ${doesOf(actor)}. ${adviceOf(actor)}`),
  ]
}

const doesOf = ({ can }: PlatformActor): string =>
  can.length === 0 ? 'nothing that it tells of' : can.map((each) => DOES[each]).join('; ')

function adviceOf({ can, lastUsedAt }: PlatformActor): string {
  const used = lastUsedAt === null ? 'Its last use is not known' : `It was last used at ${lastUsedAt}`
  if (can.includes('take_offline')) return `${used}. Take it away: what takes offline goes through the desk.`
  if (can.includes('credentials'))
    return `${used}. Have it take two people for a protected account: it is how one is taken over.`
  return `${used}. It gives back only: keep it.`
}
