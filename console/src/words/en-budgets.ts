import type { SpentBudget } from '../api/shapes.ts'

/** The texts of enforcement budgets and circuit breakers. */
export const budgets = {
  title: 'Enforcement budgets',
  band: (who: string | null) =>
    who === null
      ? 'A breaker is open: restrictive enforcements of one person wait until two people close it. Stop and restore work as ever.'
      : `A breaker is open: restrictive enforcements by ${who} wait until two people close it. Stop and restore work as ever.`,
  bands: (count: number) =>
    `${count} breakers are open: restrictive enforcements wait until two people close them. Stop and restore work as ever.`,
  quiet: 'Nobody is near a budget, and no breaker is open.',
  shut: 'Breaker open',
  closed: 'Breaker closed',
  opened: (by: string, since: string) => `${by}, since ${since}`,
  closedAt: (by: string, when: string) => `${by}, at ${when}`,
  waiting: (count: number) => (count === 1 ? '1 enforcement waits' : `${count} enforcements wait`),
  opener: 'The enforcement that would have been the next:',
  counted: (enforcements: string, within: string, reach: string) =>
    `${enforcements === '1' ? '1 enforcement' : `${enforcements} enforcements`} in ${within}, on accounts that ${reach} follow together`,
  hidden: 'How much it was is told to leads.',
  somebody: 'one person',
  close: 'Ask that it is closed',
  closeHint:
    'Look at its enforcements first. Somebody else of policy, lead or admin must agree; what waits is judged anew then.',
  closing: 'Closing it is asked for:',
  whoCloses: 'A lead, policy or an administrator asks that it is closed, and a second person agrees.',
  states: {
    near: 'near the end of a budget',
    over: 'over a budget: one more must agree',
    open: 'the next one opens the breaker',
  } satisfies Record<SpentBudget['state'], string>,
  inForce: 'Budgets',
  explain:
    'How much harm may be done within some time before one more must agree, and when no more is done at all. What the law asks for, interim measures and restores are never counted or held.',
  none: 'No budget is in force: however much is done, nobody more is asked.',
  change: 'Another file is proposed with “countersign budgets adopt”; what makes it looser waits among the changes.',
  brakes: 'Brakes',
} as const
