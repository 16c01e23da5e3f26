import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { CaseId, MatchId, MatchListId, MediaId, orNull, Problem, Timestamp } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { type CheckedMedia, checkMatches, COMPARISONS } from './check-matches.ts'
import { MATCH_REFUSALS } from './match-queries.ts'

const MatchReply = Type.Object({
  listId: MatchListId,
  list: Type.String({ description: 'The name of the list.' }),
  ref: orNull(MatchId, 'The reference for the ground {kind: match, ref}. Null: it is no ground for the caller.'),
  refusal: orNull(
    Type.Enum([...MATCH_REFUSALS], {
      description:
        'Why it is no ground. young: the entry was verified, or two people agreed to the list, less than 24 hours ago. author: the caller proposed the list or agreed to it.',
    }),
  ),
})

const CheckReply = Type.Object({
  media: Type.Array(
    Type.Object({
      mediaId: MediaId,
      result: Type.Enum([...COMPARISONS], {
        description:
          'not_offered: the platform does not provide it, not even for comparison. unavailable: it could not be read in time.',
      }),
      sha256: Type.Optional(Type.String({ description: 'The SHA-256, in hex. Takes the clearance restricted.' })),
      matches: Type.Array(MatchReply),
    }),
  ),
  goodUntil: Timestamp,
})

/** The route that compares a content with the lists of verified material. */
export function matchRoutes(app: App, desk: Desk): void {
  const check = {
    summary: 'Compare the media of a case’s content with the lists of verified child-abuse material',
    description:
      'The desk reads the bytes from the platform and hashes them while they arrive; it stores and shows none of them. Only the reviewer who holds the case may compare. A match is a ground to hide the content at once, for the caller and for five minutes.',
    params: Type.Object({ caseId: CaseId }),
    response: { 200: CheckReply, 403: Problem, 404: Problem, 409: Problem, 422: Problem, 503: Problem },
  }
  app.post('/v1/cases/:caseId/match-checks', { schema: check }, async (request, reply) => {
    const checked = await checkMatches(desk, { caseId: request.params.caseId, staffId: staffOf(request).id })
    void reply.header('cache-control', 'no-store')
    return { media: checked.media.map(toReply), goodUntil: checked.goodUntil }
  })
}

const toReply = ({ matches, ...media }: CheckedMedia) => ({
  ...media,
  matches: matches.map(({ id, listId, list, refusal }) => ({
    listId,
    list,
    ref: refusal === null ? id : null,
    refusal,
  })),
})
