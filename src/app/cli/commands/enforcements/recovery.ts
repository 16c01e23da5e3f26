import { proposeChange } from '../../../../admin/change/propose-change.ts'
import {
  findOpenRecovery,
  type Loss,
  listLosses,
  type Recovery,
} from '../../../../enforcement/recovery/recovery-queries.ts'
import { DeskError } from '../../../../foundation/errors.ts'
import { message } from '../../../../foundation/messages/message.ts'
import { findActing, runWithToken, type TokenOptions } from '../../acting-person.ts'
import type { RegisterCommand } from '../../command-context.ts'
import { describeCommand, describeGroup } from '../../print/describe-command.ts'
import { CHANGE_JSON, formatChange, toChangeJson } from '../../print/format-change.ts'
import { formatTable, formatTime } from '../../print/format-table.ts'
import { type DatabaseOptions, runOnDatabase } from '../../run/with-database.ts'

const HELP = `A worker compares the database with the checkpoints and the recovery journal of its data folder, and with the platform. When one
of them knows more, the database was restored from a backup, or its ledger was cut. From then on nothing restrictive takes
effect: restores, stops, freezes and reports work. Two people lead the desk back.`

const LOSSES_MAX = 1_000

export const registerRecovery: RegisterCommand = (program, context) => {
  const recovery = program
    .command('recovery')
    .description('show what a restored database has lost, and lead the desk back by two people')
  describeGroup(recovery, HELP)
  const show = recovery.command('show').description('show the recovery state and the signs of lost data')
  const output = describeCommand(show, context, {
    examples: ['countersign recovery show', 'countersign recovery show --json'],
    json: {
      recovery: 'id, begunAt and the number of losses; null when the desk is in no recovery state',
      losses: `the first ${LOSSES_MAX}: kind, keptNumber, lostNumber and lostChain, or subject, generation and knownGeneration`,
    },
    finds: 'the desk is in the recovery state',
  })
  runOnDatabase(show, context, async ({ db }, _options: DatabaseOptions) => {
    const found = await findOpenRecovery(db)
    const losses = found === undefined ? [] : await listLosses(db, found.id, { max: LOSSES_MAX })
    output.result({ recovery: found ?? null, losses }, found === undefined ? NONE : formatRecovery(found, losses))
    if (found !== undefined) context.markFound()
  })
  registerEnd(recovery, context)
}

const registerEnd: RegisterCommand = (recovery, context) => {
  const end = recovery
    .command('end')
    .argument('<id>', 'the number of the recovery, as `countersign recovery show` prints it')
    .description('propose that the desk is led back; a second person agrees')
    .requiredOption('--reason <text>', 'the reason for the change')
  const output = describeCommand(end, context, {
    about: 'Compare the database with the platform and with your records of people first.',
    examples: ['countersign recovery end 1 --reason "disk failure on Monday; compared with the journal"'],
    json: CHANGE_JSON,
  })
  runWithToken(
    end,
    context,
    async (desk, options: DatabaseOptions & TokenOptions & { reason: string }, given: string) => {
      const by = await findActing(context, options, desk.db)
      if (!/^[1-9]\d{0,14}$/.test(given))
        throw new DeskError('invalid_input', message('databaseRecovery.unknown', { recoveryId: given }))
      const wanted = { kind: 'recovery_end', recoveryId: Number(given) } as const
      const change = await proposeChange(desk, { wanted, reason: options.reason, by })
      output.result({ change: toChangeJson(change) }, formatChange(change))
    },
  )
}

const NONE =
  'No recovery state is on record. This command compares nothing: a worker with the newest files does so when it starts.'

function formatRecovery({ id, begunAt, losses: count }: Recovery, losses: readonly Loss[]): string {
  const more = count - losses.length
  return [
    `RECOVERY STATE ${id} since ${formatTime(begunAt)}: nothing restrictive takes effect.`,
    'The database is older than these records:',
    formatTable(
      ['FOUND IN', 'WHAT', 'THERE', 'DATABASE'],
      losses.map((loss) => [FOUND_IN[loss.kind], ...formatLoss(loss)]),
    ),
    ...(more > 0 ? [`And ${more} more.`] : []),
    '“countersign restore --offline --list” lists what is offline by the recovery journal.',
    ...(losses.some(({ kind }) => kind === 'label')
      ? ['“countersign labeler lost” lists the labels that consumers have and this database had lost.']
      : []),
    `Once that is compared: countersign recovery end ${id} --reason "…", and a second person agrees.`,
  ].join('\n\n')
}

const FOUND_IN = {
  ledger: 'checkpoints',
  journal: 'recovery journal',
  platform: 'platform',
  label: 'published labels',
} as const satisfies Record<Loss['kind'], string>

function formatLoss({ kind, subject, keptNumber, lostNumber, generation, knownGeneration }: Loss): string[] {
  if (subject === null) return ['ledger entries', `up to ${lostNumber}`, `${keptNumber}, then others`]
  if (kind === 'label') return [subject, `label ${generation}`, knownGeneration ? `label ${knownGeneration}` : 'none']
  return [subject, `generation ${generation}`, `generation ${knownGeneration}`]
}
