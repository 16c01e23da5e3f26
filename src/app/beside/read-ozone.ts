import { type Static, Type } from 'typebox'
import { callXrpc, failRefused, isRefusal, type XrpcService } from '../../connectors/atproto/network/call-xrpc.ts'
import { parseAtUri, subjectOfRecord } from '../../foundation/atproto/at-uri.ts'
import { type Action, takesOffline } from '../../foundation/domain.ts'

const METHOD = 'tools.ozone.moderation.queryEvents'
const PAGE_EVENTS = 100
/** The most pages of one read: the next read goes on from there. */
const PAGES_MAX = 50
const ANSWER_BYTES_MAX = 4 * 1_048_576

/** An act of Ozone that restricts a subject or undoes it. */
export interface OzoneAct {
  at: string
  accountId: string
  contentId: string | null
  handle: string | null
  /** Null: it undoes an earlier takedown. */
  action: Action | null
}

/** Lists the acts of an Ozone service after a time, the oldest first. It only reads, by one query. */
export async function listOzoneActs(ozone: XrpcService, after: string): Promise<OzoneAct[]> {
  const acts: OzoneAct[] = []
  let cursor: string | undefined
  for (let page = 0; page < PAGES_MAX; page++) {
    const params = {
      ...{ createdAfter: after, sortDirection: 'asc', limit: String(PAGE_EVENTS) },
      ...(cursor !== undefined && { cursor }),
    }
    const answer = await callXrpc(ozone, { method: METHOD, params, bytesMax: ANSWER_BYTES_MAX }, Answer)
    if (isRefusal(answer)) failRefused(METHOD, answer)
    acts.push(...answer.events.flatMap(toAct))
    if (answer.cursor === undefined || answer.events.length === 0) break
    cursor = answer.cursor
  }
  return acts
}

function toAct({ event, subject, subjectHandle, createdAt }: Event): OzoneAct[] {
  const at = 'uri' in subject ? parseAtUri(subject.uri) : undefined
  const record = at && subjectOfRecord(at)
  const contentId = record?.kind === 'content' ? record.id : null
  // A list counts as an account of its own, which its owner's protection covers.
  const accountId = 'uri' in subject ? (contentId === null ? record?.id : at?.did) : subject.did
  const action = actionOf(event, contentId !== null)
  if (action === undefined || accountId === undefined) return []
  return [{ at: createdAt, accountId, contentId, handle: subjectHandle ?? null, action }]
}

/** Returns the desk's action for an event. Null: it undoes one. Undefined: the event restricts nothing. */
function actionOf({ $type, durationInHours, createLabelVals = [] }: Event['event'], isRecord: boolean) {
  const kind = $type.slice($type.indexOf('#') + 1)
  if (kind === 'modEventReverseTakedown') return null
  if (kind === 'modEventTakedown') return isRecord ? 'remove' : durationInHours === undefined ? 'deactivate' : 'suspend'
  return kind === 'modEventLabel' && createLabelVals.length > 0 ? 'label' : undefined
}

/** True when an act ends an enforcement of another one: a takedown of the same subject. */
export const isEndedBy = (
  { accountId, contentId, action }: { accountId: string; contentId: string | null; action: Action },
  undone: OzoneAct,
): boolean =>
  undone.action === null &&
  undone.accountId === accountId &&
  undone.contentId === contentId &&
  (takesOffline(action) || action === 'remove')

const Text = Type.String({ maxLength: 2_048 })
const Event = Type.Object({
  event: Type.Object({
    $type: Text,
    durationInHours: Type.Optional(Type.Number()),
    createLabelVals: Type.Optional(Type.Array(Text)),
  }),
  subject: Type.Union([Type.Object({ uri: Text }), Type.Object({ did: Text })]),
  subjectHandle: Type.Optional(Text),
  createdAt: Text,
})
type Event = Static<typeof Event>
const Answer = Type.Object({ cursor: Type.Optional(Text), events: Type.Array(Event, { maxItems: PAGE_EVENTS }) })
