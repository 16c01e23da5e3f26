import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Instruction, PlatformState } from '@countersign/platform-kit'
import { type Connector, ConnectorError, isFinal, isOvertaken } from '../../src/foundation/connector/connector.ts'
import { NO_GROUNDS } from '../../src/foundation/connector/effect-signer.ts'
import { NO_GENERATION } from '../../src/foundation/connector/guarantees.ts'
import { type Subject, UNTOUCHED } from '../../src/foundation/domain.ts'

/**
 * The faults of a platform and of the way to it. lost: the next call with an effect never arrives. unanswered: it is
 * carried out, and its answer is lost. late: the caller gets no answer, and it is carried out when the fault ends.
 * refused: the platform refuses it. lying: read-backs state the opposite visibility. away: no call arrives.
 */
export type PlatformFault = 'lost' | 'unanswered' | 'late' | 'refused' | 'lying' | 'away'

/** A connector to a running platform, with the means to make the platform fail and to see what visitors see. */
export interface ConnectorStand {
  connector: Connector
  /** A subject that is shown, unprotected, and not touched by any test before. */
  subject: Subject
  /** A subject that the platform never had. */
  missing: Subject
  /** The state by which this connector takes the subject offline. Left out: invisible. */
  offline?: PlatformState
  /** True when visitors see it, read from the platform by another way than the connector. */
  isShown(subject: Subject): Promise<boolean>
  /** Begins a fault and returns the function that ends it. Undefined: this platform can't fail in that way. */
  fail(fault: PlatformFault, subject: Subject): Promise<(() => Promise<void>) | undefined>
}

const OFFLINE: PlatformState = { ...UNTOUCHED, visible: false, mayPost: false }
/** Far above the time limit of any call: a call that never ends fails the test by this. */
const ENDS_WITHIN_MS = 30_000

/** Tests that a connector keeps the contract of its interface, faults of its platform included. */
export function testConnector(name: string, start: (t: TestContext) => Promise<ConnectorStand>): void {
  const check = (what: string, work: (stand: ConnectorStand) => Promise<void>): void => {
    test(`${name}: ${what}`, { timeout: 4 * ENDS_WITHIN_MS }, async (t) => work(await start(t)))
  }
  check('effect and restore are seen and read back', effectAndRestore)
  check('a doubled call acts once', doubledCall)
  check('an unanswered call is sent again', unansweredCall)
  check('a lost call is sent again', lostCall)
  check('a late call never hides the truth', lateCall)
  check('a refused call changes nothing', refusedCall)
  check('a read-back comes from the platform', lyingReadBack)
  check('a platform away fails every call in time', platformAway)
  check('a missing subject is undefined', missingSubject)
  check('facts are known, unknown or absent', factsOfSubject)
  check('a batch reads back what single calls do', batchOfReadBacks)
}

const instructionFor = ({ subject, offline = OFFLINE }: ConnectorStand, generation: number): Instruction => ({
  ...{ subject, generation, baseline: UNTOUCHED, reverts: [], events: [] },
  // Each even generation restores what the one before it took.
  desired: generation % 2 === 1 ? offline : UNTOUCHED,
})

const apply = (stand: ConnectorStand, generation: number) =>
  stand.connector.apply(instructionFor(stand, generation), NO_GROUNDS)

/** Returns the failure of a call, which must be a `ConnectorError`. */
const failureOf = (call: Promise<unknown>): Promise<ConnectorError> =>
  call.then(
    () => assert.fail('the call was answered'),
    (error: unknown) => (error instanceof ConnectorError ? error : assert.fail(`no ConnectorError: ${String(error)}`)),
  )

async function assertShown(stand: ConnectorStand, isShown: boolean, why: string): Promise<void> {
  const { connector, subject } = stand
  assert.equal(await stand.isShown(subject), isShown, `visitors: ${why}`)
  assert.equal((await connector.readBack(subject))?.state.visible, isShown, `read back: ${why}`)
}

async function effectAndRestore(stand: ConnectorStand): Promise<void> {
  const { connector, subject } = stand
  await assertShown(stand, true, 'before any effect')
  await apply(stand, 1)
  await assertShown(stand, false, 'after the effect')
  await apply(stand, 2)
  await assertShown(stand, true, 'after the restore')
  const read = await connector.readBack(subject)
  assert.deepEqual(read?.subject, subject)
  if (connector.guarantees().fences) assert.ok([2, NO_GENERATION].includes(read?.generation ?? 0))
}

async function doubledCall(stand: ConnectorStand): Promise<void> {
  await apply(stand, 1)
  const again = await apply(stand, 1)
  if (stand.connector.guarantees().fences) {
    assert.equal(again.outcome, 'known')
    await apply(stand, 2)
    const stale = await failureOf(apply(stand, 1))
    assert.ok(isOvertaken(stale.failure), stale.failure)
    assert.equal(stale.generation, 2)
    await assertShown(stand, true, 'after an older instruction')
    return
  }
  await assertShown(stand, false, 'after the same instruction twice')
}

async function unansweredCall(stand: ConnectorStand): Promise<void> {
  const end = await stand.fail('unanswered', stand.subject)
  if (end === undefined) return
  await assertUnknown(apply(stand, 1))
  await end()
  assert.equal(await stand.isShown(stand.subject), false, 'it was carried out')
  await apply(stand, 1)
  await assertShown(stand, false, 'after the second attempt')
}

async function lostCall(stand: ConnectorStand): Promise<void> {
  const end = await stand.fail('lost', stand.subject)
  if (end === undefined) return
  await assertUnknown(apply(stand, 1))
  await end()
  await assertShown(stand, true, 'nothing arrived')
  await apply(stand, 1)
  await assertShown(stand, false, 'after the second attempt')
}

/** A restore overtakes a takedown that is still on its way. */
async function lateCall(stand: ConnectorStand): Promise<void> {
  const { connector, subject } = stand
  const arrive = await stand.fail('late', subject)
  if (arrive === undefined) return
  await assertUnknown(apply(stand, 1))
  await apply(stand, 2)
  await assertShown(stand, true, 'after the restore')
  await arrive()
  const { fences, lateMsMax } = connector.guarantees()
  if (fences) return assertShown(stand, true, 'the platform refuses the late call')
  assert.ok(lateMsMax > 0, 'a connector that does not fence says how late a call may act')
  assert.equal((await connector.readBack(subject))?.state.visible, await stand.isShown(subject))
}

/** A call with an unknown effect fails as `timeout`, `unreachable` or `unavailable`. */
async function assertUnknown(call: Promise<unknown>): Promise<void> {
  const { failure } = await failureOf(call)
  assert.ok(['timeout', 'unreachable', 'unavailable'].includes(failure), failure)
  assert.ok(!isFinal(failure), 'an unknown outcome is never final')
}

async function refusedCall(stand: ConnectorStand): Promise<void> {
  const end = await stand.fail('refused', stand.subject)
  if (end === undefined) return
  const { message } = await failureOf(apply(stand, 1))
  assert.notEqual(message, '')
  await end()
  await assertShown(stand, true, 'after the refusal')
}

async function lyingReadBack(stand: ConnectorStand): Promise<void> {
  const { connector, subject } = stand
  await apply(stand, 1)
  const end = await stand.fail('lying', subject)
  if (end === undefined) return
  assert.equal((await connector.readBack(subject))?.state.visible, true, 'as the platform states it')
  await end()
  await assertShown(stand, false, 'after the lie')
}

async function platformAway(stand: ConnectorStand): Promise<void> {
  const { connector, subject } = stand
  const end = await stand.fail('away', subject)
  if (end === undefined) return
  const calls: Promise<unknown>[] = [
    apply(stand, 1),
    connector.readBack(subject),
    connector.facts(subject),
    ...(connector.profile ? [connector.profile(subject)] : []),
    ...(connector.recentPosts ? [connector.recentPosts(subject)] : []),
  ]
  for (const { failure } of await Promise.all(calls.map(failureOf))) {
    assert.ok(failure === 'unreachable' || failure === 'timeout', failure)
  }
  await end()
  await assertShown(stand, true, 'when it is back')
}

async function missingSubject({ connector, missing }: ConnectorStand): Promise<void> {
  assert.equal(await connector.readBack(missing), undefined)
  assert.equal(await connector.facts(missing), undefined)
  const instruction = {
    subject: missing,
    generation: 1,
    desired: OFFLINE,
    baseline: UNTOUCHED,
    reverts: [],
    events: [],
  }
  assert.equal((await failureOf(connector.apply(instruction, NO_GROUNDS))).failure, 'no_such_subject')
  if (connector.profile) assert.ok([undefined, 'absent'].includes((await connector.profile(missing)) as undefined))
}

async function factsOfSubject({ connector, subject }: ConnectorStand): Promise<void> {
  const { subjects, absentFacts } = await connector.capabilities()
  const { actions } = connector.guarantees()
  for (const kind of ['account', 'content'] as const)
    assert.ok(subjects.includes(kind) || actions[kind].length === 0, `acts on no ${kind} that it does not have`)
  const facts = await connector.facts(subject)
  assert.ok(facts)
  const { account, content } = facts
  assert.equal((subject.kind === 'account' ? account : content)?.id, subject.id)
  for (const name of absentFacts) assert.ok([undefined, 'absent'].includes(account[name] as undefined), name)
  assert.ok(!Number.isNaN(Date.parse(facts.readAt)))
}

/** One read of a batch that fails or finds nothing stops no other, and each stands at the place of its subject. */
async function batchOfReadBacks(stand: ConnectorStand): Promise<void> {
  const { connector, subject, missing } = stand
  if (connector.readBackBatch === undefined) return
  const read = () => connector.readBackBatch?.([missing, subject, missing, subject]) ?? assert.fail('it has no batch')
  for (const generation of [1, 2]) {
    await apply(stand, generation)
    const single = await connector.readBack(subject)
    const [none, one, noneAgain, again] = await read()
    assert.deepEqual([none, noneAgain], [undefined, undefined])
    for (const each of [one, again])
      assert.deepEqual(each instanceof ConnectorError ? each : { ...each, readAt: '' }, { ...single, readAt: '' })
  }
  const end = await stand.fail('away', subject)
  if (end === undefined) return
  for (const each of await read())
    assert.ok(each instanceof ConnectorError && ['unreachable', 'timeout'].includes(each.failure), String(each))
  await end()
  assert.equal((await read())[1] instanceof ConnectorError, false, 'when it is back')
}
