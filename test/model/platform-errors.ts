import type { RefusalAnswer } from '@countersign/platform-kit'
import { type Answer, refuse } from '../../platform-kit/src/answer.ts'
import { RefusedByPlatform } from '../../platform-kit/src/handlers.ts'
import { ConnectorError } from '../../src/foundation/connector/connector.ts'

export function asRefusal(error: unknown): Answer {
  if (error instanceof RefusedByPlatform) return refuse('refused', error.message)
  throw error
}

export function toError({ refusal, detail, generation, epoch }: RefusalAnswer): ConnectorError {
  const numbers = { ...(generation === undefined ? {} : { generation }), ...(epoch === undefined ? {} : { epoch }) }
  return new ConnectorError(refusal, detail, numbers)
}

export function ignoreRefusal(error: unknown): void {
  if (!(error instanceof ConnectorError)) throw error
}
