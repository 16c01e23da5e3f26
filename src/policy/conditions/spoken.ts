import type { TermGroup } from '../../foundation/messages/term-message.ts'
import { type Message, message, type MessageKey, type TextParam } from '../../foundation/messages/message.ts'

/**
 * The words for a fact: true and false; or its count, unknown, and the named values that a list holds; or its name and
 * unknown. `values`: the group of the catalogue that names its values.
 */
export type Spoken =
  | { yes: Message; no: Message }
  | { counted: (amount: Message) => Message; unknown: Message; holds?: Holds; values?: TermGroup }
  | { named: (name: Message) => Message; unknown: Message; values?: TermGroup }
type Holds = (names: TextParam, many: boolean) => Message
export type SpokenOf<Name extends string> = Readonly<Record<Name, Spoken>>

/** The facts that have a text of this form in the catalogue. */
type FactWith<Form extends string, Key = MessageKey> = Key extends `condition.fact.${infer Name}.${Form}` ? Name : never
type Flag = FactWith<'yes'>
type Listed = FactWith<'holds'>
type Counted = Exclude<FactWith<'counted'>, Listed>
type Named = FactWith<'named'>

/** Returns the words for facts that are true or false. */
export const speakFlags = <Name extends Flag>(...names: Name[]) =>
  speak(names, (name: Flag) => ({
    yes: message(`condition.fact.${name}.yes`),
    no: message(`condition.fact.${name}.no`),
  }))

/** Returns the words for facts that are numbers. */
export const speakCounts = <Name extends Counted>(...names: Name[]) =>
  speak(names, (name: Counted) => ({
    counted: (amount: Message) => message(`condition.fact.${name}.counted`, { amount }),
    unknown: message(`condition.fact.${name}.unknown`),
  }))

/** Returns the words for facts that are lists of names. */
export const speakLists = <Name extends Listed>(groups: Record<Name, TermGroup | null>) =>
  speak(namesOf(groups), (name: Listed) => ({
    counted: (amount: Message) => message(`condition.fact.${name}.counted`, { amount }),
    unknown: message(`condition.fact.${name}.unknown`),
    holds: (names: TextParam, many: boolean) => message(`condition.fact.${name}.holds`, { names, many }),
    ...valuesOf(groups, name),
  }))

/** Returns the words for facts that are one name. */
export const speakNames = <Name extends Named>(groups: Record<Name, TermGroup | null>) =>
  speak(namesOf(groups), (name: Named) => ({
    named: (value: Message) => message(`condition.fact.${name}.named`, { name: value }),
    unknown: message(`condition.fact.${name}.unknown`),
    ...valuesOf(groups, name),
  }))

const speak = <Name extends string>(names: readonly Name[], words: (name: Name) => Spoken): Record<Name, Spoken> =>
  Object.fromEntries(names.map((name) => [name, words(name)])) as Record<Name, Spoken>

const namesOf = <Name extends string>(groups: Record<Name, unknown>) => Object.keys(groups) as Name[]

function valuesOf(groups: Readonly<Record<string, TermGroup | null>>, name: string): { values?: TermGroup } {
  const values = groups[name] ?? null
  return values === null ? {} : { values }
}
