import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { proposeChange } from '../../../admin/change/propose-change.ts'
import {
  ERASABLE_PERSONS,
  type ErasablePerson,
  insertErasure,
  isKnownPerson,
} from '../../../admin/erasure/erasure-queries.ts'
import { exportPerson } from '../../../admin/erasure/export-person.ts'
import { readConfig } from '../../../config.ts'
import type { Queryable } from '../../../foundation/database/db.ts'
import { CHANGING_ROLES, type StaffCaller } from '../../../foundation/domain.ts'
import { DeskError, requireFound } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { type Seal, sealOf } from '../../../foundation/outgoing/seal.ts'
import { findStaffId } from '../../../people/staff/queries.ts'
import { findContactId, listContacts, markOf } from '../../../review/public/people/correspondent.ts'
import { findActing, runWithToken, type TokenOptions } from '../acting-person.ts'
import type { CommandContext, RegisterCommand } from '../command-context.ts'
import { describeCommand, describeGroup } from '../print/describe-command.ts'
import { CHANGE_JSON, printChange } from '../print/format-change.ts'
import type { DatabaseOptions } from '../run/with-database.ts'

type Options = DatabaseOptions & TokenOptions

const UNKNOWN = message('erasure.unknownPerson')

/** Adds the commands that export and erase what is stored about one person. */
export const registerPerson: RegisterCommand = (program, context) => {
  const person = describeGroup(program.command('person').description('export or erase the data of one person'))
  registerExport(person, context)
  registerErase(person, context)
}

const kindArgument = (command: Command): Command =>
  command
    .argument('<kind>', `the kind of person: ${ERASABLE_PERSONS.join(', ')}`, parseKind)
    .argument(
      '<id>',
      "the platform's id of the account or reporter; the id or pseudonym of a member of staff; the e-mail address of a contact, the reference of their notice, or the id of their counter-notice; the id of a trusted flagger",
    )

function parseKind(text: string): ErasablePerson {
  const kind = ERASABLE_PERSONS.find((known) => known === text)
  if (kind === undefined) throw new InvalidArgumentError(`It is one of ${ERASABLE_PERSONS.join(', ')}.`)
  return kind
}

function registerExport(person: Command, context: CommandContext): void {
  const command = kindArgument(
    person.command('export').description('write everything that is stored about a person as JSON; it is recorded'),
  ).option('--out <file>', 'the file to write; it must not exist (default: print)')
  const output = describeCommand(command, context, {
    examples: ['countersign person export account user-900 --out user-900.json'],
    json: {
      person: 'the kind of person',
      id: 'their id',
      exportedAt: 'the time of the export',
      tables: 'the rows about the person by table, without data of others',
    },
  })
  runWithToken(
    command,
    context,
    async ({ db }, options: Options & { out?: string }, kind: ErasablePerson, id: string) => {
      const by = await findActing(context, options, db)
      refuseWithoutRole(kind, by)
      const seal = sealFor(context, options)
      const openSealed = (tx: Queryable, contact: string) => listContacts(tx, seal, contact)
      const exported = await exportPerson(db, { person: kind, id: await idOf({ db, seal }, kind, id), by, openSealed })
      const text = JSON.stringify(exported, undefined, 2)
      if (options.out === undefined) return output.result({ ...exported }, text)
      // The file has personal data: only its owner reads it, and no file is replaced.
      writeFileSync(options.out, `${text}\n`, { flag: 'wx', mode: 0o600 })
      output.result({ ...exported }, `Wrote ${options.out}.`)
    },
  )
}

function registerErase(person: Command, context: CommandContext): void {
  const command = kindArgument(
    person.command('erase').description('propose to erase what is stored about a person; another person agrees'),
  ).requiredOption('--reason <text>', 'the reason for the change; it stays, so leave names out')
  const proposed = describeCommand(command, context, {
    examples: [
      'countersign person erase reporter user-52 --reason "request of 4 May"',
      'countersign person erase contact rosa@mail.example --reason "request of 4 May"',
    ],
    json: CHANGE_JSON,
  })
  runWithToken(
    command,
    context,
    async (desk, options: Options & { reason: string }, kind: ErasablePerson, id: string) => {
      const by = await findActing(context, options, desk.db)
      refuseWithoutRole(kind, by)
      const personId = await idOf({ db: desk.db, seal: sealFor(context, options) }, kind, id)
      if (!(await isKnownPerson(desk.db, kind, personId))) {
        throw new DeskError('not_found', UNKNOWN)
      }
      const erasureId = await insertErasure(desk.db, { person: kind, personId, by: by.id })
      const wanted = { kind: 'person_erase', erasureId } as const
      printChange(proposed, await proposeChange(desk, { wanted, reason: options.reason, by }))
    },
  )
}

async function idOf({ db, seal }: { db: Queryable; seal: Seal }, kind: ErasablePerson, id: string): Promise<string> {
  if (kind === 'staff') return findStaffId(db, id)
  if (kind !== 'contact') return id
  return id.includes('@') ? markOf(seal, id).toString('hex') : requireFound(await findContactId(db, id), UNKNOWN)
}

/** Returns the key of the desk: the mark of an e-mail address leads to nothing with another one. */
function sealFor({ env }: CommandContext, { data }: Options): Seal {
  const { dataDir, channelKey } = readConfig(env)
  return sealOf(data === undefined ? dataDir : resolve(data), channelKey)
}

/** People's names are for administrators; the rest takes a role that may change the desk. */
function refuseWithoutRole(kind: ErasablePerson, { roles }: StaffCaller): void {
  const allowed = kind === 'staff' ? roles.includes('admin') : roles.some((role) => CHANGING_ROLES.includes(role))
  if (!allowed) throw new DeskError('not_allowed', message(kind === 'staff' ? 'erasure.forAdmins' : 'change.role'))
}
