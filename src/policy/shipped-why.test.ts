import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isMessage } from '../foundation/messages/message.ts'
import { whyText } from './shipped-why.ts'

const FOLDER = new URL('../../policies', import.meta.url).pathname

test('every reason of a shipped policy file has a German text', () => {
  const reasons = globSync('**/{guards,budgets}.yaml', { cwd: FOLDER }).flatMap((file) =>
    [...readFileSync(`${FOLDER}/${file}`, 'utf8').matchAll(/^ +why: (.+)$/gm)].map(([, why = '']) => why),
  )
  assert.ok(reasons.length > 20)
  assert.deepEqual(
    reasons.filter((why) => !isMessage(whyText(why))),
    [],
  )
})
