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
const KNOWN_MAX = 10_000
const WEB = 'did:web:'

/**
 * Bounds the documents that are read at a time, for each site and each group of senders. A stranger whose own server
 * answers slowly holds no place of the directory, and none of the accounts that are known.
 */
export class DocumentReads {
  readonly #directory: FewAtOnce
  readonly #strangers: SenderGroup
  readonly #known: SenderGroup
  readonly #knownDids = new BoundedMap<string, true>(KNOWN_MAX)

  constructor(busy: () => DeskError) {
    this.#directory = new FewAtOnce(DIRECTORY_AT_ONCE_MAX, busy)
    this.#strangers = new SenderGroup({ max: STRANGERS_AT_ONCE_MAX, ofSiteMax: STRANGERS_OF_SITE_MAX }, busy)
    this.#known = new SenderGroup({ max: KNOWN_AT_ONCE_MAX, ofSiteMax: KNOWN_OF_SITE_MAX }, busy)
  }

  /** Remembers an account whose signature was valid. */
  know(did: string): void {
    this.#knownDids.set(did, true)
  }

  readonly run = async <T>(did: string, read: () => Promise<T>): Promise<T> => {
    if (!did.startsWith(WEB)) return this.#directory.run(read)
    const group = this.#knownDids.get(did) === true ? this.#known : this.#strangers
    return group.run(siteOf(did), read)
  }
}

/**
 * Bounds the documents of a group of senders, in all and for each site. Each group counts its own: a site may be a suffix
 * under which many people have names, and its strangers take no place of the known accounts there.
 */
class SenderGroup {
  readonly #few: FewAtOnce
  readonly #ofSiteMax: number
  readonly #sites = new Map<string, number>()
  readonly #busy: () => DeskError

  constructor({ max, ofSiteMax }: { max: number; ofSiteMax: number }, busy: () => DeskError) {
    this.#few = new FewAtOnce(max, busy)
    this.#ofSiteMax = ofSiteMax
    this.#busy = busy
  }

  async run<T>(site: string, read: () => Promise<T>): Promise<T> {
    const running = this.#sites.get(site) ?? 0
    // The site comes first: reads that it refuses hold no place of the group.
    if (running >= this.#ofSiteMax) throw this.#busy()
    this.#sites.set(site, running + 1)
    try {
      return await this.#few.run(read)
    } finally {
      const left = (this.#sites.get(site) ?? 1) - 1
      if (left > 0) this.#sites.set(site, left)
      else this.#sites.delete(site)
    }
  }
}

/** Returns the last two labels of a host. The owner of a domain makes any number of names below it. */
function siteOf(did: string): string {
  const [host = ''] = did.slice(WEB.length).toLowerCase().split(/%3a|:/)
  return host.split('.').filter(Boolean).slice(-2).join('.')
}
