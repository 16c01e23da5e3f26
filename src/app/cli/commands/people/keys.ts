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
import { describeCommand, describeGroup, type Output } from '../../print/describe-command.ts'
import { addDatabaseOption, type DatabaseOptions, withOwnDatabase } from '../../run/with-database.ts'
import { registerKeyLists } from './key-lists.ts'

const HELP = `The signing key signs every call to the platform, which has its public half. To replace it:
  1. countersign keys rotate         make the next key; give its public half to the platform, beside the old one
  2. countersign keys announce       only if processes get their keys from the environment: announce the new one
  3. countersign keys rotate --use   sign with the new key, without a restart; then remove the old one from the platform

The key list names the passkeys whose signatures the platform checks itself. To replace it:
  1. countersign keys make           make the next list, of all valid passkeys; two people of the last list sign it
  2. countersign keys export         print the newest list with these signatures, for the platform
  For the first list, or if no one can sign: countersign keys export --pin, and pin it on the platform by hand.`

const FROM_ENVIRONMENT =
  'Nothing was done: the key is that of COUNTERSIGN_SIGNING_KEY. Give the platform the public half of another, set that, and restart.'

export const registerKeys: RegisterCommand = (program, context) => {
  const keys = program.command('keys').description("manage the keys that a platform checks: the desk's and people's")
  describeGroup(keys, HELP)
  const show = keys.command('show').description('show the public half of the key that signs effects')
  const shown = describeCommand(show, context, { examples: ['countersign keys show'], json: DESK_KEYS })
  addDatabaseOption(show).action(async (options: DatabaseOptions) => {
    const { signingKey } = readConfig(context.env)
    const found = signingKey
      ? { current: await parseSigningKey(signingKey), next: undefined }
      : await readSigningKeys(dataDirOf(context, options))
    print(shown, found)
  })
  const rotate = keys
    .command('rotate')
    .description('make the next signing key; with --use, sign with it')
    .option('--use', 'sign with the next key from now on; the platform must have its public half')
  const rotated = describeCommand(rotate, context, {
    examples: ['countersign keys rotate', 'countersign keys rotate --use'],
    json: DESK_KEYS,
  })
  addDatabaseOption(rotate).action(async (options: DatabaseOptions & { use?: true }) => {
    if (readConfig(context.env).signingKey) throw new StartError(FROM_ENVIRONMENT)
    const dataDir = dataDirOf(context, options)
    print(rotated, await (options.use ? useNextKey(dataDir) : prepareNextKey(dataDir)))
  })
  registerAnnounce(keys, context)
  registerKeyLists(keys, context)
}

function registerAnnounce(keys: Command, context: CommandContext): void {
  const announce = keys
    .command('announce')
    .description('announce new channel and signing keys to the database before their first use')
  const output = describeCommand(announce, context, {
    about:
      'A process whose keys the database does not know refuses to start. The command takes the rights of its owner.',
    examples: ['countersign keys announce'],
    json: { state: '"announced"' },
  })
  addDatabaseOption(announce).action(async (options: DatabaseOptions) => {
    const { channelKey, signingKey } = readConfig(context.env)
    const sources = { dataDir: dataDirOf(context, options), channelKey, signingKey }
    await withOwnDatabase(context, options, ({ db }) => announceKeys(db, sources))
    output.result(
      { state: 'announced' },
      'The database knows these keys now. What an older channel key restricted must be added anew.',
    )
  })
}

const dataDirOf = ({ env }: CommandContext, { data }: DatabaseOptions): string =>
  data === undefined ? readConfig(env).dataDir : resolve(data)

const DESK_KEYS = { deskKeys: 'the public keys that may sign now or next, as the platform takes them' } as const

/** Prints the public keys in the form that the platform accepts. */
function print(output: Output<'deskKeys'>, { current, next }: SigningKeys): void {
  const deskKeys = [current.publicKey, ...(next ? [next.publicKey] : [])]
  output.result({ deskKeys }, JSON.stringify({ deskKeys }, null, 2))
}
