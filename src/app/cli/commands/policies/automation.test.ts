import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ruleOf, rulesOf } from '../../../../../test/support/automation.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { runProgram } from '../../program.ts'

async function run(...args: string[]) {
  const said: { out: string[]; err: string[] } = { out: [], err: [] }
  const code = await runProgram(['automation', ...args], {
    env: {},
    print: (line) => said.out.push(line),
    printError: (line) => said.err.push(line),
  })
  return { code, out: said.out.join('\n'), err: said.err.join('\n') }
}

const SURE = 'signal.score >= 0.97'

test('"automation check" describes each rule; "automation facts" lists their facts', async (t) => {
  const shipped = await run('check')
  assert.deepEqual([shipped.code, shipped.out], [0, '0 sources, 0 rules. The file can be used.'])
  const path = join(tempDir(t), 'ours.yaml')
  writeFileSync(path, rulesOf([ruleOf('hides', SURE, '{ hide: { policy: scam } }', 'shadow')]))
  const { out } = await run('check', path)
  assert.match(out, /^links\n {2}W\n {2}Heron answers for it\. It takes at most 100 actions within 1h\.\n/)
  assert.match(
    out,
    /hides \(shadow\), of links\n {2}W\n {2}When the score is 0\.97 or more, it hides the content for an hour/,
  )
  assert.match((await run('facts')).out, /^FACT .*\nsignal\.kind /)
})

test('"automation check" names each problem with its place', async (t) => {
  const path = join(tempDir(t), 'ours.yaml')
  const check = async (does: string, when = SURE) => {
    writeFileSync(path, rulesOf([ruleOf('one', when, does)]))
    const { code, err } = await run('check', path)
    assert.equal(code, 1)
    assert.doesNotMatch(err, /\n +at /, 'nobody needs a trace')
    return err
  }
  assert.match(
    await check('{ hide: { policy: scam } }', 'report.count > 9'),
    /ours\.yaml:4:\d+: reads report\.count: reports alone/,
  )
  assert.match(await check('{ hide: { policy: none } }'), /one: there is no policy none$/)
  assert.match(await check('{ route: { queue: nowhere } }'), /one: there is no queue nowhere$/)
  assert.match(
    await check('{ propose: { action: lock, policy: spam } }'),
    /one: the policy spam does not lead to lock$/,
  )
})
