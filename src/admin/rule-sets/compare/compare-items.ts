import { isDeepStrictEqual } from 'node:util'
import { type Message, message, type TextItem } from '../../../foundation/messages/message.ts'
import {
  ENTRIES_MAX,
  type ItemField,
  type ItemType,
  type ItemTypes,
  TEXT_CHARS_MAX,
} from '../../../policy/items/item-types.ts'
import type { DeclaredAction } from '../../../policy/items/own-actions.ts'
import type { Described } from '../../change/wanted.ts'
import { paragraphs } from '../../describe/paragraphs.ts'

/**
 * Compares two files of item types. Guards read facts of items, and a type without a price turns off a guard on prices,
 * so no file is provably stricter than another: the change is mixed. Pure.
 */
export function compareItems(before: ItemTypes, after: ItemTypes): Described {
  const ids = [...new Set([...before.types.keys(), ...after.types.keys()])]
  const lines = ids.flatMap((id): TextItem[] => {
    const [was, is] = [before.types.get(id), after.types.get(id)]
    if (was === undefined) return is === undefined ? [] : [message('described.items.isNew', { id, is: formatType(is) })]
    if (is === undefined) {
      // Without any type the facts of items are absent, and not unknown.
      const isLast = after.types.size === 0
      return [message(isLast ? 'described.items.lastGoes' : 'described.items.goes', { id, was: formatType(was) })]
    }
    return isDeepStrictEqual(was, is) ? [] : [message('described.items.changes', { id }), ...compareFields(was, is)]
  })
  const said = [...lines, ...compareActions(before, after)]
  const says = said.length === 0 ? message('described.ruleSet.sameItems') : paragraphs(said)
  return { says, direction: 'mixed' }
}

/** Says of each declared action what it takes and from what: the people who agree decide by that. */
function compareActions({ actions: before }: ItemTypes, { actions: after }: ItemTypes): Message[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id): Message[] => {
    const [was, is] = [before.get(id), after.get(id)]
    if (is === undefined)
      return was === undefined ? [] : [message('described.items.actionGoes', { id, was: formatAction(was) })]
    const said = { id, ...partsOf(is) }
    if (was === undefined) return [message('described.items.actionNew', { ...said, is: formatAction(is) })]
    if (isDeepStrictEqual(was, is)) return []
    const { takes: took, on: wasOn } = partsOf(was)
    const changed = message('described.items.actionChanges', { ...said, took, wasOn, was: formatAction(was) })
    return [changed, message('described.items.actionIs', { is: formatAction(is) })]
  })
}

const partsOf = ({ takes, on, reversible }: DeclaredAction) => ({
  takes: { as: 'and', list: takes.map((loss) => message(`term.loss.${loss}`)) } as const,
  on: { as: 'and', list: on } as const,
  final: reversible ? '' : message('described.items.final'),
})

const formatAction = ({ parameters, ...action }: DeclaredAction): string =>
  formatValue({ ...action, parameters: parameters.map(toWords) })

function compareFields(was: ItemType, is: ItemType): Message[] {
  const names = [...new Set([...was.fields, ...is.fields].map(({ name }) => name))]
  const fields = names.flatMap((name): Message[] => {
    const [old, now] = [was, is].map(({ fields: all }) => all.find((field) => field.name === name))
    if (isDeepStrictEqual(old, now)) return []
    return [message('described.items.field', { name, was: formatField(old), is: formatField(now) })]
  })
  const titles = { was: formatValue(was.title), is: formatValue(is.title) }
  return [
    ...(was.isOffer === is.isOffer ? [] : [message(is.isOffer ? 'described.items.offer' : 'described.items.noOffer')]),
    ...(isDeepStrictEqual(was.title, is.title) ? [] : [message('described.items.title', titles)]),
    ...fields,
  ]
}

const formatField = (field: ItemField | undefined): string | Message =>
  field === undefined ? message('described.items.noField') : formatValue(toWords(field))

const formatType = ({ title, fields, isOffer }: ItemType): string =>
  formatValue({ title, ...(isOffer && { offer: true }), fields: fields.map(toWords) })

/** Leaves out what a field does not state, so that the approver reads what it does. */
function toWords({ fields, text, minimum, maximum, ...field }: ItemField): object {
  const stated = { ...field, ...text, minimum, maximum }
  const kept = Object.entries(stated).filter(([name, value]) => !isDeepStrictEqual(value, UNSTATED[name]))
  return { ...Object.fromEntries(kept), ...(fields.length > 0 && { fields: fields.map(toWords) }) }
}

/** The values of a field that states no limits. */
const UNSTATED: Readonly<Record<string, unknown>> = {
  required: false,
  role: null,
  format: null,
  values: null,
  lengthMin: 0,
  lengthMax: TEXT_CHARS_MAX,
  minimum: -Number.MAX_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
  entriesMax: ENTRIES_MAX,
}

const formatValue = (value: unknown): string => JSON.stringify(value)
