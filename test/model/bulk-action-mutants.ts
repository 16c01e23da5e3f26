import { type Edit, type Mutant, SQL } from './mutant.ts'

const ofBulkActions = (name: string, ...edits: readonly Edit[]): Mutant => ({
  name,
  layer: 'desk',
  plot: 'bulk_action',
  edits,
})

/** Mutants that histories of bulk actions must reveal. */
export const BULK_ACTION_MUTANTS: readonly Mutant[] = [
  ofBulkActions('who asks for a bulk action may judge its sample', {
    file: SQL,
    from: "if asked.proposed_by = person_id then return 'party'; end if;",
    to: '',
  }),
  ofBulkActions('a bulk action is agreed to unseen', {
    file: SQL,
    from: "if not has_judged_bulk_sample(of_bulk_action, person_id) then return 'no_independent_review'; end if;",
    to: '',
  }),
  ofBulkActions('a bulk action is agreed to although much of it is wrong', {
    file: SQL,
    from: "conclusion = 'no_violation') > asked.wrong_share * count(*)",
    to: "conclusion = 'no_violation') > count(*)",
  }),
  ofBulkActions(
    'a guarded account stays in the set',
    {
      file: 'src/bulk/propose/prepare-bulk-action.ts',
      from: "guarded ? ('guarded' as const) : ('ordinary' as const)",
      to: "guarded ? ('ordinary' as const) : ('ordinary' as const)",
    },
    {
      file: 'src/bulk/stages/propose-some.ts',
      from: 'if (isGuardedItem(proposal)) return { ordinal, entered: null }',
      to: '',
    },
  ),
  ofBulkActions('who became guarded since stays in the set', {
    file: 'src/bulk/stages/propose-some.ts',
    from: 'if (isGuardedItem(proposal)) return { ordinal, entered: null }',
    to: '',
  }),
  ofBulkActions('a bulk action goes on past its bound', {
    file: 'src/bulk/stages/next-step.ts',
    from: 'if (alarm !== undefined) return',
    to: "if (alarm === 'appeals') return",
  }),
  ofBulkActions('nobody looks between two stages', {
    file: 'src/bulk/stages/next-step.ts',
    from: 'look: stage?.look ?? false',
    to: 'look: false',
  }),
  ofBulkActions('a stage is over before the platform shows it', {
    file: 'src/bulk/stages/next-step.ts',
    from: "  if (progress.releasing > 0) return { to: 'wait' }\n",
    to: '',
  }),
  ofBulkActions(
    'a bulk action goes on without those who stood behind it',
    {
      file: 'src/bulk/stages/run-bulk-action.ts',
      from: 'if (!(await bulkActionStands(desk.db, bulkAction.id))) {',
      to: 'if (false) {',
    },
    {
      file: SQL,
      from: "bulk_action.state in ('running', 'done') and is_bulk_action_backed(bulk_action.id)",
      to: "bulk_action.state in ('running', 'done')",
    },
    {
      file: SQL,
      from: "select from staff member where member.id = actor_id(asked_by, 'staff') and (",
      to: 'select from staff member where false and (',
    },
  ),
  ofBulkActions('what a stopped bulk action had asked for takes effect', {
    file: SQL,
    from: "select exists (select from bulk_action where id = of_bulk_action and state = 'stopped')",
    to: 'select false',
  }),
  ofBulkActions('a bulk action that runs is not stopped by one', {
    file: 'src/bulk/actions/bulk-action-queries.ts',
    from: "['preparing', 'proposed', 'running', 'looking']",
    to: "['preparing', 'proposed']",
  }),
  ofBulkActions('the set grows after it was agreed to', {
    file: SQL,
    from: "if not exists (select from bulk_action where id = new.bulk_action_id and state = 'preparing') then",
    to: 'if false then',
  }),
  ofBulkActions('undoing a bulk action leaves some of it', {
    file: 'src/enforcement/restore/bulk-queries.ts',
    from: '(is_waiting(o.state) or is_acting(o.state))',
    to: "(is_waiting(o.state) or o.state in ('releasing', 'confirmed'))",
  }),
]
