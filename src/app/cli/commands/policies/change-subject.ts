import { Argument, type Command, Option } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import type { Wanted } from '../../../../admin/change/wanted.ts'
import { HARMS, type Harm } from '../../../../foundation/domain.ts'
import { PUBLIC_INTEREST_TAGS } from '../../../../policy/requirements/protected.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { parseMinutes, parseSubject, parseWholeNumber } from '../../option-values.ts'
import { describeCommand, describeGroup, type Output } from '../../print/describe-command.ts'
import { CHANGE_JSON, printChange } from '../../print/format-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

type ProposeOptions = DatabaseOptions & TokenOptions & { reason: string }

/** Adds the subcommands to `change`, which must be registered first. */
export const registerChangeSubject: RegisterCommand = (program, context) => {
  const change = program.commands.find((command) => command.name() === 'change')
  if (!change) throw new Error('changes of subjects are part of change, which is not registered')
  const propose: Propose = (output, options, wanted) =>
    withDatabase(context, options, async (desk) => {
      const by = await findActing(context, options, desk.db)
      printChange(output, await proposeChange(desk, { wanted, reason: options.reason, by }))
    })
  const describe: Describe = (command, ...examples) =>
    describeCommand(command, context, { examples, json: CHANGE_JSON })

  registerTag(change, propose, describe)
  registerHarmPolicy(change, propose, describe)
  registerBadge(change, propose, describe)
  registerAuthority(change, propose, describe)

  registerClose(change, propose, describe)
  const protect = change
    .command('protect')
    .argument('<subject>', 'account:ID or content:ID', parseSubject)
    .description('propose the least approvals and hold that a restrictive action on a subject needs')
    .addOption(
      new Option('--approvals <number>', 'the approvals it needs, at most 5')
        .argParser(parseWholeNumber)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--hold <time>', 'the hold, such as 30m, at most 24h').argParser(parseMinutes).makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', 'the reason for the change')
  const protection = describe(
    protect,
    'countersign change protect account:user-900 --approvals 2 --hold 30m --reason "the only voice of the island"',
  )
  addTokenOption(addDatabaseOption(protect)).action(
    (subject: string, options: ProposeOptions & { approvals: number; hold: number }) =>
      propose(protection, options, { kind: 'protection', subject, approvals: options.approvals, holdMs: options.hold }),
  )
}

type Propose = (output: Output<'change'>, options: ProposeOptions, wanted: Wanted) => Promise<void>
type Describe = (command: Command, ...examples: [string, ...string[]]) => Output<'change'>

function registerTag(change: Command, propose: Propose, describe: Describe): void {
  const tag = describeGroup(change.command('tag').description('manage the tags that protect an account'))
  for (const op of ['add', 'remove'] as const) {
    const command = tag
      .command(op)
      .argument('<account>', "the platform's id of the account")
      .argument('<tag>', PUBLIC_INTEREST_TAGS.join(', '))
      .description(op === 'add' ? 'add a protective tag at once' : 'propose that an account loses a tag')
      .requiredOption('--reason <text>', 'the reason for the change')
    const output = describe(command, `countersign change tag ${op} user-900 newsroom --reason "the paper is in print"`)
    addTokenOption(addDatabaseOption(command)).action((accountId: string, name: string, options: ProposeOptions) =>
      propose(output, options, { kind: 'tag', op, accountId, tag: name }),
    )
  }
}

function registerClose(change: Command, propose: Propose, describe: Describe): void {
  const close = change
    .command('close')
    .argument('<breaker>', 'the number of a breaker that is open', parseWholeNumber)
    .description('propose that a circuit breaker is closed, which releases the enforcements it held')
    .requiredOption('--reason <text>', 'the reason for the change')
  const closed = describe(close, 'countersign change close 3 --reason "all of them were fakes, we looked"')
  addTokenOption(addDatabaseOption(close)).action((breakerId: number, options: ProposeOptions) =>
    propose(closed, options, { kind: 'breaker', breakerId }),
  )
}

function registerHarmPolicy(change: Command, propose: Propose, describe: Describe): void {
  const mark = change
    .command('harm-policy')
    .argument('<policy>', 'the id of a policy')
    .addArgument(new Argument('<harm>', 'the irreversible harm it covers').choices([...HARMS, 'none']))
    .description('propose that a policy covers irreversible harm, or no longer does')
    .requiredOption('--reason <text>', 'the reason for the change')
  const output = describe(
    mark,
    'countersign change harm-policy csam child_abuse --reason "the material itself does the harm"',
  )
  addTokenOption(addDatabaseOption(mark)).action((policyId: string, harm: Harm | 'none', options: ProposeOptions) =>
    propose(output, options, { kind: 'harm_policy', policyId, harm: harm === 'none' ? null : harm }),
  )
}

function registerBadge(change: Command, propose: Propose, describe: Describe): void {
  const badge = change
    .command('verified-badge')
    .addArgument(new Argument('<meaning>', 'the meaning of the badge').choices(['identity', 'nothing']))
    .description("propose that the platform's badge means a checked identity, or nothing")
    .requiredOption('--reason <text>', 'the reason for the change')
  const output = describe(badge, 'countersign change verified-badge identity --reason "the platform checks documents"')
  addTokenOption(addDatabaseOption(badge)).action((meaning: 'identity' | 'nothing', options: ProposeOptions) =>
    propose(output, options, { kind: 'verified_badge', isIdentity: meaning === 'identity' }),
  )
}

/**
 * Adds the commands for authorities whose orders let one person act alone. `key add --scope orders` creates their API
 * keys.
 */
function registerAuthority(change: Command, propose: Propose, describe: Describe): void {
  const authority = change
    .command('authority')
    .description('manage the authorities that send orders with a key of their own')
  describeGroup(authority, 'An authority gets its API key with "countersign key add --scope orders --authority ID".')
  const register = authority
    .command('register')
    .argument('<name>', 'the name of the authority')
    .description('propose to register an authority')
    .requiredOption('--country <code>', 'its country (ISO 3166-1 alpha-2), such as IE')
    .requiredOption('--contact <text>', 'its phone number or address, for checking that an order is genuine')
    .requiredOption('--reason <text>', 'the reason for the change')
  const registered = describe(
    register,
    'countersign change authority register "Harbour police" --country IE --contact "+353 1 555 0100" --reason "its orders"',
  )
  addTokenOption(addDatabaseOption(register)).action(
    (name: string, options: ProposeOptions & { country: string; contact: string }) =>
      propose(registered, options, { kind: 'authority', name, country: options.country, contact: options.contact }),
  )
  const revoke = authority
    .command('revoke')
    .argument('<id>', 'such as authority_1')
    .description('revoke an authority at once: no person acts alone on its orders')
    .requiredOption('--reason <text>', 'the reason for the change')
  const revoked = describe(revoke, 'countersign change authority revoke authority_1 --reason "its key was stolen"')
  addTokenOption(addDatabaseOption(revoke)).action((authorityId: string, options: ProposeOptions) =>
    propose(revoked, options, { kind: 'authority_removal', authorityId }),
  )
}
