import { registerConfigCheck } from './commands/config-check.ts'
import addCompletion from '@bomb.sh/tab/commander'
import { Command, CommanderError } from 'commander'
import { SigningKeyError } from '../../foundation/outgoing/signing-key.ts'
import { isUnknownPlatform, sqlState } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { FileError } from '../../foundation/yaml/read-yaml.ts'
import { READ_ONLY } from '../../foundation/database/watched-client.ts'
import { READ_ONLY_DATABASE } from '../../foundation/store/refuse-server.ts'
import { StartError } from '../../foundation/store/start-error.ts'
import { type CommandContext, EXIT, type ExitCode, type RegisterCommand } from './command-context.ts'
import { registerAdopt } from './commands/policies/adopt.ts'
import { registerAutomation } from './commands/policies/automation.ts'
import { registerBudgets } from './commands/policies/budgets.ts'
import { registerChange } from './commands/policies/change.ts'
import { registerChangeEndPeople } from './commands/people/change-end-people.ts'
import { registerChangeSubject } from './commands/policies/change-subject.ts'
import { registerElectionWindow } from './commands/protections/election-window.ts'
import { registerConformance } from './commands/platform/conformance.ts'
import { registerConnector } from './commands/platform/connector.ts'
import { registerDemo } from './commands/demo-load.ts'
import { registerChannel } from './commands/channel.ts'
import { registerDrill } from './commands/enforcements/drill.ts'
import { registerDoctor } from './commands/doctor.ts'
import { registerDsa } from './commands/transparency/dsa.ts'
import { registerIncident } from './commands/enforcements/incident.ts'
import { registerGuard } from './commands/policies/guard.ts'
import { registerImport } from './commands/import/import.ts'
import { registerInit } from './commands/init.ts'
import { registerKey } from './commands/people/key.ts'
import { registerKeys } from './commands/people/keys.ts'
import { registerLabeler } from './commands/platform/labeler.ts'
import { registerMatches } from './commands/policies/matches.ts'
import { registerMigrate } from './commands/migrate.ts'
import { registerPerson } from './commands/person.ts'
import { registerProfile } from './commands/policies/profile.ts'
import { registerProtectImport } from './commands/protections/protect-import.ts'
import { registerProtection } from './commands/protections/protection.ts'
import { registerRecover } from './commands/people/recover.ts'
import { registerReplay } from './commands/replay.ts'
import { registerRestore } from './commands/enforcements/restore.ts'
import { registerRota } from './commands/people/rota.ts'
import { registerServe } from './commands/serve.ts'
import { registerStaff } from './commands/people/staff.ts'
import { registerStaffChange } from './commands/people/staff-change.ts'
import { registerStaffLeave } from './commands/people/staff-leave.ts'
import { registerStaffUnseal } from './commands/people/staff-unseal.ts'
import { registerStaffInvite } from './commands/people/staff-invite.ts'
import { registerStaffToken } from './commands/people/staff-token.ts'
import { registerStart } from './commands/start.ts'
import { registerVerify } from './commands/verify.ts'
import { registerWork } from './commands/work.ts'
import { describeProgram, groupCommands } from './print/command-groups.ts'
import { describeEnvironment } from './environment.ts'
import { PACKAGE_VERSION } from './package-paths.ts'

const COMMANDS: readonly RegisterCommand[] = [
  registerStart,
  registerServe,
  registerWork,
  registerMigrate,
  registerReplay,
  registerRestore,
  registerInit,
  registerProfile,
  registerPerson,
  registerProtection,
  registerProtectImport,
  registerMatches,
  registerVerify,
  registerIncident,
  registerDsa,
  registerImport,
  registerDemo,
  registerGuard,
  registerBudgets,
  registerAutomation,
  registerAdopt,
  registerChange,
  registerChangeSubject,
  registerChangeEndPeople,
  registerElectionWindow,
  registerStaff,
  registerStaffLeave,
  registerStaffUnseal,
  registerStaffChange,
  registerStaffToken,
  registerRota,
  registerChannel,
  registerDoctor,
  registerConfigCheck,
  registerDrill,
  registerStaffInvite,
  registerRecover,
  registerKey,
  registerKeys,
  registerConnector,
  registerLabeler,
  registerConformance,
]

/** Runs one command and returns the exit code. Failures that a person can act on are one sentence, without a stack trace. */
export async function runProgram(
  args: readonly string[],
  context: Omit<CommandContext, 'markRefused' | 'markFound'>,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done
  const program = buildProgram({
    ...context,
    markRefused: () => (exitCode = EXIT.refused),
    markFound: () => (exitCode = EXIT.found),
  })
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

/** Builds the program with all its commands. */
export function buildProgram(context: CommandContext): Command {
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
    .showSuggestionAfterError()
    .addHelpText('after', describeEnvironment())
  for (const register of COMMANDS) register(program, context)
  addCompletion(program, { completionCommandName: 'completion' })
  program.commands
    .find((command) => command.name() === 'completion')
    ?.description('print a script that completes commands and options: bash, zsh or fish')
  groupCommands(program)
  return program
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
