import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Demo, startDemo } from '../../../../demo/start-demo.ts'
import { accountLine, contentLine, reportLine, toNdjson } from '../../../../test/support/import-lines.ts'
import { tempDir } from '../../../../test/support/temp-dir.ts'
import { findFreePort } from '../../../foundation/store/embedded/free-port.ts'
import { runProgram } from '../program.ts'

async function givenDemo(t: TestContext, faults = true): Promise<Demo> {
  const secrets = [`whsec_${Buffer.alloc(32, 5).toString('base64')}`]
  const demo = await startDemo({ port: 0, folder: tempDir(t), secrets, faults })
  t.after(() => demo.close())
  return demo
}

async function load(t: TestContext, url: string, lines: readonly (object | string)[], more: string[] = []) {
  const file = join(tempDir(t), 'reports.ndjson')
  writeFileSync(file, toNdjson(lines))
  const printed: string[] = []
  const errors: string[] = []
  const code = await runProgram(['demo', 'load', file, '--url', url, ...more], {
    env: {},
    print: (line) => printed.push(line),
    printError: (line) => errors.push(line),
  })
  return { code, printed, errors }
}

test('"demo load" sends a file and counts accounts and posts', async (t) => {
  const { url } = await givenDemo(t)
  const lines = [accountLine(1), accountLine(2), contentLine(1, 'u1'), reportLine(1)]
  const { code, printed } = await load(t, url, lines)
  assert.deepEqual([code, printed], [0, [`Loaded 2 accounts and 1 contents into the demo platform on ${url}.`]])
  assert.equal((await fetch(`${url}/@user_2`)).status, 200)
  const again = await load(t, url, lines, ['--json'])
  assert.deepEqual(JSON.parse(again.printed.join()), {
    accounts: 2,
    contents: 1,
    ignored: 1,
    rejected: 0,
    rejectedLines: [],
  })
})

test('"demo load" lists rejected lines by number and exits with 1', async (t) => {
  const { url } = await givenDemo(t)
  const { code, errors } = await load(t, url, [accountLine(1), contentLine(1, 'nobody')])
  assert.equal(code, 1)
  assert.match(errors.join('\n'), /^line 2: .*\nLines not taken: 1\.$/)
})

test('"demo load" names an unreachable platform in one sentence', async (t) => {
  const closed = await givenDemo(t, false)
  const refused = await load(t, closed.url, [accountLine(1)])
  assert.equal(refused.code, 1)
  assert.deepEqual(refused.errors, [
    `Nothing was loaded. The server on ${closed.url} accepted nothing (404). Name the address of the demo platform.`,
  ])
  const gone = await load(t, `http://127.0.0.1:${await findFreePort()}`, [accountLine(1)])
  assert.equal(gone.code, 1)
  assert.match(
    gone.errors.join('\n'),
    /^Nothing was loaded\. The demo platform on .* cannot be reached \(.*ECONNREFUSED.*\)\. Start it with npm start\.$/,
  )
})
