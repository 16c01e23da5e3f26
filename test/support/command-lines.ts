import type { Command } from 'commander'
import { findHelp } from '../../src/app/cli/print/describe-command.ts'
import { loadCommands } from '../../src/app/cli/load-commands.ts'
import { buildProgram } from '../../src/app/cli/program.ts'

/** One command of the program, with the words that call it. */
export interface ListedCommand {
  usage: string
  command: Command
}

const QUIET = { env: {}, print: () => {}, printError: () => {}, markRefused: () => {}, markFound: () => {} }

const COMMANDS = await loadCommands()

/** The program with all commands or with these, whose output is discarded. */
export const quietProgram = (commands = COMMANDS): Command => buildProgram(QUIET, commands)

/** Lists all commands below one, except help and groups that do nothing by themselves. */
export function listCommands(command: Command, before = ''): ListedCommand[] {
  const usage = `${before} ${command.name()}`.trim()
  const own = command.commands.filter((each) => each.name() !== 'help')
  const isGroup = own.length > 0 && findHelp(command) === undefined
  return [...(isGroup ? [] : [{ usage, command }]), ...own.flatMap((each) => listCommands(each, usage))]
}

const ASSIGNMENT = /^[A-Z][A-Z0-9_]*=/
const WORD = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g

/** The words of a command line, as a shell would pass them on. */
export const splitLine = (line: string): string[] =>
  (line.match(WORD) ?? []).map((word) => word.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, '$1$2'))

/** The arguments of a line that calls the program; undefined for a line that calls another program. */
export function argumentsOf(line: string): string[] | undefined {
  const words = splitLine(line)
  while (words[0] !== undefined && ASSIGNMENT.test(words[0])) words.shift()
  if (words[0] === 'npx') words.shift()
  if (words[0] === 'countersign') return words.slice(1)
  const called = words.slice(0, 5).join(' ')
  if (called === 'npm run -s countersign --') return words.slice(5)
  if (called.startsWith('npm start')) return ['start', ...words.slice(3)]
  return undefined
}

/** Rejects if the program would refuse the arguments: an unknown command or option, or a value of the wrong form. */
export async function parseOnly(args: readonly string[]): Promise<void> {
  const program = quietProgram()
  for (const { command } of listCommands(program)) command.action(() => undefined)
  await program.parseAsync(args, { from: 'user' })
}
