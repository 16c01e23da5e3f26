import { alertLeadsDaily } from '../../../alerts/alert-leads-daily.ts'
import { inTransaction } from '../../../foundation/database/db.ts'
import { HOUR_MS } from '../../../foundation/durations.ts'
import type { Job } from '../../../foundation/jobs.ts'
import { message } from '../../../foundation/messages/message.ts'
import { insertLink, originOfPages, PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import type { Desk } from '../../../policy/desk.ts'
import { nameOf } from '../pages/send-page.ts'
import { findContact } from '../people/correspondent.ts'
import { writeLetter } from './letter.ts'
import {
  findNextLetter,
  findNextLetterAt,
  isReturned,
  type Letter,
  SENDER_LETTERS,
  updateLetterFailed,
  updateLetterSent,
} from './letter-queries.ts'
import {
  endMailRun,
  GIVEN_UP_MS,
  isRefusedForGood,
  REST_FIRST_MS,
  reasonWithoutAddress,
  restAfter,
} from './mail-job.ts'
import { sendStatementLetters } from './statements/send-statement-letters.ts'
import { STATEMENT_LETTER_JOB } from './statements/statement-letter-queries.ts'

/** The time within which one run starts letters: within the job's lease even if the last one hangs. */
const WORK_MS = 8_000
/** The pause before a letter is looked at again whose address returned another one. */
const HELD_BACK_MS = 6 * HOUR_MS

/**
 * Sends the waiting letters, one after the other, each at least once under one id. A mail server that doesn't take one
 * rests at growing intervals. A letter that the server refuses for good is given up alone.
 */
export async function sendLetters(desk: Desk, job: Job): Promise<void> {
  if (job.key === STATEMENT_LETTER_JOB) return sendStatementLetters(desk, job)
  const until = performance.now() + WORK_MS
  let restMs = 0
  while (restMs === 0 && performance.now() < until) {
    const next = await findNextLetter(desk.db, GIVEN_UP_MS)
    if (next === undefined) break
    if ((await sendOne(desk, next)) === 'server_rests') restMs = REST_FIRST_MS
  }
  await endMailRun(desk.db, job, { findNextAt: findNextLetterAt, restMs })
}

async function sendOne(desk: Desk, letter: Letter): Promise<'done' | 'server_rests'> {
  const { db, outbox } = desk
  const contact = await findContact(db, outbox.seal, letter.correspondentId)
  if (contact?.email === undefined || contact.email === null) {
    await updateLetterFailed(db, letter.id, { error: 'its address was erased', nextMs: 0, givenUp: true })
    return 'done'
  }
  if (await isReturned(db, letter.correspondentId)) {
    await postponeLetter(desk, letter)
    return 'done'
  }
  const link = await makeLink(desk, letter)
  const returnToken = outbox.returnTokenOf(`letter:${letter.id}`, letter.linkPart)
  if (returnToken !== undefined) await insertLink(db, 'returned', `letter:${letter.id}`, returnToken)
  try {
    await outbox.sendMail(
      contact.email,
      writeLetter(letter, { name: nameOf(desk, letter.language), link }),
      returnToken,
    )
  } catch (error) {
    const isFinal = isRefusedForGood(error)
    const nextMs = restAfter(letter.attempt)
    const failure = { error: reasonWithoutAddress(error), nextMs, givenUp: isFinal || letter.isOver }
    await updateLetterFailed(db, letter.id, failure)
    desk.log.warn({ letter: letter.id, givenUp: failure.givenUp }, 'a letter to a person outside could not be sent')
    return isFinal ? 'done' : 'server_rests'
  }
  // A crash before this write sends the letter again under the same id.
  await updateLetterSent(db, letter.id)
  return 'done'
}

/**
 * Has a letter wait whose address returned another one: a domain may be back soon, or a mailbox have space. Once it is too
 * old it is given up, and the leads learn that its reader knows nothing.
 */
async function postponeLetter({ db, log }: Desk, { id, isOver }: Letter): Promise<void> {
  await inTransaction(db, async (tx) => {
    await updateLetterFailed(tx, id, { error: 'its address returned a letter', nextMs: HELD_BACK_MS, givenUp: isOver })
    if (isOver) await alertLeadsDaily(tx, 'letter_undelivered', message('alert.letterUndelivered'))
  })
  if (isOver) log.warn({ letter: id }, 'a letter was given up: its address returned another one')
}

/**
 * Makes the link of a letter. Its token is in the letter alone, and never stored. All attempts at one letter have the
 * same one, so that a server that rests for days fills no table. The random part tells the letter from those of
 * another state of the database, whose ids repeat after a restore.
 */
async function makeLink(desk: Desk, letter: Letter): Promise<string> {
  const { db, outbox } = desk
  const { id, kind, about, linkPart, side } = letter
  const isOfSender = SENDER_LETTERS.some((each) => each === kind)
  const ofPage = side === 'affected' ? 'statement' : isOfSender ? 'measure' : 'status'
  const of = kind === 'confirm' ? 'confirm' : ofPage
  const token = outbox.seal.mark(`${id} ${linkPart}`, 'link of a letter').toString('base64url')
  await insertLink(db, of, about, token)
  return `${originOfPages(desk)}${PUBLIC_BASE}/${of}/${token}`
}
