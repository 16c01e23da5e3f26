import { STANDING_FACTS } from '../../policy/guards/facts.ts'
import type { Guard } from '../../policy/guards/guards-file.ts'
import { isBudget } from '../../policy/guards/judge.ts'
import type { Fired } from '../../policy/guards/judge-guards.ts'

/** The name shown for every guard that depends on a person's departure: its own name would reveal a dismissal. */
export const STANDING = 'standing'
/** The name shown for a guard that the policies no longer have: it may have depended on a departure. */
export const FORMER = 'former'

/** Lists the guards that fired in any verdict of an enforcement, each once, under the names that may be shown. */
export function listFiredGuards(verdicts: readonly { fired: readonly Fired[] }[], guards: readonly Guard[]): Fired[] {
  const told = new Map<string, Fired>()
  for (const { id, errored } of verdicts.flatMap(({ fired }) => fired)) {
    const name = nameOf(id, guards)
    told.set(name, { id: name, errored: errored || (told.get(name)?.errored ?? false) })
  }
  return [...told.values()]
}

function nameOf(id: string, guards: readonly Guard[]): string {
  if (isBudget(id)) return id
  const guard = guards.find((one) => one.id === id)
  if (id === 'leaving' || STANDING_FACTS.some((name) => guard?.when.reads.has(name))) return STANDING
  return guard === undefined ? FORMER : id
}
