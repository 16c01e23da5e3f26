import { isDeepStrictEqual } from 'node:util'
import { type Attempt, type Connector, ConnectorError } from '../foundation/connector/connector.ts'
import { NO_GUARANTEE } from '../foundation/connector/guarantees.ts'
import type { Subject } from '../foundation/domain.ts'
import { message } from '../foundation/messages/message.ts'
import { renderMessage } from '../foundation/messages/render-message.ts'
import {
  DEFAULT_PLATFORM,
  nativeId,
  nativeSubject,
  platformOf,
  platformOfId,
  qualifyId,
} from '../foundation/platforms.ts'
import { Bulkhead } from './bulkhead.ts'
import { measureCall } from './measure-call.ts'
import { qualifyFacts, qualifyPosts, qualifyReadBack, qualifyRelated, qualifyThread } from './qualify-answers.ts'

/**
 * Joins several platforms to one connector. Each call goes to the platform of its subject, which knows the subject by
 * its own id; ids in answers come back as the desk's. A platform that is not configured fails like an unreachable one:
 * what restricts waits, and every other platform works on. A slow platform takes no more than its share of the workers.
 */
export function routePlatforms(platforms: ReadonlyMap<string, Connector>): Connector {
  const router = new Router(platforms)
  const { at, find } = router
  return {
    guarantees: (subject) =>
      platforms.get(nameAt(subject))?.guarantees(subject && nativeSubject(subject)) ?? NO_GUARANTEE,
    platforms: () => new Map([...platforms].map(([name, platform]) => [name, platform.guarantees()])),
    capabilities: async (subject) => find(nameAt(subject)).capabilities(),
    facts: async (subject) => {
      const facts = await router.callIsolated('facts', subject, (platform, native) => platform.facts(native))
      return facts && qualifyFacts(platformOf(subject), facts)
    },
    apply: (instruction, grounds) => {
      const apply = (platform: Connector, subject: Subject) => platform.apply({ ...instruction, subject }, grounds)
      return router.callIsolated(purposeOf([{ instruction }]), instruction.subject, apply)
    },
    ...routeBatches(router),
    restore: async (subject, epoch, signatures) => {
      const answer = await at(subject, (platform, native) => platform.restore?.(native, epoch, signatures))
      if (answer === undefined) throw new ConnectorError('refused', 'this platform takes no restore by two people')
      return answer
    },
    ...routeReads(router),
    placesOf: (name) => placesOf(platforms, name),
    find: async (name) => {
      const place = platformOfId(name)
      const found = await find(place).find?.(nativeId(name))
      return found && { ...found, id: qualifyId(place, found.id) }
    },
    readBack: async (subject, purpose) => {
      const read = await router.callIsolated('read_back', subject, (platform, native) =>
        platform.readBack(native, purpose),
      )
      return read && qualifyReadBack(subject, read, find(platformOf(subject)).guarantees().fences)
    },
    visit: async (address, subject) =>
      (await at(subject, (platform, native) => platform.visit?.(address, native))) ?? 'unknown',
    actors: async () => find(DEFAULT_PLATFORM).actors?.(),
  }
}

/**
 * Routes calls about several subjects of one platform. At one that takes no batch each is a single call, so the caller
 * sends no more than its `instructionsMax`.
 */
const routeBatches = ({
  find,
  callIsolated,
}: Router): Required<
  Pick<Connector, 'factsMax' | 'factsBatch' | 'applyBatch' | 'readBackBatch' | 'instructionsMax' | 'showsStatements'>
> => ({
  factsMax: (subject) => find(platformOf(subject)).factsMax?.(nativeSubject(subject)) ?? 1,
  factsBatch: async (subjects) => {
    const of = onlyPlatform(subjects)
    const native = subjects.map(nativeSubject)
    const read = (platform: Connector) =>
      platform.factsBatch?.(native) ?? settleEach(native, (subject) => platform.facts(subject))
    const shown = await callIsolated('facts', of, read, subjects.length)
    return shown.map((one) =>
      one === undefined || one instanceof ConnectorError ? one : qualifyFacts(platformOf(of), one),
    )
  },
  applyBatch: (attempts) => {
    const native = attempts.map(({ instruction, grounds }) => ({
      ...{ grounds, instruction: { ...instruction, subject: nativeSubject(instruction.subject) } },
    }))
    const apply = (platform: Connector) =>
      platform.applyBatch?.(native) ??
      settleEach(native, ({ instruction, grounds }) => platform.apply(instruction, grounds))
    return callIsolated(
      purposeOf(attempts),
      onlyPlatform(attempts.map(({ instruction }) => instruction.subject)),
      apply,
      attempts.length,
    )
  },
  readBackBatch: async (subjects) => {
    const native = subjects.map(nativeSubject)
    const read = (platform: Connector) =>
      platform.readBackBatch?.(native) ?? settleEach(native, (subject) => platform.readBack(subject))
    const of = onlyPlatform(subjects)
    const shown = await callIsolated('read_back', of, read, subjects.length)
    const { fences } = find(platformOf(of)).guarantees()
    return subjects.map((subject, place) => {
      const one = shown[place]
      return one === undefined || one instanceof ConnectorError ? one : qualifyReadBack(subject, one, fences)
    })
  },
  showsStatements: async (subject) => {
    const platform = find(platformOf(subject))
    return platform.showsStatements === undefined ? false : platform.showsStatements(nativeSubject(subject))
  },
  instructionsMax: (subject) => find(platformOf(subject)).instructionsMax?.(nativeSubject(subject)) ?? 1,
})

/** Returns a subject of the one platform that a batch is for. */
function onlyPlatform(subjects: readonly Subject[]): Subject {
  const [first, ...others] = subjects
  if (first === undefined || others.some((other) => platformOf(other) !== platformOf(first)))
    throw new TypeError('a batch is for the subjects of one platform')
  return first
}

const settleEach = <Of, T>(all: readonly Of[], call: (one: Of) => Promise<T>): Promise<(T | ConnectorError)[]> =>
  Promise.all(
    all.map((one) =>
      call(one).catch((error: unknown) => {
        if (error instanceof ConnectorError) return error
        throw error
      }),
    ),
  )

const purposeOf = (attempts: readonly Pick<Attempt, 'instruction'>[]): Purpose =>
  attempts.every(({ instruction: { desired, baseline } }) => isDeepStrictEqual(desired, baseline))
    ? 'restore'
    : 'restrict'

/** The purpose of a call. Each has its own share of waiting calls, so that reads of facts never delay a restore. */
type Purpose = 'facts' | 'restrict' | 'restore' | 'read_back'

const nameAt = (subject: Subject | undefined): string => (subject ? platformOf(subject) : DEFAULT_PLATFORM)

const ADDRESS = /^([a-z][a-z0-9+.-]*:)\/\//i

/** An address belongs to the platforms of its origin, or else to those whose addresses the desk doesn't know. */
function placesOf(platforms: ReadonlyMap<string, Connector>, name: string): readonly string[] {
  const place = platformOfId(name)
  if (place !== DEFAULT_PLATFORM && platforms.has(place)) return [place]
  const names = [...platforms.keys()]
  const scheme = ADDRESS.exec(name.trim())?.[1]?.toLowerCase()
  if (scheme === undefined) return names
  const origin = scheme === 'at:' ? scheme : URL.parse(name.trim())?.origin
  const own = names.filter((each) => origin !== undefined && platforms.get(each)?.origins?.includes(origin))
  return own.length > 0 ? own : names.filter((each) => platforms.get(each)?.find === undefined)
}

class Router {
  readonly #platforms: ReadonlyMap<string, Connector>
  readonly #bulkheads = new Map<string, Bulkhead>()

  constructor(platforms: ReadonlyMap<string, Connector>) {
    this.#platforms = platforms
  }

  find = (name: string): Connector => {
    const found = this.#platforms.get(name)
    if (found !== undefined) return found
    const detail = message('attention.platform.unknown', { platform: name })
    throw new ConnectorError('unreachable', renderMessage(detail))
  }

  /** Calls the platform of a subject by the platform's own id of it. */
  at = async <T>(
    subject: Subject,
    call: (platform: Connector, native: Subject) => Promise<T> | undefined,
  ): Promise<T | undefined> => call(this.find(platformOf(subject)), nativeSubject(subject))

  /** Makes a call for which a job waits. One platform alone has no other to protect. */
  callIsolated = async <T>(
    purpose: Purpose,
    subject: Subject,
    call: (platform: Connector, native: Subject) => Promise<T>,
    size = 1,
  ): Promise<T> => {
    const name = platformOf(subject)
    const platform = this.find(name)
    const key = `${purpose} ${name}`
    const bulkhead = this.#bulkheads.get(key) ?? new Bulkhead()
    this.#bulkheads.set(key, bulkhead)
    const run = () => measureCall({ platform: name, purpose }, () => call(platform, nativeSubject(subject)))
    return this.#platforms.size > 1 ? bulkhead.run(run, size) : run()
  }
}

/** Routes the reads that a platform may not offer. */
const routeReads = ({
  at,
  find,
}: Router): Pick<
  Connector,
  | 'media'
  | 'profile'
  | 'recentPosts'
  | 'relatedAccounts'
  | 'contact'
  | 'thread'
  | 'openMedia'
  | 'restrictedLink'
  | 'hashMedia'
> => ({
  profile: async (account) => {
    if (find(platformOf(account)).profile === undefined) return 'absent'
    return at(account, (platform, native) => platform.profile?.(native))
  },
  recentPosts: async (account) => {
    const platform = find(platformOf(account))
    if (platform.recentPosts === undefined) return 'absent'
    const recent = await platform.recentPosts(nativeSubject(account))
    return recent === undefined || recent === 'absent' ? recent : qualifyPosts(platformOf(account), recent)
  },
  relatedAccounts: async (account) => {
    const platform = find(platformOf(account))
    if (platform.relatedAccounts === undefined) return 'absent'
    const related = await platform.relatedAccounts(nativeSubject(account))
    return related === undefined || related === 'absent' ? related : qualifyRelated(platformOf(account), related)
  },
  contact: async (account) => {
    if (find(platformOf(account)).contact === undefined) return 'absent'
    return at(account, (platform, native) => platform.contact?.(native))
  },
  thread: async (content, page) => {
    const platform = find(platformOf(content))
    if (platform.thread === undefined) return 'absent'
    const thread = await platform.thread(nativeSubject(content), page)
    return thread === undefined || thread === 'absent' ? thread : qualifyThread(platformOf(content), thread)
  },
  media: (subject, reference, limit) => at(subject, (platform, native) => platform.media(native, reference, limit)),
  openMedia: (subject, reference, asked) =>
    at(subject, (platform, native) => platform.openMedia?.(native, reference, asked)),
  restrictedLink: (subject, reference) =>
    at(subject, (platform, native) => platform.restrictedLink?.(native, reference)),
  hashMedia: (subject, reference, media) =>
    at(subject, (platform, native) => platform.hashMedia?.(native, reference, media)),
})
