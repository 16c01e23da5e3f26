import type { Command } from 'commander'
import type { Environment } from '../../foundation/settings/environment.ts'

/** The environment and outputs of a command. */
export interface CommandContext {
  readonly env: Environment
  /** Prints one line of the result. */
  print(line: string): void
  /** Writes text to the output, and resolves once the reader takes more. Left out: the text is printed as lines. */
  write?(text: string): Promise<void>
  /** Prints one line on a terminal only; undefined when the output is a file, a pipe or a log. */
  readonly terminal?: (line: string) => void
  /** Prints one line of progress, warnings or errors. */
  printError(line: string): void
  /** Makes the program end with 1: something was not done, and the command said why. */
  markRefused(): void
  /** Makes the program end with 3: the command did its work and found something wrong. */
  markFound(): void
}

/** Adds one command to the program. */
export type RegisterCommand = (program: Command, context: CommandContext) => void

/** The program's exit codes, as docs/reference/commands.md states them. Scripts rely on them. */
export const EXIT = {
  done: 0,
  /** Nothing or only a part was done; the message gives the reason. */
  refused: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** The command did its work and found something wrong. */
  found: 3,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
