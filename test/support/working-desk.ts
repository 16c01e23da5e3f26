import type { TestContext } from 'node:test'
import type { KeyList, Limits } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { DrivenClock } from '../../demo/clock.ts'
import { type Demo, startDemo } from '../../demo/start-demo.ts'
import { ROUTES } from '../../src/app/http/routes.ts'
import { runWorker } from '../../src/app/worker/run-worker.ts'
import { NOT_ASKED } from '../../src/enforcement/facts/read-platform.ts'
import type { JudgedBy } from '../../src/policy/guards/judge.ts'
import type { DecisionIntent } from '../../src/enforcement/propose/intent.ts'
import { proposeJudged, withPolicies } from '../../src/enforcement/propose/propose.ts'
import type { Enforcement } from '../../src/enforcement/queries.ts'
import { findEnforcement } from '../../src/enforcement/queries.ts'
import { webhookConnector } from '../../src/connectors/webhook/webhook-connector.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { DESK, type EnforcementState, parseSubjectKey } from '../../src/foundation/domain.ts'
import { type SigningKey, signingKeyOf } from '../../src/foundation/outgoing/signing-key.ts'
import { RecoveryJournal } from '../../src/foundation/recovery-journal/recovery-journal.ts'
import type { RelyingParty } from '../../src/foundation/settings/relying-party.ts'
import { verifyLedger } from '../../src/oversight/ledger/verify.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { cleanUp } from './clean-up.ts'
import { judgedBy } from './judgement-input.ts'
import { knowSubject } from './known-accounts.ts'
import { startTestDesk, type TestDesk, type TestDeskOptions } from './server.ts'
import { tempDir } from './temp-dir.ts'
import { waitFor } from './wait-for.ts'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'

export const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
const NOW = new Date('2026-05-04T09:00:00Z')
/** Short, for a test of a platform that hangs. On a busy machine one that is well takes as long, so other tests wait as a real desk does. */
export const IMPATIENT_MS = 700
/** A time after which a message that is sent at once has arrived. */
const LATE_MS = 5_000
const GOES_ON_MS = 1_000

export interface WorkingDesk extends TestDesk {
  demo: Demo
  /** Returns the key with which the desk signs effects. */
  findKey: () => Promise<SigningKey>
  /** The present time by the clock of desk and platform. */
  now: () => Date
  /** Starts the worker. Returns a function that stops it and waits until its current work has ended. */
  work(): () => Promise<void>
  /** Starts a worker of another desk that acts differently at the platform. */
  workAs(desk: Desk): () => Promise<void>
  /** Moves the clocks of desk and platform on, for a driven desk. */
  advance(ms: number): Promise<void>
  /** Proposes an enforcement on an unprotected account, as if a person had decided it. */
  enforcement(asked: AskedEnforcement): Promise<Enforcement>
  /** Waits until an enforcement is in the given state. */
  enforcementIn(enforcementId: string, state: EnforcementState): Promise<Enforcement>
  /** Waits until a condition holds; a driven clock moves on when that takes too long. */
  untilSo<T>(what: string, condition: () => Promise<T | undefined | false>): Promise<T>
  /** Returns the status that a visitor of the platform gets: 200 when the subject is visible. */
  visit(subject: string): Promise<number>
}

/** A desk with its complete server, a worker on demand, and the real demo platform. */
export async function startWorkingDesk(
  t: TestContext,
  options: {
    driven?: boolean
    deskOnly?: boolean
    platformHoldMs?: number
    /** The time limit of a call to the platform. Undefined: that of a real desk. */
    callTimeoutMs?: number
    /** The list that the platform has pinned by now; undefined: none yet. */
    pinned?: () => KeyList | undefined
    limits?: Limits
    relyingParty?: RelyingParty
    outbox?: TestDeskOptions['outbox']
    publicPages?: TestDeskOptions['publicPages']
  } = {},
): Promise<WorkingDesk> {
  const clock = new DrivenClock(NOW)
  const findKey = signingKeyOf(tempDir(t), undefined)
  const { publicKey } = await findKey()
  const demo = await startDemo({
    port: 0,
    folder: tempDir(t),
    authority: async (audience) => {
      const keys = options.pinned?.()
      return { audience, deskKeys: [publicKey], ...(keys && { keys }) }
    },
    ...(options.limits ? { limits: options.limits } : {}),
    secrets: [SECRET],
    faults: true,
    ...(options.platformHoldMs === undefined ? {} : { holdMs: options.platformHoldMs }),
    ...(options.driven ? { clock } : {}),
  })
  const now = () => (options.driven ? clock.now() : new Date())
  const platform = webhookConnector({
    url: `${demo.url}/countersign`,
    secret: SECRET,
    findKey,
    now,
    ...(options.callTimeoutMs === undefined ? {} : { timeoutMs: options.callTimeoutMs }),
  })
  const { driven = false, relyingParty, outbox = {}, publicPages } = options
  const party = relyingParty && { relyingParty }
  const test = await startTestDesk(t, {
    platform,
    routes: ROUTES,
    driven,
    outbox,
    ...party,
    ...(publicPages && { publicPages }),
  })
  if (options.driven) await test.database.setClock(NOW)
  const work = () => startWork(t, test)
  cleanUp(t, () => demo.close())
  const advance = async (ms: number) => {
    clock.set(new Date(clock.now().getTime() + ms))
    await test.database.advance(ms)
    await demo.platform.revertDue()
  }
  const goOn: GoOn = options.driven ? advance : async () => undefined
  return {
    ...test,
    demo,
    findKey,
    now,
    work,
    workAs: (desk) => startWork(t, { ...test, desk }),
    advance,
    enforcement: (asked) => proposeAsDecided(test.desk, asked),
    enforcementIn: (enforcementId, state) => enforcementIn(test.desk, enforcementId, state, goOn),
    untilSo: (what, condition) => untilGoingOn(what, condition, goOn),
    visit: (subject) => visit(demo, subject),
  }
}

/**
 * The desk after its database was restored from a backup that is older than everything it did: an empty database, the same
 * platform, and the same recovery journal unless that is lost as well.
 */
export async function restoreEmptyBackup(
  t: TestContext,
  lost: WorkingDesk,
  { journalLost = false } = {},
): Promise<WorkingDesk> {
  const test = await startTestDesk(t, { platform: lost.desk.platform, routes: ROUTES })
  const desk = journalLost
    ? test.desk
    : { ...test.desk, recoveryJournal: new RecoveryJournal(lost.desk.recoveryJournal.path) }
  return {
    ...lost,
    ...test,
    desk,
    work: () => startWork(t, { ...test, desk }),
    workAs: (other) => startWork(t, { ...test, desk: other }),
    enforcement: (asked) => proposeAsDecided(desk, asked),
    enforcementIn: (enforcementId, state) => enforcementIn(desk, enforcementId, state, async () => undefined),
  }
}

/** Starts the worker of a desk, with its file of checkpoints. Returns a function that stops it and waits for its work. */
export function startWork(
  t: TestContext,
  { desk, database }: TestDesk,
  checkpointsFile = `${tempDir(t)}/heads/ledger-checkpoints.txt`,
): () => Promise<void> {
  const stopping = new AbortController()
  const working = runWorker(desk, { databaseUrl: database.url, checkpointsFile }, stopping.signal)
  const stop = async () => {
    stopping.abort()
    await working
  }
  cleanUp(t, stop)
  return stop
}

/** The terms of a decision, and the facts that it is judged by where a test is about these. */
type AskedEnforcement = Partial<DecisionIntent> & Pick<DecisionIntent, 'subject' | 'action'> & { judgedBy?: JudgedBy }

/** Proposes an enforcement on an unprotected account, as if a person had decided it. */
export async function proposeAsDecided(
  desk: Desk,
  { judgedBy: given, ...asked }: AskedEnforcement,
): Promise<Enforcement> {
  const { kind, id } = parseSubjectKey(asked.subject)
  const accountId = kind === 'account' ? id : null
  const facts = given ?? judgedBy({ id: accountId })
  const intent: DecisionIntent = {
    kind: 'decision',
    ...{ accountId, policyId: 'spam', legalDuty: false, by: DESK, asked: NOT_ASKED },
    label: asked.action === 'label' ? 'disputed' : null,
    durationMs: asked.action === 'suspend' ? 7 * 86_400_000 : null,
    ...{ caseId: null, decisionId: null, openedAt: null },
    ...asked,
  }
  await knowSubject(desk.db, asked.subject, facts.account)
  // Without budgets: a test may propose any number of enforcements; budgets have tests of their own.
  const guards = { ...desk.policies.guards, budgets: [] }
  const proposed = await inTransaction(desk.db, (tx) =>
    proposeJudged(tx, { ...withPolicies(desk, intent, facts), guards }),
  )
  if (proposed.kind !== 'created') throw new Error(`enforcement ${proposed.enforcementId} is there already`)
  return proposed.enforcement
}

export function enforcementIn(
  desk: Desk,
  enforcementId: string,
  state: EnforcementState,
  goOn: GoOn = async () => undefined,
): Promise<Enforcement> {
  return untilGoingOn(
    `${enforcementId} to be ${state}`,
    async () => {
      const found = await findEnforcement(desk.db, enforcementId)
      return found?.state === state ? found : undefined
    },
    goOn,
  )
}

type GoOn = (ms: number) => Promise<void>

/**
 * With a clock that stands still, the next attempt at a call that a busy machine answered too late never comes: so the
 * clock moves on.
 */
function untilGoingOn<T>(what: string, condition: () => Promise<T | undefined | false>, goOn: GoOn): Promise<T> {
  let lateAt = performance.now() + LATE_MS
  return waitFor(what, async () => {
    const found = await condition()
    if ((found !== undefined && found !== false) || performance.now() < lateAt) return found
    lateAt += GOES_ON_MS
    await goOn(GOES_ON_MS)
    return undefined
  })
}

async function visit(demo: Demo, subject: string): Promise<number> {
  const { kind, id } = parseSubjectKey(subject)
  const row = kind === 'account' ? demo.store.committed.get`select handle from account where id = ${id}` : undefined
  const path = kind === 'account' ? `/@${String(row?.handle)}` : `/posts/${id}`
  return (await fetch(`${demo.url}${path}`)).status
}

/** Checks that every ledger entry is numbered and unchanged, which must hold after every test. */
export async function checkLedger(desk: Desk): Promise<void> {
  await waitFor('every entry to have its number', async () => {
    const { rows } = await desk.db.query<{ waiting: number }>(sql`select count(*) as waiting from leaf_pending`)
    return rows[0]?.waiting === 0
  })
  const report = await verifyLedger(desk.db, LEDGER_CHECKS)
  if (report.problems.length > 0) throw new Error(`the ledger does not verify: ${JSON.stringify(report.problems[0])}`)
}
