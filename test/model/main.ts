// npm run model -- [--histories N] [--seed S] [--layer L] [--plot P] [--mutants K/N] [--no-mutants] [--json FILE]
import { randomInt } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { describeOutcome, isClean, toJson } from './model-outcome.ts'
import { type RunOptions, runModel } from './model-run.ts'
import { PLOTS } from './plots.ts'

const HISTORIES = 20_000
const SEED_MAX = 1_000_000_000

const USAGE = `npm run model -- [--histories N] [--seed S] [--layer L] [--plot P] [--mutants K/N] [--no-mutants] [--json FILE]
  --histories N   so many histories, most of the rules and every twentieth of the desk (${HISTORIES}); 0: only mutants
  --seed S        the first of their seeds; each history has the next. A history that broke says its own
  --layer L       rules or desk: all histories there
  --plot P        all histories of one of these: ${PLOTS.join(', ')}
  --mutants K/N   try the mutants of the K-th of N parts
  --no-mutants    don't try whether wrong code would be found
  --json FILE     write what came of it`

try {
  const { options, jsonFile } = readArguments()
  options.say(`seed ${options.seed}`)
  const outcome = await runModel(options)
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(toJson(outcome))}\n`)
  console.log(describeOutcome(outcome))
  if (!isClean(outcome)) process.exitCode = 1
} catch (error) {
  console.error(error)
  process.exitCode = 1
}

function readArguments(): { options: RunOptions; jsonFile: string | undefined } {
  const { values } = parseArgs({
    options: {
      histories: { type: 'string' },
      seed: { type: 'string' },
      layer: { type: 'string' },
      plot: { type: 'string' },
      mutants: { type: 'string', default: '1/1' },
      'no-mutants': { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  })
  const histories = readNumber('histories', values.histories, 0) ?? HISTORIES
  const seed = readNumber('seed', values.seed, 1) ?? randomInt(1, SEED_MAX)
  const printLine = (line: string) => console.error(line)
  const mutants = values['no-mutants'] ? undefined : readShare(values.mutants)
  const only = readOnly(values.layer, values.plot)
  return { options: { histories, seed, only, mutants, say: printLine, signal: stopSignal() }, jsonFile: values.json }
}

function readNumber(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (Number.isInteger(number) && number >= least) return number
  throw new Error(`--${name} must be a whole number from ${least} on.\n${USAGE}`)
}

/** The gate is tested in both layers; everything else only at the desk. */
function readOnly(layerName: string | undefined, plotName: string | undefined): RunOptions['only'] {
  if (layerName === undefined && plotName === undefined) return undefined
  const layer = (['rules', 'desk'] as const).find((one) => one === (layerName ?? 'desk'))
  const plot = PLOTS.find((one) => one === (plotName ?? 'gate'))
  if (layer === undefined) throw new Error(`--layer is rules or desk.\n${USAGE}`)
  if (plot === undefined) throw new Error(`--plot is one of ${PLOTS.join(', ')}.\n${USAGE}`)
  if (layer === 'rules' && plot !== 'gate') throw new Error(`Only the gate is played by the rules alone.\n${USAGE}`)
  return { layer, plot }
}

function readShare(text: string): { part: number; of: number } {
  const [part = 0, of = 0] = text.split('/').map(Number)
  if (Number.isInteger(part) && Number.isInteger(of) && part >= 1 && part <= of) return { part, of }
  throw new Error(`--mutants is a part of so many, such as 1/3.\n${USAGE}`)
}

/** Aborted by the first Ctrl-C, so that nothing stays running. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => stopping.abort(new Error('The run was stopped.')))
  }
  return stopping.signal
}
