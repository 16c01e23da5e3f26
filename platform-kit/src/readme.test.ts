import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { AUDIENCE, authorise, makeDeskKey } from '../test/signing-people.ts'
import type { Authority } from './index.ts'
import { makeSecret, type Received, sign, startSmallPlatform, UP } from '../test/small-platform.ts'

const KIT = new URL('./index.ts', import.meta.url).href

test("the platform of platform-kit's README takes offline and reverts by itself", async (t) => {
  const secret = makeSecret()
  const desk = startSmallPlatform({ secrets: [secret], nowMs: Date.now() })
  const key = makeDeskKey()
  const { server, timer } = await runReadme(secret, { audience: AUDIENCE, deskKeys: [key.jwk] })
  t.after(() => {
    clearInterval(timer)
    server.close()
  })
  const call = async (body: object) => {
    const signed = sign(desk, JSON.stringify(body))
    const response = await fetch(urlOf(server), { method: 'POST', ...signed })
    const answered: Received['body'] = JSON.parse(await response.text())
    return answered
  }
  const subject = { kind: 'account', id: 'rosa' } as const
  const desired = { ...UP, visible: false }
  const instruct = (generation: number, revertsInMs: number) => {
    const reverts = [{ at: new Date(Date.now() + revertsInMs).toISOString(), desired: UP }]
    return { subject, generation, desired, baseline: UP, reverts, events: [] }
  }
  const first = instruct(1, 1_000)
  assert.equal((await call({ type: 'subject.apply', instruction: first })).refusal, 'not_authorised')
  // A machine that is too busy to apply it before it reverts gets twice the time at the next attempt.
  for (let attempt = 1; ; attempt++) {
    const instruction = instruct(attempt, 1_000 * 2 ** attempt)
    const applied = await call({ type: 'subject.apply', instruction, authorisation: authorise(desk, key, instruction) })
    assert.equal(applied.outcome, 'applied')
    if (Date.parse(instruction.reverts[0]?.at ?? '') < Date.now()) continue
    assert.deepEqual(applied.state, desired)
    break
  }
  const isBack = async () => (await call({ type: 'subject.read_back', subject })).state?.visible
  for (const deadlineMs = Date.now() + 10_000; !(await isBack()); await setTimeout(20)) {
    assert.ok(Date.now() < deadlineMs, 'It should have come back by now.')
  }
  assert.deepEqual((await call({ type: 'subject.facts', subject })).account, {
    id: 'rosa',
    handle: 'rosa_bakes',
    displayName: 'rosa_bakes',
    reach: 812,
    verified: 'absent',
    tags: 'absent',
    createdAt: 'absent',
  })
})

/** Runs the page's first block of code as it is printed, on the kit's source. */
async function runReadme(secret: string, authority: Authority): Promise<{ server: Server; timer: NodeJS.Timeout }> {
  const page = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const code = /```ts\n(.*?)```/s.exec(page)?.[1]
  assert.ok(code)
  const folder = await mkdtemp(join(tmpdir(), 'platform-kit-readme-'))
  const file = join(folder, 'example.ts')
  await writeFile(file, code.replace("'@countersign/platform-kit'", `'${KIT}'`))
  process.env.DESK_SECRET = secret
  process.env.DESK_AUTHORITY = JSON.stringify(authority)
  const example = await import(pathToFileURL(file).href)
  await rm(folder, { recursive: true })
  return example
}

function urlOf(server: Server): string {
  const address = server.address()
  assert.ok(address && typeof address === 'object')
  return `http://127.0.0.1:${address.port}`
}
