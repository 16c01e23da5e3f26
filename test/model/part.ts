// Runs a part of a run in a process of its own: node part.ts JSON. Writes its results, one line of JSON each.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { removeAtEnd } from '../../src/foundation/store/embedded/remove-at-end.ts'
import '../support/process-ends-with-parent.ts'
import { loadPolicies } from '../../src/policy/policies.ts'
import { withBudgets } from './budget.ts'
import type { Layer } from './mutant.ts'
import { openGround } from './open-model-desk.ts'
import type { PlotName } from './plots.ts'
import { openRealGate } from './real-gate.ts'
import { openRulesGate } from './rules-gate.ts'
import { type OpenGate, type Ran, runHistories } from './run-histories.ts'

export interface PartOptions {
  layer: Layer
  plot: PlotName
  seed: number
  histories: number
  shrink: boolean
  /** The addresses of the database, where the histories run on the desk's own code. */
  urls?: { url: string; ownerUrl: string }
}

const POLICIES = resolve(import.meta.dirname, '../../policies')
const SAY_EVERY = 50

const options: PartOptions = JSON.parse(process.argv[2] ?? '')
const { open, close } = openLayer(options)
const write = (ran: Ran) => process.stdout.write(`${JSON.stringify(ran)}\n`)
try {
  write(await runHistories(open, options, (ran) => ran.histories % SAY_EVERY === 0 && write(ran)))
} finally {
  await close()
}

function openLayer({ layer, urls }: PartOptions): { open: OpenGate; close: () => Promise<void> } {
  if (layer === 'rules') {
    const guards = withBudgets(loadPolicies(POLICIES).guards)
    return { open: async ({ cast }) => openRulesGate(guards, cast), close: async () => undefined }
  }
  if (urls === undefined) throw new Error('the desk needs a database')
  const folder = mkdtempSync(join(tmpdir(), 'countersign-model-part-'))
  const removal = removeAtEnd(folder)
  const ground = openGround(urls, { policies: POLICIES, folder })
  const close = async () => {
    await ground.close()
    await removal.now()
  }
  return { open: (scene) => openRealGate(ground, scene), close }
}
