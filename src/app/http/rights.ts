import { type KeyScope, REVIEWING_ROLES as REVIEWING, type Role } from '../../foundation/domain.ts'
import type { Confirmable } from '../../enforcement/alone/confirm-door.ts'
import {
  APPROVING,
  CHANGING,
  CLAIMING,
  EVERYBODY,
  EXPLAINING,
  LEADING,
  RESTRICTING,
  SEEING,
  UNDOING,
  WATCHING,
} from '../../people/access/right-groups.ts'
import { CONSOLE_PAGES } from './console-pages.ts'

/**
 * The callers who may use a route: anyone; a machine whose key has the scope; or people with one of the roles, those
 * under `onShift` only while on shift. Further conditions of an act (a claim, a clearance) are checked by its stage.
 */
export type Right = 'anyone' | KeyRight | StaffRight
export type KeyRight = { key: KeyScope }
export type StaffRight = {
  roles?: readonly Role[]
  onShift?: readonly Role[]
  /** A person with a role under `onShift` may also be on call by the rota instead: on duty, though without a shift. */
  onCall?: true
  /** Also off duty and on a break, for a person who may now confirm an act of one person alone on a ground. */
  toConfirm?: Confirmable
  /** Not during a break: work done in it would count as rest. Never required of a stop or a restore. */
  notOnBreak?: true
  /** Also a machine whose API key has this scope. */
  orKey?: KeyScope
  /** Also people restricted beyond the limit of one person: they may stop, restore and undo that, and read no more. */
  confined?: true | 'any_role'
  /** The caller is looked up over the restores' own connections, so that a busy desk still admits them. */
  pool?: 'restore'
}

/** The one table of who may do what. A route that isn't in it prevents the server's start. */
export const RIGHTS: Readonly<Record<string, Right>> = {
  'GET /healthz': 'anyone',
  'GET /readyz': 'anyone',
  'GET /v1/openapi.json': 'anyone',
  'GET /docs': 'anyone',
  ...Object.fromEntries(CONSOLE_PAGES.map((url) => [`GET ${url}`, 'anyone' as const])),
  'GET /assets/*': 'anyone',
  // The passkey itself identifies the person.
  'POST /v1/sign-in/begin': 'anyone',
  'POST /v1/sign-in/finish': 'anyone',
  // The identity provider identifies the person.
  'GET /v1/sign-on': 'anyone',
  'POST /v1/sign-on/begin': 'anyone',
  'GET /v1/sign-on/callback': 'anyone',
  'GET /v1/sign-on/sign-out': 'anyone',
  // The identity provider's signed token identifies the person.
  'POST /v1/sign-on/logout': 'anyone',
  // Only in a demo, on its own machine: elsewhere the route answers 404.
  'GET /v1/demo/people': 'anyone',
  'POST /v1/demo/sign-in': 'anyone',
  // The invitation identifies the person.
  'POST /v1/enrolments/begin': 'anyone',
  'POST /v1/enrolments/finish': 'anyone',

  'POST /v1/reports': { key: 'report' },
  'POST /v1/reports/batch': { key: 'report' },
  'PUT /v1/accounts/:accountId': { key: 'facts' },
  'PUT /v1/contents/:contentId': { key: 'facts' },
  'POST /v1/signals': { key: 'signals' },
  'POST /v1/appeals': { key: 'appeals' },
  'GET /v1/appeals/:appealId': { key: 'appeals' },
  'GET /scim/v2/ServiceProviderConfig': { key: 'scim' },
  'GET /scim/v2/ResourceTypes': { key: 'scim' },
  'GET /scim/v2/ResourceTypes/:name': { key: 'scim' },
  'GET /scim/v2/Schemas': { key: 'scim' },
  'GET /scim/v2/Schemas/:name': { key: 'scim' },
  'GET /scim/v2/Users': { key: 'scim' },
  'POST /scim/v2/Users': { key: 'scim' },
  'GET /scim/v2/Users/:userId': { key: 'scim' },
  'PUT /scim/v2/Users/:userId': { key: 'scim' },
  'PATCH /scim/v2/Users/:userId': { key: 'scim' },
  'DELETE /scim/v2/Users/:userId': { key: 'scim' },
  'GET /scim/v2/Groups': { key: 'scim' },
  'POST /scim/v2/Groups': { key: 'scim' },
  'GET /scim/v2/Groups/:groupId': { key: 'scim' },
  'PUT /scim/v2/Groups/:groupId': { key: 'scim' },
  'PATCH /scim/v2/Groups/:groupId': { key: 'scim' },
  'DELETE /scim/v2/Groups/:groupId': { key: 'scim' },

  'GET /v1/me': { roles: EVERYBODY, confined: true },
  'GET /v1/invitations': { roles: ['admin'] },
  'GET /v1/setup-steps': { roles: ['admin'] },
  'PUT /v1/me/wellbeing': { roles: EVERYBODY },
  'PUT /v1/me/preferences': { roles: EVERYBODY },
  'POST /v1/invitations': { roles: ['admin'] },
  'DELETE /v1/invitations/:invitationId': { roles: ['admin'] },
  'GET /v1/me/passkeys': { roles: EVERYBODY, confined: true },
  'POST /v1/me/passkeys/begin': { roles: EVERYBODY },
  'POST /v1/me/passkeys/finish': { roles: EVERYBODY },
  'POST /v1/me/passkeys/remove': { roles: EVERYBODY },
  'POST /v1/sign-out': { roles: EVERYBODY, confined: true },
  'GET /v1/me/sessions': { roles: EVERYBODY, confined: true },
  'DELETE /v1/me/sessions/:sessionId': { roles: EVERYBODY, confined: true },
  'GET /v1/staff/:staffId/sessions': { roles: ['admin'] },
  'POST /v1/staff/:staffId/sessions/revoke': { roles: ['admin'] },
  'GET /v1/me/facts': { roles: EVERYBODY },
  'GET /v1/me/shift': { roles: EVERYBODY },
  'GET /v1/me/shifts': { roles: EVERYBODY },
  // Data about people at work is for their leads, and for themselves.
  'GET /v1/shifts': { onShift: ['lead'] },
  'POST /v1/me/shift': { roles: EVERYBODY, confined: true },
  'POST /v1/me/shift/break': { roles: EVERYBODY, confined: true },
  'POST /v1/me/shift/back': { roles: EVERYBODY, confined: true },
  'POST /v1/me/shift/end': { roles: EVERYBODY, confined: true },

  'GET /v1/staff': { roles: ['auditor', 'admin'], onShift: ['lead'] },
  'GET /v1/reachable': { roles: ['auditor', 'admin'], onShift: ['lead'] },
  'GET /v1/staff/:staffId/passkeys': { roles: ['auditor', 'admin'], onShift: ['lead'] },
  'POST /v1/staff/:staffId/end': { roles: ['admin'] },
  'POST /v1/staff/:staffId/notice': { roles: ['admin'] },
  // At any time. A person with an approving role restricts one administrator; PostgreSQL limits the number of others.
  'POST /v1/staff/:staffId/restrict': { roles: RESTRICTING, pool: 'restore', confined: true },
  'POST /v1/staff/:staffId/postpone': { roles: ['lead'] },
  'GET /v1/rota': { roles: EVERYBODY },
  'POST /v1/rota': { roles: ['admin'], onShift: ['lead'] },
  'POST /v1/rota/:entryId/remove': { roles: ['admin'], onShift: ['lead'] },

  'POST /v1/subject-lookups': { roles: ['policy'], onShift: REVIEWING, notOnBreak: true },
  'POST /v1/cases': { roles: ['policy'], onShift: REVIEWING, notOnBreak: true },
  'POST /v1/cases/claim-next': { onShift: CLAIMING, notOnBreak: true },
  'POST /v1/cases/:caseId/claim': { onShift: CLAIMING, notOnBreak: true },
  'POST /v1/cases/:caseId/claim/renew': { onShift: CLAIMING, notOnBreak: true },
  'POST /v1/cases/:caseId/claim/take-over': { onShift: ['lead'], notOnBreak: true },
  // Also off shift: a reviewer who went home with a case must be able to return it.
  'POST /v1/cases/:caseId/claim/release': { roles: CLAIMING },
  'POST /v1/cases/:caseId/transfer': { onShift: CLAIMING, notOnBreak: true },
  'POST /v1/cases/:caseId/answer': { onShift: CLAIMING, notOnBreak: true },
  'POST /v1/cases/:caseId/snoozes': { onShift: REVIEWING, notOnBreak: true },
  'GET /v1/snoozes': { roles: WATCHING, onShift: REVIEWING },
  'POST /v1/snoozes/:snoozeId/end': { onShift: ['lead'] },
  'GET /v1/cases': { roles: WATCHING, onShift: REVIEWING },
  'GET /v1/queues': { roles: WATCHING, onShift: REVIEWING },
  'GET /v1/cases/:caseId/preview': { roles: WATCHING, onShift: REVIEWING },
  'GET /v1/cases/:caseId': { roles: WATCHING, onShift: REVIEWING, toConfirm: 'case' },
  'GET /v1/cases/:caseId/media/:mediaId': { roles: WATCHING, onShift: REVIEWING, toConfirm: 'case' },
  'GET /v1/cases/:caseId/profile': { roles: WATCHING, onShift: REVIEWING, toConfirm: 'case' },
  'GET /v1/cases/:caseId/avatar': { roles: WATCHING, onShift: REVIEWING, toConfirm: 'case' },
  'GET /v1/cases/:caseId/lookalikes': { roles: WATCHING, onShift: REVIEWING, toConfirm: 'case' },
  'POST /v1/cases/:caseId/restricted/:mediaId/views': { roles: ['policy'], onShift: REVIEWING },
  'POST /v1/cases/:caseId/match-checks': { onShift: REVIEWING, notOnBreak: true },
  'POST /v1/cases/:caseId/translation': { roles: WATCHING, onShift: REVIEWING, toConfirm: 'case' },
  'POST /v1/cases/:caseId/notes': { onShift: CLAIMING },
  'GET /v1/cases/:caseId/people': { roles: WATCHING, onShift: REVIEWING },
  'POST /v1/case-sets': { onShift: REVIEWING, notOnBreak: true },
  'POST /v1/case-sets/:setId/undo': { onShift: REVIEWING, notOnBreak: true },
  'POST /v1/cases/:caseId/decisions': { onShift: REVIEWING, notOnBreak: true },
  'POST /v1/cases/:caseId/appeal': { onShift: REVIEWING, notOnBreak: true, pool: 'restore' },
  'GET /v1/newsworthy-exceptions': { roles: WATCHING, onShift: LEADING },
  'POST /v1/newsworthy-exceptions/:exceptionId/end': { onShift: ['policy', 'lead'], notOnBreak: true },
  'GET /v1/accounts/:accountId/history': { roles: WATCHING, onShift: REVIEWING },
  'GET /v1/accounts/:accountId/facts': { roles: WATCHING },
  'GET /v1/decisions': SEEING,
  'GET /v1/decision-exports': { roles: WATCHING, onShift: ['lead'] },
  'GET /v1/policies': { roles: EVERYBODY },
  'GET /v1/search': { roles: WATCHING, onShift: REVIEWING },
  'GET /v1/cases/:caseId/reports/:reportId/reporter': { roles: WATCHING, onShift: REVIEWING },
  'GET /v1/views': { roles: ['auditor'] },
  'GET /v1/view-exports': { roles: ['auditor'] },
  'GET /v1/ledger-exports': { roles: ['auditor'] },
  'GET /v1/ledger': { roles: ['auditor'] },
  'GET /v1/ledger/:number': { roles: ['auditor'] },
  'GET /v1/ledger/verification': { roles: WATCHING, onShift: ['lead'] },

  // Further conditions of each act are checked when it is prepared, and again when it is done.
  'POST /v1/signings': { roles: RESTRICTING, pool: 'restore', confined: true },
  'POST /v1/demo/sign': { roles: EVERYBODY, pool: 'restore', confined: true },

  'POST /v1/enforcements/preview': { onShift: REVIEWING, notOnBreak: true },
  'POST /v1/interim-measures': { onShift: REVIEWING },
  'POST /v1/proposal-signings': { onShift: REVIEWING },
  'POST /v1/approvals/next': APPROVING,
  'GET /v1/enforcements/:enforcementId/offer': { ...APPROVING, toConfirm: 'enforcement' },
  'POST /v1/enforcements/:enforcementId/independent-review': APPROVING,
  'POST /v1/enforcements/:enforcementId/reveal': APPROVING,
  'POST /v1/enforcements/:enforcementId/pass': APPROVING,
  'POST /v1/enforcements/:enforcementId/approve': APPROVING,
  'POST /v1/enforcements/:enforcementId/decline': APPROVING,
  'POST /v1/enforcements/:enforcementId/duty': APPROVING,
  // A second person confirms an act of one person alone on or off duty; PostgreSQL decides who may (approval_refusal).
  'POST /v1/enforcements/:enforcementId/confirm': { roles: REVIEWING, pool: 'restore' },
  'POST /v1/enforcements/:enforcementId/identify': { onShift: REVIEWING, notOnBreak: true },
  'POST /v1/enforcements/:enforcementId/assessment': { onShift: REVIEWING, notOnBreak: true },
  'POST /v1/enforcements/:enforcementId/sign': { onShift: REVIEWING, notOnBreak: true },
  'POST /v1/enforcements/:enforcementId/resume': { onShift: LEADING, notOnBreak: true },
  'POST /v1/enforcements/:enforcementId/reinstate': { onShift: LEADING, notOnBreak: true },

  'GET /v1/enforcements': { roles: WATCHING, onShift: REVIEWING, onCall: true, pool: 'restore', confined: true },
  'GET /v1/live': { roles: WATCHING, onShift: REVIEWING, onCall: true, pool: 'restore', confined: true },
  'GET /v1/unconfirmed': { roles: REVIEWING, pool: 'restore' },
  'GET /v1/enforcements/:enforcementId': { roles: WATCHING, onShift: REVIEWING, onCall: true, pool: 'restore' },
  'POST /v1/enforcements/:enforcementId/stop': UNDOING,
  'POST /v1/enforcements/:enforcementId/restore': UNDOING,
  'POST /v1/enforcements/:enforcementId/reason': EXPLAINING,
  'POST /v1/enforcements/:enforcementId/undo-unconfirmed': UNDOING,
  'POST /v1/enforcements/:enforcementId/accept': { onShift: REVIEWING, onCall: true, pool: 'restore' },
  'GET /v1/budgets': { roles: WATCHING, onShift: REVIEWING, onCall: true, pool: 'restore' },
  'GET /v1/referrals': { roles: WATCHING, onShift: REVIEWING },
  'POST /v1/cases/:caseId/referrals': { roles: ['policy'], onShift: LEADING },
  'GET /v1/legal-holds': { roles: WATCHING, onShift: REVIEWING },
  'GET /v1/legal-holds/:holdId/facts': { roles: WATCHING, onShift: REVIEWING },
  'POST /v1/legal-holds': { roles: ['policy'], onShift: LEADING },
  'GET /v1/authorities': { roles: ['policy', 'auditor', 'admin'], onShift: REVIEWING, onCall: true },
  // With an authority's API key, or entered by a lead.
  'POST /v1/authority-orders': { roles: ['policy'], onShift: LEADING, orKey: 'orders' },
  'GET /v1/authority-orders': { roles: WATCHING, onShift: REVIEWING, onCall: true },
  'GET /v1/authority-orders/:orderId': { roles: WATCHING, onShift: REVIEWING, onCall: true },
  'GET /v1/authority-orders/:orderId/document': { ...SEEING, onCall: true, toConfirm: 'authority_order' },
  // With an API key that sends for the people affected.
  'POST /v1/removal-requests': { roles: ['policy'], onShift: LEADING, orKey: 'appeals' },
  'GET /v1/removal-requests': { roles: WATCHING, onShift: REVIEWING },
  'GET /v1/legal-clocks': { roles: WATCHING, onShift: REVIEWING, onCall: true, pool: 'restore' },
  'GET /v1/freezes': { roles: WATCHING, onShift: REVIEWING, onCall: true, pool: 'restore', confined: true },
  'POST /v1/freezes': UNDOING,
  'POST /v1/freezes/:freezeId/reason': EXPLAINING,
  'POST /v1/freezes/:freezeId/extend': UNDOING,
  'POST /v1/freezes/:freezeId/end': { onShift: REVIEWING, onCall: true, pool: 'restore' },
  'GET /v1/drift-detection': { roles: WATCHING, onShift: REVIEWING, onCall: true, pool: 'restore' },
  'GET /v1/drifts': { roles: WATCHING, onShift: REVIEWING, onCall: true, pool: 'restore' },
  'GET /v1/drifts/:driftId': { roles: WATCHING, onShift: REVIEWING, onCall: true, pool: 'restore' },
  'POST /v1/drifts/:driftId/bring-up': UNDOING,
  'POST /v1/drifts/:driftId/close': { onShift: LEADING, onCall: true, pool: 'restore' },
  'GET /v1/alerts': { roles: EVERYBODY, pool: 'restore', confined: true },
  'POST /v1/alerts/:alertId/seen': { roles: EVERYBODY, pool: 'restore', confined: true },
  'GET /v1/channels': { roles: ['admin', 'auditor'], onShift: ['lead'] },
  'POST /v1/channels': { roles: ['admin'] },
  'DELETE /v1/channels/:channelId': { roles: ['admin'] },
  'POST /v1/channels/:channelId/test': { roles: ['admin'], onShift: ['lead'] },
  'POST /v1/channels/:channelId/secret': { roles: ['admin'] },
  'GET /v1/keys': { roles: ['admin', 'auditor'], onShift: ['lead'] },
  'GET /v1/me/channels': { roles: EVERYBODY },
  'POST /v1/me/channels': { roles: EVERYBODY },
  'DELETE /v1/me/channels/:channelId': { roles: EVERYBODY },
  'POST /v1/me/channels/:channelId/test': { roles: EVERYBODY },
  'POST /v1/restores': { onShift: LEADING, onCall: true, pool: 'restore', confined: true },
  'GET /v1/restores/:restoreId': { roles: WATCHING, onShift: LEADING, onCall: true, pool: 'restore', confined: true },
  'POST /v1/restores/:restoreId/start': { onShift: LEADING, onCall: true, pool: 'restore', confined: true },

  'GET /v1/bulk-actions': { roles: WATCHING, onShift: REVIEWING, onCall: true, pool: 'restore' },
  'GET /v1/bulk-actions/:bulkActionId': { roles: WATCHING, onShift: REVIEWING, onCall: true, pool: 'restore' },
  'POST /v1/bulk-actions': { onShift: LEADING, notOnBreak: true },
  'POST /v1/bulk-actions/:bulkActionId/sample': { onShift: LEADING, onCall: true, notOnBreak: true },
  'POST /v1/bulk-actions/:bulkActionId/sample/:place': { onShift: LEADING, onCall: true, notOnBreak: true },
  'POST /v1/bulk-actions/:bulkActionId/approve': { onShift: LEADING, onCall: true, notOnBreak: true },
  'POST /v1/bulk-actions/:bulkActionId/decline': { onShift: LEADING, onCall: true },
  'POST /v1/bulk-actions/:bulkActionId/continue': { onShift: LEADING, onCall: true, notOnBreak: true },
  'POST /v1/bulk-actions/:bulkActionId/stop': UNDOING,

  'GET /v1/drills': { roles: [...WATCHING, 'admin'], onShift: LEADING },
  'POST /v1/drills': { roles: CHANGING, onShift: ['lead'], notOnBreak: true },
  'POST /v1/drills/:drillId/call-off': { roles: CHANGING, onShift: ['lead'] },
  'POST /v1/drill-schedules': { roles: CHANGING, onShift: ['lead'], notOnBreak: true },
  'POST /v1/drill-schedules/:scheduleId/end': { roles: CHANGING, onShift: ['lead'] },
  'GET /v1/incidents': { roles: WATCHING, onShift: LEADING },
  'GET /v1/incidents/:incidentId': { roles: WATCHING, onShift: LEADING },
  // Only times and counts, nothing about people.
  'GET /v1/insights/:chart': { roles: WATCHING, onShift: ['lead'] },
  'GET /v1/shadow-report': { roles: [...WATCHING, 'admin'], onShift: ['lead'] },
  'GET /v1/events': { roles: EVERYBODY, pool: 'restore', orKey: 'events', confined: true },

  'GET /v1/automation': { roles: WATCHING, onShift: LEADING, onCall: true },
  'GET /v1/automation/runs': { roles: WATCHING, onShift: LEADING, onCall: true },
  // At any time: automation can go wrong quickly.
  'POST /v1/automation/pauses': { roles: ['policy'], onShift: LEADING, onCall: true, pool: 'restore', confined: true },

  // These routes try guards; none changes anything.
  'GET /v1/guards': { roles: WATCHING },
  'POST /v1/guards/try': { roles: WATCHING },
  'POST /v1/guards/check': { roles: WATCHING },
  'POST /v1/guards/replay': { roles: WATCHING },

  'GET /v1/protection-reviews': { roles: WATCHING, onShift: ['lead'] },
  'POST /v1/protection-reviews': { roles: ['policy'] },
  'GET /v1/changes': { roles: ['lead', 'policy', 'auditor', 'admin'], confined: 'any_role' },
  'GET /v1/changes/:changeId': { roles: ['lead', 'policy', 'auditor', 'admin'], confined: 'any_role' },
  'GET /v1/action-denials': { roles: ['lead', 'policy', 'auditor', 'admin'] },
  'GET /v1/election-windows': { roles: ['lead', 'policy', 'auditor', 'admin'] },
  'POST /v1/changes': { roles: CHANGING, onShift: ['lead'], notOnBreak: true, confined: 'any_role' },
  'POST /v1/protection-lists/match': { roles: CHANGING, onShift: ['lead'] },
  'GET /v1/changes/:changeId/sample': { roles: CHANGING, onShift: ['lead'] },
  'POST /v1/changes/:changeId/sample': { roles: CHANGING, onShift: ['lead'], notOnBreak: true },
  'POST /v1/changes/:changeId/agree': { roles: CHANGING, onShift: ['lead'], notOnBreak: true, confined: 'any_role' },
  'POST /v1/key-lists/:version/signatures': { roles: CHANGING, onShift: REVIEWING, onCall: true },
  'POST /v1/changes/:changeId/name': { roles: ['lead', 'policy', 'admin'] },
  'POST /v1/changes/:changeId/decline': { roles: CHANGING, onShift: ['lead'], confined: 'any_role' },
  'POST /v1/changes/:changeId/stop': { roles: ['lead', 'policy', 'admin'], pool: 'restore', confined: 'any_role' },
  'POST /v1/changes/:changeId/withdraw': { roles: ['lead', 'policy', 'admin'], confined: 'any_role' },
}
