import { type Static, Type } from 'typebox'
import type { Desk } from '../../../policy/desk.ts'
import { orNull, Timestamp } from '../../../foundation/schemas/schemas.ts'
import { DEEDS, MODES, type Rule, type Source } from '../../../policy/automation/automation-file.ts'
import { countRuns, countSignals, COUNTED_DAYS, listAskedSince, listHere, listSpent } from './overview-queries.ts'
import { listPauses, type Pause as StoredPause } from '../pause-queries.ts'
import { listTried } from '../rule-queries.ts'
import { type Language, renderMessage, renderText } from '../../../foundation/messages/render-message.ts'
import { actMessage, ruleMessage } from '../../../policy/automation/format-rule.ts'
import { ruleConditionText } from '../../../policy/automation/vocabulary.ts'

const count = Type.Integer({ minimum: 0 })

export const Pause = Type.Object({
  id: Type.Integer(),
  source: Type.String(),
  rule: orNull(Type.String(), 'The rule that is paused. Null: all rules of the source.'),
  reason: Type.String(),
  by: Type.String(),
  at: Timestamp,
  changeId: orNull(
    Type.String(),
    'The change that would end the pause once another person agrees. Null: none is proposed.',
  ),
})

const SourceReply = Type.Object({
  id: Type.String(),
  why: Type.String(),
  owner: Type.String({ description: 'The pseudonym of the owner.' }),
  ownerIsHere: Type.Boolean(),
  budget: Type.Object(
    { withinMs: Type.Integer(), acts: count, spent: count },
    { description: 'The budget of the source.' },
  ),
  signals: Type.Integer({ description: `Signals of the last ${COUNTED_DAYS} days.` }),
  lastSignalAt: orNull(Timestamp),
  pause: orNull(Pause),
})

const RuleReply = Type.Object({
  id: Type.String(),
  why: Type.String(),
  source: Type.String(),
  says: Type.String({ description: 'The rule in words.' }),
  when: Type.String({ description: 'The condition as the file states it.' }),
  whenSays: Type.String(),
  doesSays: Type.String(),
  does: Type.Enum([...DEEDS]),
  mode: Type.Enum([...MODES], { description: 'The mode that two people agreed to.' }),
  isLive: Type.Boolean({ description: 'True when the rule acts: agreed to, tried in shadow, and not paused.' }),
  askedSince: orNull(Timestamp, 'The time of the first signal for the rule in this form. Null: none arrived yet.'),
  isTried: Type.Boolean({
    description: 'True when it ran in shadow for a day: a change by two people may then make it live.',
  }),
  pause: orNull(Pause),
  counts: Type.Object(
    {
      would: count,
      done: count,
      stands: count,
      left: count,
      unknown: count,
      overturned: Type.Integer({ description: 'The number of results that people undid or declined.' }),
      foundNothing: Type.Integer({
        description: 'The number of results, shadow included, in which people found no violation.',
      }),
      foundWrong: Type.Integer({
        description: 'The number of results, shadow included, in which people found a violation.',
      }),
    },
    { description: `The counts of the last ${COUNTED_DAYS} days.` },
  ),
})

export const Overview = Type.Object({
  days: Type.Integer({ description: 'The number of days that the counts cover.' }),
  sources: Type.Array(SourceReply),
  rules: Type.Array(RuleReply),
})

/** Reads the automation rules in force, with their counts. */
export async function readOverview({ db, policies }: Desk, language: Language): Promise<Static<typeof Overview>> {
  const { sources, rules } = policies.automation
  const named = [...sources.values()]
  const hashes = rules.map(({ hash }) => hash)
  const [signals, spent, here, runs, since, tried, pauses] = await Promise.all([
    countSignals(db),
    listSpent(
      db,
      named.map(({ id, budget: { withinMs } }) => ({ id, withinMs })),
    ),
    listHere(
      db,
      named.map(({ owner }) => owner),
    ),
    countRuns(db),
    listAskedSince(db, hashes),
    listTried(db, hashes),
    listPauses(db),
  ])
  const pauseOf = (source: string, rule: string | null) =>
    pauses.find((pause) => pause.source === source && pause.ruleId === rule)
  return {
    days: COUNTED_DAYS,
    sources: named.map((source) => ({
      ...toSource(source, spent.get(source.id) ?? 0, here.has(source.owner)),
      signals: signals.get(source.id)?.signals ?? 0,
      lastSignalAt: signals.get(source.id)?.lastSignalAt ?? null,
      pause: toPauseOrNull(pauseOf(source.id, null)),
    })),
    rules: rules.map((rule) => {
      const isTried = tried.has(rule.hash)
      const pause = pauseOf(rule.source, null) ?? pauseOf(rule.source, rule.id)
      return {
        ...toRule(rule, language),
        isTried,
        isLive: rule.mode === 'live' && isTried && pause === undefined,
        askedSince: since.get(rule.hash) ?? null,
        pause: toPauseOrNull(pause),
        counts: runs.get(rule.id) ?? NOTHING,
      }
    }),
  }
}

const NOTHING = { would: 0, done: 0, stands: 0, left: 0, unknown: 0, overturned: 0, foundNothing: 0, foundWrong: 0 }

const toSource = ({ id, why, owner, budget }: Source, spent: number, ownerIsHere: boolean) => ({
  id,
  why,
  owner,
  ownerIsHere,
  budget: { ...budget, spent },
})

const toRule = (rule: Rule, language: Language) => ({
  id: rule.id,
  why: rule.why,
  source: rule.source,
  says: renderMessage(ruleMessage(rule), language),
  when: rule.when.text.replaceAll(/\s+/g, ' '),
  whenSays: renderText(ruleConditionText(rule.when), language),
  doesSays: renderMessage(actMessage(rule.does), language),
  does: rule.does.kind,
  mode: rule.mode,
})

export const toPause = ({ id, source, ruleId, reason, by, at, changeId }: StoredPause): Static<typeof Pause> => ({
  id,
  source,
  rule: ruleId,
  reason,
  by,
  at,
  changeId,
})
const toPauseOrNull = (pause: StoredPause | undefined) => (pause === undefined ? null : toPause(pause))
