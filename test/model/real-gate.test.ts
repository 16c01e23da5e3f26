import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../support/fresh-database.ts'
import { tempDir } from '../support/temp-dir.ts'
import { openGround } from './open-ground.ts'
import { openRealGate } from './real-gate.ts'
import { runHistories } from './run-histories.ts'

const HISTORIES = 15
const SEED = 1

test('no history of the desk breaks an invariant of the gate', async (t) => {
  const ground = openGround(await freshDatabase(t, { driven: true }), { policies: 'policies', folder: tempDir(t) })
  t.after(() => ground.close())
  const { broken } = await runHistories((scene) => openRealGate(ground, scene), { seed: SEED, histories: HISTORIES })
  assert.equal(broken[0]?.story.join('\n'), undefined)
})
