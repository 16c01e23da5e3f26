import type { Command } from 'commander'
import {
  agreeToChange,
  declineChange,
  prepareAgreement,
  withdrawChange,
} from '../../../../admin/change/answer-change.ts'
import {
  type Change,
  type ChangeAnswer,
  findChange,
  listChangeAnswers,
  listChanges,
} from '../../../../admin/change/change-queries.ts'
import { stopChange } from '../../../../admin/change/delay-change.ts'
import { readConfig } from '../../../../config.ts'
import type { Act } from '../../../../foundation/acts.ts'
import type { Queryable } from '../../../../foundation/database/db.ts'
import { pageOf } from '../../../../foundation/database/select-page.ts'
import { staffKey } from '../../../../foundation/domain.ts'
import { requireFound } from '../../../../foundation/errors.ts'
import { message } from '../../../../foundation/messages/message.ts'
import { localParty, type RelyingParty } from '../../../../foundation/settings/relying-party.ts'
import { findSoftwareKey } from '../../../../people/passkeys/queries.ts'
import { prepareSigning } from '../../../../people/signatures/prepare-signing.ts'
import { signBySoftware } from '../../../../people/signatures/sign-by-software.ts'
import { textOf } from '../../../../people/signatures/text-of.ts'
import { nameActors } from '../../../../people/staff/name-actors.ts'
import { findActing, runWithToken, type TokenOptions } from '../../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../../command-context.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { CHANGE_JSON, toChangeJson } from '../../print/format-change.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

const HELP = `A change that loosens the desk takes two people. One proposes it, another with the role policy, lead or admin agrees
within seven days, and it takes effect 24 hours later (the loss of a single tag: one hour). Until then one lead, policy or
admin can stop it. A change that makes the desk stricter applies at once. The loss of a role or a clearance is an
exception: it takes your passkey in the console, or a second person.

Each person acts with their own access token: COUNTERSIGN_TOKEN, or --token-file.`

const LIST_MAX = 200

export const registerChange: RegisterCommand = (program, context) => {
  const change = program
    .command('change')
    .description('propose and answer changes of the desk; looser ones take two people')
  describeGroup(change, HELP)
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
  const output = describeCommand(list, context, {
    examples: ['countersign change list', 'countersign change list --all'],
    json: {
      changes: `at most ${LIST_MAX}, the newest first: id, kind, direction, state, says, proposedBy, expiresAt …`,
    },
  })
  runOnDatabase(list, context, async ({ db }, options: DatabaseOptions & { all?: true }) => {
    const filter = { open: options.all !== true }
    const { items: changes } = await listChanges(db, filter, pageOf({ limit: LIST_MAX }))
    const name = await nameActors(
      db,
      changes.map(({ proposedBy }) => staffKey(proposedBy)),
    )
    const rows = changes.map((one) => toRow(one, name(staffKey(one.proposedBy))))
    output.result({ changes }, formatTable(HEADINGS, rows))
  })
}

const HEADINGS = ['ID', 'KIND', 'DIRECTION', 'STATE', 'ASKED BY', 'UNTIL', 'WHAT']
const WHAT_LENGTH_MAX = 60
const toRow = ({ id, kind, direction, state, expiresAt, says }: Change, by: string): string[] => {
  const [first = ''] = says.split('\n')
  const what = first.length > WHAT_LENGTH_MAX ? `${first.slice(0, WHAT_LENGTH_MAX)}…` : first
  return [id, kind, direction, state, by, formatTime(expiresAt), what]
}

function registerShow(change: Command, context: CommandContext): void {
  const show = change
    .command('show')
    .argument('<id>', 'the id of the change, such as chg_12')
    .description('show a change in full')
  const output = describeCommand(show, context, {
    examples: ['countersign change show chg_12'],
    json: {
      change: 'id, kind, direction, state, reason, says, body (canonical JSON), proposedBy, proposedAt, expiresAt …',
      answers: 'staffId, answer, reason and signedAt of each answer',
    },
  })
  runOnDatabase(show, context, async ({ db }, _options: DatabaseOptions, id: string) => {
    const found = requireFound(await findChange(db, id), message('change.unknown', { changeId: id }))
    const answers = await listChangeAnswers(db, [found.id])
    output.result({ change: found, answers }, await describe(db, found, answers))
  })
}

async function describe(db: Queryable, change: Change, answers: readonly ChangeAnswer[]): Promise<string> {
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
      ? [`It ${formatTakesEffect(change.takesEffectAt)}.`]
      : []),
    ...(change.state === 'proposed' ? [`A second person must approve by ${formatTime(change.expiresAt)}.`] : []),
    `\n${change.says}`,
    ...(typeof text === 'string' ? [`\nThe whole file:\n\n${text}`] : []),
  ].join('\n')
}

/** A terminal has no passkey, so the command prints the address for signing. In a demo a software key signs at once. */
function registerAgree(change: Command, context: CommandContext): void {
  const command = change
    .command('agree')
    .argument('<id>', 'the id of the change, such as chg_12')
    .description('show a change and the address at which you sign it')
  const output = describeCommand(command, context, {
    about: 'A passkey signs the change in a browser. In the demo the software key of an invented person signs at once.',
    examples: ['countersign change agree chg_12'],
    json: {
      ...CHANGE_JSON,
      signAt: 'the address at which you sign; null when a demo key signed',
    },
  })
  runWithToken(command, context, async ({ db }, options: DatabaseOptions & TokenOptions, id: string) => {
    const by = await findActing(context, options, db)
    const { port, relyingParty = localParty(port) } = readConfig(context.env)
    const signable = await prepareAgreement({ db }, { about: id, by })
    if ((await findSoftwareKey(db, by.id)) === undefined) {
      const found = await findChange(db, id)
      const signed = textOf('change_agree', signable.core, signable.asShown)
      const text = `${signed}\n\n${whereToSign(relyingParty, 'change_agree', id)}`
      const signAt = signingAddress(relyingParty, 'change_agree', id)
      return output.result({ change: found ? toChangeJson(found) : null, signAt }, text)
    }
    const desk = { db, relyingParty }
    const { signingId, options: asked } = await prepareSigning(db, desk, { act: 'change_agree', by, signable })
    const signature = await signBySoftware(db, relyingParty, by.id, { signingId, challenge: asked.challenge })
    const agreed = await agreeToChange(desk, { changeId: id, by, reason: null, signature })
    const { says, takesEffectAt } = agreed
    const became = takesEffectAt === null ? 'is done' : formatTakesEffect(takesEffectAt)
    output.result({ change: toChangeJson(agreed), signAt: null }, `${id} ${became}:\n\n${says}`)
  })
}

const formatTakesEffect = (at: Date): string =>
  `is agreed to and takes effect on ${formatTime(at)}, unless a person of lead, policy or admin stops it before`

const signingAddress = ({ origin }: RelyingParty, act: Act, about: string): string =>
  `${origin}/sign?act=${act}&about=${about}`

const whereToSign = (party: RelyingParty, act: Act, about: string): string =>
  `Nothing is done yet: it takes your passkey, which a terminal has not. Open this, read it there, and sign:\n  ${signingAddress(party, act, about)}`

const ANSWERS = [
  ['decline', 'decline a change, which ends it', declineChange, 'is declined'],
  ['stop', 'stop an agreed change before it takes effect', stopChange, 'is stopped'],
  ['withdraw', 'withdraw a change that you proposed', withdrawChange, 'is withdrawn'],
] as const

function registerAnswers(change: Command, context: CommandContext): void {
  for (const [name, description, act, became] of ANSWERS) {
    const command = change
      .command(name)
      .argument('<id>', 'the id of the change, such as chg_12')
      .description(description)
      .option('--reason <text>', 'the reason, for the ledger')
    const output = describeCommand(command, context, {
      examples: [`countersign change ${name} chg_12 --reason "not before the election"`],
      json: CHANGE_JSON,
    })
    runWithToken(
      command,
      context,
      async (desk, options: DatabaseOptions & TokenOptions & { reason?: string }, id: string) => {
        const by = await findActing(context, options, desk.db)
        const change = await act(desk, { changeId: id, by, reason: options.reason ?? null })
        output.result({ change: toChangeJson(change) }, `${id} ${became}:\n\n${change.says}`)
      },
    )
  }
}
