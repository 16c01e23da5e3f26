import addCompletion from '@bomb.sh/tab/commander'
import { Command, CommanderError, Help, type Option } from 'commander'
import { isUnknownPlatform, sqlState } from '../../foundation/database/db.ts'
import { READ_ONLY } from '../../foundation/database/servers/read-only-error.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { SigningKeyError } from '../../foundation/outgoing/signing-key.ts'
import { PACKAGE_VERSION } from '../../foundation/settings/package-paths.ts'
import { READ_ONLY_DATABASE } from '../../foundation/store/refuse-server.ts'
import { StartError } from '../../foundation/store/start-error.ts'
import { FileError } from '../../foundation/yaml/read-yaml.ts'
import { type CommandContext, EXIT, type ExitCode, type RegisterCommand } from './command-context.ts'
import { describeEnvironment } from './environment.ts'
import { loadCommands } from './load-commands.ts'
import { describeProgram, groupCommands } from './print/command-groups.ts'

/** Runs one command, once its files are `loaded`, and returns the exit code. Failures that a person can act on are one sentence, without a stack trace. */
export async function runProgram(
  args: readonly string[],
  { loaded, ...context }: Omit<CommandContext, 'markRefused' | 'markFound'> & { loaded?: () => void },
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done
  const commands = await loadCommands(args)
  loaded?.()
  const program = buildProgram(
    {
      ...context,
      markRefused: () => (exitCode = EXIT.refused),
      markFound: () => (exitCode = EXIT.found),
    },
    commands,
  )
  if (args.length === 0) {
    context.print(describeProgram(program))
    return EXIT.done
  }
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    context.printError(formatFailure(error))
    return EXIT.refused
  }
}

/** Builds the program with these commands. */
export function buildProgram(context: CommandContext, commands: readonly RegisterCommand[]): Command {
  const program = new Command('countersign')
    .description('A trust & safety desk where no single person can take a high-reach account offline.')
    .version(PACKAGE_VERSION)
    // An option behind "doctor connect" belongs to that command, not to "doctor".
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.print(text.trimEnd()),
      writeErr: (text) => context.printError(text.trimEnd()),
    })
    .configureHelp({ optionDescription: describeOption })
    .showSuggestionAfterError()
    .showHelpAfterError(
      'Nothing was done. countersign --help lists the commands, and COMMAND --help the options of one.',
    )
    .addHelpText('after', describeEnvironment())
  for (const register of commands) register(program, context)
  addCompletion(program, { completionCommandName: 'completion' })
  program.commands
    .find((command) => command.name() === 'completion')
    ?.description('print a script that completes commands and options: bash, zsh or fish')
  groupCommands(program)
  return program
}

/** Describes an option in the help of its command, and marks one that the command needs. */
function describeOption(this: Help, option: Option): string {
  const text = Help.prototype.optionDescription.call(this, option)
  return option.mandatory && option.defaultValue === undefined ? `${text} (required)` : text
}

/** The classes of failures whose message is meant for the person who runs the program. */
const SAYABLE = [StartError, SigningKeyError, DeskError, FileError]

function formatFailure(error: unknown): string {
  if (SAYABLE.some((kind) => error instanceof kind) && error instanceof Error) return error.message
  if (sqlState(error) === READ_ONLY) return READ_ONLY_DATABASE
  if (isUnknownPlatform(error)) return renderMessage(message('request.unknownPlatform'))
  if (isFileError(error)) return `Not done: ${error.path} can't be read or written (${FILE_FAULTS[error.code]}).`
  // An unexpected error is printed with its stack trace, which a bug report needs.
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'no permission',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
}

/** True for a failed file operation on a named path, which the person can correct. */
const isFileError = (error: unknown): error is Error & { code: string; path: string } =>
  error instanceof Error &&
  'code' in error &&
  'path' in error &&
  typeof error.code === 'string' &&
  error.code in FILE_FAULTS
