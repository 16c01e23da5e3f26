import { test } from 'node:test'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'
import { restoreEnforcement } from '../restore/restore-enforcement.ts'

const KEY = 'account:rosa'
const LEAD = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] } as const
/** One more than a platform takes. */
const LABELS = 65

test('too many labels fail and never keep an account offline', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const offline = await working.enforcement({ subject: KEY, action: 'suspend' })
  await working.enforcementIn(offline.id, 'in_effect')
  const labels: string[] = []
  for (let n = 0; n < LABELS; n++) {
    labels.push((await working.enforcement({ subject: KEY, action: 'label', label: `l${n}` })).id)
  }
  await restoreEnforcement(working.desk, { enforcementId: offline.id, by: LEAD, cause: 'mistake', reason: null })
  await working.enforcementIn(offline.id, 'restored')
  await working.enforcementIn(labels.at(-1) ?? '', 'failed')
})
