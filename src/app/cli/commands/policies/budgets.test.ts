import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { budgetsOf, PERSON } from '../../../../../test/support/budgets.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { runProgram } from '../../program.ts'

async function check(...args: string[]) {
  const said: { out: string[]; err: string[] } = { out: [], err: [] }
  const code = await runProgram(['budgets', 'check', ...args], {
    env: {},
    print: (line) => said.out.push(line),
    printError: (line) => said.err.push(line),
  })
  return { code, out: said.out.join('\n'), err: said.err.join('\n') }
}

test('"budgets check" describes each budget in words without a database', async (t) => {
  const shipped = await check()
  assert.deepEqual([shipped.code, shipped.err], [0, ''])
  assert.match(
    shipped.out,
    /^person-offline\n {2}Once one person within 1h took 30 enforcements, or accounts that 1,000,000 people follow/,
  )
  assert.match(shipped.out, /\d+ budgets\. The file can be used\.$/)
  const path = join(tempDir(t), 'ours.yaml')
  writeFileSync(path, budgetsOf(PERSON))
  assert.match(
    (await check(path)).out,
    /Once it is 5 enforcements, the breaker opens: nothing restrictive of that person takes effect[\s\S]*1 budget\. /,
  )
})

test('"budgets check" names each problem with its place', async (t) => {
  const path = join(tempDir(t), 'ours.yaml')
  writeFileSync(path, budgetsOf(PERSON.replace('open: 5', 'open: 2')))
  const { code, out, err } = await check(path)
  assert.deepEqual([code, out], [1, ''])
  assert.match(
    err,
    /^the budgets can't be used:\n.*ours\.yaml:2:\d+: would open before an approval was required: set at least 3/,
  )
})
