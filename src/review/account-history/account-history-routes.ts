import { Type } from 'typebox'
import { type Position, readPosition } from '../../foundation/database/page-cursor.ts'
import {
  GivenTime,
  PAGE_SIZE_DEFAULT,
  PageQuery,
  PlatformId,
  Problem,
  strict,
} from '../../foundation/schemas/schemas.ts'
import { readTime } from '../../foundation/time/read-time.ts'
import { ReadingReason, requestViewReason } from '../../oversight/views/request-view-reason.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { readStrikes } from '../strikes/read-strikes.ts'
import { HISTORY_KINDS, readAccountHistory } from './account-history.ts'
import { AccountHistoryAnswer, toHistoryAnswer } from './account-history-answer.ts'

const HistoryQuery = Type.Object(
  {
    ...PageQuery,
    reason: ReadingReason,
    show: Type.Optional(Type.Enum([...HISTORY_KINDS], { description: 'Only entries of this kind.' })),
    until: Type.Optional(GivenTime),
  },
  strict,
)

/** Routes that show an account: its facts and its history. */
export function accountHistoryRoutes(app: App, desk: Desk): void {
  const read = {
    summary: 'Read the history of an account, newest first',
    description:
      'Lists decisions, enforcements, reports by day and cases. `limit` and `cursor` page through them. A protected account, or one without facts, takes the clearance "protected". Only cases that you may open are listed.',
    params: Type.Object({ accountId: PlatformId }),
    querystring: HistoryQuery,
    response: { 200: AccountHistoryAnswer, 404: Problem, 422: Problem },
  }
  app.get('/v1/accounts/:accountId/history', { schema: read }, async (request) => {
    const { limit = PAGE_SIZE_DEFAULT, cursor, reason, show, until } = request.query
    const page = { after: readPosition(cursor) ?? (until === undefined ? undefined : before(until)), size: limit }
    const { accountId } = request.params
    const staffId = staffOf(request).id
    await requestViewReason(desk.db, { accountId, staffId, reason })
    const history = await readAccountHistory(desk.db, { accountId, staffId, page, show })
    return toHistoryAnswer(history, await readStrikes(desk.db, desk.policies, { accountId, staffId }))
  })
}

/** Returns the position of a page that begins before this moment. */
function before(until: string): Position {
  return { micros: String(readTime(until, 'until').getTime() * 1_000), id: '' }
}
