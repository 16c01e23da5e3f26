import { negotiateLanguage } from '../../../foundation/messages/negotiate-language.ts'
import { type Language, renderMessage, renderText } from '../../../foundation/messages/render-message.ts'
import { message } from '../../../foundation/messages/message.ts'
import { invalidFields } from '../../../foundation/schemas/invalid-field.ts'
import { type Static, Type } from 'typebox'
import type { App, Desk } from '../../../policy/desk.ts'
import { ACTIONS } from '../../../foundation/domain.ts'
import {
  areFacts,
  FACT_NAMES,
  type FactName,
  FACTS,
  type Facts,
  factWords,
  isSayable,
} from '../../../policy/guards/facts.ts'
import { budgetMessage, stopLimitsMessage } from '../../../policy/budgets/format-budget.ts'
import { TooDemanding } from '../../../foundation/bounds/isolated.ts'
import { FileError } from '../../../foundation/yaml/read-yaml.ts'
import { Problem, strict } from '../../../foundation/schemas/schemas.ts'
import { staffOf } from '../../../people/access/caller.ts'
import { listInForce } from '../versions.ts'
import { FILE_LENGTH_MAX } from '../../../policy/rule-sets.ts'
import { countFired } from './count-fired.ts'
import { renderDiff, RuleDiff } from './diff-guards.ts'
import { listRecentProbes } from '../compare/probe-enforcements.ts'
import { whyText } from '../../../policy/shipped-why.ts'
import { problemsOf, readSent, SENT } from '../read-sent.ts'
import { renderRule, RuleReply, toRule } from './rule-reply.ts'
import { tryGuards } from '../sent-jobs.ts'
import { DIRECTIONS } from '../../change/wanted.ts'
import { said } from '../../../foundation/schemas/said.ts'

/** The most characters of a text, and of values in a list: as many as the facts of an account may have. */
const FACT_LENGTH_MAX = 1_024
const FACT_LIST_MAX = 64

export const GuardsText = Type.String({
  minLength: 1,
  maxLength: FILE_LENGTH_MAX,
  description: 'The complete guards.yaml.',
})

const GuardsReply = Type.Object({
  guards: Type.Array(
    Type.Intersect([
      RuleReply,
      Type.Object({
        enforcements: Type.Integer({
          description: 'The number of enforcements of the last 30 days for which it fired.',
        }),
        unknown: Type.Integer({ description: 'The number of those for which a fact was unknown.' }),
      }),
    ]),
  ),
  enforcements: Type.Integer({ description: 'The number of enforcements of the last 30 days that were judged.' }),
  expiresMs: Type.Integer({ description: 'The time in milliseconds that an enforcement waits for people.' }),
  budgets: Type.Array(
    Type.Object({
      id: Type.String(),
      why: Type.String(),
      says: Type.String({ description: 'The budget in words.' }),
    }),
    { description: 'The enforcement budgets: the amount after which one more person must agree, or a breaker opens.' },
  ),
  stopLimits: Type.String({
    description:
      'The limits above which leads are notified of the stops, declines and restores of one person, in words.',
  }),
  text: Type.String({ description: 'The guards file in force, to begin a change with.' }),
  facts: Type.Array(
    Type.Object({
      name: Type.Enum([...FACT_NAMES]),
      type: Type.Enum(['bool', 'int', 'double', 'string', 'list<string>']),
      unit: said(),
      doc: said(),
      absentable: Type.Boolean({ description: 'True when a platform may lack this fact.' }),
    }),
  ),
})

const FactValue = Type.Union([
  Type.Boolean(),
  Type.Number(),
  Type.String({ maxLength: FACT_LENGTH_MAX, description: 'absent: the platform has no such thing.' }),
  Type.Null(),
  Type.Array(Type.String({ maxLength: FACT_LENGTH_MAX }), { maxItems: FACT_LIST_MAX }),
])
const TryBody = Type.Object(
  {
    action: Type.Enum([...ACTIONS]),
    facts: Type.Partial(
      Type.Object(
        Object.fromEntries(FACT_NAMES.map((name) => [name, FactValue])) as Record<FactName, typeof FactValue>,
      ),
      { ...strict, description: 'The facts. Omitted ones are unknown.' },
    ),
    text: Type.Optional(GuardsText),
  },
  strict,
)
const TryReply = Type.Object({
  asks: Type.String({ description: 'The complete requirement in words.' }),
  fired: Type.Array(
    Type.Object({
      id: Type.String(),
      why: Type.String(),
      says: Type.String(),
      errored: Type.Boolean({ description: 'True when a fact of the guard is unknown, so it fires.' }),
    }),
  ),
  off: Type.Array(Type.String(), { description: 'The guards about facts that this platform lacks.' }),
})

const CheckReply = Type.Object({
  problems: Type.Array(Type.Object({ line: Type.Integer(), column: Type.Integer(), message: said() })),
  direction: Type.Union([Type.Enum([...DIRECTIONS]), Type.Null()], {
    description: 'The direction of the change. Null: the file is invalid.',
  }),
  says: said('The change in words, as the approver reads it.'),
  guards: Type.Array(RuleDiff),
})

/**
 * Routes that describe the guards in words, try an enforcement against them, and compare another file. None of them
 * changes anything.
 */
export function guardRoutes(app: App, desk: Desk): void {
  const read = {
    summary: 'Read the guards in force, and how often each fired',
    response: { 200: GuardsReply },
  }
  app.get('/v1/guards', { schema: read }, async (request) =>
    readInForce(desk, negotiateLanguage(request.headers['accept-language'])),
  )
  const tryOne = {
    summary: 'Try one enforcement against the guards in force or another file',
    body: TryBody,
    response: { 200: TryReply, 400: Problem },
  }
  app.post('/v1/guards/try', { schema: tryOne }, async (request) => {
    const { action, facts: told, text } = request.body
    const facts = toFacts(told)
    const tried =
      text === undefined
        ? tryGuards(desk.policies.guards.guards, { action, facts })
        : await readSent(SENT.run('tryGuards', { text, action, facts }, { person: staffOf(request).id }), {
            refusal: 'notTried',
            field: 'text',
          })
    return renderTried(tried, negotiateLanguage(request.headers['accept-language']))
  })
  const check = {
    summary: 'Check another guards file: its problems or its changes',
    body: Type.Object({ text: GuardsText }, strict),
    response: { 200: CheckReply, 400: Problem },
  }
  app.post('/v1/guards/check', { schema: check }, async (request) =>
    checkText(desk, request.body.text, {
      person: staffOf(request).id,
      language: negotiateLanguage(request.headers['accept-language']),
    }),
  )
}

const renderTried = (
  { asks, fired, off }: ReturnType<typeof tryGuards>,
  language: Language,
): Static<typeof TryReply> => ({
  asks: renderText(asks, language),
  fired: fired.map(({ why, says, ...guard }) => ({
    ...guard,
    why: renderText(whyText(why), language),
    says: renderText(says, language),
  })),
  off,
})

async function readInForce({ db, policies }: Desk, language: Language): Promise<Static<typeof GuardsReply>> {
  const { guards, expiresMs } = policies.guards
  const { enforcements, byGuard } = await countFired(db)
  const adopted = (await listInForce(db)).guards
  return {
    guards: guards.map((guard) => ({
      ...renderRule(toRule(guard), language),
      ...(byGuard.get(guard.id) ?? { enforcements: 0, unknown: 0 }),
    })),
    enforcements,
    expiresMs,
    budgets: policies.budgets.budgets.map((budget) => {
      const { id, why } = budget
      return { id, why: renderText(whyText(why), language), says: renderMessage(budgetMessage(budget), language) }
    }),
    stopLimits: renderMessage(stopLimitsMessage(policies.budgets.stopLimits), language),
    text: adopted?.text ?? '',
    facts: FACT_NAMES.map((name) => {
      const { type, source } = FACTS[name]
      const { doc, unit } = factWords(name)
      return { name, type, unit, doc, absentable: source === 'platform' }
    }),
  }
}

async function checkText(
  { db }: Desk,
  text: string,
  { person, language }: { person: string; language: Language },
): Promise<Static<typeof CheckReply>> {
  const adopted = (await listInForce(db)).guards?.text
  const recent = await listRecentProbes(db)
  try {
    const { guards, ...checked } = await SENT.run('checkGuards', { text, adopted, recent }, { person })
    return { problems: [], ...checked, guards: guards.map((diff) => renderDiff(diff, language)) }
  } catch (error) {
    if (!(error instanceof FileError || error instanceof TooDemanding)) throw error
    return { problems: problemsOf(error), direction: null, says: '', guards: [] }
  }
}

function toFacts(told: Partial<Record<FactName, unknown>>): Facts {
  const wrong = FACT_NAMES.filter((name) => !isSayable(name, told[name] ?? null))
  const facts = Object.fromEntries(FACT_NAMES.map((name) => [name, told[name] ?? null]))
  if (areFacts(facts)) return facts
  const errors = wrong.map((name) => ({
    field: `facts/${name}`,
    detail: message('field.fact', { type: FACTS[name].type }),
  }))
  throw invalidFields(errors)
}
