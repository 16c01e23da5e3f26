import { findSpan, type SpanTerms, traced } from '../foundation/telemetry/tracing.ts'
import { ConnectorError } from '../foundation/connector/connector.ts'
import { platformCalls } from '../foundation/telemetry/measurement.ts'

/**
 * Makes a call to a platform and measures it. Its outcome is `answered`, the refusal or failure that the connector
 * states, or `failed` for a fault of the desk: no text that a platform sent.
 */
export async function measureCall<T>(about: { platform: string; purpose: string }, call: () => Promise<T>): Promise<T> {
  const begun = performance.now()
  const measure = (outcome: string) =>
    platformCalls.record(() => ({ ...about, outcome, seconds: (performance.now() - begun) / 1_000 }))
  try {
    const answer = await (findSpan() === undefined ? call() : traced(spanOf(about), call))
    measure('answered')
    return answer
  } catch (error) {
    measure(error instanceof ConnectorError ? error.failure : 'failed')
    throw error
  }
}

/** Only a call within a traced step has a span: reads in the background would each begin a trace. */
const spanOf = ({ platform, purpose }: { platform: string; purpose: string }): SpanTerms => ({
  ...{ name: `platform ${purpose}`, kind: 'client' },
  attributes: { 'countersign.platform': platform, 'countersign.purpose': purpose },
})
