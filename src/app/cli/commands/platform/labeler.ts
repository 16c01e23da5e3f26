import { type Command, Option } from 'commander'
import { type CheckedLabeler, checkLabeler, toPlcEntries } from '../../../../cases/atproto/check-labeler.ts'
import { declareLabeler, listUndeclared } from '../../../../cases/atproto/declare-labeler.ts'
import { type Config, readConfig } from '../../../../config.ts'
import { ConnectorError } from '../../../../foundation/connector/connector.ts'
import type { Labeler } from '../../../../foundation/connector/labeler.ts'
import { StartError } from '../../../../foundation/store/start-error.ts'
import { systemNow } from '../../../../foundation/time/clock.ts'
import { loadPolicies } from '../../../../policy/policies.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { registerLost, registerRetract } from './lost-labels.ts'
import { requireLabeler } from './require-labeler.ts'

const HELP = `A labeler of the AT Protocol needs two things that only a person can publish: the key and the address in its DID document,
and the record app.bsky.labeler.service in its account, which tells clients what each label means.`

export const registerLabeler: RegisterCommand = (program, context) => {
  const labeler = program.command('labeler').description('prepare this desk as a labeler of the AT Protocol')
  describeGroup(labeler, HELP)
  registerCheck(labeler, context)
  registerDeclaration(labeler, context)
  registerLost(labeler, context)
  registerRetract(labeler, context)
}

function registerCheck(labeler: Command, context: CommandContext): void {
  const command = labeler.command('check').description('compare the DID document of the labeler with this desk')
  const output = describeCommand(command, context, {
    examples: ['countersign labeler check'],
    json: {
      did: 'the DID of the labeler',
      wanted: 'key and endpoint of this desk',
      found: 'key and endpoint of the DID document; null for each that is missing',
      plc: 'with a did:plc that differs: the entries to add by an operation of its account',
    },
    finds: 'the document lacks the key or the address of this desk',
  })
  command.action(async () => {
    const config = readConfig(context.env)
    const checked = await check(requireLabeler(config), requireOrigin(config))
    if (!checked.fits) context.markFound()
    const { did, wanted, found } = checked
    const plc = !checked.fits && did.startsWith('did:plc:') ? toPlcEntries(wanted) : undefined
    output.result({ did, wanted, found, plc }, formatChecked(checked, plc))
  })
}

async function check(labeler: Labeler, origin: string): Promise<CheckedLabeler> {
  try {
    return await checkLabeler(labeler, origin)
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    throw new StartError(
      `The DID document of ${labeler.did} could not be read: ${error.message} Try again in a minute.`,
    )
  }
}

function formatChecked({ did, wanted, found, fits }: CheckedLabeler, plc: object | undefined): string {
  if (fits) return `The DID document of ${did} names the key and the address of this desk.`
  const compare = (name: string, has: string | null, needs: string) =>
    has === needs ? `  ${name}: ${has}` : `  ${name}: ${has ?? 'missing'}; it must be ${needs}`
  const fix =
    plc === undefined
      ? 'Start the desk at the address of the DID: it serves its document at /.well-known/did.json.'
      : `Add these entries to the present ones by an operation of the account (com.atproto.identity.signPlcOperation):\n${JSON.stringify(plc, undefined, 2)}`
  return [
    `The DID document of ${did} does not fit this desk.`,
    compare('key', found.key, wanted.key),
    compare('address', found.endpoint, wanted.endpoint),
    fix,
  ].join('\n')
}

function registerDeclaration(labeler: Command, context: CommandContext): void {
  const command = labeler
    .command('declaration')
    .description('print the record that tells clients what each label means')
    .addOption(new Option('--language <tag>', 'the language of the policies').default('en'))
  const output = describeCommand(command, context, {
    about: 'One label for each policy that allows the action label, named by its id, and one for each of labelActions.',
    examples: ['countersign labeler declaration', 'countersign labeler declaration --language de'],
    json: { record: 'the record app.bsky.labeler.service, for the key self' },
  })
  command.action(({ language }: { language: string }) => {
    const config = readConfig(context.env)
    const { actions = [] } = requireLabeler(config)
    const policies = [...loadPolicies(config.policiesDir).policies.values()]
    const undeclared = listUndeclared({ policies })
    if (undeclared.length > 0) output.note(`Left out, since a label has no digits: ${undeclared.join(', ')}.`)
    const record = declareLabeler({ policies, actions, language, at: systemNow() })
    output.result({ record }, JSON.stringify(record, undefined, 2))
  })
}

function requireOrigin({ relyingParty }: Config): string {
  if (relyingParty !== undefined) return relyingParty.origin
  throw new StartError('Nothing was checked: set COUNTERSIGN_ORIGIN to the public address of the desk.')
}
