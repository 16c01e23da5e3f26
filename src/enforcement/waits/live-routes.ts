import { Type } from '@fastify/type-provider-typebox'
import sql from 'sql-template-tag'
import { ascending, pageOf, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { TAKING_OFFLINE, type EnforcementState } from '../../foundation/domain.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { orNull, Page, PageQuery, Timestamp, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { isUnconfirmed } from '../alone/acts-alone.ts'
import { listEnforcements, ENFORCEMENT, type Enforcement } from '../queries.ts'
import { EnforcementReply, enforcementReplies } from '../present/enforcement-reply.ts'

/** The most rows of the list: a person cannot look through more. The rest has pages of its own. */
const ROWS_MAX = 200
const FIRST_ROWS: PageRequest = { limit: ROWS_MAX, cursor: undefined }
const MOVING: readonly EnforcementState[] = ['proposed', 'awaiting_approval', 'held', 'releasing', 'restoring']
const STANDING: readonly EnforcementState[] = ['in_effect', 'confirmed']

export const LiveEnforcement = Type.Object({
  ...EnforcementReply.properties,
  handle: orNull(Type.String()),
  reach: orNull(Type.Integer({ description: 'How many people the account reaches, as the desk counts them.' })),
  takesOffline: orNull(Type.Boolean(), 'True when the action takes the subject offline. Null: the action is withheld.'),
  mayConfirm: Type.Boolean({ description: 'True when it waits for a confirmation that you may give.' }),
})

const LiveReply = Type.Object({
  now: Timestamp,
  moving: Type.Array(LiveEnforcement, {
    description: 'Enforcements that wait, are held, take effect or are being restored, newest first.',
  }),
  standing: Type.Array(LiveEnforcement, {
    description: 'Enforcements in effect: interim measures and offline subjects first, then newest first.',
  }),
  counts: Type.Record(Type.String(), Type.Integer(), {
    description: 'The number in each state, also of those beyond the rows.',
  }),
  freeze: orNull(
    Type.Object({ by: Type.String(), reason: orNull(Type.String(), 'Null: not given yet.'), until: Timestamp }),
    'The freeze in force; null: none is.',
  ),
  openBreakers: Type.Integer({ description: 'The number of open circuit breakers.' }),
})

/** Routes that list everything that one press can still stop or restore. */
export function liveRoutes(app: App, desk: Desk): void {
  const schema = { summary: 'Read the enforcements that are under way or in effect', response: { 200: LiveReply } }
  app.get('/v1/live', { schema }, async (request) => {
    const { id } = staffOf(request)
    const moving = await listEnforcements(desk.restoreDb, id, { states: MOVING }, FIRST_ROWS)
    const standing = await listStanding(desk.restoreDb, id)
    const { now, counts } = await countOpen(desk.restoreDb)
    return {
      now,
      moving: await listReplies(desk.restoreDb, moving.items, id),
      standing: await listReplies(desk.restoreDb, standing, id),
      counts,
      ...(await readLimits(desk.restoreDb)),
    }
  })
  const unconfirmed = {
    summary: 'List actions that one person took alone and that you may confirm now',
    description:
      'You may be on or off duty. Off duty you may also read the evidence of each: its offer, its case with the media, and the document of its ground.',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: Page(LiveEnforcement) },
  }
  app.get('/v1/unconfirmed', { schema: unconfirmed }, async (request) => {
    const { id } = staffOf(request)
    const { items, nextCursor } = await listToConfirm(desk.restoreDb, id, pageOf(request.query))
    return { items: await listReplies(desk.restoreDb, items, id), nextCursor }
  })
}

/** Lists interim measures and offline subjects first, so that a flood of others cannot push one off the list. */
async function listStanding(db: Queryable, staffId: string): Promise<Enforcement[]> {
  const { items: urgent } = await listEnforcements(db, staffId, { states: STANDING, urgent: true }, FIRST_ROWS)
  const { items: others } = await listEnforcements(db, staffId, { states: STANDING }, FIRST_ROWS)
  const listed = new Set(urgent.map(({ id }) => id))
  return [...urgent, ...others.filter(({ id }) => !listed.has(id))].slice(0, ROWS_MAX)
}

/** Lists the acts of one person alone that the caller may confirm, the oldest first. */
async function listToConfirm(db: Queryable, staffId: string, page: PageRequest): Promise<PageOf<Enforcement>> {
  const rows = sql`
    select ${ENFORCEMENT} from enforcement
    where ground is not null and is_unconfirmed(enforcement) and approval_refusal(id, ${staffId}, 'confirm') is null`
  const key = [ascending(sql`listed."proposedAt"`, 'time'), ascending(sql`listed.id`, 'text')]
  return selectPage<Enforcement>(db, { rows, key }, page)
}

/** Builds enforcements with their accounts, as this person may see them, in the same order. */
export async function listReplies(db: Queryable, enforcements: readonly Enforcement[], staffId: string) {
  const { rows } = await db.query<{ id: string; handle: string | null; reach: number | null }>(sql`
    select id, handle, reach_counted as reach from account where id = any(${enforcements.map(({ accountId }) => accountId)})`)
  const accounts = new Map(rows.map((row) => [row.id, row]))
  const replies = await enforcementReplies(db, enforcements, staffId)
  const mine = await listConfirmable(db, enforcements, staffId)
  return replies.map((reply) => {
    const account = reply.accountId === null ? undefined : accounts.get(reply.accountId)
    const takesOffline = reply.action === null ? null : TAKING_OFFLINE.includes(reply.action)
    const mayConfirm = mine.has(reply.id)
    return { ...reply, handle: account?.handle ?? null, reach: account?.reach ?? null, takesOffline, mayConfirm }
  })
}

/** Returns those enforcements whose confirmation this person may give. */
async function listConfirmable(
  db: Queryable,
  enforcements: readonly Enforcement[],
  staffId: string,
): Promise<ReadonlySet<string>> {
  const waiting = enforcements
    .filter((enforcement) => enforcement.confirmBy !== null || isUnconfirmed(enforcement))
    .map(({ id }) => id)
  const ids = await db.listValues<string>(sql`
    select id from unnest(${waiting}::text[]) id where approval_refusal(id, ${staffId}, 'confirm') is null`)
  return new Set(ids)
}

/** Reads the freeze in force, the longest one, and the number of open breakers. */
async function readLimits(db: Queryable) {
  const freeze = await db.find<{ by: string; reason: string | null; until: Date }>(sql`
    select staff.pseudonym as by, begun.reason, begun.until
    from enforcement_freeze begun join staff on staff.id = begun.by
    where begun.ended_at is null and begun.until > desk_now() order by begun.until desc limit 1`)
  const openBreakers = await db.findValue<number>(sql`select count(*) from breaker where closed_at is null`)
  return { freeze: freeze ?? null, openBreakers: openBreakers ?? 0 }
}

async function countOpen(db: Queryable) {
  const row = await db.find<{ now: Date; counts: Record<string, number> | null }>(sql`
    select desk_now() as now, (select jsonb_object_agg(state, number) from (
      select state, count(*) as number from enforcement
      where state in ('proposed', 'awaiting_approval', 'held', 'releasing', 'restoring') group by state) each) as counts`)
  if (row === undefined) throw new Error('PostgreSQL answered no time')
  return { now: row.now, counts: row.counts ?? {} }
}
