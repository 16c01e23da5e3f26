import { BoundedMap } from '../../foundation/bounds/bounded-map.ts'
import { FewAtOnce } from '../../foundation/bounds/few-at-once.ts'
import type { DeskError } from '../../foundation/errors.ts'

/** The most documents that are read from the directory at a time. */
const DIRECTORY_AT_ONCE_MAX = 40
/** The most documents that are read at a time from hosts of accounts that no report came from before. */
const STRANGERS_AT_ONCE_MAX = 20
/** The most documents that are read at a time from hosts of accounts whose reports were taken before. */
const KNOWN_AT_ONCE_MAX = 20
/** The most documents that are read from one site at a time. */
const SITE_AT_ONCE_MAX = 4
const KNOWN_MAX = 10_000
const WEB = 'did:web:'

/**
 * Bounds the documents that are read at a time, for each site and each group of senders. A stranger whose own server
 * answers slowly holds no place of the directory, and none of the accounts that are known.
 */
export class DocumentReads {
  readonly #directory: FewAtOnce
  readonly #strangers: FewAtOnce
  readonly #known: FewAtOnce
  readonly #knownDids = new BoundedMap<string, true>(KNOWN_MAX)
  readonly #sites = new Map<string, number>()
  readonly #busy: () => DeskError

  constructor(busy: () => DeskError) {
    this.#busy = busy
    this.#directory = new FewAtOnce(DIRECTORY_AT_ONCE_MAX, busy)
    this.#strangers = new FewAtOnce(STRANGERS_AT_ONCE_MAX, busy)
    this.#known = new FewAtOnce(KNOWN_AT_ONCE_MAX, busy)
  }

  /** Remembers an account whose signature was valid. */
  know(did: string): void {
    this.#knownDids.set(did, true)
  }

  readonly run = async <T>(did: string, read: () => Promise<T>): Promise<T> => {
    if (!did.startsWith(WEB)) return this.#directory.run(read)
    const group = this.#knownDids.get(did) === true ? this.#known : this.#strangers
    // The site comes first: reads that it refuses hold no place of the group.
    return this.#atSite(siteOf(did), () => group.run(read))
  }

  async #atSite<T>(site: string, read: () => Promise<T>): Promise<T> {
    const running = this.#sites.get(site) ?? 0
    if (running >= SITE_AT_ONCE_MAX) throw this.#busy()
    this.#sites.set(site, running + 1)
    try {
      return await read()
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
