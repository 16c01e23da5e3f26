import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { AUDIENCE, approve, authorise, listOf, makeDeskKey, makePerson, order } from './signing-people.ts'
import { DARK, instruct, revertIn, START_MS, sign, startSmallPlatform, UP, VALE } from './small-platform.ts'

const DAY_MINUTES = 1_440
const PROGRAM = new URL('./in-web-context.ts', import.meta.url).pathname

async function runInWebContext(given: object) {
  const args = ['--experimental-vm-modules', '--no-warnings', PROGRAM]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(given))
  const { answer, visible } = JSON.parse(await text(child.stdout))
  return { status: Number(answer.status), body: JSON.parse(answer.body), visible: Boolean(visible) }
}

test('as it is built it runs where there is nothing but the web: it checks, acts and refuses there', async () => {
  const [ana, ben] = [makePerson('ana'), makePerson('ben', 'EdDSA')]
  const key = makeDeskKey()
  const authority = { audience: AUDIENCE, deskKeys: [key.jwk], keys: listOf([ana, ben]) }
  const small = startSmallPlatform()
  const instruction = instruct(1, DARK, { reverts: [revertIn(7 * DAY_MINUTES)] })
  const call = (approvals: ReturnType<typeof approve>[]) => {
    const authorisation = authorise(small, key, instruction, { orders: [order('o-1')], approvals })
    return sign(small, JSON.stringify({ type: 'subject.apply', instruction, authorisation }))
  }
  const given = { authority, secret: small.secret, nowMs: START_MS, subject: VALE, state: UP }
  const agreed = await runInWebContext({ ...given, call: call([approve(ana, 'o-1'), approve(ben, 'o-1')]) })
  assert.deepEqual([agreed.status, agreed.visible], [200, false])
  const alone = await runInWebContext({ ...given, call: call([approve(ana, 'o-1')]) })
  assert.deepEqual([alone.status, alone.body.refusal, alone.visible], [403, 'not_agreed', true])
})
