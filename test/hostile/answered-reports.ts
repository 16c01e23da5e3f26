import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { countAll } from '../support/count-all.ts'
import { send } from '../support/desk-flow.ts'
import { startGate } from '../support/gate-flow.ts'
import { checkAnswers } from './ask-operation.ts'

const DAYS_MS = 3 * 86_400_000

/** Reads the transparency report of days that are over, makes it final twice, and downloads it. */
export async function makeTransparencyReport(
  t: TestContext,
  answered: Set<string>,
  repeated: Set<string>,
): Promise<void> {
  const desk = await startGate(t)
  await checkAnswers(desk, answered, repeated)
  const { db } = desk.desk
  const from = await db.onlyValue<string>(sql`select to_char(desk_now() at time zone 'UTC', 'YYYY-MM-DD')`)
  await desk.advance(DAYS_MS)
  await countAll({ db })
  const lead = await desk.person({ roles: ['lead'] })
  const days = { from, to: from }
  const { body } = await send(desk, lead.token, 'GET', `/v1/transparency-report-drafts?from=${from}&to=${from}`)
  for (const _twice of [1, 2])
    await send(desk, lead.token, 'POST', '/v1/transparency-reports', { ...days, hash: body.hash })
  await send(desk, lead.token, 'GET', '/v1/dsa-submissions')
  await send(desk, lead.token, 'GET', '/v1/transparency-reports')
  await send(desk, lead.token, 'GET', `/v1/transparency-report-exports?format=json&from=${from}&to=${from}`)
}
