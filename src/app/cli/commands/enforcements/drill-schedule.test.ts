import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount } from '../../../../../test/support/cases.ts'
import { findProblems } from '../../../../../test/support/changes.ts'
import { freshDatabase } from '../../../../../test/support/fresh-database.ts'
import { givenStaff } from '../../../../../test/support/people.ts'
import { runProgram } from '../../program.ts'

const PLAN = ['--account', 'ours', '--every', '2', '--on', 'wed', '--time', '09:30', '--zone', 'Europe/Berlin']

/** Starts a desk with a test account, a lead and a reviewer. */
async function startDrilling(t: TestContext) {
  const { pool, url } = await freshDatabase(t)
  for (const id of ['ours', 'real']) await givenAccount(pool, { id })
  await pool.query(sql`insert into drill_account (account_id) values ('ours')`)
  const schedule = async (token: string | undefined, ...args: string[]) => {
    const said: { out: string[]; err: string[] } = { out: [], err: [] }
    const code = await runProgram(['drill', 'schedule', ...args], {
      env: { DATABASE_URL: url, ...(token ? { COUNTERSIGN_TOKEN: token } : {}) },
      print: (line) => said.out.push(line),
      printError: (line) => said.err.push(line),
    })
    return { code, out: said.out.join('\n'), err: said.err.join('\n') }
  }
  const lead = (await givenStaff(pool, { roles: ['lead'] })).token
  const reviewer = (await givenStaff(pool)).token
  return { pool, schedule, lead, reviewer }
}

test('a drill schedule is added, listed and ended, each recorded', async (t) => {
  const { pool, schedule, lead } = await startDrilling(t)
  assert.equal((await schedule(undefined, 'list')).out, 'Nothing repeats.')
  const added = await schedule(lead, 'add', 'stolen-session', ...PLAN)
  assert.deepEqual([added.code, added.err], [0, ''])
  assert.match(
    added.out,
    /^sched_1 repeats on account ours, the next time at \d{4}-\d\d-\d\d 0[78]:30Z, while the desk runs\.$/,
  )
  const weekly = PLAN.toSpliced(2, 2)
  assert.equal((await schedule(lead, 'add', 'wrong-takedown', ...weekly)).code, 0)
  const { out } = await schedule(undefined, 'list')
  assert.match(out, /^ID +SCENARIO .*\n/)
  assert.match(out, /^sched_1 +stolen-session +ours +2 +wed +09:30 +Europe\/Berlin +\d{4}-\d\d-\d\d 0[78]:30Z +p-/m)
  assert.match(out, /^sched_2 +wrong-takedown +ours +1 +wed /m)
  const { schedules } = JSON.parse((await schedule(undefined, 'list', '--json')).out)
  assert.deepEqual(
    schedules.map(({ id, everyWeeks, weekday, skipped }: Record<string, unknown>) => [
      id,
      everyWeeks,
      weekday,
      skipped,
    ]),
    [
      ['sched_1', 2, 3, null],
      ['sched_2', 1, 3, null],
    ],
  )
  assert.deepEqual(await schedule(lead, 'end', 'sched_1'), { code: 0, out: 'sched_1 repeats no more.', err: '' })
  assert.doesNotMatch((await schedule(undefined, 'list')).out, /sched_1/)
  assert.deepEqual(await schedule(lead, 'end', 'sched_1'), {
    code: 1,
    out: '',
    err: 'There is no drill schedule sched_1.',
  })
  assert.deepEqual(await findProblems(pool), [])
})

test('an invalid drill schedule is refused by its field', async (t) => {
  const { pool, schedule, lead, reviewer } = await startDrilling(t)
  const refused = async (token: string | undefined, args: readonly string[], why: RegExp) => {
    const { code, out, err } = await schedule(token, 'add', ...args)
    assert.deepEqual([code, out], [err.startsWith('error:') ? 2 : 1, ''], err)
    assert.match(err, why)
    assert.doesNotMatch(err, /\n +at /, 'nobody needs a trace')
  }
  const but = (option: string, value: string) => {
    const place = PLAN.indexOf(option)
    return ['last-hour', ...PLAN.with(place + 1, value)]
  }
  await refused(undefined, ['last-hour', ...PLAN], /^Nothing was done\. This takes a person\. Set COUNTERSIGN_TOKEN/)
  await refused(
    reviewer,
    ['last-hour', ...PLAN],
    /^No drill was planned\. This takes the role policy, lead or admin\. Ask a colleague with that role\.$/,
  )
  await refused(lead, but('--account', 'real'), /account real is not marked as a test/)
  await refused(lead, but('--zone', 'Europe/Nowhere'), /zone must be a time zone such as Europe\/Berlin/)
  await refused(lead, but('--every', '27'), /'--every <weeks>'.* It must be a number of weeks from 1 to 26\./)
  await refused(lead, but('--on', 'someday'), /'--on <day>'.* Allowed choices are mon, tue/)
  await refused(lead, but('--time', '24:00'), /'--time <time>'.* It must be a time such as 09:30\./)
  await refused(lead, ['earthquake', ...PLAN], /Allowed choices are wrong-takedown/)
  await refused(lead, ['last-hour', ...PLAN.slice(2)], /required option '--account <id>' not specified/)
  assert.equal((await schedule(reviewer, 'end', 'sched_1')).code, 1)
  assert.equal((await pool.query(sql`select from drill_schedule`)).rowCount, 0)
})
