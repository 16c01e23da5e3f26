import { PUBLIC_INTEREST_TAGS } from '../../policy/requirements/protected.ts'
import { ChangeId, Timestamp, PlatformId, orNull } from '../../foundation/schemas/schemas.ts'
import { Type, type Static } from 'typebox'
import sql from 'sql-template-tag'
import {
  ascending,
  type ListedRows,
  type PageOf,
  type PageRequest,
  selectAll,
  selectPage,
} from '../../foundation/database/select-page.ts'
import type { Queryable } from '../../foundation/database/db.ts'

/**
 * The state of an election window. asked: it waits for a second person. coming: two people agreed. open: acts of one
 * person alone end sooner now.
 */
const WINDOW_STATES = ['asked', 'coming', 'open'] as const
/** An election window that has not ended. */
export const WindowReply = Type.Object({
  id: ChangeId,
  state: Type.Enum([...WINDOW_STATES], {
    description: 'asked: a second person must agree. coming: two people agreed. open: in force now.',
  }),
  from: Timestamp,
  until: Timestamp,
  accounts: Type.Array(Type.Object({ id: PlatformId, handle: orNull(Type.String()) })),
  tags: Type.Array(Type.Enum([...PUBLIC_INTEREST_TAGS]), {
    description: 'The tags: every account with one of them is covered.',
  }),
  reason: Type.String(),
  closing: orNull(ChangeId, 'The change that closes it before its end. Null: none is asked for.'),
  closesAt: orNull(Timestamp, 'The time at which that change takes effect. Null: it waits for a second person.'),
})
export type ElectionWindow = Static<typeof WindowReply>

/**
 * Lists the election windows that are proposed, agreed to or open, by their beginning. Ended and closed windows are
 * left out.
 */
export const listElectionWindows = (db: Queryable): Promise<ElectionWindow[]> => selectAll<ElectionWindow>(db, WINDOWS)

export const listElectionWindowPage = (db: Queryable, page: PageRequest): Promise<PageOf<ElectionWindow>> =>
  selectPage<ElectionWindow>(db, WINDOWS, page)

const WINDOWS: ListedRows = {
  rows: sql`
    select opening.id, (said ->> 'from')::timestamptz as "from", (said ->> 'until')::timestamptz as "until", opening.reason,
      case when opening.state <> 'applied' then 'asked' when (said ->> 'from')::timestamptz > desk_now() then 'coming' else 'open' end as state,
      coalesce((select jsonb_agg(jsonb_build_object('id', named.id, 'handle', account.handle) order by named.id)
        from jsonb_array_elements_text(said -> 'accounts') named (id) left join account on account.id = named.id), '[]') as accounts,
      array(select jsonb_array_elements_text(said -> 'tags')) as tags, closing.id as closing, closing.takes_effect_at as "closesAt"
    from desk_change opening cross join lateral (select opening.body::jsonb as said) parsed
    left join lateral (select id, takes_effect_at from desk_change
      where kind = 'election_window_end' and state in ('proposed', 'agreed') and body::jsonb ->> 'windowId' = opening.id
      order by takes_effect_at nulls last, id limit 1) closing on true
    where opening.kind = 'election_window' and opening.state in ('proposed', 'agreed', 'applied')
      and (said ->> 'until')::timestamptz > desk_now() and not is_window_closed(opening.id)`,
  key: [ascending(sql`listed."from"`, 'time'), ascending(sql`listed.id`, 'text')],
}
