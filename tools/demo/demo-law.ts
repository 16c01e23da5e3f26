import type { Desk } from '../../src/policy/desk.ts'
import { receiveOrder } from '../../src/cases/authority/receive-order.ts'
import { placeHold } from '../../src/cases/legal-holds/place-hold.ts'
import { SubjectReads } from '../../src/cases/openings/subject-reads.ts'
import { readDeskTime } from '../../src/foundation/time/desk-time.ts'
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

/** Enters one order that asks for nothing any more, so that its page shows an example and no clock runs. */
export async function showOrder(desk: Desk): Promise<void> {
  const caller = await findDemoCaller(desk, 'crane')
  const letter = 'The shop of this account was closed. No action is asked for.'
  await receiveOrder(
    desk,
    new SubjectReads(desk),
    { caller },
    {
      ...{ kind: 'other', reference: 'PM 26/0398', policyId: 'court-order', contents: ['coin-1'] },
      ...{ authority: 'Prosecutor of Port Merrow', memberState: 'IE', contact: 'registry@portmerrow.example' },
      ...{ verified: 'called_back', reasons: letter, language: 'en' },
      receivedAt: (await readDeskTime(desk.db)).toISOString(),
      document: { name: 'letter.txt', mediaType: 'text/plain', base64: Buffer.from(letter).toString('base64') },
    },
  )
}
