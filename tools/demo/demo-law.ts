import type { Desk } from '../../src/policy/desk.ts'
import { placeHold } from '../../src/cases/legal-holds/place-hold.ts'
import { findDemoCaller } from './demo-people.ts'

/** Has one thing be kept for an authority, so that there is something to see of what the law asks for. */
export async function showHold(desk: Desk): Promise<void> {
  const { id: placedBy } = await findDemoCaller(desk, 'crane')
  await placeHold(desk, {
    subject: 'account:coin',
    reason: 'People lost their savings to it. What is known of it is kept until the prosecutor has asked for it.',
    authority: 'Prosecutor of Port Merrow',
    reference: 'PM 26/0417',
    until: null,
    placedBy,
  })
}
