import type { Static } from 'typebox'
import type { OfferReply } from '../../enforcement/offer/offer-reply.ts'
import type { OrderHistoryReply } from '../../enforcement/present/order-reply.ts'
import type { View } from '../../oversight/views/view.ts'
import { type StaffCaller, subjectKey } from '../../foundation/domain.ts'
import type { KeptFactsReply } from '../../cases/legal-holds/kept-facts-routes.ts'
import type { CaseDetail } from '../../review/case/case-detail.ts'
import type { MediaReply } from '../../review/media/media-routes.ts'
import type { ReporterAnswer } from '../../review/search/reporter-routes.ts'

/** What an answer shows of subjects to whoever gets it. */
export type Shows = (answer: unknown, asked: Asked) => readonly View[]
export interface Asked {
  params: Readonly<Record<string, unknown>>
  query: Readonly<Record<string, unknown>>
  by: StaffCaller
}

const shows = <Answer>(of: (answer: Answer, asked: Asked) => readonly View[]): Shows => of as Shows
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Nothing of any subject is in it, or nothing but what the desk itself told this person. */
const NOTHING: Shows = () => []

const ofCase = shows<CaseDetail>(({ id, subject, accountId, claimedBy }, { by }) => [
  {
    kind: 'case',
    caseId: id,
    subject: subjectKey(subject),
    accountId: accountId ?? undefined,
    inCase: claimedBy === by.pseudonym,
  },
])

const ofMedia = shows<MediaReply>(({ caseId, mediaId, subject, accountId, claimedBy }, { by }) => [
  {
    kind: 'media',
    caseId,
    mediaId,
    subject: subjectKey(subject),
    accountId: accountId ?? undefined,
    inCase: claimedBy === by.pseudonym,
  },
])

const ofOrder = shows<Static<typeof OrderHistoryReply>>(({ id, subject, accountId, caseId }) => [
  {
    kind: 'order',
    orderId: id,
    subject: subjectKey(subject),
    accountId: accountId ?? undefined,
    caseId: caseId ?? undefined,
  },
])

const ofOffer = shows<Static<typeof OfferReply>>(({ orderId, subject, caseId }) => [
  { kind: 'order', orderId, subject: subjectKey(subject), caseId: caseId ?? undefined, inCase: true },
])

/**
 * What is signed of an order says whom it is about; what is signed of the desk itself is about nobody outside. A
 * resubmission names an enforcement that does not exist yet, so the view is of the one that it resubmits.
 */
const ofSigning = shows<{ core: string }>(({ core }) => {
  const { act, order, successorOf, subject } = JSON.parse(core)
  const inCase = act === 'agree' || act === 'confirm' || act === 'exception_agree'
  return typeof subject === 'string' ? [{ kind: 'order', orderId: text(successorOf ?? order), subject, inCase }] : []
})

const ofAccount: Shows = (_answer, { params, query }) => {
  const accountId = String(params.accountId)
  const reason = text(query.reason)
  return [
    {
      kind: 'account',
      subject: subjectKey({ kind: 'account', id: accountId }),
      accountId,
      reason,
      inCase: reason === undefined,
    },
  ]
}

/** An order, or its document: of each content that it names. */
const ofAuthorityOrder = shows<{ contents: readonly string[] }>(({ contents }) =>
  contents.map((id) => ({ kind: 'list', subject: subjectKey({ kind: 'content', id }), shown: 1 })),
)

/** Why is the hold. */
const ofKeptFacts = shows<Static<typeof KeptFactsReply>>(({ accountId, holdId: reason }) =>
  accountId === null
    ? []
    : [{ kind: 'account', subject: subjectKey({ kind: 'account', id: accountId }), accountId, reason }],
)

const ofReporter = shows<ReporterAnswer>(({ caseId, subject, accountId }, { query }) => [
  {
    kind: 'reporter',
    caseId,
    subject: subjectKey(subject),
    accountId: accountId ?? undefined,
    reason: text(query.reason),
  },
])

const ofSearch = shows<{ items: readonly unknown[] }>(({ items }, { query }) => [
  {
    kind: query.kind === 'reporter' ? 'reporter' : 'search',
    words: text(query.q)?.trim() || undefined,
    reason: text(query.reason),
    shown: items.length,
  },
])

/** Whoever asks only for what they hold learns nothing about anybody. */
const ofList = shows<{ items?: readonly unknown[] }>(({ items = [] }, { query }) =>
  items.length === 0 || query.claimedBy === 'me'
    ? []
    : [{ kind: 'list', subject: subjectAsked(query), shown: items.length }],
)

function subjectAsked({ subject, account, content }: Asked['query']): string | undefined {
  if (typeof account === 'string') return subjectKey({ kind: 'account', id: account })
  if (typeof content === 'string') return subjectKey({ kind: 'content', id: content })
  return text(subject)
}

/** Those that reach most, where they are told, and what was drawn for whoever asks. */
const ofCampaign = shows<{ asked: { highest: readonly unknown[] } | null; sample: readonly unknown[] }>(
  ({ asked, sample }) => {
    const shown = (asked?.highest.length ?? 0) + sample.length
    return shown === 0 ? [] : [{ kind: 'list', shown, inCase: true }]
  },
)

const ofLive = shows<{ moving: readonly unknown[]; standing: readonly unknown[] }>(({ moving, standing }) => [
  { kind: 'list', shown: moving.length + standing.length },
])

const ofReplay = shows<{ differing: readonly unknown[] }>(({ differing }) =>
  differing.length === 0 ? [] : [{ kind: 'list', shown: differing.length }],
)

const ofIncident = shows<{ id: string; subject: { kind: 'account' | 'content'; id: string } }>(({ id, subject }) => [
  { kind: 'order', orderId: id, subject: subjectKey(subject) },
])

const ofEntry = shows<{ subject: { kind: 'account' | 'content'; id: string } | null; orderId: string | null }>(
  ({ subject, orderId }) => [
    {
      kind: 'list',
      subject: subject === null ? undefined : subjectKey(subject),
      orderId: orderId ?? undefined,
      shown: 1,
    },
  ],
)

const ofFinding = shows<{ subject: { kind: 'account' | 'content'; id: string }; accountId: string }>(
  ({ subject, accountId }) => [{ kind: 'account', subject: subjectKey(subject), accountId, inCase: true }],
)

const ofViews: Shows = (_answer, { query }) => [{ kind: 'views', subject: text(query.subject) }]

/** What each way to read shows, for the record of who saw what. A GET that people may use and that is not here keeps the server from starting. */
export const VIEWS: Readonly<Record<string, Shows>> = {
  'GET /v1/me': NOTHING,
  'GET /v1/me/facts': NOTHING,
  'GET /v1/me/shift': NOTHING,
  'GET /v1/me/shifts': NOTHING,
  'GET /v1/shifts': NOTHING,
  'GET /v1/invitations': NOTHING,
  'GET /v1/me/sessions': NOTHING,
  'GET /v1/me/passkeys': NOTHING,
  'GET /v1/staff/:staffId/sessions': NOTHING,
  'GET /v1/freezes': NOTHING,
  'GET /v1/budgets': NOTHING,
  'GET /v1/pages': NOTHING,
  'GET /v1/changes': NOTHING,
  'GET /v1/changes/:changeId': NOTHING,
  'GET /v1/election-windows': NOTHING,
  'GET /v1/guards': NOTHING,
  'GET /v1/automation': NOTHING,
  'GET /v1/staff': NOTHING,
  'GET /v1/staff/:staffId/passkeys': NOTHING,
  'GET /v1/reachable': NOTHING,
  'GET /v1/rota': NOTHING,
  'GET /v1/policies': NOTHING,
  'GET /v1/ledger/verification': NOTHING,
  'GET /v1/insights/:chart': NOTHING,
  'GET /v1/shadow-report': NOTHING,
  'GET /v1/events': NOTHING,
  'GET /v1/channels': NOTHING,
  'GET /v1/keys': NOTHING,
  'GET /v1/me/channels': NOTHING,

  'GET /v1/watch': NOTHING,
  'GET /v1/authorities': NOTHING,
  'GET /v1/authority-orders': ofList,
  'GET /v1/authority-orders/:orderId': ofAuthorityOrder,
  'GET /v1/authority-orders/:orderId/document': ofAuthorityOrder,
  'GET /v1/removal-requests': ofList,
  'GET /v1/legal-clocks': ofList,
  'GET /v1/referrals': ofList,
  'GET /v1/preservation-holds': ofList,
  'GET /v1/preservation-holds/:holdId/facts': ofKeptFacts,
  'GET /v1/findings': ofList,
  'GET /v1/protection-reviews': ofList,
  'GET /v1/changes/:changeId/sample': ofList,
  'GET /v1/findings/:findingId': ofFinding,
  'GET /v1/cases': ofList,
  'GET /v1/cases/:caseId': ofCase,
  'GET /v1/cases/:caseId/media/:mediaId': ofMedia,
  'GET /v1/cases/:caseId/reports/:reportId/reporter': ofReporter,
  'GET /v1/accounts/:accountId/history': ofAccount,
  'GET /v1/search': ofSearch,
  'GET /v1/newsworthy-exceptions': ofList,
  'GET /v1/live': ofLive,
  'GET /v1/unconfirmed': ofList,
  'GET /v1/drills': ofList,
  'GET /v1/incidents': ofList,
  'GET /v1/incidents/:incidentId': ofIncident,
  'POST /v1/guards/replay': ofReplay,
  'GET /v1/automation/runs': ofList,
  'GET /v1/orders': ofList,
  'GET /v1/orders/:orderId': ofOrder,
  'GET /v1/orders/:orderId/offer': ofOffer,
  'POST /v1/approvals/next': ofOffer,
  'POST /v1/orders/:orderId/own-verdict': ofOffer,
  'POST /v1/orders/:orderId/reveal': ofOffer,
  'POST /v1/signings': ofSigning,
  'GET /v1/restores/:restoreId': NOTHING,
  'GET /v1/campaigns': NOTHING,
  'GET /v1/campaigns/:campaignId': ofCampaign,
  'POST /v1/campaigns': ofCampaign,
  'POST /v1/campaigns/:campaignId/sample': ofCampaign,
  'GET /v1/views': ofViews,
  'GET /v1/ledger': ofList,
  'GET /v1/ledger/:number': ofEntry,
}
