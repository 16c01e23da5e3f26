import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { isSetUp } from '../../admin/rule-sets/versions.ts'
import { readConfig } from '../../config.ts'
import { type Actor, CHANGING_ROLES, DESK, type StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { authenticate } from '../../people/access/authenticate.ts'
import { reasonOf, StartError } from '../../foundation/store/start-error.ts'
import type { CommandContext } from './command-context.ts'
import { runOnDatabase } from './run/with-database.ts'

export interface TokenOptions {
  tokenFile?: string
}

/** Adds to a command the option that names the acting person. */
export const addTokenOption = (command: Command): Command =>
  command.option('--token-file <file>', 'a file with your personal access token (default: COUNTERSIGN_TOKEN)')

/** Runs a command with the database open, and gives it the option that says who acts. */
export const runWithToken: typeof runOnDatabase = (command, context, work) => {
  runOnDatabase(command, context, work)
  addTokenOption(command)
}

/** Returns the person of the access token. Refuses a missing or invalid token. */
export async function findActing(context: CommandContext, options: TokenOptions, db: Queryable): Promise<StaffCaller> {
  const acting = await readActing(context, options, db)
  if (acting !== undefined) return acting
  throw new DeskError('not_signed_in', message('cli.noToken', { how: HOW }))
}

/**
 * Returns the actor of a command. After set-up it is the token's person, who must have the role policy, lead or admin.
 * Until then the person at the command line may act without a name.
 */
export async function findActor(
  context: CommandContext,
  options: TokenOptions,
  db: Queryable,
): Promise<{ actor: Actor; person: StaffCaller | undefined; settingUp: boolean }> {
  const settingUp = !(await isSetUp(db))
  const person = settingUp ? await readActing(context, options, db) : await findActing(context, options, db)
  if (!settingUp && !person?.roles.some((role) => CHANGING_ROLES.includes(role))) {
    throw new DeskError('not_allowed', message('change.role'))
  }
  return { actor: person === undefined ? DESK : { kind: 'staff', id: person.id }, person, settingUp }
}

/** True when the caller may see what only administrators may: by their token, or while the desk is being set up. */
export async function isAdmin(context: CommandContext, options: TokenOptions, db: Queryable): Promise<boolean> {
  if (!(await isSetUp(db))) return true
  return (await readActing(context, options, db))?.roles.includes('admin') ?? false
}

async function readActing(
  { env }: CommandContext,
  { tokenFile }: TokenOptions,
  db: Queryable,
): Promise<StaffCaller | undefined> {
  const token = tokenFile === undefined ? readConfig(env).token : readToken(tokenFile)
  if (token === undefined) return undefined
  const caller = await authenticate(db, token)
  if (caller?.kind === 'staff') return caller
  throw new DeskError('not_signed_in', message('cli.unknownToken', { how: HOW }))
}

const HOW = message('cli.howToken')

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new StartError(`${file} can't be read: ${reasonOf(error)}.`, { cause: error })
  }
}
