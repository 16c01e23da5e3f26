import { Command, CommanderError } from 'commander'
import { SigningKeyError } from '../../foundation/outgoing/signing-key.ts'
import { sqlState } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { FileError } from '../../foundation/yaml/read-yaml.ts'
import { READ_ONLY } from '../../foundation/database/watched-client.ts'
import { READ_ONLY_DATABASE } from '../../foundation/store/refuse-server.ts'
import { StartError } from '../../foundation/store/start-error.ts'
import type { CommandContext, RegisterCommand } from './command-context.ts'
import { registerAdopt } from './commands/policies/adopt.ts'
import { registerAutomation } from './commands/policies/automation.ts'
import { registerBudgets } from './commands/policies/budgets.ts'
import { registerChange } from './commands/policies/change.ts'
import { registerChangeEndPeople } from './commands/people/change-end-people.ts'
import { registerChangeSubject } from './commands/policies/change-subject.ts'
import { registerElectionWindow } from './commands/protections/election-window.ts'
import { registerConnector } from './commands/connector.ts'
import { registerDemo } from './commands/demo-load.ts'
import { registerChannel } from './commands/channel.ts'
import { registerDrill } from './commands/enforcements/drill.ts'
import { registerDoctor } from './commands/doctor.ts'
import { registerIncident } from './commands/enforcements/incident.ts'
import { registerGuard } from './commands/policies/guard.ts'
import { registerImport } from './commands/import.ts'
import { registerInit } from './commands/init.ts'
import { registerKey } from './commands/people/key.ts'
import { registerKeys } from './commands/people/keys.ts'
import { registerMatches } from './commands/policies/matches.ts'
import { registerMigrate } from './commands/migrate.ts'
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
  registerProtection,
  registerProtectImport,
  registerMatches,
  registerVerify,
  registerIncident,
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
  registerDrill,
  registerStaffInvite,
  registerRecover,
  registerKey,
  registerKeys,
  registerConnector,
]

const ENVIRONMENT = `
Environment (secrets may stand in files instead: DATABASE_URL_FILE and so on):
  DATABASE_URL                    the PostgreSQL to run on; without it an embedded one in the data folder
  MIGRATE_DATABASE_URL            the same database as the owner of its schema
  COUNTERSIGN_PLATFORM_URL        where the platform takes signed calls
  COUNTERSIGN_PLATFORM_SECRET     the secret shared with it, whsec_…
  COUNTERSIGN_SIGNING_KEY         what effects are signed with, a private Ed25519 JWK (one in the data folder)
  COUNTERSIGN_PAGE_WEBHOOK_URL    where pages go, besides the desk itself
  COUNTERSIGN_PAGE_WEBHOOK_SECRET the secret they are signed with, whsec_…
  COUNTERSIGN_TRANSLATOR_URL      who translates what people here can't read; nobody, if not said
  COUNTERSIGN_TRANSLATOR_SECRET   the secret those calls are signed with, whsec_…
  COUNTERSIGN_DATA                the program's own folder (./data)
  COUNTERSIGN_PORT                where the API listens (4180)
  COUNTERSIGN_HOST                the address the API listens on (127.0.0.1); elsewhere only behind a proxy that speaks TLS
  COUNTERSIGN_DB_CONNECTIONS      how many database connections a process opens at most (a quarter of the server's, at most 48)
  COUNTERSIGN_ORIGIN              the address browsers know the desk by, https://…; passkeys are made for it (http://localhost:PORT)
  COUNTERSIGN_POLICIES            the folder of policies.yaml, queues.yaml and guards.yaml (the shipped one)
  COUNTERSIGN_TOKEN               your personal access token, for what people do here
  COUNTERSIGN_LOG_LEVEL           trace, debug, info, warn, error, fatal or silent`

/** Runs one command and answers the exit code. What a person can act on is said in one sentence, without a trace. */
export async function runProgram(
  args: readonly string[],
  context: Omit<CommandContext, 'markFailed'>,
): Promise<number> {
  let exitCode = 0
  const whole: CommandContext = { ...context, markFailed: () => (exitCode = 1) }
  const program = new Command('countersign')
    .description('A trust & safety desk where no single person can take a high-reach account offline.')
    .version(PACKAGE_VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.print(text.trimEnd()),
      writeErr: (text) => context.printError(text.trimEnd()),
    })
    .showSuggestionAfterError()
    .addHelpText('after', ENVIRONMENT)
  for (const register of COMMANDS) register(program, whole)
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode
    context.printError(sayFailure(error))
    return 1
  }
}

/** Failures whose message is meant for whoever runs the program. */
const SAYABLE = [StartError, SigningKeyError, DeskError, FileError]

function sayFailure(error: unknown): string {
  if (SAYABLE.some((kind) => error instanceof kind) && error instanceof Error) return error.message
  if (sqlState(error) === READ_ONLY) return READ_ONLY_DATABASE
  // Nobody expected it, so whoever reports it needs the trace.
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
