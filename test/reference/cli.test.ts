import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from 'commander'
import { VARIABLES } from '../../src/app/cli/environment.ts'
import { findHelp } from '../../src/app/cli/print/describe-command.ts'
import { readConfig } from '../../src/config.ts'
import type { Environment } from '../../src/foundation/settings/environment.ts'
import { type ListedCommand, listCommands, quietProgram } from '../support/command-lines.ts'
import { assertPage, fence, table, wrap } from './markdown.ts'

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
  const rows = options.map(({ flags, description, argChoices, mandatory, defaultValue, defaultValueDescription }) => [
    `\`${flags}\``,
    [description, ...listChoices(argChoices)].join(': '),
    mandatory && defaultValue === undefined ? 'required' : (defaultValueDescription ?? String(defaultValue ?? '')),
  ])
  const parts = command.registeredArguments.map((each) => [
    `\`${each.name()}\``,
    [each.description, ...listChoices(each.argChoices)].join(': '),
  ])
  return [
    `## \`${usageOf(listed)}\``,
    wrap(`${capitalise(command.description())}.`),
    ...(parts.length === 0 ? [] : [table(['argument', 'meaning'], parts)]),
    ...(rows.length === 0 ? [] : [table(['option', 'meaning', 'default'], rows)]),
    ...describeHelp(command),
  ].join('\n\n')
}

const listChoices = (choices: readonly string[] | undefined): string[] =>
  choices === undefined ? [] : [choices.map((each) => `\`${each}\``).join(', ')]

/** Explanation, JSON fields, the result that ends it with 3, and examples. */
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
