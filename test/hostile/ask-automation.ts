import { randomUUID } from 'node:crypto'
import { signalOf } from '../support/automation.ts'

/** Sends a signal twice, lists the rules and their runs, and stops all rules of a source. */
export async function useAutomation(
  ask: (route: string, body?: unknown) => Promise<Record<string, string>>,
): Promise<void> {
  const signal = signalOf(randomUUID(), new Date('2026-02-03T04:05:06Z'))
  await ask('POST /v1/signals', signal)
  await ask('POST /v1/signals', signal)
  await ask('GET /v1/automation')
  await ask('GET /v1/automation/runs?source=links')
  await ask('POST /v1/automation/pauses', { source: 'links', reason: 'It hides the pages of a real shop.' })
}
