import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { FIRST_LOOK_MS } from '../../src/enforcement/reconcile/reconcile.ts'
import { waitFor } from '../support/wait-for.ts'
import { startWave, waveToLookAt } from '../support/waves.ts'

const WAVE = 6

test('what a wave did is looked at again in a lane of its own, and what then looks wrong is looked at before all that', async (t) => {
  const wave = await startWave(t, { ordinary: WAVE, wide: 0 })
  const { gate, desk } = wave
  const { ana, ben, id } = await waveToLookAt(wave)
  await gate.post(ben, `/v1/campaigns/${id}/continue`, { stage: 0 })
  await wave.until(id, ana, 'done')
  await wave.whenDark(WAVE)
  const lanes = async () => {
    const { rows } = await desk.db.query<{ lane: string; subjects: number }>(sql`
      select lane, count(*) as subjects from due where kind = 'reconcile' group by lane order by lane`)
    return rows
  }
  assert.deepEqual(await lanes(), [{ lane: 'reconcile', subjects: WAVE }])

  wave.demo.faults.set({ fault: 'lying', about: 'old_state', call: 'subject.read_back', count: 1 })
  await wave.advance(FIRST_LOOK_MS)
  await waitFor('one of them to look wrong', async () => (await lanes()).some(({ lane }) => lane === 'background'))
  assert.deepEqual(await lanes(), [
    { lane: 'background', subjects: 1 },
    { lane: 'reconcile', subjects: WAVE - 1 },
  ])
})
