import { loadPolicies, type Policies } from '../../policy/policies.ts'
import type { RuleSetName, RuleSetTexts } from '../../policy/rule-sets.ts'
import { KINDS } from './kinds.ts'

/** A version of a policy file, and whether one person put it in force because they stated that it is stricter. */
export interface ClaimedVersion {
  name: RuleSetName
  version: number
  text: string
  isAlone: boolean
}

/**
 * A version that one person alone put in force and that is not proved stricter than the versions before it. It never
 * replaces them: it counts beside them, or not at all.
 */
export interface Unproven {
  name: RuleSetName
  version: number
  /** True when the version counts beside the versions before it. Otherwise it does not count. */
  isJoined: boolean
}

interface Counting {
  texts: RuleSetTexts
  unproven: readonly Unproven[]
}

export interface Loaded {
  policies: Policies
  unproven: readonly Unproven[]
}

/** The files of which several can count at once, because joining two never loosens. */
const JOINED: readonly RuleSetName[] = ['guards', 'budgets']

/** Loads the policies of a folder together with the versions that count. */
export function loadCounting(dir: string, versions: readonly ClaimedVersion[]): Loaded {
  const { texts, unproven } = findCounting(versions)
  return { policies: loadPolicies(dir, texts), unproven }
}

/**
 * Finds the texts that count, from the versions of each policy file since the last one that two people agreed to.
 * PostgreSQL can't compare two files, so the application role states the direction of a change. A version of one person
 * replaces those before it only when it proves to be stricter. Any other counts beside them, or not at all. Pure.
 */
export function findCounting(versions: readonly ClaimedVersion[]): Counting {
  const texts: Partial<Record<RuleSetName, readonly string[]>> = {}
  const unproven: Unproven[] = []
  for (const { name, version, text, isAlone } of versions) {
    const before = texts[name]
    const isProven = !isAlone || proveStricter(name, text, before)
    if (isProven === true) texts[name] = [text]
    else {
      const isJoined = isProven === false && JOINED.includes(name)
      if (isJoined) texts[name] = [...(before ?? []), text]
      unproven.push({ name, version, isJoined })
    }
  }
  return { texts, unproven }
}

/** True when a text is stricter than each of these, or than no file at all. Null: it can't be read. */
function proveStricter(name: RuleSetName, text: string, before: readonly string[] = []): boolean | null {
  const proofs = (before.length === 0 ? [undefined] : before).map((known) => KINDS[name].isStricter(text, known))
  return proofs.includes(null) ? null : proofs.every((proof) => proof === true)
}
