import { Argument, type Command, Option } from 'commander'
import { proposeChange } from '../../../../admin/change/propose-change.ts'
import type { Wanted } from '../../../../admin/change/wanted.ts'
import { HARMS, type Harm } from '../../../../foundation/domain.ts'
import { PUBLIC_INTEREST_TAGS } from '../../../../policy/requirements/protected.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { parseMinutes, parseSubject, parseWholeNumber } from '../../option-values.ts'
import { sayChange } from '../../print/say-change.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

type ProposeOptions = DatabaseOptions & TokenOptions & { reason: string }

/** Under `change`, which is registered before it. */
export const registerChangeSubject: RegisterCommand = (program, context) => {
  const change = program.commands.find((command) => command.name() === 'change')
  if (!change) throw new Error('changes of subjects are part of change, which is not registered')
  const propose = (options: ProposeOptions, wanted: Wanted) =>
    withDatabase(context, options, async (desk) => {
      const by = await findActing(context, options, desk.db)
      context.print(sayChange(await proposeChange(desk, { wanted, reason: options.reason, by })))
    })

  const tag = change.command('tag').description('manage the tags that protect an account')
  for (const op of ['add', 'remove'] as const) {
    const command = tag
      .command(op)
      .argument('<account>', "the platform's id of the account")
      .argument('<tag>', PUBLIC_INTEREST_TAGS.join(', '))
      .description(op === 'add' ? 'add a protective tag at once' : 'propose that an account loses a tag')
      .requiredOption('--reason <text>', 'why')
    addTokenOption(addDatabaseOption(command)).action((accountId: string, name: string, options: ProposeOptions) =>
      propose(options, { kind: 'tag', op, accountId, tag: name }),
    )
  }

  registerHarmPolicy(change, propose)
  registerBadge(change, propose)
  registerAuthority(change, propose)

  const close = change
    .command('close')
    .argument('<breaker>', 'the number of a breaker that is open', parseWholeNumber)
    .description('propose that a circuit breaker is closed, which releases the enforcements it held')
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(close)).action((breakerId: number, options: ProposeOptions) =>
    propose(options, { kind: 'breaker', breakerId }),
  )

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
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(protect)).action(
    (subject: string, options: ProposeOptions & { approvals: number; hold: number }) =>
      propose(options, { kind: 'protection', subject, approvals: options.approvals, holdMs: options.hold }),
  )
}

type Propose = (options: ProposeOptions, wanted: Wanted) => Promise<void>

function registerHarmPolicy(change: Command, propose: Propose): void {
  const mark = change
    .command('harm-policy')
    .argument('<policy>', 'the id of a policy')
    .addArgument(new Argument('<harm>', 'the irreversible harm it covers').choices([...HARMS, 'none']))
    .description('propose that a policy covers irreversible harm, or no longer does')
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(mark)).action((policyId: string, harm: Harm | 'none', options: ProposeOptions) =>
    propose(options, { kind: 'harm_policy', policyId, harm: harm === 'none' ? null : harm }),
  )
}

function registerBadge(change: Command, propose: Propose): void {
  const badge = change
    .command('verified-badge')
    .addArgument(new Argument('<meaning>', 'what it stands for').choices(['identity', 'nothing']))
    .description("propose that the platform's badge means a checked identity, or nothing")
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(badge)).action((meaning: 'identity' | 'nothing', options: ProposeOptions) =>
    propose(options, { kind: 'verified_badge', isIdentity: meaning === 'identity' }),
  )
}

/** Authorities whose orders let one person act alone. Their keys are made by `key add --scope orders`. */
function registerAuthority(change: Command, propose: Propose): void {
  const authority = change
    .command('authority')
    .description('manage the authorities that send orders with a key of their own')
  const register = authority
    .command('register')
    .argument('<name>', 'the name of the authority')
    .description('propose to register an authority')
    .requiredOption('--country <code>', 'its country (ISO 3166-1 alpha-2), such as IE')
    .requiredOption('--contact <text>', 'how to reach it, to check that an order is genuine')
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(register)).action(
    (name: string, options: ProposeOptions & { country: string; contact: string }) =>
      propose(options, { kind: 'authority', name, country: options.country, contact: options.contact }),
  )
  const revoke = authority
    .command('revoke')
    .argument('<id>', 'such as authority_1')
    .description('revoke an authority at once: no person acts alone on its orders')
    .requiredOption('--reason <text>', 'why')
  addTokenOption(addDatabaseOption(revoke)).action((authorityId: string, options: ProposeOptions) =>
    propose(options, { kind: 'authority_removal', authorityId }),
  )
}
