import type { Me, Member } from '../api/shapes.ts'
import { words } from '../words/words.ts'

const named = (names: Readonly<Record<string, string>>, value: string): string =>
  names[value] ?? value.replaceAll('_', ' ').toLowerCase()

/** The name of a tag. A platform may send tags that the console does not know. */
export const nameTag = (tag: string): string => named(words.account.tags, tag)

/** The name of a category of reports. */
export const nameCategory = (category: string): string => named(words.categories, category)

/** The names of a person's roles, as one text. */
export const nameRoles = (roles: Me['roles']): string => roles.map((role) => words.roles[role]).join(', ')

/** The names of a person's roles, each limited one with the platforms at which it counts. */
export const listRoleNames = ({ roles, rolePlatforms }: Pick<Member, 'roles' | 'rolePlatforms'>): string[] =>
  roles.map((role) => {
    const platforms = rolePlatforms[role as keyof typeof rolePlatforms]
    const name = words.roles[role]
    return platforms === undefined ? name : words.team.limited({ role: name, platforms: platforms.join(', ') })
  })

/** The name of the person or the role that an alert is for. */
export const nameRecipient = (to: string): string => named(words.roles, to)

/** The name of a queue. Organisations name their own; those for escalations have fixed names. */
export const nameQueue = (queue: string): string => named(words.escalation.queues, queue)

const ACTOR = /^(key|source):(.+)$/

/** The name of who acted: a person's pseudonym, a machine or the desk. Null: a person who is named later. */
export function nameActor(by: string | null): string {
  if (by === null) return words.timeline.bySomebody
  if (by === 'desk') return words.timeline.byDesk
  const [, kind, id = ''] = ACTOR.exec(by) ?? []
  if (kind === undefined) return by
  return kind === 'key' ? words.timeline.byKey({ id }) : words.timeline.bySource({ id })
}
