import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { send } from '../support/desk-flow.ts'
import { SPAMMER, startMisuse } from '../support/misuse.ts'
import { givenKey } from '../support/people.ts'
import { reportOf } from '../support/reports.ts'
import { checkAnswers } from './ask-operation.ts'

const HOUR_MS = 3_600_000

/** Marks, warns and pauses a sender, receives a report in the pause, and judges and ends it. */
export async function pauseSender(t: TestContext, answered: Set<string>, repeated: Set<string>): Promise<void> {
  const desk = await startMisuse(t)
  await checkAnswers(desk, answered, repeated)
  const { db, database, heron, plover, wren, crane, mark, unfounded, senderId, proposePause, agree } = desk
  const { reportId: id, caseId } = await unfounded()
  const said = { kind: 'report', id, caseId, gravity: 'slight', intent: 'unknown', reason: 'Nothing is there.' }
  const made = await send(desk, heron.token, 'POST', '/v1/misuse-marks', said)
  await send(desk, heron.token, 'POST', `/v1/misuse-marks/${made.body.id}/withdraw`)
  for (const by of [heron, heron, heron, plover, plover]) await mark(by)
  const sender = `/v1/misuse-senders/${await senderId()}`
  await send(desk, plover.token, 'POST', `${sender}/warnings`, { cause: 'unfounded' })
  await database.advance(HOUR_MS)
  for (const by of [heron, plover]) await mark(by)
  await agree(await proposePause(), wren)
  const key = await givenKey(db, ['report', 'enforcements'])
  const now = await db.onlyValue<Date>(sql`select desk_now() as now`)
  const report = reportOf({ reporterId: SPAMMER, reportedAt: now.toISOString() })
  await send(desk, key.token, 'POST', '/v1/reports', report as unknown as Record<string, unknown>)
  await send(desk, key.token, 'GET', '/v1/sender-measures')
  await send(desk, plover.token, 'GET', '/v1/misuse-senders')
  await send(desk, plover.token, 'GET', sender)
  const measureId = await db.onlyValue<string>(sql`select id from misuse_measure where kind = 'pause'`)
  await db.query(sql`insert into misuse_appeal (measure_id, words) values (${measureId}, 'They were real.')`)
  const measure = `/v1/sender-measures/${measureId}`
  await send(desk, crane.token, 'POST', `${measure}/judgement`, { outcome: 'uphold', reason: 'They were not.' })
  await send(desk, plover.token, 'POST', `${measure}/end`, { reason: 'It was long enough.' })
}
