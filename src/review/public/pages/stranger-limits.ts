import { createHash } from 'node:crypto'
import { AttemptLimit, sourceOf } from '../../../foundation/bounds/attempt-limit.ts'
import { HOUR_MS, MINUTE_MS } from '../../../foundation/durations.ts'
import { PageError } from './page-error.ts'

/** The most pages that one network reads within a minute. */
export const PAGES_A_MINUTE_MAX = 240
/** The most forms that one network sends within ten minutes, wrong ones included. */
export const FORMS_IN_TEN_MINUTES_MAX = 20
/** The most wrong links that one network opens within ten minutes. A right link has 256 random bits. */
export const WRONG_LINKS_IN_TEN_MINUTES_MAX = 30
/**
 * The most letters to one e-mail address within an hour: that one network causes, and that all do. One network alone
 * can neither fill a mailbox nor use up the letters of its owner.
 */
export const LETTERS_OF_NETWORK_AN_HOUR_MAX = 5
const LETTERS_AN_HOUR_MAX = 20

const TEN_MINUTES_MS = 10 * MINUTE_MS

/**
 * The bounds of one server process on what strangers do, by network and by e-mail address. They bound the cost of a
 * flood; no person is locked out of another's link by it.
 */
export class StrangerLimits {
  readonly #pages = new AttemptLimit({ max: PAGES_A_MINUTE_MAX, windowMs: MINUTE_MS })
  readonly #forms = new AttemptLimit({ max: FORMS_IN_TEN_MINUTES_MAX, windowMs: TEN_MINUTES_MS })
  readonly #wrongLinks = new AttemptLimit({ max: WRONG_LINKS_IN_TEN_MINUTES_MAX, windowMs: TEN_MINUTES_MS })
  readonly #letters = new AttemptLimit({ max: LETTERS_AN_HOUR_MAX, windowMs: HOUR_MS })
  readonly #ownLetters = new AttemptLimit({ max: LETTERS_OF_NETWORK_AN_HOUR_MAX, windowMs: HOUR_MS })

  countPage(ip: string): void {
    if (!this.#pages.admit(ip)) throw new PageError('too_many')
  }

  countForm(ip: string): void {
    if (!this.#forms.admit(ip)) throw new PageError('too_many')
  }

  /** Refuses a network that tried too many wrong links, before the next link is looked up. */
  checkLinks(ip: string): void {
    if (this.#wrongLinks.isOver(ip)) throw new PageError('too_many')
  }

  /** Counts a wrong link and returns its failure, which is the same for every cause. */
  countWrongLink(ip: string): PageError {
    this.#wrongLinks.count(ip)
    return new PageError('wrong_link')
  }

  /** Counts a letter to an e-mail address, given by its mark, if it may still be sent. */
  admitLetter(mark: Buffer, ip: string): boolean {
    const address = mark.toString('hex')
    const pair = createHash('sha256')
      .update(`${address} ${sourceOf(ip)}`)
      .digest('hex')
    return this.#ownLetters.admit(pair) && this.#letters.admit(address)
  }
}
