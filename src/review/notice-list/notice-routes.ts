import { type Static, Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import { PAGE_MS_MAX, withinTime } from '../../foundation/database/within-time.ts'
import { CATEGORIES, parseSubjectKey, type StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { PUBLIC_LANGUAGES } from '../../foundation/messages/render-message.ts'
import { PLATFORM_NAME } from '../../foundation/platforms.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import {
  CaseId,
  FlaggerId,
  GivenTime,
  orNull,
  Page,
  PageQuery,
  PlatformId,
  Problem,
  SubjectSchema,
  strict,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { readTime } from '../../foundation/time/read-time.ts'
import { maySee } from '../../oversight/views/seen.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { NOTICE_KINDS } from '../public/notices/notice-kinds.ts'
import { COUNTED_MAX, countNotices } from './count-notices.ts'
import { NOTICE_STATES, type NoticeFilter, type NoticeState, type Reader, STANDINGS } from './notice-filter.ts'
import { type ListedNotice as Listed, listNotices, SENDERS } from './read-notices.ts'

const STATE_HINT =
  'unconfirmed: its sender has not confirmed their e-mail address. paused: it came in a pause of its sender; for leads, policy and auditors. received: it comes to its case in a moment. open: a person decides. decided: its case is closed, and the answer waits, or goes by API. answered: its sender was told.'

const NoticeQuery = Type.Object(
  {
    ...PageQuery,
    state: Type.Optional(Type.Enum([...NOTICE_STATES], { description: STATE_HINT })),
    kind: Type.Optional(Type.Enum([...NOTICE_KINDS], { description: 'The kind of content, as its sender chose it.' })),
    category: Type.Optional(Type.Enum([...CATEGORIES])),
    platform: Type.Optional(
      Type.String({
        pattern: PLATFORM_NAME.source,
        maxLength: 30,
        description: 'The platform of the subject. default: the platform without a name.',
      }),
    ),
    language: Type.Optional(Type.Enum([...PUBLIC_LANGUAGES], { description: 'The language of the form.' })),
    flagger: Type.Optional(
      Type.String({
        pattern: '^(any|flagger_[0-9]{1,19})$',
        maxLength: 27,
        description: 'The id of the trusted flagger that sent it, or any.',
      }),
    ),
    sender: Type.Optional(
      Type.Enum([...STANDINGS], {
        description:
          'marked: marks of other submissions of its sender count. paused: a pause of its sender runs. For leads, policy and auditors.',
      }),
    ),
    late: Type.Optional(
      Type.Enum(['true', 'false'], { description: 'Only open notices whose time is over, or only the others.' }),
    ),
    from: Type.Optional({ ...GivenTime, description: 'Received at this time or later.' }),
    to: Type.Optional({ ...GivenTime, description: 'Received before this time.' }),
  },
  strict,
)

const ListedNotice = Type.Object({
  id: Type.String({ description: 'Such as ntc_12, or rep_12 for a report of a trusted flagger by API key.' }),
  kind: orNull(Type.Enum([...NOTICE_KINDS]), 'Null: it came by API key.'),
  category: Type.Enum([...CATEGORIES]),
  subject: SubjectSchema,
  accountId: orNull(PlatformId),
  handle: orNull(Type.String(), 'The handle of its account. Null: unknown.'),
  displayName: orNull(Type.String()),
  reach: orNull(Type.Integer(), 'The highest reach of 180 days. Null: unknown, which counts as protected.'),
  protected: Type.Boolean({ description: 'True when the account is protected, or unknown to the desk.' }),
  language: orNull(Type.String(), 'The language of the form, or of the case of a report by API key.'),
  receivedAt: Timestamp,
  state: Type.Enum([...NOTICE_STATES], { description: STATE_HINT }),
  late: Type.Boolean({ description: 'True while it is open and its time is over.' }),
  caseId: orNull(CaseId, 'The case whose decision answers it. Null: there is none yet.'),
  dueAt: orNull(Timestamp, 'The time by which its case is due. Null: it is not open.'),
  lawDueAt: orNull(Timestamp, 'The legal deadline for hiding the subject, if the notice is right. Null: none.'),
  outcome: orNull(Type.Enum(['actioned', 'not_actioned']), 'The answer that its sender got. Null: none yet.'),
  answeredAt: orNull(Timestamp, 'The time of that answer.'),
  sender: Type.Enum([...SENDERS], { description: 'Who sent it, without what identifies a person.' }),
  flagger: orNull(
    Type.Object({ id: FlaggerId, name: Type.String() }),
    'The trusted flagger that sent it. They are organisations with a public status.',
  ),
  senderStanding: Type.Optional(
    orNull(Type.Enum([...STANDINGS]), 'As the filter sender has it. Null: neither. For leads, policy and auditors.'),
  ),
})

const StateCount = Type.Object({
  state: Type.Enum([...NOTICE_STATES], { description: STATE_HINT }),
  count: Type.Integer(),
  late: Type.Integer({ description: 'The number of those whose time is over.' }),
})

const NoticeCounts = Type.Object({
  counts: Type.Array(StateCount, { description: 'The states that have notices.' }),
  isComplete: Type.Boolean({
    description: `False: only ${COUNTED_MAX} of a kind were looked at, with a case the oldest.`,
  }),
})

const tooSlow = () => new DeskError('unavailable', message('noticeList.tooSlow'))

/** Routes that show the notices of people outside and of trusted flaggers. They claim no case, and name no person. */
export function noticeListRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List the notices on cases that you may open, newest first',
    description:
      'Notices by the form, and reports of trusted flaggers by API key. One without a case yet is listed for people who may open every case that it can come to. The rows count as reading. 503: the filter took too long.',
    querystring: NoticeQuery,
    response: { 200: Page(ListedNotice), 403: Problem, 503: Problem },
  }
  app.get('/v1/notices', { schema: list }, async (request) => {
    const caller = staffOf(request)
    const filter = toFilter(request.query, caller)
    const reader = readerOf(desk, caller)
    const page = await withinTime(desk.db, { ms: PAGE_MS_MAX, tooSlow, by: caller.id }, (tx) =>
      listNotices(tx, reader, filter, pageOf(request.query)),
    )
    return mapPage(page, toReply)
  })
  const count = {
    summary: 'Count the notices without an answer by state',
    response: { 200: NoticeCounts, 503: Problem },
  }
  app.get('/v1/notice-counts', { schema: count }, async (request) => {
    const caller = staffOf(request)
    const reader = readerOf(desk, caller)
    const { counts, seen } = await withinTime(desk.db, { ms: PAGE_MS_MAX, tooSlow, by: caller.id }, (tx) =>
      countNotices(tx, reader),
    )
    return { counts: inOrder(counts), isComplete: seen <= COUNTED_MAX }
  })
}

/** The policies are those in force now: they change while the desk runs. */
const readerOf = ({ policies }: Desk, caller: StaffCaller): Reader => ({
  ...{ staffId: caller.id, policies, seesStandings: maySee('reporter_identity', caller) },
})

const inOrder = <Count extends { state: NoticeState }>(counts: readonly Count[]): Count[] =>
  counts.toSorted((one, other) => NOTICE_STATES.indexOf(one.state) - NOTICE_STATES.indexOf(other.state))

function toFilter(query: Static<typeof NoticeQuery>, caller: StaffCaller): NoticeFilter {
  const { limit: _limit, cursor: _cursor, late, from, to, ...same } = query
  if ((same.sender !== undefined || same.state === 'paused') && !maySee('reporter_identity', caller))
    throw new DeskError('not_allowed', message('noticeList.sender'))
  const since = from === undefined ? undefined : readTime(from, 'from')
  const until = to === undefined ? undefined : readTime(to, 'to')
  if (since !== undefined && until !== undefined && since >= until) throw invalidField('to', message('noticeList.to'))
  return {
    ...same,
    ...(late !== undefined && { late: late === 'true' }),
    ...(since !== undefined && { from: since }),
    ...(until !== undefined && { to: until }),
  }
}

function toReply({ flaggerId, flaggerName, standing, subject, ...row }: Listed): Static<typeof ListedNotice> {
  const flagger = flaggerId === null || flaggerName === null ? null : { id: flaggerId, name: flaggerName }
  return { ...row, subject: parseSubjectKey(subject), flagger, senderStanding: standing }
}
