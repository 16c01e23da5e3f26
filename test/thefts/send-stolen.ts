import type { Instruction } from '@countersign/platform-kit'
import { type Connector, ConnectorError } from '../../src/foundation/connector/connector.ts'
import { type EffectGrounds, NO_GROUNDS } from '../../src/foundation/connector/effect-signer.ts'
import { UNTOUCHED } from '../../src/foundation/domain.ts'

export const OFFLINE = { ...UNTOUCHED, visible: false, mayPost: false }

export const instruct = (
  subject: Instruction['subject'],
  generation: number,
  desired: Instruction['desired'] = OFFLINE,
  reverts: Instruction['reverts'] = [],
): Instruction => ({ subject, generation, desired, baseline: UNTOUCHED, reverts, events: [] })

/** Sends an instruction as a thief, and returns the answer of the platform. */
export const answerTo = async (by: Connector, instruction: Instruction, grounds: EffectGrounds = NO_GROUNDS) => {
  try {
    const { notBefore } = await by.apply(instruction, grounds)
    return notBefore ? 'held' : 'carried out'
  } catch (error) {
    if (error instanceof ConnectorError) return `refused: ${error.failure}`
    throw error
  }
}

export const enforcement = (id: string, legalDuty = false) => ({
  enforcement: id,
  action: 'deactivate',
  legalDuty,
  until: null,
})
