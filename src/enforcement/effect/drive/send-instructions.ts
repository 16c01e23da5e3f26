import type { ApplyAnswer, ReadBack } from '@countersign/platform-kit'
import { type Connector, ConnectorError } from '../../../foundation/connector/connector.ts'
import type { Subject } from '../../../foundation/domain.ts'
import type { Prepared } from './prepare-instructions.ts'

type Called<T> = PromiseSettledResult<T>

/**
 * Sends the instructions and returns each with its answer. One alone is a single call, and so is each at a platform
 * that takes no batch.
 */
export async function sendAll(
  platform: Connector,
  parts: readonly Prepared[],
): Promise<(Prepared & { answer: Called<ApplyAnswer> })[]> {
  const answers =
    parts.length > 1 && platform.applyBatch
      ? await settleEach(parts, platform.applyBatch(parts))
      : await Promise.allSettled(parts.map(({ instruction, grounds }) => platform.apply(instruction, grounds)))
  return parts.map((part, place) => ({ ...part, answer: answers[place] ?? UNANSWERED }))
}

/** Reads the subjects back and returns each with its state. Undefined: the platform has no such subject. */
export async function readBackAll(
  platform: Connector,
  parts: readonly Prepared[],
): Promise<(Prepared & { read: Called<ReadBack | undefined> })[]> {
  const read = await readSubjects(
    platform,
    parts.map(({ instruction }) => instruction.subject),
  )
  return parts.map((part, place) => ({ ...part, read: read[place] ?? UNANSWERED }))
}

/** Reads subjects of one platform and returns the answer about each, in their order. */
export const readSubjects = (
  platform: Connector,
  subjects: readonly Subject[],
): Promise<Called<ReadBack | undefined>[]> =>
  subjects.length > 1 && platform.readBackBatch
    ? settleEach(subjects, platform.readBackBatch(subjects))
    : Promise.allSettled(subjects.map((subject) => platform.readBack(subject)))

/** A call that fails as a whole says nothing about any of its subjects: a later attempt reads each back. */
async function settleEach<T>(
  parts: readonly unknown[],
  call: Promise<readonly (T | ConnectorError)[]>,
): Promise<Called<T>[]> {
  try {
    const outcomes = await call
    return outcomes.map((outcome) =>
      outcome instanceof ConnectorError
        ? { status: 'rejected', reason: outcome }
        : { status: 'fulfilled', value: outcome },
    )
  } catch (reason) {
    return parts.map(() => ({ status: 'rejected', reason }))
  }
}

const UNANSWERED: PromiseRejectedResult = {
  status: 'rejected',
  reason: new ConnectorError('unreadable', 'the platform answered nothing about this subject'),
}
