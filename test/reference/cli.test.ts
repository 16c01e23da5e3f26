import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import type { Command } from 'commander'
import { VARIABLES } from '../../src/app/cli/environment.ts'
import { findHelp } from '../../src/app/cli/print/describe-command.ts'
import { type Environment, readConfig } from '../../src/config.ts'
import { type ListedCommand, listCommands, quietProgram } from '../support/command-lines.ts'

const REFERENCE = resolve(import.meta.dirname, '../../docs/reference')
const WRITES = process.env.COUNTERSIGN_WRITE_DOCS === '1'

/** Compares a generated page with the file, or writes it where that was asked for. */
function assertPage(name: string, text: string): void {
  const file = resolve(REFERENCE, name)
  if (WRITES) writeFileSync(file, text)
  assert.equal(readFileSync(file, 'utf8'), text, 'COUNTERSIGN_WRITE_DOCS=1 npm test -- test/reference writes it anew')
}

/** The variables that were read of an environment. */
function listRead(): ReadonlySet<string> {
  const read = new Set<string>()
  const env: Environment = new Proxy(
    {},
    {
      get: (_all, name) => {
        read.add(String(name))
        return undefined
      },
    },
  )
  readConfig(env)
  return read
}

const capitalise = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')

const LINE_MAX = 120

/** Breaks prose between words. */
const wrap = (text: string): string => text.replaceAll(new RegExp(`(.{1,${LINE_MAX}})(?: |$)`, 'g'), '$1\n').trimEnd()

/** A table as Biome formats it: every column as wide as its widest cell. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((row) => row.map(cell))
  const widths = head.map((_name, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const [first = [], ...others] = lines.map((line) => line.map((text, column) => text.padEnd(widths[column] ?? 0)))
  const rule = widths.map((width) => '-'.repeat(width))
  return [first, rule, ...others].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

test('the reference of the environment names every variable that is read', () => {
  const named = VARIABLES.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name]))
  assert.deepEqual(new Set(named), listRead())
  const rows = VARIABLES.map(({ name, meaning, fallback, secret }) => [
    `\`${name}\``,
    meaning,
    fallback ?? '',
    secret ? 'yes' : '',
  ])
  assertPage(
    'environment.md',
    `# Environment

Every variable the program reads. A file may hold a secret instead: \`DATABASE_URL_FILE\` names it, and so on.

${table(['variable', 'meaning', 'without it', 'secret'], rows)}
`,
  )
})

const usageOf = ({ usage, command }: ListedCommand): string =>
  [usage, ...command.registeredArguments.map((each) => (each.required ? `<${each.name()}>` : `[${each.name()}]`))].join(
    ' ',
  )

function describeCommand(listed: ListedCommand): string {
  const { command } = listed
  const options = command.options.filter(({ hidden }) => !hidden)
  const rows = options.map(({ flags, description, defaultValue }) => [
    `\`${flags}\``,
    description,
    defaultValue === undefined ? '' : String(defaultValue),
  ])
  return [
    `## \`${usageOf(listed)}\``,
    wrap(`${capitalise(command.description())}.`),
    ...(rows.length === 0 ? [] : [table(['option', 'meaning', 'default'], rows)]),
    ...describeHelp(command),
  ].join('\n\n')
}

/** Explanation, JSON fields, the finding that ends it with 3, and examples. */
function describeHelp(command: Command): string[] {
  const help = findHelp(command)
  if (help === undefined) return []
  const { about, json, finds, examples } = help
  const fields = Object.entries(json).map(([name, meaning]) => [`\`${name}\``, meaning])
  return [
    ...(about === undefined ? [] : [fence('text', [about.trim()])]),
    table(['JSON field', 'meaning'], fields),
    ...(finds === undefined ? [] : [`Exit code 3: ${finds}.`]),
    fence('sh', examples),
  ]
}

const fence = (kind: string, lines: readonly string[]): string => [`\`\`\`${kind}`, ...lines, '```'].join('\n')

test('the reference of the command line lists every command', () => {
  const listed = listCommands(quietProgram())
  assertPage(
    'commands.md',
    `# Command line

\`npx countersign …\` or \`npm run -s countersign -- …\` in the clone; \`--help\` behind any command adds examples.
\`countersign completion bash\` (or \`zsh\`, \`fish\`) prints a script that completes commands and options.

With \`--json\` a command prints one JSON object on standard output, with the fields listed here; moments are ISO 8601 in
UTC. A refused command prints nothing there, and one sentence on standard error. Progress and warnings go to standard
error.

${table(
  ['exit code', 'meaning'],
  [
    ['0', 'done'],
    ['1', 'refused: nothing was done, or not all of it; the message says why'],
    ['2', 'the command line is wrong'],
    ['3', 'a check did its work and found something wrong'],
  ],
)}

${listed.map(describeCommand).join('\n\n')}
`,
  )
})
