import { Type } from 'typebox'
import { LOOKALIKES_MAX } from '../../cases/lookalikes/list-candidates.ts'
import { listShownLookalikes } from '../../cases/lookalikes/list-lookalikes.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { CaseId, orNull, Problem, SubjectSchema, GivenTime } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import type { OpenedCase } from '../case/case-queries.ts'
import { openCase } from '../case/read-case.ts'
import { INERT_HEADERS, type MediaReply } from '../media/media-routes.ts'
import { AccountReads, MISSING } from './account-reads.ts'
import { readAvatar } from './read-avatar.ts'
import { AVATARS, PROFILE_FACTS, readCaseProfile } from './read-profile.ts'

const Text = Type.String()
const CaseParams = Type.Object({ caseId: CaseId })
/** The case that an answer belongs to. */
const OF_CASE = {
  caseId: CaseId,
  subject: SubjectSchema,
  accountId: orNull(Text),
  claimedBy: orNull(Text, 'The holder of the case. Null: none.'),
}

const missing = orNull(
  Type.Enum([...MISSING]),
  'The reason why it is missing. absent: the platform offers no such read. gone: it has no such account. unknown: it did not answer. busy: too many reads at a time. unauthored: the account is not known. Null: it is there.',
)

const Profile = Type.Object({
  handle: Text,
  displayName: Text,
  bio: orNull(Text),
  isWithheld: Type.Boolean({ description: 'True when the words are restricted and not shown.' }),
  avatar: Type.Enum([...AVATARS], {
    description:
      'shown: GET /v1/cases/{caseId}/avatar returns it. restricted and type: it is withheld. none: the account has none.',
  }),
  reach: orNull(Type.Integer()),
  createdAt: orNull(GivenTime),
  absent: Type.Array(Type.Enum([...PROFILE_FACTS]), { description: 'The facts that the platform does not have.' }),
  readAt: orNull(GivenTime),
})

const Post = Type.Object({
  id: Text,
  kind: Text,
  text: orNull(Text, 'The text. Null: it is restricted.'),
  isCut: Type.Boolean({ description: 'True when the platform sent only the beginning.' }),
  createdAt: orNull(GivenTime),
  parentId: orNull(Text),
  mediaCount: Type.Integer(),
  isReported: Type.Boolean({ description: 'True for the content that the case is about.' }),
})

const ProfileReply = Type.Object({
  ...OF_CASE,
  profile: orNull(Profile),
  profileMissing: missing,
  posts: orNull(Type.Array(Post), 'The newest posts of the account, the newest first.'),
  postsMissing: missing,
  sha256: Type.String({
    description: 'The SHA-256, in hex, of what is shown. It is stored for the holder, and their decision names it.',
  }),
})

const LookalikesReply = Type.Object({
  ...OF_CASE,
  items: Type.Array(
    Type.Object({
      id: orNull(Text, 'The account. Null: it exists, and you may not see it.'),
      handle: orNull(Text),
      displayName: orNull(Text),
      reach: orNull(Type.Integer({ description: 'The reach that limits count. Null: not known.' })),
      protected: Type.Boolean(),
    }),
    { maxItems: LOOKALIKES_MAX },
  ),
})

const caseOf = ({ id: caseId, subject, accountId, holder: claimedBy }: OpenedCase) => ({
  ...{ caseId, accountId, claimedBy },
  subject: parseSubjectKey(subject),
})

/** Shows the account of a case as its visitors see it, and the accounts that resemble it. */
export function profileRoutes(app: App, desk: Desk): void {
  const reads = new AccountReads(desk.platform)
  const profile = {
    summary: 'Read the profile and the newest posts of a case’s account',
    description:
      'The desk reads them from the platform and caches them for a minute. A platform that does not answer is a state of the answer, never an error. Each view is recorded; what the holder of the case is shown is stored as evidence.',
    params: CaseParams,
    response: { 200: ProfileReply, 403: Problem, 404: Problem },
  }
  app.get('/v1/cases/:caseId/profile', { schema: profile }, async (request) => {
    const asked = { caseId: request.params.caseId, staffId: staffOf(request).id }
    const { case: found, ...shown } = await readCaseProfile(desk, reads, asked)
    return { ...caseOf(found), ...shown }
  })

  const avatar = {
    summary: 'Download the picture of a case’s account',
    description: 'The desk reads the bytes from the platform. Each view is recorded. Restricted pictures are refused.',
    produces: ['*/*'],
    params: CaseParams,
    response: {
      200: Type.Unsafe<Omit<MediaReply, 'mediaId'>>({ type: 'string', format: 'binary' }),
      ...{ 403: Problem, 404: Problem, 409: Problem, 422: Problem, 503: Problem },
    },
  }
  app.get('/v1/cases/:caseId/avatar', { schema: avatar }, async (request, reply) => {
    const asked = { caseId: request.params.caseId, staffId: staffOf(request).id }
    const { case: found, mediaType, bytes } = await readAvatar(desk, reads, asked)
    void reply.headers(INERT_HEADERS).type(mediaType)
    // Fastify sends a Buffer unchanged, although its types require a serializer to return a string.
    void reply.serializer((answer: { bytes: Buffer }) => answer.bytes as unknown as string)
    return { ...caseOf(found), bytes }
  })

  const lookalikes = {
    summary: 'List the accounts that can be mistaken for a case’s account',
    description:
      'An account that you may not see is listed without its id, handle and name. Protected accounts take the clearance "protected".',
    params: CaseParams,
    response: { 200: LookalikesReply, 403: Problem, 404: Problem },
  }
  app.get('/v1/cases/:caseId/lookalikes', { schema: lookalikes }, async (request) => {
    const staffId = staffOf(request).id
    const found = await openCase(desk.db, request.params.caseId, staffId)
    const { accountId } = found
    const items =
      accountId === null ? [] : await listShownLookalikes(desk.db, { accountId, staffId, limit: LOOKALIKES_MAX })
    return { ...caseOf(found), items }
  })
}
