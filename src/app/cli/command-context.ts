import type { Command } from 'commander'
import type { Environment } from '../../config.ts'

/** What a command has of the world. */
export interface CommandContext {
  readonly env: Environment
  /** A line for whoever reads the answer. */
  print(line: string): void
  /** A line on a terminal and nowhere else. Not there when the output is a file, a pipe or a log. */
  readonly terminal?: (line: string) => void
  /** A line for whoever watches: progress, warnings, what went wrong. */
  printError(line: string): void
  /** For a command that did its work and found something wrong: the program ends with 1. */
  markFailed(): void
}

/** Adds one command to the program. */
export type RegisterCommand = (program: Command, context: CommandContext) => void
