import { message } from '../../foundation/messages/message.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { Desk } from '../../policy/desk.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { ActionDraft } from './decision-draft.ts'

/** Refuses actions by country where the platform doesn't support them, or doesn't answer. */
export async function checkCountries(
  { platform }: Pick<Desk, 'platform'>,
  actions: readonly ActionDraft[],
): Promise<void> {
  if (!actions.some(({ countries }) => countries !== undefined)) return
  const able = await platform.capabilities().catch((error: unknown) => {
    if (error instanceof ConnectorError) return undefined
    throw error
  })
  if (able?.countries) return
  throw new DeskError('refused', message(able === undefined ? 'decision.countriesUnknown' : 'decision.countriesUnable'))
}
