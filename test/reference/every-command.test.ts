import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadCommands } from '../../src/app/cli/load-commands.ts'
import { findHelp } from '../../src/app/cli/print/describe-command.ts'
import { runProgram } from '../../src/app/cli/program.ts'
import { argumentsOf, type ListedCommand, listCommands, parseOnly, quietProgram } from '../support/command-lines.ts'

/** Shell completion comes from a library and prints scripts. */
const COMPLETION = ['countersign completion', 'countersign complete']

const commands = () => listCommands(quietProgram()).filter(({ usage }) => !COMPLETION.includes(usage))

async function run(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await runProgram(args, {
    env: {},
    print: (line) => out.push(line),
    printError: (line) => err.push(line),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('every command has --json and describes its output fields', () => {
  for (const { usage, command } of commands()) {
    assert.ok(
      command.options.some(({ long }) => long === '--json'),
      `${usage} has no --json`,
    )
    assert.notEqual(Object.keys(findHelp(command)?.json ?? {}).length, 0, usage)
  }
})

test("every command's help shows examples, JSON fields and exit codes", async () => {
  for (const { usage } of commands()) {
    const { code, out } = await run(...usage.split(' ').slice(1), '--help')
    assert.equal(code, 0, usage)
    for (const part of ['Examples:', 'With --json:', 'Exit codes:\n  0 ', '\n  1 ', '\n  2 '])
      assert.ok(out.includes(part), `${usage} has no ${part}`)
    const wide = out.split('\n').filter((line) => line.length > HELP_WIDTH_MAX)
    assert.deepEqual(wide, [], usage)
  }
})

/** As wide as a terminal that shows the longest examples on one line. */
const HELP_WIDTH_MAX = 140

test("every example in a command's help calls that command", async () => {
  for (const { usage, command } of commands()) {
    for (const example of findHelp(command)?.examples ?? []) {
      const args = argumentsOf(example) ?? []
      assert.ok(args.join(' ').startsWith(usage.slice('countersign '.length)), `${usage}: ${example}`)
      await assert.doesNotReject(parseOnly(args), example)
    }
  }
})

test('every command and option has a description, each its own', () => {
  const meanings = new Map<string, Set<string>>()
  for (const { usage, command } of commands()) {
    assert.notEqual(command.description(), '', usage)
    for (const argument of command.registeredArguments)
      assert.notEqual(argument.description, '', `${usage}: ${argument.name()}`)
    for (const { long, flags, description } of command.options) {
      assert.notEqual(description, '', `${usage}: ${flags}`)
      const name = long ?? flags
      meanings.set(name, (meanings.get(name) ?? new Set()).add(flags.replace(PLURAL, '>')))
    }
  }
  const different = [...meanings].filter(([, flags]) => flags.size > 1).map(([, flags]) => [...flags])
  assert.deepEqual(different, [])
})

/** The mark of an option that takes several values. */
const PLURAL = /s?(\.\.\.)?>$/

test('the program without arguments prints every command, grouped by task', async () => {
  const { code, out } = await run()
  assert.equal(code, 0)
  const { commands: own } = quietProgram()
  for (const command of own.filter((each) => each.name() !== 'complete')) {
    assert.match(out, new RegExp(`^  ${command.name()} +\\S`, 'm'), command.name())
    assert.ok(command.helpGroup(), `${command.name()} is in no group`)
  }
})

test('"countersign --help" lists the commands in the order of the overview', async () => {
  const listed = async (...args: string[]) =>
    [...(await run(...args)).out.matchAll(/^ {2}(?!help )([a-z]+) /gm)].map(([, name]) => name)
  assert.deepEqual(await listed('--help'), await listed())
})

test('a command that is loaded alone is the same as among all', async () => {
  const whole = commands()
  for (const first of new Set(whole.map(({ usage }) => usage.split(' ')[1] ?? ''))) {
    const below = ({ usage }: { usage: string }) => usage.split(' ')[1] === first
    const alone = listCommands(quietProgram(await loadCommands([first])))
    assert.ok(alone.length < whole.length, `${first} loads every command: name it in src/app/cli/load-commands.ts`)
    assert.deepEqual(alone.filter(below).map(describe), whole.filter(below).map(describe))
  }
})

const describe = ({ usage, command }: ListedCommand) => `${usage} ${command.helpInformation()}`

test('an unknown command or option exits with 2', async () => {
  assert.deepEqual([(await run('staf')).code, (await run('verify', '--nonsense')).code], [2, 2])
})
