import { createHash } from 'node:crypto'
import type { OwnAction } from '@countersign/platform-kit'
import Type, { type Static } from 'typebox'
import { LabelName, strict } from '../../foundation/schemas/schemas.ts'
import { ACTIONS, type Action } from '../../foundation/domain.ts'
import { Duration, durationMs } from '../requirements/require-block.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { FileError, type Problem, type Read, readYaml, readYamlBytes } from '../../foundation/yaml/read-yaml.ts'
import { findAutomationProblems } from './automation-problems.ts'
import { compileRule, type RuleCondition } from './vocabulary.ts'
import { message } from '../../foundation/messages/message.ts'

export const AUTOMATION_FILE = 'automation.yaml'

/** The action of an automation rule when its condition holds. No rule approves anything. */
export type Deed =
  /** Proposes an enforcement: a person must approve it, even if the guards require no approval. */
  | ({ kind: 'propose'; policyId: string; durationMs: number | null } & ({ action: Action } | { own: OwnDeed }))
  | { kind: 'label'; label: string; policyId: string }
  | { kind: 'route'; queue: string }
  /** Hides for an hour, and only where the guards require no other person. */
  | { kind: 'hide'; policyId: string }

/** An action of the organisation's own, which counts as one of the eight by its declaration. */
export interface OwnDeed {
  id: string
  parameters: OwnAction['parameters']
}

export const DEEDS = ['propose', 'label', 'route', 'hide'] as const satisfies readonly Deed['kind'][]

/** The origin of signals or of a set of rules, with the person responsible and a budget. */
export interface Source {
  id: string
  why: string
  /** The pseudonym of the person responsible. */
  owner: string
  budget: { withinMs: number; acts: number }
}

export const MODES = ['shadow', 'live'] as const
export type Mode = (typeof MODES)[number]

export interface Rule {
  id: string
  why: string
  source: string
  when: RuleCondition
  does: Deed
  mode: Mode
  /**
   * The SHA-256, in hex, of everything that the rule does: a rule goes live exactly as it ran in shadow mode, or it is
   * another rule.
   */
  hash: string
}

export interface Automation {
  readonly sources: ReadonlyMap<string, Source>
  readonly rules: readonly Rule[]
  /** True when a rule reads reports. */
  readonly readsReports: boolean
}

export const NO_AUTOMATION = 'sources: []\nrules: []\n'

/** Thrown for an automation file that can't be used. */
export class AutomationError extends FileError {
  override name = 'AutomationError'

  constructor(problems: readonly Problem[]) {
    super('the rules', problems)
  }
}

export const NAME_PATTERN = '^[a-z][a-z0-9-]{0,63}$'
const Name = Type.String({
  pattern: NAME_PATTERN,
  form: message('ruleFile.form.name', { example: 'link-classifier' }),
})
const Why = Type.String({ minLength: 1, maxLength: 300, form: message('ruleFile.form.purpose') })
const ACTS_MAX = 100_000
const Acts = Type.Integer({
  minimum: 1,
  maximum: ACTS_MAX,
  form: message('ruleFile.form.integer', { from: 1, to: ACTS_MAX }),
})

const SourceEntry = Type.Object(
  {
    id: Name,
    why: Why,
    owner: Type.String({
      minLength: 1,
      maxLength: 64,
      form: message('ruleFile.form.owner'),
    }),
    budget: Type.Object({ within: Duration, acts: Acts }, { ...strict, form: message('ruleFile.form.acts') }),
  },
  strict,
)

const PARAMETERS_MAX = 20
const Text = Type.String({ maxLength: 10_000 })
const Parameter = Type.Union([Text, Type.Number(), Type.Boolean(), Type.Array(Text, { maxItems: 50 })])

const Deeds = Type.Object(
  {
    propose: Type.Optional(
      Type.Object(
        {
          action: Type.Optional(Type.Enum(ACTIONS)),
          own_action: Type.Optional(Name),
          parameters: Type.Optional(Type.Record(Type.String(), Parameter, { maxProperties: PARAMETERS_MAX })),
          policy: Name,
          for: Type.Optional(Duration),
        },
        strict,
      ),
    ),
    label: Type.Optional(Type.Object({ label: LabelName, policy: Name }, strict)),
    route: Type.Optional(Type.Object({ queue: Type.String({ minLength: 1, maxLength: 64 }) }, strict)),
    hide: Type.Optional(Type.Object({ policy: Name }, strict)),
  },
  { ...strict, form: message('ruleFile.form.deed') },
)

const RuleEntry = Type.Object(
  {
    id: Name,
    why: Why,
    source: Name,
    when: Type.String({
      minLength: 1,
      maxLength: 2_000,
      form: message('ruleFile.form.condition', { example: 'signal.score >= 0.97' }),
    }),
    do: Deeds,
    mode: Type.Enum(MODES),
  },
  strict,
)
export type RuleEntry = Static<typeof RuleEntry>

const SOURCES_MAX = 50
const RULES_MAX = 200

const AutomationFile = Type.Object(
  {
    sources: Type.Array(SourceEntry, {
      maxItems: SOURCES_MAX,
      form: message('ruleFile.form.listOf', { limit: SOURCES_MAX, what: 'sources' }),
    }),
    rules: Type.Array(RuleEntry, {
      maxItems: RULES_MAX,
      form: message('ruleFile.form.listOf', { limit: RULES_MAX, what: 'rules' }),
    }),
  },
  strict,
)
export type AutomationFile = Static<typeof AutomationFile>

/** Reads a file of automation rules. One problem anywhere refuses the whole file. */
export const loadAutomation = (path: string): Automation => toAutomation(readYaml(path, AutomationFile))

/** Reads automation rules from a text; its problems name the file `name`. */
export const readAutomation = (name: string, text: string): Automation =>
  toAutomation(readYamlBytes(name, Buffer.from(text), AutomationFile))

function toAutomation(file: Read<AutomationFile>): Automation {
  if (!file.value) throw new AutomationError(file.problems)
  const { sources, rules: entries } = file.value
  const problems: Problem[] = []
  const rules = entries.flatMap((entry, index) => {
    const { condition, problem } = compileRule(entry.when)
    if (problem) problems.push(file.problemIn(['rules', index, 'when'], problem.at, problem.text))
    return condition === undefined ? [] : [{ entry, index, condition }]
  })
  problems.push(...findAutomationProblems(file, file.value, rules))
  if (problems.length > 0) throw new AutomationError(problems)
  const read = rules.map(({ entry, condition }) => toRule(entry, condition))
  return {
    sources: new Map(
      sources.map(({ budget: { within, acts }, ...source }) => [
        source.id,
        { ...source, budget: { withinMs: durationMs(within), acts } },
      ]),
    ),
    rules: read,
    readsReports: read.some((rule) => !isAboutSignals(rule)),
  }
}

function toRule({ id, why, source, do: deeds, mode }: RuleEntry, when: RuleCondition): Rule {
  const does = toDeed(deeds)
  const said = { source, when: when.text.replaceAll(/\s+/g, ' '), does: { ...does } } as Json
  return { id, why, source, when, does, mode, hash: createHash('sha256').update(canonicalJson(said)).digest('hex') }
}

function toDeed({ propose, label, route, hide }: RuleEntry['do']): Deed {
  if (propose) {
    const { action, own_action: own, parameters = {}, policy, for: lasting } = propose
    const terms = { policyId: policy, durationMs: lasting === undefined ? null : durationMs(lasting) }
    if (own !== undefined) return { kind: 'propose', ...terms, own: { id: own, parameters } }
    if (action !== undefined) return { kind: 'propose', ...terms, action }
  }
  if (label) return { kind: 'label', label: label.label, policyId: label.policy }
  if (route) return { kind: 'route', queue: route.queue }
  if (hide) return { kind: 'hide', policyId: hide.policy }
  throw new Error('a rule that does nothing was let through')
}

/** True when a rule runs on each signal of its source. False: it runs on the reports of a case. */
export const isAboutSignals = ({ when }: Pick<Rule, 'when'>): boolean =>
  [...when.reads].some((name) => name.startsWith('signal.'))
