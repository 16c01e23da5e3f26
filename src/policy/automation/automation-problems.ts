import { ENFORCEMENT_SOURCES } from '../../foundation/domain.ts'
import { durationMs } from '../requirements/require-block.ts'
import { findRepeats, type Problem, type Read } from '../../foundation/yaml/read-yaml.ts'
import type { AutomationFile, RuleEntry } from './automation-file.ts'
import { RULE_FACTS, type RuleCondition } from './vocabulary.ts'
import { ACTION_RULES } from '../requirements/action-order.ts'

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
      const at = (steps: readonly string[], message: string) => file.problemAt(['rules', index, ...steps], message)
      const known = sources.some(({ id }) => id === rule.source)
      return [
        ...(known
          ? []
          : [at(['source'], `there is no source "${rule.source}": name it under sources, with its owner`)]),
        ...findDeedProblems(at, rule),
      ]
    }),
    ...compiled.flatMap(({ entry, index, condition }) =>
      findReadProblems(entry, condition).map((message) => file.problemAt(['rules', index, 'when'], message)),
    ),
  ]
}

function findSourceProblems(file: Read<unknown>, index: number, id: string, within: string): Problem[] {
  const ms = durationMs(within)
  return [
    ...(TAKEN.includes(id)
      ? [
          file.problemAt(
            ['sources', index, 'id'],
            `"${id}" is another way by which enforcements come about: take another name`,
          ),
        ]
      : []),
    ...(ms < WITHIN_MIN_MS || ms > WITHIN_MAX_MS
      ? [file.problemAt(['sources', index, 'budget', 'within'], 'must be from 1m to 24h')]
      : []),
  ]
}

function findDeedProblems(
  at: (steps: readonly string[], message: string) => Problem,
  { do: does }: RuleEntry,
): Problem[] {
  const named = Object.keys(does)
  if (named.length !== 1)
    return [at(['do'], `does ${named.length === 0 ? 'nothing' : named.join(' and ')}: one thing a rule`)]
  const { propose } = does
  if (propose === undefined) return []
  const { action, for: lasting } = propose
  const { end } = ACTION_RULES[action]
  if (action === 'warn' || action === 'label') {
    return [
      at(
        ['do', 'propose', 'action'],
        `${action} is not restrictive, so it needs no proposal: ${LABEL_OR_LEAVE[action]}`,
      ),
    ]
  }
  if (end === 'required' && lasting === undefined) return [at(['do', 'propose'], `lacks for: ${action} has an end`)]
  if (end === 'none' && lasting !== undefined) return [at(['do', 'propose', 'for'], `${action} has no end`)]
  return []
}
const LABEL_OR_LEAVE = { label: 'use { label: … }', warn: 'a warning is a person’s to give' }

/** A number of reports may move cases and propose to people; by itself it never restricts a subject. */
function findReadProblems({ do: does }: RuleEntry, { reads }: RuleCondition): string[] {
  const names = [...reads]
  if (!names.some((name) => name.startsWith('signal.') || name.startsWith('report.'))) {
    return ['reads neither a signal nor a report, so nothing would ever ask it']
  }
  if (does.hide === undefined && does.label === undefined) return []
  const volume = names.filter((name) => 'volume' in RULE_FACTS[name])
  if (volume.length > 0) {
    return [`reads ${volume.join(', ')}: reports alone never restrict. Use route or propose`]
  }
  return names.some((name) => name.startsWith('signal.')) ? [] : ['must read a signal to do this at once']
}
