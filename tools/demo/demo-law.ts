import type { Desk } from '../../src/policy/desk.ts'
import { placeHold } from '../../src/cases/legal-holds/place-hold.ts'
import { findDemoCaller } from './demo-people.ts'

/** Places one legal hold, so that the pages about legal duties show an example. */
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
