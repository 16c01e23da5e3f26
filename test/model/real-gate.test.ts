import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../support/fresh-database.ts'
import { tempDir } from '../support/temp-dir.ts'
import { openGround } from './open-model-desk.ts'
import { PLOTS } from './plots.ts'
import { openRealGate } from './real-gate.ts'
import { runHistories } from './run-histories.ts'

const SEED = 1
/** `npm run model` plays many more. */
const historiesOf = (plot: (typeof PLOTS)[number]) => (plot === 'gate' ? 15 : 3)

test('no random history of the desk breaks an invariant', async (t) => {
  const ground = openGround(await freshDatabase(t, { driven: true }), { policies: 'policies', folder: tempDir(t) })
  t.after(() => ground.close())
  for (const plot of PLOTS) {
    const run = { plot, seed: SEED, histories: historiesOf(plot) }
    const { broken } = await runHistories((scene) => openRealGate(ground, scene), run)
    assert.equal(broken[0]?.story.join('\n'), undefined, plot)
  }
})
