import type { Edit, Mutant } from './mutant.ts'

const inRules = (name: string, file: string, from: string, to: string): Mutant => ({
  name,
  layer: 'rules',
  plot: 'gate',
  edits: [{ file, from, to }] satisfies Edit[],
})

const UNREAD = 'waiting.unread ? waiting.now.getTime() + READ_AGAIN_MS : 0'

/** Mutants that histories of the rules alone find, within seconds. */
export const RULES_MUTANTS: readonly Mutant[] = [
  inRules(
    'one clause of several is enough',
    'src/policy/requirements/requirement.ts',
    'clauses.every(',
    'clauses.some(',
  ),
  inRules(
    'one team is as good as two',
    'src/policy/requirements/requirement.ts',
    'teams - distinct(fitting.map(({ team }) => team)),',
    '',
  ),
  inRules(
    'any role will do',
    'src/policy/requirements/requirement.ts',
    'roles === undefined || roles.some((role) => one.roles.includes(role))',
    'true',
  ),
  inRules(
    'two requirements joined ask for the second alone',
    'src/policy/requirements/requirement.ts',
    'approvals: [...a.approvals, ...b.approvals]',
    'approvals: b.approvals',
  ),
  inRules(
    'what was asked for before is forgotten',
    'src/policy/guards/judge.ts',
    '[floor, own, before].reduce(join',
    '[floor, own].reduce(join',
  ),
  {
    name: 'what is not known asks for nothing and is released',
    layer: 'rules',
    plot: 'gate',
    edits: [
      {
        file: 'src/policy/guards/judge-guards.ts',
        from: 'if (said === false) continue',
        to: 'if (said !== true) continue',
      },
      { file: 'src/enforcement/next-step.ts', from: UNREAD, to: '0' },
    ],
  },
  inRules(
    'tags that protect are forgotten',
    'src/cases/accounts/merge-account.ts',
    'read === null ? kept : kept.filter(protects)',
    '[]',
  ),
  inRules(
    'nothing is held',
    'src/enforcement/next-step.ts',
    'Math.max(0, requirement.holdMs - waiting.holdServedMs)\n  const readAgain',
    '0\n  const readAgain',
  ),
  inRules(
    'a breaker holds nothing',
    'src/enforcement/next-step.ts',
    'waiting.isBreakerOpen ? waiting.now.getTime() + BARRED_LOOK_MS : 0',
    '0',
  ),
  inRules(
    'no breaker ever opens',
    'src/policy/budgets/spent.ts',
    "spending === 'open')",
    "spending === 'open' && spent.length === 0)",
  ),
  inRules(
    'over budget nobody more is asked',
    'src/policy/guards/judge.ts',
    'isOver(spent) ? join(asked, ofPeople([oneMore(asked.approvals)])) : asked',
    'asked',
  ),
  inRules('a freeze holds nothing', 'src/enforcement/next-step.ts', 'waiting.frozenUntil?.getTime() ?? 0', '0'),
  inRules('what could not be read is released', 'src/enforcement/next-step.ts', UNREAD, '0'),
  inRules(
    'an approval stays although tags changed',
    'src/enforcement/approve/material.ts',
    'tags: [...tags].sort(), reachClass',
    'tags: [], reachClass: 0',
  ),
  inRules(
    'the clock of a confirmation does not run',
    'src/enforcement/desired-state/desired-state.ts',
    'confirmedAt === null ? confirmBy : null',
    'null',
  ),
  inRules(
    'nothing reverts by itself',
    'src/enforcement/desired-state/desired-state.ts',
    'ending.filter(({ until }) => until > end)',
    'ending.filter(({ until }) => until >= end)',
  ),
  inRules(
    'a deactivation hides nothing',
    'src/enforcement/desired-state/desired-state.ts',
    "takes(action, 'view')",
    "takes(action, 'view') && action !== 'deactivate'",
  ),
  inRules(
    'the platform takes a late call for a new one',
    'platform-kit/src/apply.ts',
    'generation < last.generation',
    'generation < 0',
  ),
  inRules(
    'a stolen secret uses up the generations',
    'platform-kit/src/apply.ts',
    'return generation - last.generation > most',
    'return 0 > most',
  ),
  inRules(
    'a platform that has seen more than the desk is not overtaken',
    'src/foundation/connector/connector.ts',
    "  'stale_generation',\n  'conflicting_body',\n  'generation_jump',",
    "  'generation_jump',",
  ),
  inRules(
    'the platform takes offline by a call whose time is over',
    'platform-kit/src/apply.ts',
    'last ? withoutTakingOffline(last.desired, before.state) : sent.desired',
    'sent.desired',
  ),
  inRules(
    'the platform reverts a moment late',
    'platform-kit/src/platform-state.ts',
    'Date.parse(revert.at) <= nowMs',
    'Date.parse(revert.at) < nowMs',
  ),
]
