import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { SHIPPED_EXAMPLES, SHIPPED_GUARDS } from '../../../../../test/support/guards.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { FACT_NAMES } from '../../../../policy/guards/facts.ts'
import { runProgram } from '../../program.ts'

const guard = (...args: string[]) => guardIn({}, ...args)

async function guardIn(env: Record<string, string>, ...args: string[]) {
  const said: { out: string[]; err: string[] } = { out: [], err: [] }
  const code = await runProgram(['guard', ...args], {
    env,
    print: (line) => said.out.push(line),
    printError: (line) => said.err.push(line),
  })
  return { code, out: said.out.join('\n'), err: said.err.join('\n') }
}

test('"guard check" lists each shipped guard without a database', async () => {
  const { code, out, err } = await guard('check')
  assert.deepEqual([code, err], [0, ''])
  assert.match(out, /^GUARD +ACTIONS +ASKS FOR\n/)
  assert.match(out, /^high-reach +suspend +1 approval, a hold of 5m, naming whose account it is$/m)
  assert.match(
    out,
    /^public-interest .* 2 approvals by senior or lead from 2 teams, a hold of 30m, a confirmation within 5m/m,
  )
  assert.match(out, /^one-by-one +hide +the requirement of deactivate$/m)
  assert.match(out, /\n\nAn enforcement waits 4h for people to agree, and for its hold after that\.\n\n\d+ guards\. /)
  assert.match(out, /\. The file can be used\.$/)
})

test('"guard check" prints how long an enforcement waits for approvers', async (t) => {
  const path = join(tempDir(t), 'ours.yaml')
  writeFileSync(path, `expires: 90m\n${readFileSync(SHIPPED_GUARDS, 'utf8')}`)
  assert.match((await guard('check', path)).out, /^An enforcement waits 90m for people to agree/m)
})

test('"guard check" lists guards that a missing platform fact disables', async () => {
  const { code, out } = await guard('check', SHIPPED_GUARDS, '--absent', 'account.reach')
  assert.equal(code, 0)
  assert.match(out, /^high-reach +suspend +off: there is no account\.reach$/m)
  assert.match(out, /^tired .* 1 approval$/m)
  assert.match(out, /guards, 4 of them off\. /)
  const desks = await guard('check', SHIPPED_GUARDS, '--absent', 'actor.leaving')
  assert.deepEqual([desks.code, /Allowed choices are account\.reach, account\.tags/.test(desks.err)], [2, true])
})

test('"guard check" exits with 1 and names every problem\'s place', async (t) => {
  const path = join(tempDir(t), 'ours.yaml')
  writeFileSync(
    path,
    readFileSync(SHIPPED_GUARDS, 'utf8')
      .replace('when: actor.leaving', 'when: actor.leving')
      .replace('hold: 5m', 'hold: 87600h'),
  )
  const { code, out, err } = await guard('check', path)
  assert.deepEqual([code, out], [1, ''])
  const [first, ...problems] = err.split('\n  ')
  assert.equal(first, "the guards can't be used:")
  assert.equal(problems.length, 2)
  for (const problem of problems) assert.ok(problem.startsWith(`${path}:`) && /:\d+:\d+: /.test(problem), problem)
  assert.match((await guard('check', join(tempDir(t), 'none.yaml'))).err, /none\.yaml:1:1: can't be read/)
})

test('"guard test" runs the shipped examples and shows failures', async (t) => {
  const shipped = await guard('test', SHIPPED_EXAMPLES)
  assert.deepEqual([shipped.code, /^\d+ examples, all as they say\.$/.test(shipped.out)], [0, true])

  const path = join(tempDir(t), 'ours.yaml')
  writeFileSync(path, readFileSync(SHIPPED_GUARDS, 'utf8').replace('account.reach >= 100000', 'account.reach > 100000'))
  const looser = await guard('test', SHIPPED_EXAMPLES, '--guards', path)
  assert.equal(looser.code, 3)
  assert.equal(
    looser.out,
    `A large account is suspended
  expected: fired high-reach; off none
            asks for 1 approval, a hold of 5m, naming whose account it is
  came out: fired none; off none
            asks for nothing

1 of ${/^\d+/.exec(shipped.out)?.[0]} examples came out otherwise.`,
  )
  const without = await guard('test')
  assert.deepEqual([without.code, /missing required argument 'examples'/.test(without.err)], [2, true])
})

test('"guard test" refuses unreadable examples with their place', async (t) => {
  const path = join(tempDir(t), 'examples.yaml')
  writeFileSync(path, 'ordinary: { account.raech: 3 }\nexamples: [{ name: N, action: warn, fired: [] }]\n')
  const { code, err } = await guard('test', path)
  assert.deepEqual([code, err.includes(`${path}:1:28: there is no fact "account.raech"`)], [1, true])
})

test('"guard facts" lists facts with types, sources and purposes', async () => {
  const { code, out } = await guard('facts')
  assert.equal(code, 0)
  for (const name of FACT_NAMES) assert.equal(out.split('\n').filter((line) => line.startsWith(`${name} `)).length, 2)
  assert.match(out, /^account\.reach +int +people +platform +30 s +how many people it reaches/m)
})

test('the help of "guard" states the minimum no file lowers', async () => {
  assert.match(
    (await guard('--help')).out,
    /guards\.yaml that it read at its start[\s\S]*No file lowers the\s+floor[\s\S]*Examples:\n {2}countersign guard check/,
  )
})

test('"guard check" asks the platform which facts it lacks', async (t) => {
  const capabilities = { name: 'Small', subjects: ['account'], absentFacts: ['reach', 'verified'] }
  const server = createServer((_request, response) => void response.end(JSON.stringify(capabilities)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const env = {
    COUNTERSIGN_PLATFORM_URL: `http://127.0.0.1:${port}/`,
    COUNTERSIGN_PLATFORM_SECRET: `whsec_${Buffer.alloc(32, 5).toString('base64')}`,
  }
  const asked = await guardIn(env, 'check')
  assert.deepEqual([asked.code, asked.err], [0, ''])
  assert.match(asked.out, /^high-reach +suspend +off: there is no account\.reach$/m)
  assert.match(asked.out, /guards, 4 of them off\. /)
  const told = await guardIn(env, 'check', SHIPPED_GUARDS, '--absent', 'account.tags')
  assert.match(told.out, /^high-reach .* 1 approval/m, 'what is said on the command line counts instead')
  const away = await guardIn({ ...env, COUNTERSIGN_PLATFORM_URL: 'http://127.0.0.1:9/' }, 'check')
  assert.deepEqual([away.code, /could not be asked which facts it has \(unreachable\)/.test(away.err)], [0, true])
  assert.match(away.out, /\d+ guards\. The file can be used\./)
})
