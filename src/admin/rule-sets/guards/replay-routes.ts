import { negotiateLanguage } from '../../../foundation/messages/negotiate-language.ts'
import { type Language, renderMessage } from '../../../foundation/messages/render-message.ts'
import { readTime } from '../../../foundation/time/read-time.ts'
import { type Static, Type } from 'typebox'
import { findHidden } from '../../../enforcement/approve/kept-from.ts'
import { CHANGES, type Change, type Replayed, readReplayPage } from '../../../enforcement/replay/replay-guards.ts'
import { countJudged } from '../../../enforcement/replay/replay-queries.ts'
import type { App, Desk } from '../../../policy/desk.ts'
import { ACTIONS } from '../../../foundation/domain.ts'
import { requirementMessage } from '../../../policy/requirements/describe-requirement.ts'
import { EnforcementId, Problem, Timestamp, strict, GivenTime } from '../../../foundation/schemas/schemas.ts'
import { staffOf } from '../../../people/access/caller.ts'
import { GuardsText } from './guard-routes.ts'
import { readSent, SENT } from '../read-sent.ts'
import { DAY_MS } from '../../../foundation/durations.ts'

const DAYS_DEFAULT = 30
const DAYS_MAX = 90

const ReplayBody = Type.Object(
  {
    text: GuardsText,
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: DAYS_MAX, default: DAYS_DEFAULT })),
    page: Type.Optional(
      Type.Object(
        { since: GivenTime, after: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) },
        { ...strict, description: 'The `next` of the page before.' },
      ),
    ),
  },
  strict,
)

const count = Type.Integer()
const ReplayReply = Type.Object({
  total: Type.Optional(Type.Integer({ description: 'The number of enforcements since then. On the first page only.' })),
  judged: Type.Integer({ description: 'The number of enforcements on this page.' }),
  changes: Type.Object(Object.fromEntries(CHANGES.map((change) => [change, count])) as Record<Change, typeof count>, {
    description: 'The number of these enforcements by result.',
  }),
  unknown: Type.Integer({ description: 'The number for which a guard fired because a fact is unknown.' }),
  differing: Type.Array(
    Type.Object({
      enforcementId: EnforcementId,
      action: Type.Enum([...ACTIONS]),
      proposedAt: Timestamp,
      change: Type.Enum([...CHANGES]),
      was: Type.String(),
      would: Type.String(),
      fired: Type.Array(Type.String()),
    }),
  ),
  next: Type.Optional(Type.Object({ since: Timestamp, after: Type.Integer() })),
})

/**
 * The route that replays past enforcements against another guards file, a page at a time. Changes nothing. Guards about
 * departures require what they required then, independent of the file, and are not named.
 */
export function replayRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Replay past enforcements against another guards file, a page at a time',
    body: ReplayBody,
    response: { 200: ReplayReply, 400: Problem },
  }
  app.post('/v1/guards/replay', { schema }, async (request) => {
    const { text, days = DAYS_DEFAULT, page } = request.body
    const begun =
      page === undefined ? await countJudged(desk.db, days * DAY_MS) : { since: readTime(page.since, 'page/since') }
    const enforcements = await readReplayPage(desk.db, { since: begun.since, after: page?.after ?? 0 })
    const inForce = desk.policies.guards.guards
    const replaying = SENT.run('replayGuards', { text, inForce, enforcements }, { person: staffOf(request).id })
    const replayed = await readSent(replaying, { refusal: 'notTried', field: 'text' })
    const last = enforcements.at(-1)?.verdictId
    const next = last === undefined ? {} : { next: { since: begun.since, after: last } }
    const hidden = await findHidden(
      desk.db,
      staffOf(request).id,
      enforcements.map(({ enforcementId }) => enforcementId),
    )
    const language = negotiateLanguage(request.headers['accept-language'])
    return {
      ...tally(replayed, hidden, language),
      ...('enforcements' in begun && { total: begun.enforcements }),
      ...next,
    }
  })
}

/** `hidden`: the number of enforcements that the reader must still review independently; they are not listed. */
function tally(
  replayed: readonly Replayed[],
  hidden: ReadonlySet<string>,
  language: Language,
): Omit<Static<typeof ReplayReply>, 'total' | 'next'> {
  const counted = (change: Change) => replayed.filter((each) => each.change === change).length
  return {
    judged: replayed.length,
    changes: {
      same: counted('same'),
      held: counted('held'),
      delayed: counted('delayed'),
      let_through: counted('let_through'),
      otherwise: counted('otherwise'),
    },
    unknown: replayed.filter(({ fired }) => fired.some(({ errored }) => errored)).length,
    differing: replayed
      .filter(({ enforcementId, change }) => change !== 'same' && !hidden.has(enforcementId))
      .map((each) => toDiffering(each, language)),
  }
}

const toDiffering = (
  { enforcementId, action, proposedAt, change, was, would, fired }: Replayed,
  language: Language,
) => ({
  enforcementId,
  action,
  proposedAt,
  change,
  was: renderMessage(requirementMessage(was), language),
  would: renderMessage(requirementMessage(would), language),
  fired: fired.map(({ id }) => id),
})
