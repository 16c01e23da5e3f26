import type { TestContext } from 'node:test'
import type { ReportBody } from '../../src/cases/intake/report-body.ts'
import { givenKey } from './people.ts'
import { startTestDesk } from './server.ts'

/** A report as a platform sends it, about an account without stored facts. */
export const reportOf = (changes: Partial<ReportBody> = {}): ReportBody => ({
  id: 'n-1',
  subject: { kind: 'account', id: '8821' },
  ground: 'terms',
  category: 'SCAMS_AND_FRAUD',
  reporterId: 'p-1',
  reportedAt: '2026-03-04T05:06:07Z',
  ...changes,
})

/** A desk that accepts reports, and an API key to send them with. */
export async function startIntake(t: TestContext, driven = false) {
  const { desk, database } = await startTestDesk(t, { driven })
  const key = await givenKey(desk.db)
  const all = async <Row>(text: string) => (await database.pool.query(text)).rows as Row[]
  return { desk, database, keyId: key.id, all }
}
