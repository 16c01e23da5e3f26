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
  const why = able === undefined ? 'the platform could not be asked whether it can' : 'the platform can not'
  throw new DeskError('refused', `Not done: to keep something from being seen in single countries, ${why}.`)
}
