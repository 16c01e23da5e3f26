import { resolve } from 'node:path'
import { readConfig } from '../../../../config.ts'
import {
  parseSigningKey,
  prepareNextKey,
  readSigningKeys,
  type SigningKeys,
  useNextKey,
} from '../../../../foundation/outgoing/signing-key.ts'
import { StartError } from '../../../../foundation/store/start-error.ts'
import type { Command } from 'commander'
import { announceKeys } from '../../run/claim-keys.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { addDatabaseOption, type DatabaseOptions, withOwnDatabase } from '../../run/with-database.ts'
import { registerKeyLists } from './key-lists.ts'

const HELP = `
What effects are signed with, of which the platform has the public half:
  countersign keys show
  countersign keys rotate         make the next key; give its public half to the platform, beside the old one
  countersign keys announce       where processes get their keys from the environment: tell the database of new ones
  countersign keys rotate --use   let it sign from now on, without a restart; then the platform forgets the old one

Whose own signatures the platform counts, which it has pinned:
  countersign keys make           the next list, of everybody who has a key now: two people of the last one sign it
  countersign keys export         the newest list, with the signatures of people of the list before it
  countersign keys export --pin   the list alone, to be pinned by hand: at first, or when nobody can sign the next`

const FROM_ENVIRONMENT =
  'Nothing was done: the key is that of COUNTERSIGN_SIGNING_KEY. Give the platform the public half of another, set that, and restart.'

export const registerKeys: RegisterCommand = (program, context) => {
  const keys = program
    .command('keys')
    .description("manage the keys that a platform checks: the desk's and people's")
    .addHelpText('after', HELP)
  const show = keys.command('show').description('show the public half of the key that signs effects')
  addDatabaseOption(show).action(async (options: DatabaseOptions) => {
    const { signingKey } = readConfig(context.env)
    const shown = signingKey
      ? { current: await parseSigningKey(signingKey), next: undefined }
      : await readSigningKeys(dataDirOf(context, options))
    print(context, shown)
  })
  const rotate = keys
    .command('rotate')
    .description('make the next key that signs effects; --use puts it to use')
    .option('--use', 'sign with it from now on; the platform has its public half')
  addDatabaseOption(rotate).action(async (options: DatabaseOptions & { use?: true }) => {
    if (readConfig(context.env).signingKey) throw new StartError(FROM_ENVIRONMENT)
    const dataDir = dataDirOf(context, options)
    print(context, await (options.use ? useNextKey(dataDir) : prepareNextKey(dataDir)))
  })
  registerAnnounce(keys, context)
  registerKeyLists(keys, context)
}

function registerAnnounce(keys: Command, context: CommandContext): void {
  const announce = keys
    .command('announce')
    .description('announce new channel and signing keys to the database before their first use')
  addDatabaseOption(announce).action(async (options: DatabaseOptions) => {
    const { channelKey, signingKey } = readConfig(context.env)
    const sources = { dataDir: dataDirOf(context, options), channelKey, signingKey }
    await withOwnDatabase(context, options, ({ db }) => announceKeys(db, sources))
    context.print('The database knows these keys now. What an older channel key restricted must be added anew.')
  })
}

const dataDirOf = ({ env }: CommandContext, { data }: DatabaseOptions): string =>
  data === undefined ? readConfig(env).dataDir : resolve(data)

/** As the platform takes them: all that may sign at this moment or the next. */
function print({ print: say }: CommandContext, { current, next }: SigningKeys): void {
  say(JSON.stringify({ deskKeys: [current.publicKey, ...(next ? [next.publicKey] : [])] }, null, 2))
}
