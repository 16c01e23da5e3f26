import type { AlertRows } from '../policy/stage/alert-kinds.ts'
import { SIGNATURE } from '../policy/stage/example-values.ts'
import { type Stage, tagged } from '../policy/stage/stage.ts'
import { readText, shows, showsNothing } from '../policy/stage/view.ts'
import { keyRoutes } from './access/key-routes.ts'
import { invitationRoutes } from './invitations/invitation-routes.ts'
import { forgetCeremonies } from './sessions/ceremony.ts'
import { demoSignInRoutes } from './sessions/demo-routes.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { deleteEndedDevices } from './sessions/session-device.ts'
import { demoSignRoutes } from './signatures/demo-routes.ts'
import { deleteLapsed } from './signatures/queries.ts'
import { signingRoutes } from './signatures/routes.ts'
import { signOnRoutes } from './sso/routes.ts'
import { samlRoutes } from './sso/saml-routes.ts'
import { forgetSignOns } from './sso/sign-on-queries.ts'
import { staffRoutes } from './staff/routes.ts'
import { prepareEnd, prepareRestriction, prepareRightsRemoval } from './staff/sign-removal.ts'

const PEOPLE_ALERTS = {
  passkey: {
    calls: false,
    everywhere: true,
    act: 'Tell an administrator at once if you did not expect this.',
  },
  enrolment: {
    calls: false,
    everywhere: true,
    act: 'Tell an administrator at once if you did not expect this.',
  },
  sessions: {
    calls: false,
    everywhere: true,
    act: 'Ask the administrator if you did not expect this, and sign in again.',
  },
  key_revoked: {
    calls: false,
    everywhere: true,
    act: 'Ask for the cause if you did not expect this. Propose a new key if a program needs one.',
  },
} as const satisfies AlertRows

declare module '../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    people: keyof typeof PEOPLE_ALERTS
  }
}

declare module '../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    people:
      | {
          kind: 'passkey_added'
          credentialId: string
          staffId: string
          /** The time from which the passkey's signatures count. */
          countsFrom: string
          software: boolean
          contentHash: string
        }
      | { kind: 'passkey_suspected'; credentialId: string; staffId: string }
      | { kind: 'invitation_made'; invitationId: string; staffId: string; expiresAt: string }
      | { kind: 'invitation_ended'; invitationId: string; how: 'used' | 'revoked' }
      | { kind: 'session_began'; sessionId: string; staffId: string; credentialId: string | null }
      /** `reason`: another person ended it. */
      | { kind: 'session_revoked'; sessionId: string; staffId: string; reason?: string }
      /** A version of the list of keys that platforms pin. `hash`: of the list, as it is exported. */
      | { kind: 'key_list_made'; version: number; hash: string }
      | {
          kind: 'key_added'
          keyId: string
          scopes: readonly string[]
          source?: string
          authorityId?: string
          flaggerId?: string
          platform?: string
        }
      | { kind: 'key_revoked'; keyId: string; reason?: string }
      | {
          /** A directory's statement that a person has a role elsewhere, or no longer has it. It grants no right. */
          kind: 'directory_role'
          personId: string
          role: string
          source: string
          said: boolean
          first: boolean
        }
      | {
          /** A stored signature. The act that it signs has a ledger entry of its own. */
          kind: 'signed'
          signatureId: string
          act: string
          about: string
          signatureHash: string
        }
      | { kind: 'staff_added'; staffId: string; roles: readonly string[]; endsAt?: string; contentHash?: string }
      | { kind: 'staff_token_added' | 'staff_token_revoked'; staffId: string; tokenId: string }
  }
}

/**
 * The views that a prepared signing records: the subject of an enforcement; none for an act on the desk itself. A
 * resubmission names an enforcement that does not exist yet, so the view is of the one that it resubmits.
 */
const ofSigning = shows<{ core: string }>(({ core }) => {
  const { act, enforcement, successorOf, subject } = JSON.parse(core)
  const inCase = act === 'agree' || act === 'confirm' || act === 'exception_agree'
  return typeof subject === 'string'
    ? [{ kind: 'enforcement', enforcementId: readText(successorOf ?? enforcement), subject, inCase }]
    : []
})

export const peopleStage: Stage = {
  personal: [
    {
      kind: 'staff',
      about: ['staff'],
      deletedBy: null,
      tables: ['staff', 'staff_restriction', 'staff_wellbeing', 'staff_preference', 'power_removal'],
    },
    {
      kind: 'staff',
      about: ['staff'],
      deletedBy: null,
      tables: ['passkey', 'software_key', 'signature', 'key_list', 'key_recovery', 'sign_on_link'],
    },
    { kind: 'staff', about: ['staff'], deletedBy: 'expire-signatures', tables: ['signing'] },
    {
      kind: 'session',
      about: ['staff'],
      deletedBy: 'delete-expired-data',
      tables: ['staff_session', 'sign_on_session'],
    },
    { kind: 'session', about: ['staff'], deletedBy: 'delete-session-devices', tables: ['session_device'] },
    { kind: 'session', about: ['staff'], deletedBy: 'delete-old-ceremonies', tables: ['ceremony'] },
    { kind: 'session', about: ['staff'], deletedBy: 'delete-abandoned-sign-ons', tables: ['sign_on'] },
    { kind: 'session', about: ['staff'], deletedBy: null, tables: ['staff_token', 'invitation'] },
  ],
  alerts: PEOPLE_ALERTS,
  routes: [
    signingRoutes,
    demoSignRoutes,
    keyRoutes,
    staffRoutes,
    invitationRoutes,
    sessionRoutes,
    signOnRoutes,
    samlRoutes,
    demoSignInRoutes,
  ],
  operations: {
    ...tagged('signature', {
      'POST /v1/signings': { id: 'prepareSigning', shows: ofSigning },
      'POST /v1/demo/sign': { id: 'signForDemo' },
    }),
    ...tagged('staff', {
      'GET /v1/keys': { id: 'listKeys', shows: showsNothing },
      'POST /v1/keys/:keyId/revoke': {
        id: 'revokeKey',
        request: { reason: 'The program that used it was switched off.' },
      },
      'GET /v1/invitations': { id: 'listInvitations', shows: showsNothing },
      'POST /v1/invitations': { id: 'inviteStaff' },
      'DELETE /v1/invitations/:invitationId': { id: 'revokeInvitation' },
      'GET /v1/demo/people': { id: 'listDemoPeople' },
      'POST /v1/demo/sign-in': { id: 'signInToDemo' },
      'POST /v1/sign-in/begin': { id: 'beginSignIn' },
      'POST /v1/sign-in/finish': { id: 'finishSignIn' },
      'GET /v1/sign-on': { id: 'readSignOn' },
      'POST /v1/sign-on/begin': { id: 'beginSignOn' },
      'GET /v1/sign-on/callback': { id: 'finishSignOn' },
      'POST /v1/sign-on/logout': { id: 'receiveSignOut' },
      'GET /v1/sign-on/saml/metadata': { id: 'readSamlMetadata' },
      'POST /v1/sign-on/saml': { id: 'finishSignOnBySaml' },
      'GET /v1/sign-on/sign-out': { id: 'readSignOut' },
      'POST /v1/sign-out': { id: 'signOut' },
      'GET /v1/me/sessions': { id: 'listMySessions', shows: showsNothing },
      'DELETE /v1/me/sessions': { id: 'revokeMyOtherSessions', answer: { revoked: 2 } },
      'DELETE /v1/me/sessions/:sessionId': { id: 'revokeMySession' },
      'GET /v1/staff/:staffId/sessions': { id: 'listSessions', shows: showsNothing },
      'POST /v1/staff/:staffId/sessions/revoke': {
        id: 'revokeSessions',
        request: { signature: SIGNATURE, reason: 'Their laptop was stolen.' },
        answer: { revoked: 2 },
      },
      'GET /v1/me': { id: 'readMe', shows: showsNothing },
      'PUT /v1/me/wellbeing': { id: 'keepMyWellbeing', request: { blur: true, grey: false, mute: true } },
      'PUT /v1/me/preferences': {
        id: 'keepMyPreferences',
        request: { language: 'de', timeZone: 'Europe/Berlin', tourClosed: true, checklistClosed: false },
      },
      'POST /v1/me/shift': { id: 'startShift', request: { plannedMinutes: 480 } },
    }),
  },
  periodicTasks: [
    { name: 'expire-signatures', everyMs: 60_000, run: ({ db }) => deleteLapsed(db) },
    { name: 'delete-old-ceremonies', everyMs: 60_000, run: forgetCeremonies },
    { name: 'delete-session-devices', everyMs: 60_000, run: deleteEndedDevices },
    { name: 'delete-abandoned-sign-ons', everyMs: 60_000, run: forgetSignOns },
  ],
  signables: {
    staff_end: prepareEnd,
    staff_restrict: prepareRestriction,
    staff_rights: prepareRightsRemoval,
  },
}
