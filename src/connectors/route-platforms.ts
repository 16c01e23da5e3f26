import type { ContentFacts, SubjectFacts } from '@countersign/platform-kit'
import { type Connector, ConnectorError } from '../foundation/connector/connector.ts'
import { NO_GUARANTEE } from '../foundation/connector/guarantees.ts'
import type { Subject } from '../foundation/domain.ts'
import { DEFAULT_PLATFORM, nativeSubject, platformOf, qualifyId } from '../foundation/platforms.ts'

/**
 * Joins several platforms to one connector. Each call goes to the platform of its subject, which knows the subject by
 * its own id; ids in answers come back as the desk's. A platform that is not configured fails like an unreachable one:
 * what restricts waits, and every other platform works on.
 */
export function routePlatforms(platforms: ReadonlyMap<string, Connector>): Connector {
  const find = (name: string): Connector => {
    const found = platforms.get(name)
    if (found === undefined) throw new ConnectorError('unreachable', `no platform ${name} is configured`)
    return found
  }
  const at = async <T>(
    subject: Subject,
    call: (platform: Connector, native: Subject) => Promise<T> | undefined,
  ): Promise<T | undefined> => call(find(platformOf(subject)), nativeSubject(subject))
  const nameAt = (subject: Subject | undefined): string => (subject ? platformOf(subject) : DEFAULT_PLATFORM)
  return {
    guarantees: (subject) => platforms.get(nameAt(subject))?.guarantees() ?? NO_GUARANTEE,
    capabilities: async (subject) => find(nameAt(subject)).capabilities(),
    facts: async (subject) => {
      const facts = await at(subject, (platform, native) => platform.facts(native))
      return facts && qualifyFacts(platformOf(subject), facts)
    },
    apply: async (instruction, grounds) => {
      const { subject } = instruction
      return find(platformOf(subject)).apply({ ...instruction, subject: nativeSubject(subject) }, grounds)
    },
    restore: async (subject, epoch, signatures) => {
      const answer = await at(subject, (platform, native) => platform.restore?.(native, epoch, signatures))
      if (answer === undefined) throw new ConnectorError('refused', 'this platform takes no restore by two people')
      return answer
    },
    profile: async (account) => {
      if (find(platformOf(account)).profile === undefined) return 'absent'
      return at(account, (platform, native) => platform.profile?.(native))
    },
    recentPosts: async (account) => {
      if (find(platformOf(account)).recentPosts === undefined) return 'absent'
      const recent = await at(account, (platform, native) => platform.recentPosts?.(native))
      if (recent === undefined || recent === 'absent') return recent
      const qualify = (id: string) => qualifyId(platformOf(account), id)
      const posts = recent.posts.map(({ id, parentId, ...post }) => ({
        ...{ ...post, id: qualify(id) },
        ...(parentId !== undefined && { parentId: qualify(parentId) }),
      }))
      return { ...recent, posts }
    },
    media: (subject, reference, limit) => at(subject, (platform, native) => platform.media(native, reference, limit)),
    restrictedLink: (subject, reference) =>
      at(subject, (platform, native) => platform.restrictedLink?.(native, reference)),
    hashMedia: (subject, reference, media) =>
      at(subject, (platform, native) => platform.hashMedia?.(native, reference, media)),
    readBack: async (subject) => {
      const read = await at(subject, (platform, native) => platform.readBack(native))
      return read && { ...read, subject }
    },
    visit: async (address, subject) =>
      (await at(subject, (platform, native) => platform.visit?.(address, native))) ?? 'unknown',
    actors: async () => find(DEFAULT_PLATFORM).actors?.(),
  }
}

/** Returns facts with the desk's ids of the account and the contents. */
function qualifyFacts(platform: string, { account, content, thread, ...facts }: SubjectFacts): SubjectFacts {
  const qualify = (id: string) => qualifyId(platform, id)
  const qualifyContent = ({ parentId, ...found }: ContentFacts): ContentFacts => ({
    ...{ ...found, id: qualify(found.id), accountId: qualify(found.accountId) },
    ...(parentId !== undefined && { parentId: qualify(parentId) }),
  })
  return {
    ...{ ...facts, account: { ...account, id: qualify(account.id) } },
    ...(content && { content: qualifyContent(content) }),
    ...(thread && { thread: thread.map(qualifyContent) }),
  }
}
