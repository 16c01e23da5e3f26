import sql from 'sql-template-tag'
import { PUBLIC_INTEREST_TAGS } from '../../policy/requirements/protected.ts'
import type { Json } from '../../foundation/canonical.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { findStored } from '../../foundation/messages/stored-text.ts'
import { type Change, storedOf } from '../change/change-queries.ts'
import type { Described, Wanted } from '../change/wanted.ts'
import { accountMessage } from '../describe/describe-subject.ts'
import { DAY_MS } from '../../foundation/durations.ts'

/** The longest election window: one that never ends would be another rule. */
export const WINDOW_DAYS_MAX = 180

type WantedWindow = Extract<Wanted, { kind: 'election_window' }>
type WantedEnd = Extract<Wanted, { kind: 'election_window_end' }>
type Window = { described: Described; body: Json }

/**
 * Describes the opening of an election window, or its early closing, and builds the body of the change.
 * Twin of is_election_window in SQL.
 */
export const describeElectionWindow = (db: Queryable, wanted: WantedWindow | WantedEnd): Promise<Window> =>
  wanted.kind === 'election_window' ? describeOpening(db, wanted) : describeClosing(db, wanted)

/** Refuses a window in the past, one that is too long, or one without an account or a tag. */
async function describeOpening(db: Queryable, wanted: WantedWindow): Promise<Window> {
  const { from, until, accounts, tags } = wanted
  const { now, known } = await db.only<{ now: Date; known: { id: string; handle: string | null }[] }>(sql`
    select desk_now() as now, coalesce((select jsonb_agg(jsonb_build_object('id', id, 'handle', handle) order by id)
      from account where id = any (${accounts})), '[]') as known`)
  refuseTimes(from, until, now)
  if (accounts.length + tags.length === 0) throw invalid(message('electionWindow.empty'))
  const missing = accounts.filter((id) => !known.some((account) => account.id === id))
  if (missing.length > 0) {
    throw new DeskError('not_found', message('electionWindow.noAccounts', { accounts: missing }))
  }
  const wrong = tags.filter((tag) => !PUBLIC_INTEREST_TAGS.some((each) => each === tag))
  if (wrong.length > 0) throw invalid(message('electionWindow.noTags', { tags: wrong }))
  const named = known.map(({ id, handle }) => accountMessage(id, handle))
  const tagged = tags.length === 0 ? [] : [message('described.window.tagged', { tags: { as: 'or', list: tags } })]
  const list = [
    message('described.window.opens', { from, until }),
    message('described.window.covers', { accounts: { as: 'commas', list: [...named, ...tagged] } }),
  ]
  const body = { from: from.toISOString(), until: until.toISOString(), accounts: [...accounts], tags: [...tags] }
  return {
    described: {
      says: message('described.joined', { sentences: { as: 'sentences', list } }),
      direction: 'mixed',
    },
    body,
  }
}

function refuseTimes(from: Date, until: Date, now: Date): void {
  if (until <= from || until <= now) throw invalid(message('electionWindow.order'))
  if (until.getTime() > now.getTime() + WINDOW_DAYS_MAX * DAY_MS) {
    throw invalid(message('electionWindow.tooLong', { limit: WINDOW_DAYS_MAX }))
  }
}

async function describeClosing(db: Queryable, { windowId }: WantedEnd): Promise<Window> {
  const window = await db.find<Pick<Change, 'says' | 'message'> & { isOpen: boolean }>(sql`
    select says, message, state = 'applied' and (body::jsonb ->> 'until')::timestamptz > desk_now() and not is_window_closed(id) as "isOpen"
    from desk_change where id = ${windowId} and kind = 'election_window'`)
  if (window === undefined) throw new DeskError('not_found', message('electionWindow.unknown', { windowId }))
  if (!window.isOpen) {
    throw new DeskError('conflict', message('electionWindow.notOpen', { windowId }))
  }
  const says = message('described.window.closes', { windowId, says: findStored(storedOf(window)) })
  return { described: { says, direction: 'looser' }, body: { windowId } }
}

const invalid = (text: Message): DeskError => new DeskError('invalid_input', text)
