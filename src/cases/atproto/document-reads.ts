import { BoundedMap } from '../../foundation/bounds/bounded-map.ts'
import { FewAtOnce } from '../../foundation/bounds/few-at-once.ts'
import type { DeskError } from '../../foundation/errors.ts'

/** The most documents that are read from the directory at a time. */
const DIRECTORY_AT_ONCE_MAX = 40
/** The most documents that are read at a time from hosts of accounts that no report came from before. */
const STRANGERS_AT_ONCE_MAX = 20
/** The most documents that are read at a time from hosts of accounts whose reports were taken before. */
const KNOWN_AT_ONCE_MAX = 20
/** The most documents of strangers that are read from one site at a time. */
const STRANGERS_OF_SITE_MAX = 4
/** The most documents of known accounts that are read from one site at a time: no site holds all their places. */
const KNOWN_OF_SITE_MAX = 10
/** The time after which a read loses its place to the next sender of its site. Honest servers answer sooner. */
const SLOW_MS = 500
const KNOWN_MAX = 10_000
const WEB = 'did:web:'

/**
 * Bounds the documents that are read at a time, for each site and each group of senders. A stranger whose own server
 * answers slowly holds no place of the directory, and none of the accounts that are known. Where a site has no place
 * left, its slowest read ends for the next one: senders with slow servers crowd out each other alone.
 */
export class DocumentReads {
  readonly #directory: FewAtOnce
  readonly #strangers: SenderGroup
  readonly #known: SenderGroup
  readonly #knownDids = new BoundedMap<string, true>(KNOWN_MAX)

  constructor(busy: () => DeskError, now = () => performance.now()) {
    this.#directory = new FewAtOnce(DIRECTORY_AT_ONCE_MAX, busy)
    const common = { busy, now }
    this.#strangers = new SenderGroup({ ...common, max: STRANGERS_AT_ONCE_MAX, ofSiteMax: STRANGERS_OF_SITE_MAX })
    this.#known = new SenderGroup({ ...common, max: KNOWN_AT_ONCE_MAX, ofSiteMax: KNOWN_OF_SITE_MAX })
  }

  /** Remembers an account whose signature was valid. */
  know(did: string): void {
    this.#knownDids.set(did, true)
  }

  readonly run = async <T>(did: string, read: (signal?: AbortSignal) => Promise<T>): Promise<T> => {
    if (!did.startsWith(WEB)) return this.#directory.run(read)
    const group = this.#knownDids.get(did) === true ? this.#known : this.#strangers
    return group.run(siteOf(did), read)
  }
}

interface GroupLimits {
  max: number
  ofSiteMax: number
  busy: () => DeskError
  now: () => number
}

interface Running {
  sinceMs: number
  end: AbortController
  ended: Promise<void>
}

/**
 * Bounds the documents of a group of senders, in all and for each site. Each group counts its own: a site may be a suffix
 * under which many people have names, and its strangers take no place of the known accounts there.
 */
class SenderGroup {
  readonly #few: FewAtOnce
  readonly #limits: GroupLimits
  /** The reads of each site, the oldest first. */
  readonly #sites = new Map<string, Set<Running>>()

  constructor(limits: GroupLimits) {
    this.#few = new FewAtOnce(limits.max, limits.busy)
    this.#limits = limits
  }

  async run<T>(site: string, read: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const own: Running = { sinceMs: this.#limits.now(), end: new AbortController(), ended }
    const ofSite = this.#sites.get(site) ?? new Set()
    this.#sites.set(site, ofSite)
    // The site comes first: reads that it refuses hold no place of the group.
    const slowest = this.#makeRoom(ofSite)
    ofSite.add(own)
    try {
      if (slowest !== undefined) await slowest.ended
      return await this.#few.run(() => read(own.end.signal))
    } finally {
      ofSite.delete(own)
      if (ofSite.size === 0) this.#sites.delete(site)
      resolve()
    }
  }

  /** Ends the oldest read of a full site. Throws when that one is young too. */
  #makeRoom(ofSite: Set<Running>): Running | undefined {
    if (ofSite.size < this.#limits.ofSiteMax) return undefined
    const [oldest] = ofSite
    if (oldest === undefined || this.#limits.now() - oldest.sinceMs < SLOW_MS) throw this.#limits.busy()
    ofSite.delete(oldest)
    oldest.end.abort()
    return oldest
  }
}

/** Returns the last two labels of a host. The owner of a domain makes any number of names below it. */
function siteOf(did: string): string {
  const [host = ''] = did.slice(WEB.length).toLowerCase().split(/%3a|:/)
  return host.split('.').filter(Boolean).slice(-2).join('.')
}
