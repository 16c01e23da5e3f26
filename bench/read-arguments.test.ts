import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import type { Bench } from './bench.ts'
import { readArguments } from './read-arguments.ts'

const run = async () => []
const TABLE: readonly Bench[] = [
  { names: ['carry-1', 'carry-2'], title: 'carrying', run },
  { names: ['lift'], title: 'lifting', run },
  { names: ['climb'], title: 'climbing', onlyWhenNamed: true, run },
]
const namesOf = (args: readonly string[]) => readArguments(args, TABLE).benches.flatMap(({ names }) => names)

test('a run without bench names leaves out only the long benches', () => {
  assert.deepEqual(namesOf([]), ['carry-1', 'carry-2', 'lift'])
  assert.deepEqual(namesOf(['--only', 'climb']), ['climb'])
})

test('a bench name on the command line runs that bench alone', () => {
  const { benches, only } = readArguments(['--only', 'lift, carry-2'], TABLE)
  assert.deepEqual(
    benches.map(({ title }) => title),
    ['carrying', 'lifting'],
  )
  assert.deepEqual([...(only ?? [])].sort(), ['carry-2', 'lift'])
})

test('an unknown bench name is refused with the list of benches', () => {
  assert.throws(
    () => readArguments(['--only', 'carry-1,fly'], TABLE),
    /There is no bench "fly"\. There are: carry-1, carry-2, lift, climb\./,
  )
})

test('an unknown option is refused with the usage line', () => {
  assert.throws(() => readArguments(['--fast'], TABLE), /--fast.*npm run bench -- \[--only/s)
})

test('the arguments of a benchmark set quick mode and the results file', () => {
  const read = readArguments(['--quick', '--json', 'some/results.json'], TABLE)
  assert.equal(read.quick, true)
  assert.equal(read.jsonFile, resolve('some/results.json'))
})
