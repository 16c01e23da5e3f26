import { staffKey } from '../../../../foundation/domain.ts'
import type { Command } from 'commander'
import {
  agreeToChange,
  declineChange,
  prepareAgreement,
  withdrawChange,
} from '../../../../admin/change/answer-change.ts'
import { type Change, findChange, listChangeAnswers, listChanges } from '../../../../admin/change/change-queries.ts'
import { stopChange } from '../../../../admin/change/delay-change.ts'
import { readConfig } from '../../../../config.ts'
import type { Queryable } from '../../../../foundation/database/db.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { localParty, type RelyingParty } from '../../../../foundation/settings/relying-party.ts'
import type { Act } from '../../../../foundation/acts.ts'
import { prepareSigning } from '../../../../people/signatures/prepare-signing.ts'
import { signBySoftware } from '../../../../people/signatures/sign-by-software.ts'
import { textOfSignable } from '../../../../people/signatures/text-of.ts'
import { nameActors } from '../../../../people/staff/name-actors.ts'
import { findSoftwareKey } from '../../../../people/passkeys/queries.ts'
import { addTokenOption, findActing, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { addDatabaseOption, type DatabaseOptions, withDatabase } from '../../run/with-database.ts'

const EXAMPLES = `
What loosens the desk takes two people: one asks, another of policy, lead or admin agrees within seven days, and it takes
effect 24 hours later (the loss of a single tag: an hour). Until then one lead, policy or admin can stop it. What only makes it
stricter is done at once, but for the loss of a role or a clearance: that takes your passkey in the console, or a second person.
Everybody acts by their own personal access token: COUNTERSIGN_TOKEN, or --token-file.

Examples:
  countersign change list
  countersign change show chg_12
  countersign change agree chg_12
  countersign change decline chg_12 --reason "not before the election"
  countersign change stop chg_12 --reason "agreed to under pressure"
  countersign change tag remove user-900 newsroom --reason "the paper closed in May"
  countersign change protect account:user-900 --approvals 2 --hold 30m --reason "the only voice of the island"
  countersign change election-window open --from 2026-05-01 --until 2026-05-10 --tag candidate --reason "the vote"`

const LIST_MAX = 200

export const registerChange: RegisterCommand = (program, context) => {
  const change = program
    .command('change')
    .description('propose and answer changes of the desk; looser ones take two people')
    .addHelpText('after', EXAMPLES)
  registerList(change, context)
  registerShow(change, context)
  registerAgree(change, context)
  registerAnswers(change, context)
}

function registerList(change: Command, context: CommandContext): void {
  const list = change
    .command('list')
    .description('list the changes that wait for an answer or for their effect')
    .option('--all', 'list also decided changes')
    .option('--json', 'print JSON')
  addDatabaseOption(list).action((options: DatabaseOptions & { all?: true; json?: true }) =>
    withDatabase(context, options, async ({ db }) => {
      const changes = await listChanges(db, { open: options.all !== true, limit: LIST_MAX })
      if (options.json) return context.print(JSON.stringify(changes))
      const name = await nameActors(
        db,
        changes.map(({ proposedBy }) => staffKey(proposedBy)),
      )
      context.print(
        formatTable(
          HEADINGS,
          changes.map((one) => toRow(one, name(staffKey(one.proposedBy)))),
        ),
      )
    }),
  )
}

const HEADINGS = ['ID', 'KIND', 'DIRECTION', 'STATE', 'ASKED BY', 'UNTIL', 'WHAT']
const WHAT_LENGTH_MAX = 60
const toRow = ({ id, kind, direction, state, expiresAt, says }: Change, by: string): string[] => {
  const [first = ''] = says.split('\n')
  const what = first.length > WHAT_LENGTH_MAX ? `${first.slice(0, WHAT_LENGTH_MAX)}…` : first
  return [id, kind, direction, state, by, formatTime(expiresAt), what]
}

function registerShow(change: Command, context: CommandContext): void {
  const show = change.command('show').argument('<id>', 'such as chg_12').description('show a change in full')
  addDatabaseOption(show).action((id: string, options: DatabaseOptions) =>
    withDatabase(context, options, async ({ db }) => {
      const found = await findChange(db, id)
      if (found === undefined) throw new DeskError('not_found', `There is no change ${id}.`)
      context.print(await describe(db, found))
    }),
  )
}

async function describe(db: Queryable, change: Change): Promise<string> {
  const answers = await listChangeAnswers(db, [change.id])
  const name = await nameActors(
    db,
    [change.proposedBy, ...answers.map(({ staffId }) => staffId)].map((id) => staffKey(id)),
  )
  const { text } = JSON.parse(change.body)
  return [
    `${change.id}, ${change.kind}, ${change.direction}: ${change.state} since ${formatTime(change.movedAt)}`,
    `Asked for by ${name(staffKey(change.proposedBy))} on ${formatTime(change.proposedAt)}: ${change.reason}`,
    ...answers.map(
      ({ staffId, answer, reason, signedAt }) =>
        `${name(staffKey(staffId))} said ${answer} on ${formatTime(signedAt)}${reason === null ? '' : `: ${reason}`}`,
    ),
    ...(change.state === 'agreed' && change.takesEffectAt !== null
      ? [`It ${sayTakesEffect(change.takesEffectAt)}.`]
      : []),
    ...(change.state === 'proposed' ? [`Somebody must agree by ${formatTime(change.expiresAt)}.`] : []),
    `\n${change.says}`,
    ...(typeof text === 'string' ? [`\nThe whole file:\n\n${text}`] : []),
  ].join('\n')
}

/** A terminal has no passkey: but in a demo, where a key stands for each of the invented people, it says where to sign. */
function registerAgree(change: Command, context: CommandContext): void {
  const command = change
    .command('agree')
    .argument('<id>', 'such as chg_12')
    .description('show a change and the address at which you sign it')
  addTokenOption(addDatabaseOption(command)).action((id: string, options: DatabaseOptions & TokenOptions) =>
    withDatabase(context, options, async ({ db }) => {
      const by = await findActing(context, options, db)
      const { port, relyingParty = localParty(port) } = readConfig(context.env)
      const signable = await prepareAgreement({ db }, { about: id, by })
      if ((await findSoftwareKey(db, by.id)) === undefined) {
        context.print(`${textOfSignable('change_agree', signable)}\n\n${whereToSign(relyingParty, 'change_agree', id)}`)
        return
      }
      const desk = { db, relyingParty }
      const { signingId, options: asked } = await prepareSigning(db, desk, { act: 'change_agree', by, signable })
      const signature = await signBySoftware(db, relyingParty, by.id, { signingId, challenge: asked.challenge })
      const { says, takesEffectAt } = await agreeToChange(desk, { changeId: id, by, reason: null, signature })
      const became = takesEffectAt === null ? 'is done' : sayTakesEffect(takesEffectAt)
      context.print(`${id} ${became}:\n\n${says}`)
    }),
  )
}

const sayTakesEffect = (at: Date): string =>
  `is agreed to and takes effect on ${formatTime(at)}, unless a person of lead, policy or admin stops it before`

const whereToSign = ({ origin }: RelyingParty, act: Act, about: string): string =>
  `Nothing is done yet: it takes your passkey, which a terminal has not. Open this, read it there, and sign:\n  ${origin}/sign?act=${act}&about=${about}`

const ANSWERS = [
  ['decline', 'decline a change, which ends it', declineChange, 'is declined'],
  ['stop', 'stop an agreed change before it takes effect', stopChange, 'is stopped'],
  ['withdraw', 'withdraw a change that you proposed', withdrawChange, 'is taken back'],
] as const

function registerAnswers(change: Command, context: CommandContext): void {
  for (const [name, description, act, became] of ANSWERS) {
    const command = change
      .command(name)
      .argument('<id>', 'such as chg_12')
      .description(description)
      .option('--reason <text>', 'why')
    addTokenOption(addDatabaseOption(command)).action(
      (id: string, options: DatabaseOptions & TokenOptions & { reason?: string }) =>
        withDatabase(context, options, async (desk) => {
          const by = await findActing(context, options, desk.db)
          const { says } = await act(desk, { changeId: id, by, reason: options.reason ?? null })
          context.print(`${id} ${became}:\n\n${says}`)
        }),
    )
  }
}
