import sql from 'sql-template-tag'
import type { Static } from 'typebox'
import {
  type Action,
  type EnforcementState,
  type PlatformState,
  parseSubjectKey,
  type RestoreCause,
  subjectKey,
} from '../foundation/domain.ts'
import { postponeJob } from '../foundation/jobs.ts'
import { type Stage, tagged } from '../policy/stage/stage.ts'
import { shows, showsList, showsNothing } from '../policy/stage/view.ts'
import { ENFORCEMENT_ALERTS } from './alert-kinds.ts'
import { alertUnconfirmed } from './alone/alert-unconfirmed.ts'
import { aloneRoutes } from './alone/routes.ts'
import { alertDeadEnds } from './approvers/alert-dead-ends.ts'
import { reachableRoutes } from './approvers/reachable-routes.ts'
import { detectDrift } from './drift/detect-drift.ts'
import { Pace } from './drift/pace.ts'
import { alertUnreadAccounts, planDriftDetection } from './drift/plan-drift-detection.ts'
import { driftRoutes } from './drift/routes.ts'
import { checkReach } from './effect/check-reach.ts'
import { driveSubject } from './effect/drive/drive-subjects.ts'
import { effectRoutes } from './effect/routes.ts'
import { endEnforcement, lapseConfirm } from './end/end-enforcement.ts'
import { ownFactsRoutes } from './facts/own-facts-routes.ts'
import type { EnforcementHistoryReply } from './present/enforcement-reply.ts'
import { prepareOwnEnforcement } from './propose/sign-own-enforcement.ts'
import { reconcile } from './reconcile/reconcile.ts'
import { REMAKE_EVERY_MS, recreateEndJobs } from './reconcile/recreate-end-jobs.ts'
import { enforcementRoutes } from './routes.ts'
import { runExpireJob, runReleaseJob } from './run-waiting.ts'
import { shadowRoutes } from './shadow/shadow-routes.ts'
import { approvalsRoute } from './waits/approvals-route.ts'
import { liveRoutes } from './waits/live-routes.ts'

declare module '../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    enforcement:
      | {
          kind: 'appeal_ended'
          appealId: string
          caseId: string
          how: 'upheld' | 'lessened' | 'overturned' | 'restored' | 'ended'
          reasonHash?: string
          /** The hash of the reason for which the outcome differs from the judge's own conclusion. Left out: it follows. */
          differsHash?: string
          /** True: the judge is of the team that decided. Left out: of another one, or no person decided. */
          sameTeam?: true
        }
      | {
          kind: 'enforcement_proposed'
          action: Action
          caseId?: string
          decisionId?: string
          policyId: string
          durationMs?: number
          verdict: string
          verdictHash: string
          contentHash?: string
          /** The people who must not approve the resubmission. */
          barred?: readonly string[]
          /** The reason for an interim measure outside a decision. */
          reason?: string
        }
      | { kind: 'enforcement_joined' }
      | {
          kind: 'enforcement_moved'
          from: EnforcementState
          to: EnforcementState
          cause?: RestoreCause
          reason?: string
          askedBy?: string
        }
      | { kind: 'desired_state_set'; generation: number; desired: PlatformState }
      | { kind: 'platform_holds'; until: string }
      | { kind: 'desired_state_reached'; generation: number; reach: number | null }
      | {
          kind: 'platform_disagreed'
          generation: number
          seen: PlatformState
          desired: PlatformState
          answer: 'brought_up' | 'shown'
        }
      /** Drift on a protected account that no enforcement explains. */
      /** An enforcement restricts a subject as another tool did, so its restore gives back what that tool took. */
      | { kind: 'standing_taken_over'; standingId: string; enforcementId: string }
      | { kind: 'drift_found'; driftId: string; drift: string; answer: string; contentHash: string }
      | { kind: 'drift_found_again' | 'drift_ended' | 'drift_brought_up'; driftId: string }
      | { kind: 'drift_closed'; driftId: string; reasonHash: string }
      | { kind: 'needs_attention'; why: string }
      | { kind: 'reach_back'; reach: number | null; before: number | null; acceptedReason?: string }
  }
}

const ofLive = shows<{ moving: readonly unknown[]; standing: readonly unknown[] }>(({ moving, standing }) => [
  { kind: 'list', shown: moving.length + standing.length },
])

const ofEnforcement = shows<Static<typeof EnforcementHistoryReply>>(({ id, subject, accountId, caseId }) => [
  {
    kind: 'enforcement',
    enforcementId: id,
    subject: subjectKey(subject),
    accountId: accountId ?? undefined,
    caseId: caseId ?? undefined,
  },
])

const ofDrift = shows<{ subject: { kind: 'account' | 'content'; id: string }; accountId: string }>(
  ({ subject, accountId }) => [{ kind: 'account', subject: subjectKey(subject), accountId, inCase: true }],
)

export const enforcementStage: Stage = {
  alerts: ENFORCEMENT_ALERTS,
  routes: [
    aloneRoutes,
    enforcementRoutes,
    liveRoutes,
    approvalsRoute,
    effectRoutes,
    driftRoutes,
    shadowRoutes,
    ownFactsRoutes,
    reachableRoutes,
  ],
  operations: {
    ...tagged('approval', {
      'GET /v1/enforcements': { id: 'listEnforcements', shows: showsList },
      'GET /v1/unconfirmed': { id: 'listUnconfirmed', shows: showsList },
      'GET /v1/approvals': { id: 'listApprovals', shows: showsList },
      'GET /v1/live': { id: 'readLive', shows: ofLive },
      'GET /v1/enforcements/:enforcementId': {
        id: 'readEnforcement',
        shows: ofEnforcement,
        answer: {
          id: 'enf_12',
          subject: { kind: 'account', id: 'user-900' },
          accountId: 'user-900',
          handle: 'cheap_pills4u',
          reach: 412_000,
          rationale: 'Sells prescription drugs without a licence, in five posts of today.',
          policyVersion: 3,
          policySince: '2026-04-01T09:00:00.000Z',
          action: 'deactivate',
          own: null,
          label: null,
          durationMs: null,
          policyId: 'scam',
          caseId: 'case_7',
          decisionId: 'dec_9',
          proposedBy: 'heron',
          protected: true,
          state: 'held',
          movedAt: '2026-05-04T07:20:00.000Z',
          proposedAt: '2026-05-04T07:00:00.000Z',
          inEffectAt: null,
          endsAt: null,
          needsAttention: null,
          lawDueAt: null,
          countries: null,
          agreeBy: null,
          heldUntil: '2026-05-04T07:25:00.000Z',
          isBreakerOpen: false,
          confirmBy: null,
          platformHeldUntil: null,
          successorOf: null,
          interim: false,
          ground: null,
          unconfirmed: false,
          reason: null,
          expiresAt: '2026-05-04T11:05:00.000Z',
          requirement: {
            approvals: [{ count: 1 }],
            people: 'one other person',
            holdMs: 300_000,
            confirmMs: null,
            identify: true,
            assessment: null,
          },
          asks: '1 approval, a hold of 5m, naming whose account it is',
          guards: [{ id: 'high-reach', errored: false }],
          answers: [{ by: 'wren', answer: 'agree', at: '2026-05-04T07:20:00.000Z', stands: true }],
          waits: [
            {
              for: 'hold',
              says: 'the end of its hold; until then anyone on duty can stop it',
              until: '2026-05-04T07:25:00.000Z',
              candidates: null,
            },
          ],
          moves: [
            { from: null, to: 'proposed', by: 'heron', at: '2026-05-04T07:00:00.000Z' },
            { from: 'proposed', to: 'awaiting_approval', by: 'heron', at: '2026-05-04T07:00:00.000Z' },
            { from: 'awaiting_approval', to: 'held', by: 'wren', at: '2026-05-04T07:20:00.000Z' },
          ],
          sentence:
            '@cheap_pills4u (412K followers) will be deactivated without an end, if approved by one other person.',
          readBack: null,
          contentVersions: null,
          laterReasons: [],
          appeals: [],
        },
      },
      'POST /v1/enforcements/:enforcementId/stop': {
        id: 'stopEnforcement',
        request: { reason: 'This is the newsroom itself, not the copy of it.' },
      },
      'POST /v1/enforcements/:enforcementId/restore': {
        id: 'restoreEnforcement',
        request: { cause: 'mistake', reason: 'The wrong account of two with one name.' },
      },
      'POST /v1/enforcements/:enforcementId/reason': {
        id: 'giveUndoReason',
        request: { reason: 'This is the newsroom itself, not the copy of it.' },
      },
      'POST /v1/enforcements/:enforcementId/undo-unconfirmed': {
        id: 'undoUnconfirmed',
        request: { reason: 'The document is forged.' },
      },
    }),
    ...tagged('effect', {
      'POST /v1/enforcements/:enforcementId/accept': {
        id: 'acceptRestore',
        request: { reason: 'Its followers left in the meantime; they were told.' },
      },
    }),
    ...tagged('drift', {
      'GET /v1/drift-detection': { id: 'readDriftDetection', shows: showsNothing },
      'GET /v1/drifts': { id: 'listDrifts', shows: showsList },
      'GET /v1/drifts/:driftId': { id: 'readDrift', shows: ofDrift },
      'POST /v1/drifts/:driftId/bring-up': { id: 'restoreDrift' },
      'POST /v1/drifts/:driftId/close': {
        id: 'closeDrift',
        request: { reason: 'She renamed it herself; I asked her on the phone.' },
      },
    }),
    ...tagged('insight', {
      'GET /v1/shadow-report': { id: 'readShadowReport', shows: showsNothing },
    }),
    ...tagged('staff', {
      'GET /v1/me/facts': {
        id: 'readMyFacts',
        shows: showsNothing,
        answer: {
          at: '2026-05-04T09:00:00Z',
          facts: [
            {
              name: 'actor.minutes_since_break',
              says: 'since they last rested for ten minutes',
              value: 95,
              unit: 'minutes',
              purpose: 'another look when haste or tiredness is likely; never to rank or report on people',
            },
          ],
        },
      },
      'GET /v1/reachable': { id: 'listReachable', shows: showsNothing },
    }),
  },
  jobs: () => {
    const pace = new Pace()
    return {
      drive: driveSubject,
      end: endEnforcement,
      reach: checkReach,
      reconcile: async (desk, due) => {
        const { laterMs } =
          due.priority === 'reconcile' ? await pace.next(desk, parseSubjectKey(due.key), 1) : { laterMs: 0 }
        await (laterMs > 0 ? postponeJob(desk.db, due, laterMs) : reconcile(desk, due))
      },
      release: runReleaseJob,
      expire: runExpireJob,
      confirm: lapseConfirm,
      unconfirmed: alertUnconfirmed,
      detect_drift: (desk, due) => detectDrift(desk, due, pace),
    }
  },
  periodicTasks: [
    { name: 'recreate-lost-ends', everyMs: REMAKE_EVERY_MS, run: recreateEndJobs },
    { name: 'detect-drift', everyMs: 5_000, run: planDriftDetection },
    { name: 'alert-unread-accounts', everyMs: 60_000, run: alertUnreadAccounts },
    { name: 'alert-blocked-enforcements', everyMs: 30_000, run: alertDeadEnds },
    {
      name: 'delete-old-work-facts',
      everyMs: 3_600_000,
      run: ({ db }) => db.query(sql`select delete_expired_actor_facts(), delete_expired_bulk_action_actors()`),
    },
  ],
  signables: {
    propose: prepareOwnEnforcement,
  },
}
