import type { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'

/** The help of a command beyond its arguments and options. */
interface CommandHelp<Field extends string> {
  /** Complete command lines that work. */
  readonly examples: readonly [string, ...string[]]
  /** Sentences that are printed between the options and the examples. */
  readonly about?: string
  /** Every field of the JSON object that --json prints, with its meaning. */
  readonly json: Readonly<Record<Field, string>>
  /** The result for which the command exits with 3. */
  readonly finds?: string
}

/** Prints the outcome of one command, as text or as the JSON that its help describes. */
export interface Output<Field extends string> {
  /** Prints the result once. The JSON has exactly the documented fields; an undefined one is left out. */
  result(value: Readonly<Record<Field, unknown>>, text: string): void
  /** Prints a line beside the result: with --json on standard error, so that standard output has only the JSON. */
  note(line: string): void
  /** True when the caller asked for JSON. */
  isJson(): boolean
}

const HELP = new WeakMap<Command, CommandHelp<string>>()

/** Returns the help of a command. Undefined: it is a group of commands or the shell completion. */
export const findHelp = (command: Command): CommandHelp<string> | undefined => HELP.get(command)

/** Adds --json, explanation, examples and exit codes to a command, and returns its output. */
export function describeCommand<const Field extends string>(
  command: Command,
  context: CommandContext,
  help: CommandHelp<Field>,
): Output<Field> {
  HELP.set(command, help)
  command.option('--json', 'print the result as one JSON object').addHelpText('after', formatHelp(help))
  const isJson = () => command.opts().json === true
  return {
    isJson,
    result: (value, text) => context.print(isJson() ? JSON.stringify(pickFields(value, help.json)) : text),
    note: (line) => (isJson() ? context.printError(line) : context.print(line)),
  }
}

const pickFields = (value: object, fields: object): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name in fields))

/** Adds an explanation and the first example of each of its commands to a group. */
export function describeGroup(group: Command, about?: string | (() => string)): Command {
  return group.addHelpText('after', () =>
    joinParts([
      ...(about === undefined ? [] : [typeof about === 'string' ? about : about()]),
      formatExamples(listExamples(group)),
    ]),
  )
}

const listExamples = (group: Command): string[] =>
  group.commands.flatMap((each) => {
    const help = HELP.get(each)
    return help === undefined ? listExamples(each) : [help.examples[0]]
  })

const formatHelp = ({ about, examples, json, finds }: CommandHelp<string>): string =>
  joinParts([
    ...(about === undefined ? [] : [about]),
    formatExamples(examples),
    ['With --json:', ...Object.entries(json).map(([name, meaning]) => wrapField(`${name}: ${meaning}`))].join('\n'),
    formatExitCodes(finds),
  ])

const FIELD_CHARS_MAX = 100

/** Formats one JSON field on lines that fit a terminal. */
const wrapField = (text: string): string =>
  text.replaceAll(new RegExp(`(.{1,${FIELD_CHARS_MAX}})(?: |$)`, 'g'), '\n    $1').replace(/^\n {4}/, '  ')

const formatExamples = (examples: readonly string[]): string =>
  ['Examples:', ...examples.map((line) => `  ${line}`)].join('\n')

/** The exit codes as the help of each command states them. */
export const formatExitCodes = (finds?: string): string =>
  [
    'Exit codes:',
    '  0  done',
    '  1  refused: nothing was done, or only a part; standard error has the reason',
    '  2  the command line is wrong',
    ...(finds === undefined ? [] : [`  3  ${finds}`]),
  ].join('\n')

const joinParts = (parts: readonly string[]): string => `\n${parts.map((part) => part.trim()).join('\n\n')}`
