import { type Edit, type Mutant, SQL } from './mutant.ts'
import type { PlotName } from './plots.ts'

const inOrganisation = (plot: PlotName, name: string, ...edits: readonly Edit[]): Mutant => ({
  name,
  layer: 'desk',
  plot,
  edits,
})

/** The minimum of approvals for protected accounts, in an organisation of a few people. */
const NO_FLOOR: readonly Edit[] = [
  { file: 'src/enforcement/facts/gather-facts.ts', from: '{ floorMax: 1 }', to: '{ floorMax: 0 }' },
  {
    file: SQL,
    from: 'least(floor_max(), greatest(',
    to: 'least(case when has_shifts() then 2 else 0 end, greatest(',
  },
]

/** Mutants that histories in shadow mode and of small organisations must reveal. */
export const ORGANISATION_MUTANTS: readonly Mutant[] = [
  inOrganisation('community', 'an organisation of a few has no floor', ...NO_FLOOR),
  inOrganisation('community', 'who was here once is on duty for good', {
    file: SQL,
    from: "exists (select from shift_event where staff_id = person and at > desk_now() - interval '1 day')",
    to: 'exists (select from shift_event where staff_id = person)',
  }),
  inOrganisation(
    'community',
    'in a community one’s own yes counts, too',
    {
      file: SQL,
      from: 'select not has_second_person() and not exists (select from enforcement_party',
      to: 'select not has_shifts() and not exists (select from enforcement_party',
    },
    {
      file: SQL,
      from: "if enforced.proposed_at > desk_now() - own_review_after() then return 'too_soon'; end if;",
      to: '',
    },
    {
      file: SQL,
      from: 'may_look_again(for_enforcement, person.id) and approval.signed_at >= enforcement.proposed_at + own_review_after())',
      to: 'may_look_again(for_enforcement, person.id))',
    },
  ),
  inOrganisation('solo', 'an organisation of one has no floor', ...NO_FLOOR),
  inOrganisation(
    'solo',
    'one’s own yes counts at once',
    {
      file: SQL,
      from: "if enforced.proposed_at > desk_now() - own_review_after() then return 'too_soon'; end if;",
      to: '',
    },
    {
      file: SQL,
      from: 'may_look_again(for_enforcement, person.id) and approval.signed_at >= enforcement.proposed_at + own_review_after())',
      to: 'may_look_again(for_enforcement, person.id))',
    },
  ),
  inOrganisation('solo', 'what one stopped oneself one agrees to a day later', {
    file: SQL,
    from: "where taken.id = for_enforcement and to_state in ('stopped', 'restoring') and \"by\" = 'staff:' || person_id)",
    to: 'where false)',
  }),
  inOrganisation('shadow', 'in shadow mode it is not recorded what would have been asked for', {
    file: 'src/enforcement/propose/store-proposal.ts',
    from: 'const stored = toStored(judgement, judgedBy)',
    to: 'const stored = toStored({ ...judgement, requirement: heldTo(judgement.requirement, judgedBy) }, judgedBy)',
  }),
  inOrganisation('shadow', 'in shadow mode people are asked', {
    file: 'src/policy/guards/judge.ts',
    from: 'shadow === true ? NOTHING_REQUIRED : requirement',
    to: 'shadow === undefined ? NOTHING_REQUIRED : requirement',
  }),
  inOrganisation(
    'shadow',
    'what a rule asks for goes its way in shadow mode',
    {
      file: 'src/enforcement/propose/propose.ts',
      from: "intent.kind === 'automation' ? { shadow: false } : {}",
      to: '{}',
    },
    {
      file: SQL,
      from: "of_enforcement.shadow := in_shadow() and of_enforcement.source <> 'automation' and not is_final(of_enforcement);",
      to: 'of_enforcement.shadow := in_shadow() and not is_final(of_enforcement);',
    },
    {
      file: SQL,
      from: "if new.action <> 'label' and not",
      to: 'if false and not',
    },
  ),
  inOrganisation(
    'shadow',
    'one person has guards only watch',
    {
      file: 'src/admin/setup/describe-profile.ts',
      from: 'Number(from.shadow) - Number(to.shadow),',
      to: '0,',
    },
    {
      file: SQL,
      from: "in_shadow()::integer - (said -> 'shadow')::boolean::integer as shadow,",
      to: '0 as shadow,',
    },
  ),
  inOrganisation(
    'shadow',
    'what was asked for in shadow mode is never held',
    {
      file: 'src/enforcement/approve/reconsider.ts',
      from: 'shadow: enforcement.shadow && judgedBy.shadow === true',
      to: 'shadow: enforcement.shadow',
    },
    { file: SQL, from: 'if of_enforcement.shadow and in_shadow() then', to: 'if of_enforcement.shadow then' },
    {
      file: SQL,
      from: 'if new.shadow and in_shadow() then return new; end if;',
      to: 'if new.shadow then return new; end if;',
    },
  ),
  inOrganisation('shadow', 'in shadow mode over budget nothing can be asked for', {
    file: 'src/enforcement/limits/spend.ts',
    from: 'isOver(spent) && !(enforcement.shadow && isWatching)',
    to: 'isOver(spent)',
  }),
]
