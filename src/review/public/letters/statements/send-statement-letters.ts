import { ConnectorError } from '../../../../foundation/connector/connector.ts'
import type { Subject } from '../../../../foundation/domain.ts'
import { HOUR_MS, MINUTE_MS } from '../../../../foundation/durations.ts'
import type { Job } from '../../../../foundation/jobs.ts'
import { insertLink, originOfPages, PUBLIC_BASE } from '../../../../foundation/outgoing/public-link.ts'
import { statementTokenOf, withLink } from '../../../../foundation/outgoing/statement-link.ts'
import type { Desk } from '../../../../policy/desk.ts'
import { isEmail } from '../../notices/read-notice.ts'
import { nameOf } from '../../pages/send-page.ts'
import { findContact } from '../../people/correspondent.ts'
import {
  endMailRun,
  GIVEN_UP_MS,
  isRefusedForGood,
  REST_FIRST_MS,
  reasonWithoutAddress,
  restAfter,
} from '../mail-job.ts'
import { isTakenOver } from './is-taken-over.ts'
import { letterLanguageOf, writeStatementLetter } from './statement-letter.ts'
import {
  type Attempted,
  findAppellant,
  findNextStatementLetter,
  findNextStatementLetterAt,
  type NextStatementLetter,
  updateStatementLetter,
} from './statement-letter-queries.ts'

/** The time within which one run starts letters. It is short, because a restore goes before the next run. */
const WORK_MS = 250
/** The pause before a letter is looked at again whose effect the platform does not show yet. */
const EARLY_MS = 5_000
/** The pause before a letter is looked at again that an authority's order holds back, or a takeover. */
const SILENT_MS = 10 * MINUTE_MS
/** The most letters to one person within 24 hours. The platform shows all statements, so none is lost. */
export const LETTERS_A_DAY_MAX = 10

/**
 * Sends the letters of statements, one after the other, each at least once under one id. The address is read just before
 * and stored nowhere. No effect and no restore waits for a letter.
 */
export async function sendStatementLetters(desk: Desk, job: Job): Promise<void> {
  const until = performance.now() + WORK_MS
  let restMs = 0
  while (restMs === 0 && performance.now() < until) {
    const next = await findNextStatementLetter(desk.db, GIVEN_UP_MS)
    if (next === undefined) break
    const attempted = await attempt(desk, next)
    // A crash before this write sends the letter again under the same id.
    await updateStatementLetter(desk.db, next.id, attempted)
    if ('error' in attempted) desk.log.warn({ letter: next.id }, 'the letter of a statement could not be sent')
    if ('isAttempt' in attempted && attempted.isAttempt) restMs = REST_FIRST_MS
  }
  await endMailRun(desk.db, job, { findNextAt: findNextStatementLetterAt, restMs })
}

async function attempt(desk: Desk, letter: NextStatementLetter): Promise<Attempted> {
  const { fate, isOld, sentToday } = letter
  if (fate === 'over') return { givenUpFor: 'over' }
  if (fate === 'silent') return { nextMs: SILENT_MS, isAttempt: false }
  if (fate === 'early') return isOld ? { givenUpFor: 'too_old' } : { nextMs: EARLY_MS, isAttempt: false }
  if (sentToday >= LETTERS_A_DAY_MAX) return isOld ? { givenUpFor: 'too_many' } : { nextMs: HOUR_MS, isAttempt: false }
  try {
    const account: Subject = { kind: 'account', id: letter.accountId }
    // The address may be one that the hijacker has just set. It waits for a reset of the credentials.
    if (desk.platform.contact !== undefined && isTakenOver(letter, await desk.platform.readBack(account)))
      return isOld ? { givenUpFor: 'taken_over' } : { nextMs: SILENT_MS, isAttempt: false }
    const address = await findAddress(desk, letter, account)
    return address === undefined ? { givenUpFor: 'no_address' } : await send(desk, letter, address)
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    // The platform does not answer: its letters wait, and those of others go on.
    return isOld ? { givenUpFor: 'no_address' } : { nextMs: restAfter(letter.attempt), isAttempt: false }
  }
}

interface Address {
  email: string
  language: string | undefined
  addressOf: 'platform' | 'appeal'
}

/** Finds the address that the platform states now, or else the one that came with an appeal against this enforcement. */
async function findAddress(
  { db, outbox, platform }: Desk,
  { enforcementId }: NextStatementLetter,
  account: Subject,
): Promise<Address | undefined> {
  const stated = await platform.contact?.(account)
  if (stated !== undefined && stated !== 'absent' && stated.email !== null && isEmail(stated.email))
    return { email: stated.email, language: stated.language, addressOf: 'platform' }
  const appellant = await findAppellant(db, enforcementId)
  const contact = appellant === undefined ? undefined : await findContact(db, outbox.seal, appellant)
  if (contact?.email === undefined || contact.email === null) return undefined
  return { email: contact.email, language: undefined, addressOf: 'appeal' }
}

async function send(
  desk: Desk,
  letter: NextStatementLetter,
  { email, language, addressOf }: Address,
): Promise<Attempted> {
  const { db, outbox } = desk
  const token = statementTokenOf(desk, letter)
  await insertLink(db, 'statement', letter.id, token)
  const link = `${originOfPages(desk)}${PUBLIC_BASE}/statement/${token}`
  const returnToken = outbox.returnTokenOf(`statement:${letter.id}`, letter.linkPart ?? '')
  if (returnToken !== undefined) await insertLink(db, 'returned', `statement:${letter.id}`, returnToken)
  const said = withLink(letter, token)
  const name = nameOf(desk, letterLanguageOf(said.texts, language))
  try {
    await outbox.sendMail(
      email,
      writeStatementLetter(said, { name, link, language, isUnconfirmed: addressOf === 'appeal' }),
      returnToken,
    )
    return { sent: true, addressOf }
  } catch (thrown) {
    const error = reasonWithoutAddress(thrown)
    if (isRefusedForGood(thrown)) return { givenUpFor: 'refused', addressOf, error }
    if (letter.isOld) return { givenUpFor: 'too_old', addressOf, error }
    return { nextMs: restAfter(letter.attempt), isAttempt: true, addressOf, error }
  }
}
