import { ENFORCEMENT_SOURCES } from '../../foundation/domain.ts'
import { durationMs } from '../requirements/require-block.ts'
import { findRepeats, type Problem, type Read } from '../../foundation/yaml/read-yaml.ts'
import type { AutomationFile, RuleEntry } from './automation-file.ts'
import { RULE_FACTS, type RuleCondition } from './vocabulary.ts'
import { ACTION_RULES } from '../requirements/action-order.ts'
import { message, type Text } from '../../foundation/messages/message.ts'

/** The names of the other ways in which enforcements are proposed, which no source may have as its name. */
const TAKEN: readonly string[] = ['decision', 'api', ...ENFORCEMENT_SOURCES]
const WITHIN_MIN_MS = 60_000
const WITHIN_MAX_MS = 24 * 3_600_000

interface Compiled {
  entry: RuleEntry
  index: number
  condition: RuleCondition
}

/** Finds the problems between the parts of an automation file, beyond those that each part alone can show. */
export function findAutomationProblems(
  file: Read<unknown>,
  { sources, rules }: AutomationFile,
  compiled: readonly Compiled[],
): Problem[] {
  return [
    ...findRepeats(file, 'sources', sources),
    ...findRepeats(file, 'rules', rules),
    ...sources.flatMap(({ id, budget }, index) => findSourceProblems(file, index, id, budget.within)),
    ...rules.flatMap((rule, index) => {
      const at = (steps: readonly string[], text: Text) => file.problemAt(['rules', index, ...steps], text)
      const known = sources.some(({ id }) => id === rule.source)
      return [
        ...(known ? [] : [at(['source'], message('ruleFile.automation.unknownSource', { source: rule.source }))]),
        ...findDeedProblems(at, rule),
      ]
    }),
    ...compiled.flatMap(({ entry, index, condition }) =>
      findReadProblems(entry, condition).map((text) => file.problemAt(['rules', index, 'when'], text)),
    ),
  ]
}

function findSourceProblems(file: Read<unknown>, index: number, id: string, within: string): Problem[] {
  const ms = durationMs(within)
  return [
    ...(TAKEN.includes(id)
      ? [file.problemAt(['sources', index, 'id'], message('ruleFile.automation.takenSource', { source: id }))]
      : []),
    ...(ms < WITHIN_MIN_MS || ms > WITHIN_MAX_MS
      ? [file.problemAt(['sources', index, 'budget', 'within'], message('ruleFile.automation.within'))]
      : []),
  ]
}

function findDeedProblems(at: (steps: readonly string[], text: Text) => Problem, { do: does }: RuleEntry): Problem[] {
  const named = Object.keys(does)
  if (named.length === 0) return [at(['do'], message('ruleFile.automation.noDeed'))]
  if (named.length > 1) return [at(['do'], message('ruleFile.automation.deeds', { deeds: named }))]
  const { propose } = does
  if (propose === undefined) return []
  const { action, own_action: own, parameters, for: lasting } = propose
  if ((action === undefined) === (own === undefined))
    return [at(['do', 'propose'], message('ruleFile.automation.oneAction'))]
  if (action === undefined) return []
  if (parameters !== undefined) return [at(['do', 'propose', 'parameters'], message('ruleFile.automation.parameters'))]
  const { end } = ACTION_RULES[action]
  if (action === 'warn' || action === 'label') {
    return [at(['do', 'propose', 'action'], message('ruleFile.automation.notRestrictive', { action }))]
  }
  if (end === 'required' && lasting === undefined)
    return [at(['do', 'propose'], message('ruleFile.automation.lacksFor', { action }))]
  if (end === 'none' && lasting !== undefined)
    return [at(['do', 'propose', 'for'], message('ruleFile.automation.noEnd', { action }))]
  return []
}

/** A number of reports may move cases and propose to people; by itself it never restricts a subject. */
function findReadProblems({ do: does }: RuleEntry, { reads }: RuleCondition): Text[] {
  const names = [...reads]
  if (!names.some((name) => name.startsWith('signal.') || name.startsWith('report.'))) {
    return [message('ruleFile.automation.readsNothing')]
  }
  if (does.hide === undefined && does.label === undefined) return []
  const volume = names.filter((name) => 'volume' in RULE_FACTS[name])
  if (volume.length > 0) {
    return [message('ruleFile.automation.volume', { facts: { as: 'commas', list: volume } })]
  }
  return names.some((name) => name.startsWith('signal.')) ? [] : [message('ruleFile.automation.noSignal')]
}
