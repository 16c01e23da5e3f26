import sql from 'sql-template-tag'
import { addAccounts } from '../../bench/visitor.ts'
import { HOUR_MS } from '../../src/foundation/durations.ts'
import { settle } from '../../tools/scenario/stage/settle.ts'
import { agreeSigned } from '../support/changes.ts'
import { proposeErasure } from '../support/erasures.ts'
import { Client } from './client.ts'
import type { Day } from './days.ts'
import { NO_VIOLATION, SUSPENSION } from './decisions.ts'
import { countSubjects, listAccounts, sendReports } from './reports.ts'
import type { Person, Scene } from './scene.ts'

const [REPORTS_AT, DECISIONS_AT, TASKS_AT] = [8, 12, 22].map((hour) => hour * HOUR_MS) as [number, number, number]
const SHIFT = { plannedMinutes: 720 }
/** The share of a day's cases that people decide on that day. The others stay open. */
const DECIDED_SHARE = 0.95
/** Every tenth enforcement is appealed and restored on the next day. */
const RESTORED_EVERY = 10
const ERASED_EVERY_DAYS = 7

/** The number of acts of the people and the machine, over all days so far. */
export interface Acts {
  reports: number
  decisions: number
  enforcements: number
  restores: number
  erasures: number
}

/** Carries from one day to the next. */
export interface Diary {
  acts: Acts
  days: number
  /** The enforcements that are restored on the next day. */
  appealed: string[]
}

export const openDiary = (): Diary => ({
  acts: { reports: 0, decisions: 0, enforcements: 0, restores: 0, erasures: 0 },
  days: 0,
  appealed: [],
})

/** Plays a day: reports arrive, people decide cases and restore what was appealed, and the night's tasks run. */
export async function playDay(scene: Scene, { date, reports }: Day, diary: Diary): Promise<void> {
  const at = (ms: number) => new Date(date.getTime() + ms)
  const day = date.toISOString().slice(0, 10)
  const subjects = countSubjects(reports)
  await scene.setClock(at(REPORTS_AT))
  await addAccounts(scene.platformUrl, listAccounts(day, subjects))
  await sendReports({ url: scene.desk.url, key: scene.key, day, at: at(REPORTS_AT), reports })
  diary.acts.reports += reports
  await scene.setClock(at(DECISIONS_AT))
  await duringShift(scene, async () => {
    await restoreAppealed(scene, diary)
    await decideCases(scene, diary, Math.round(subjects * DECIDED_SHARE))
    if (diary.days % ERASED_EVERY_DAYS === 0) await eraseReporter(scene, diary)
    await settle(scene.database.db)
  })
  await scene.setClock(at(TASKS_AT))
  await scene.desk.runTasks()
  await settle(scene.database.db)
  diary.days++
}

/** Begins the shift of every person, and ends it after the work. */
export async function duringShift({ desk, reviewers, officers }: Scene, work: () => Promise<void>): Promise<void> {
  const askForAll = (path: string, body?: object) =>
    Promise.all(
      [...reviewers, ...officers].map(async ({ token }) => {
        const client = new Client(desk.url, token)
        await client.ask('POST', path, [200, 201], body)
        client.close()
      }),
    )
  await askForAll('/v1/me/shift', SHIFT)
  await work()
  await askForAll('/v1/me/shift/end')
}

async function restoreAppealed({ desk, reviewers: [lead] }: Scene, diary: Diary): Promise<void> {
  const client = new Client(desk.url, lead?.token ?? '')
  for (const id of diary.appealed.splice(0)) {
    await client.ask('POST', `/v1/enforcements/${id}/restore`, [202], { cause: 'appeal' })
    diary.acts.restores++
  }
  client.close()
}

/** All reviewers decide cases until this many are decided, or none is left. An account goes offline, a content stays. */
async function decideCases({ desk, reviewers }: Scene, diary: Diary, wanted: number): Promise<void> {
  let left = wanted
  const work = async ({ token }: Person) => {
    const client = new Client(desk.url, token)
    while (left-- > 0) {
      const { status, body } = await client.ask('POST', '/v1/cases/claim-next', [200, 204])
      if (status === 204) break
      await decide(client, body, diary)
    }
    client.close()
  }
  await Promise.all(reviewers.map(work))
}

async function decide(client: Client, claimed: Record<string, unknown>, { acts, appealed }: Diary): Promise<void> {
  const { kind } = claimed.subject as { kind: string }
  const decision = kind === 'account' ? SUSPENSION : NO_VIOLATION
  const { body } = await client.ask('POST', `/v1/cases/${claimed.id}/decisions`, [201], decision)
  acts.decisions++
  for (const id of (body.enforcements ?? []) as string[])
    if (acts.enforcements++ % RESTORED_EVERY === 0) appealed.push(id)
}

/** Two people who decided nothing agree that the desk erases a reporter, whose data no case needs. It happens a day later. */
async function eraseReporter({ own, officers: [by, second] }: Scene, { acts }: Diary): Promise<void> {
  const personId = await own.db.findValue<string>(sql`
    select reporter_id from report join review_case on review_case.id = case_id
    where review_case.state = 'closed' and report.subject like 'content:%'
    order by received_at desc, report.id limit 1`)
  if (personId === undefined) return
  const { id } = await proposeErasure(own, { person: 'reporter', personId, by })
  await agreeSigned(own, id, second)
  acts.erasures++
}
