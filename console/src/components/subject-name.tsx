import { IconList, IconUsersGroup, IconWorld } from '@tabler/icons-react'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import { Handle, Hostile } from './handle.tsx'
import { collectionKind, nativeId, platformOfId } from './platforms.ts'

/** Shows the platform of an account or a content by its id. The platform without a name has no pill. */
export function PlatformPill({ id }: { id: string | null }) {
  const platform = id === null ? undefined : platformOfId(id)
  if (platform === undefined) return null
  return (
    <span className="platform-pill" title={words.who.atPlatform({ platform })}>
      {platform}
    </span>
  )
}

/** Shows whose account or content it is: the handle, or the id where none is known, with its platform. */
export function SubjectName({ handle, id }: { handle: string | null; id: string | null }) {
  const name = handle === null && id !== null ? <Hostile>{nativeId(id)}</Hostile> : <Handle handle={handle} />
  const kind = id === null ? undefined : collectionKind(id)
  if (id === null || (kind === undefined && platformOfId(id) === undefined)) return name
  return (
    <span className="subject-name">
      {kind !== undefined && <CollectionPill kind={kind} />}
      {name}
      <PlatformPill id={id} />
    </span>
  )
}

const ICONS: Readonly<Record<string, typeof IconList>> = {
  list: IconList,
  community: IconUsersGroup,
  domain: IconWorld,
}

/** Names the kind of a collection, with its icon. */
function CollectionPill({ kind }: { kind: string }) {
  const Icon = ICONS[kind]
  return (
    <span className="platform-pill">
      {Icon && <Icon size={12} aria-hidden="true" />} {nameCollection(kind)}
    </span>
  )
}

const nameCollection = (kind: string): string => words.who.collections[kind as keyof typeof words.who.collections]

/** The platforms of the desk with their names, for a choice. Undefined: it has one, so there is nothing to choose. */
export function usePlatforms(): Readonly<Record<string, string>> | undefined {
  const platforms = useMe()?.platforms ?? []
  if (platforms.length < 2) return undefined
  return Object.fromEntries(platforms.map((name) => [name, name === 'default' ? words.who.defaultPlatform : name]))
}
