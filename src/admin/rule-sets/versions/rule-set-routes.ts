import { type Static, Type } from 'typebox'
import { TooDemanding } from '../../../foundation/bounds/isolated.ts'
import type { Queryable } from '../../../foundation/database/db.ts'
import { mapPage, pageOf } from '../../../foundation/database/select-page.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { said } from '../../../foundation/schemas/said.ts'
import { ChangeId, orNull, Page, PageQuery, Problem, strict, Timestamp } from '../../../foundation/schemas/schemas.ts'
import { FileError } from '../../../foundation/yaml/read-yaml.ts'
import { staffOf } from '../../../people/access/caller.ts'
import { nameActors } from '../../../people/staff/name-actors.ts'
import type { App, Desk } from '../../../policy/desk.ts'
import type { Policies } from '../../../policy/policies.ts'
import { RETENTION_KINDS } from '../../../policy/retention/retention-file.ts'
import { FILE_LENGTH_MAX, RULE_SETS, type RuleSetName } from '../../../policy/rule-sets.ts'
import { whyText } from '../../../policy/shipped-why.ts'
import { DIRECTIONS } from '../../change/wanted.ts'
import { listRecentProbes } from '../compare/probe-enforcements.ts'
import { describeStrikes, withImpact } from '../describe-strikes.ts'
import { problemsOf, SENT } from '../read-sent.ts'
import { type Draft, describeSuccession, EffectiveAt, readEffectiveAt, readSuccession } from './succession.ts'
import {
  countWaiting,
  findVersion,
  listCurrent,
  listVersions,
  VERSION_STATES,
  type VersionRow,
} from './version-queries.ts'

const VERSION_MAX = 1_000_000

const Version = Type.Object({
  version: Type.Integer(),
  hash: Type.String({ description: 'The SHA-256 of the text, in hex.' }),
  state: Type.Enum([...VERSION_STATES], {
    description:
      'in_force: it counts now. planned: it takes effect later. past: a later version replaced it. withdrawn: a later version took effect first, so it never counted.',
  }),
  adoptedAt: Timestamp,
  effectiveAt: Type.Unsafe<Date>({
    ...Timestamp,
    description: 'The time at which it takes effect: its adoption, or a later time for a version of the policies.',
  }),
  changeId: orNull(ChangeId, 'The change that adopted it. Null: the setup of the desk did.'),
  direction: orNull(Type.Enum([...DIRECTIONS])),
  reason: orNull(Type.String()),
  proposedBy: orNull(Type.String({ description: 'A pseudonym.' })),
  agreedBy: Type.Array(Type.String({ description: 'A pseudonym.' })),
})
type Version = Static<typeof Version>

const RuleSets = Type.Object({
  items: Type.Array(
    Type.Object({
      name: Type.Enum([...RULE_SETS]),
      inForce: Type.Object(Version.properties, { description: 'The version in force.' }),
      planned: Type.Array(Version, { description: 'The versions that take effect later, the lowest number first.' }),
      waiting: Type.Integer({ description: 'The number of changes of it that wait.' }),
      entries: Type.Array(Type.Object({ id: Type.String(), says: said() }), {
        description: 'Its entries in force, such as policies or budgets, each with its title or reason.',
      }),
    }),
  ),
})

const Checked = Type.Object({
  problems: Type.Array(Type.Object({ line: Type.Integer(), column: Type.Integer(), message: said() })),
  direction: orNull(Type.Enum([...DIRECTIONS]), 'Null: the file is invalid.'),
  says: said('The change in words, as the approver reads it.'),
})

const params = Type.Object({ name: Type.Enum([...RULE_SETS]) })

/** Routes that show every rule set with its versions, and check a draft of one. None of them changes anything. */
export function ruleSetRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List the rule sets with their versions in force, planned ones and entries',
    response: { 200: RuleSets },
  }
  app.get('/v1/rule-sets', { schema: list }, async () => {
    const waiting = await countWaiting(desk.db)
    const current = await listCurrent(desk.db)
    const toVersion = await versionsNamed(desk.db, current)
    const inForce = current.filter(({ state }) => state === 'in_force')
    return {
      items: inForce.map((row) => ({
        name: row.name,
        inForce: toVersion(row),
        planned: current.filter(({ name, state }) => name === row.name && state === 'planned').map(toVersion),
        waiting: waiting.get(row.name) ?? 0,
        entries: ENTRIES[row.name](desk.policies),
      })),
    }
  })
  const versions = {
    summary: 'List the versions of a rule set, newest first',
    params,
    querystring: Type.Object(PageQuery, strict),
    response: { 200: Page(Version) },
  }
  app.get('/v1/rule-sets/:name/versions', { schema: versions }, async (request) => {
    const page = await listVersions(desk.db, request.params.name, pageOf(request.query))
    return mapPage(page, await versionsNamed(desk.db, page.items))
  })
  const one = {
    summary: 'Read one version of a rule set with its text',
    params: Type.Object({ ...params.properties, version: Type.Integer({ minimum: 1, maximum: VERSION_MAX }) }),
    response: { 200: Type.Intersect([Version, Type.Object({ text: Type.String() })]), 404: Problem },
  }
  app.get('/v1/rule-sets/:name/versions/:version', { schema: one }, async (request) => {
    const { name, version } = request.params
    const found = await findVersion(desk.db, name, version)
    if (found === undefined) throw new DeskError('not_found', message('ruleSet.unknownVersion', { name, version }))
    return { ...(await versionsNamed(desk.db, [found]))(found), text: found.text }
  })
  checkRoute(app, desk)
}

function checkRoute(app: App, desk: Desk): void {
  const text = Type.String({ minLength: 1, maxLength: FILE_LENGTH_MAX, description: 'The complete file.' })
  const check = {
    summary: 'Check a draft of a rule set: its problems or its changes',
    params,
    body: Type.Object({ text, effectiveAt: Type.Optional(EffectiveAt) }, strict),
    response: { 200: Checked, 400: Problem },
  }
  app.post('/v1/rule-sets/:name/check', { schema: check }, async (request) => {
    const { text, effectiveAt: date } = request.body
    const effectiveAt = readEffectiveAt(date, 'effectiveAt')
    return checkDraft(desk, { name: request.params.name, text, effectiveAt, person: staffOf(request).id })
  })
}

/**
 * Compares a draft with the version that counts when it takes effect. An isolated process reads it, one file per person
 * at a time.
 */
async function checkDraft(
  { db }: Desk,
  { text, person, ...draft }: Draft & { text: string; person: string },
): Promise<Static<typeof Checked>> {
  const { name } = draft
  const recent = name === 'guards' ? await listRecentProbes(db) : []
  const succession = await readSuccession(db, draft, 'effectiveAt')
  const { versions } = succession
  try {
    const compared = await SENT.run('compare', { name, text, versions, recent }, { person })
    const impact = name === 'policies' ? await describeStrikes(db, compared.declares) : []
    const says = describeSuccession(draft, succession, withImpact(compared.says, impact))
    return { problems: [], direction: compared.direction, says }
  } catch (error) {
    if (!(error instanceof FileError || error instanceof TooDemanding)) throw error
    return { problems: problemsOf(error), direction: null, says: '' }
  }
}

type Entry = Static<typeof RuleSets>['items'][number]['entries'][number]

/** The entries of each rule set in force. */
const ENTRIES: Record<RuleSetName, (policies: Policies) => Entry[]> = {
  policies: ({ policies }) => [...policies.values()].map(({ id, title }) => ({ id, says: title })),
  guards: ({ guards }) => guards.guards.map(({ id, why }) => ({ id, says: whyText(why) })),
  queues: ({ queues }) => [...queues.keys()].map((id) => ({ id, says: '' })),
  budgets: ({ budgets }) => budgets.budgets.map(({ id, why }) => ({ id, says: whyText(why) })),
  automation: ({ automation }) => automation.rules.map(({ id, why }) => ({ id, says: whyText(why) })),
  items: ({ items }) =>
    [...items.types.values(), ...items.actions.values()].map(({ id, title }) => ({ id, says: title.en })),
  notices: ({ notices }) => [...notices.files.keys()].map((id) => ({ id, says: '' })),
  retention: ({ retention }) =>
    RETENTION_KINDS.map((kind) => ({
      id: kind,
      says: message('described.retention.entry', { kind, is: retention.days[kind] }),
    })),
}

/** Returns a function that names the people of these versions by their pseudonyms. */
async function versionsNamed(db: Queryable, rows: readonly VersionRow[]): Promise<(row: VersionRow) => Version> {
  const name = await nameActors(
    db,
    rows.flatMap(({ proposedBy, agreedBy }) => [...(proposedBy === null ? [] : [proposedBy]), ...agreedBy]),
  )
  return ({ name: _ruleSet, proposedBy, agreedBy, ...row }) => ({
    ...row,
    proposedBy: proposedBy === null ? null : name(proposedBy),
    agreedBy: agreedBy.map(name),
  })
}
