import type { SubjectFacts } from '@countersign/platform-kit'
import { AttemptLimit } from '../../foundation/bounds/attempt-limit.ts'
import { FewAtOnce } from '../../foundation/bounds/few-at-once.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { Subject } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { DEFAULT_PLATFORM, qualifyId } from '../../foundation/platforms.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { fetchFacts } from '../accounts/fetch-facts.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'

const AT_ONCE_MAX = 8
export const READS_A_MINUTE_MAX = 60

/**
 * Reads subjects from the platform for people who look them up or open a case about them. It bounds the reads of one
 * person in a minute and those at a time: a stolen session floods no platform.
 */
export class SubjectReads {
  readonly #desk: Desk
  readonly #limit = new AttemptLimit({ max: READS_A_MINUTE_MAX, windowMs: MINUTE_MS })
  readonly #few = new FewAtOnce(AT_ONCE_MAX, unread)

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** Lists the platforms that a handle, an id or an address may belong to. */
  placesOf(name: string): readonly string[] {
    return this.#desk.platform.placesOf?.(name) ?? [DEFAULT_PLATFORM]
  }

  /**
   * Finds the subject that a handle or an address names at a platform; undefined: the platform can't tell. A platform
   * that finds nothing by name is not called, so nothing counts against the bound.
   */
  async find(place: string, name: string, staffId: string): Promise<Subject | undefined> {
    const { platform } = this.#desk
    if (platform.find === undefined) return undefined
    return this.#bounded(staffId, async () => platform.find?.(qualifyId(place, name)))
  }

  /** Reads a subject and records its facts; undefined: there is no such subject. */
  async read(subject: Subject, staffId: string): Promise<SubjectFacts | undefined> {
    return this.#bounded(staffId, () => fetchFacts(this.#desk, subject))
  }

  async #bounded<T>(staffId: string, read: () => Promise<T>): Promise<T> {
    if (this.#limit.isOver(staffId)) throw new DeskError('too_many', message('request.tooMany'))
    return this.#few.run(async () => {
      this.#limit.count(staffId)
      try {
        return await read()
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error
        throw unread(error)
      }
    })
  }
}

const unread = (cause?: ConnectorError): DeskError =>
  new DeskError('unavailable', message('opening.unread'), {}, cause && { cause })
