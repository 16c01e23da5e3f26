import { Type } from 'typebox'
import { pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { ChangeId, orNull, PlatformId, Problem, Page, PageQuery, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { judgeSample, listSample } from './judge-sample.ts'
import { MATCHES_MAX, matchList, PublicList } from './match-list.ts'

const LIST_BODY_BYTES_MAX = 1_048_576
const SAMPLE_MAX = 25
const By = Type.Enum(['id', 'handle_and_domain', 'handle', 'domain'])
const look = {
  accountId: PlatformId,
  handle: orNull(Type.String()),
  displayName: orNull(Type.String()),
  reach: orNull(Type.Integer()),
  by: By,
}

const matching = {
  summary: 'Match a public list against the known accounts, without changing anything',
  description: `At most ${MATCHES_MAX + 1} matches, the strongest first. To protect them propose the change protect_list.`,
  body: Type.Object({ tag: Type.String({ minLength: 1, maxLength: 64 }), list: PublicList }, strict),
  response: {
    200: Type.Object({
      matches: Type.Array(
        Type.Object({
          ...look,
          doubts: Type.Array(Type.Enum(['handle_only', 'domain_only', 'young', 'open_case', 'sanctioned']), {
            description: 'The doubts because of which it must be named one by one. Empty: none.',
          }),
          isTagged: Type.Boolean(),
        }),
      ),
      unmatched: Type.Integer({ description: 'The number of entries of the list that match no account.' }),
    }),
    413: Problem,
  },
}

const params = Type.Object({ changeId: ChangeId })

const sampling = {
  summary: 'List the random sample of accounts that the approver of a list must judge',
  params,
  querystring: Type.Object(PageQuery, strict),
  response: {
    200: Page(Type.Object({ ...look, bioDomains: orNull(Type.Array(Type.String())) })),
    404: Problem,
  },
}

const judging = {
  summary: 'Judge the sample of a list: name the wrong accounts',
  params,
  body: Type.Object({ wrong: Type.Array(PlatformId, { maxItems: SAMPLE_MAX, uniqueItems: true }) }, strict),
  response: { 204: Type.Null(), 404: Problem, 409: Problem },
}

/** Routes of protect lists: matching one with accounts, and judging the sample of a proposed one. */
export function protectListRoutes(app: App, desk: Desk): void {
  app.post('/v1/protection-lists/match', { schema: matching, bodyLimit: LIST_BODY_BYTES_MAX }, async (request) =>
    matchList(desk.db, request.body),
  )
  app.get('/v1/changes/:changeId/sample', { schema: sampling }, async ({ params: { changeId }, query }) =>
    listSample(desk.db, changeId, pageOf(query)),
  )
  app.post('/v1/changes/:changeId/sample', { schema: judging }, async (request, reply) => {
    const { changeId } = request.params
    await judgeSample(desk, { changeId, wrong: request.body.wrong, by: staffOf(request) })
    return reply.code(204).send(null)
  })
}
