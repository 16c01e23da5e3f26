import type { Desk } from '../desk.ts'
import { parseSubjectKey } from '../domain.ts'
import { type Due, finishDue } from '../lib/due.ts'
import { messageOf } from '../lib/errors.ts'
import { findPage, isBehindOther, updateNextPage, updateNotTried } from './queries.ts'

/** Nobody acts on what is a day old, and whoever it was for has read it at the desk or never will. */
const GIVEN_UP_MS = 24 * 3_600_000
/** Whoever sent the one before says when it is the next one's turn; this is for when they can't. */
const GIVE_WAY_MS = 1_000

/**
 * Sends a page to the webhook, at least once, the older before the newer as long as all goes well. What fails is tried
 * again until it is a day old. Where there is no webhook nothing is sent, also not later.
 */
export async function sendPage(desk: Pick<Desk, 'db' | 'pageWebhook' | 'log'>, due: Due): Promise<void> {
  const page = desk.pageWebhook && (await findPage(desk.db, due.key, GIVEN_UP_MS))
  if (!desk.pageWebhook || page === undefined) return finishDue(desk.db, due)
  if (await isBehindOther(desk.db, due.key)) return updateNotTried(desk.db, due, GIVE_WAY_MS)
  const { isOver, subject, at, ...told } = page
  try {
    await desk.pageWebhook.send({
      ...told,
      subject: subject === null ? null : parseSubjectKey(subject),
      at: at.toISOString(),
    })
  } catch (error) {
    if (!isOver) throw error
    desk.log.error(
      { page: page.id, error: messageOf(error) },
      'a page was given up: its webhook did not take it in a day',
    )
  }
  await finishDue(desk.db, due)
  await updateNextPage(desk.db)
}
