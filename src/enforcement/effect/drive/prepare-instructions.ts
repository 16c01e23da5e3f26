import type { Instruction } from '@countersign/platform-kit'
import { ConnectorError } from '../../../foundation/connector/connector.ts'
import type { EffectGrounds } from '../../../foundation/connector/effect-signer.ts'
import { readTogether } from '../../../foundation/database/db.ts'
import { parseSubjectKey } from '../../../foundation/domain.ts'
import type { Job } from '../../../foundation/jobs.ts'
import { message } from '../../../foundation/messages/message.ts'
import { renderMessage } from '../../../foundation/messages/render-message.ts'
import type { Desk } from '../../../policy/desk.ts'
import type { SubjectState } from '../../queries.ts'
import { findForgedOn, refuseForged } from '../../reconcile/refuse-forged.ts'
import type { Carried } from '../../statements/carry-statements.ts'
import { listDoubted, listUndelivered } from '../queries.ts'
import { type Driving, forEachPart } from './driving.ts'
import { findGrounds } from './find-grounds.ts'

/** An instruction for the platform, its proofs, and its generation in this database's own numbers. */
export interface Prepared {
  job: Job
  instruction: Instruction
  generation: number
  grounds: EffectGrounds
  /** True when the platform is read before an instruction that restricts. */
  isDoubted: boolean
  /** The statement that goes with it. Left out: not chosen yet. */
  carried?: Carried
}

/** Builds the instructions about subjects whose baselines are stored. */
export async function prepareInstructions(
  driving: Driving,
  ready: readonly { job: Job; state: SubjectState }[],
): Promise<Prepared[]> {
  if (ready.length === 0) return []
  const { desk, db } = driving
  const subjects = ready.map(({ job }) => job.key)
  // All is read for each attempt: an approval may have come since, and each attempt is signed anew. The warnings are read
  // after the states, so that none is missing that its generation has to deliver.
  const [groundsOf, undelivered, forged, doubted] = await readTogether(db, (on) =>
    Promise.all([
      findGrounds(on, subjects),
      listUndelivered(on, subjects),
      findForgedOn(
        on,
        ready.map(({ state }) => state),
      ),
      listDoubted(on, subjects),
    ]),
  )
  const refusals = await refuseForged(desk, db, forged)
  const warnings = Map.groupBy(undelivered, ({ subject }) => subject)
  const built = await forEachPart(driving, ready, async ({ job, state }) => {
    const instruction = buildInstruction(desk, state, warnings.get(job.key) ?? [])
    return { job, generation: state.generation, instruction }
  })
  return forEachPart(driving, built, async (part) => {
    const refusal = refusals.get(part.job.key)
    if (refusal !== undefined) throw refusal
    return { ...part, grounds: groundsOf(part.job.key), isDoubted: doubted.includes(part.job.key) }
  })
}

/** Adds the statement that an instruction carries. */
export function addStatement(part: Prepared, carried: Carried): Prepared {
  const { statement } = carried
  return { ...part, carried, instruction: { ...part.instruction, ...(statement && { statement }) } }
}

function buildInstruction(
  desk: Desk,
  state: SubjectState,
  warnings: readonly { id: string; policyId: string }[],
): Instruction {
  const { subject, generation, generationOffset, platformEpoch, desired, baseline, reverts } = state
  if (baseline === null || desired === null)
    throw new ConnectorError('unavailable', renderMessage(message('attention.platform.moving')))
  return {
    subject: parseSubjectKey(subject),
    generation: generation - generationOffset,
    ...(platformEpoch > 0 && { epoch: platformEpoch }),
    desired,
    baseline,
    reverts,
    events: warnings.map(({ id, policyId }) => ({
      id,
      kind: 'warn' as const,
      policyId,
      text: warningText(desk, policyId),
    })),
  }
}

/** Returns the text of a warning to the account's owner, which is the policy's own text. */
function warningText(desk: Desk, policyId: string): string {
  const policy = desk.policies.policies.get(policyId)
  return policy === undefined ? policyId : `${policy.title}. ${policy.text}`
}
