import { type Filter, parseFilter, parseName } from '../filter/filter.ts'
import { equalitiesOf, matches } from '../filter/match.ts'
import { type AttributeNames, isMembers, nameParts } from '../attribute-names.ts'
import { scimRefusal } from '../scim-error.ts'
import { message } from '../../../foundation/messages/message.ts'

type Member = Record<string, unknown>
/** A SCIM resource with the attributes that the desk knows. */
export type Resource = Record<string, unknown>

/**
 * The attributes of a resource that a directory may set, by their names in lower case, and those that only the desk
 * sets.
 */
export interface ResourceShape {
  attributes: AttributeNames & Readonly<Record<string, { is: 'simple' | 'complex' | 'list' }>>
  readOnly: readonly string[]
}

export interface PatchOperation {
  op: string
  path?: string
  value?: unknown
}

interface Path {
  attribute: string
  filter?: Filter
  part?: string
}

const PATH_LENGTH_MAX = 500
type Kind = 'add' | 'replace' | 'remove'
const KINDS: readonly Kind[] = ['add', 'replace', 'remove']

/**
 * Returns a resource after a PATCH, in the forms of RFC 7644, Entra ID and Okta: "Replace", members without a path
 * whose names are paths, lists to remove from. Attributes that the desk doesn't store are ignored, as in a PUT. Pure:
 * the caller validates the result.
 */
export function applyPatch(resource: Resource, operations: readonly PatchOperation[], shape: ResourceShape): Resource {
  const next = structuredClone(resource)
  for (const { op, path, value } of operations) {
    const kind = KINDS.find((known) => known === op.toLowerCase())
    if (kind === undefined) throw scimRefusal('invalidSyntax', message('directory.patchOp'))
    if (path !== undefined) applyAt(next, kind, parsePath(path), value, shape)
    else applyMembers(next, kind, value, shape)
  }
  return next
}

function applyMembers(resource: Resource, kind: Kind, value: unknown, shape: ResourceShape): void {
  if (kind === 'remove') throw scimRefusal('noTarget', message('directory.patchRemove'))
  if (!isMembers(value)) {
    throw scimRefusal('invalidValue', message('directory.patchValue'))
  }
  for (const [name, each] of Object.entries(value)) {
    const path = parsePath(name)
    // A directory may repeat read-only attributes that it received; that is no attempt to change them.
    if (!shape.readOnly.includes(path.attribute)) applyAt(resource, kind, path, each, shape)
  }
}

/** Matches a path such as active, name.givenName, members[value eq "user_1"], emails[type eq "work"].value. */
function parsePath(text: string): Path {
  const bracket = text.indexOf('[')
  const end = text.lastIndexOf(']')
  if (text.length > PATH_LENGTH_MAX || bracket < 0 !== end < 0) throw badPath()
  if (bracket < 0) {
    const name = parseName(text)
    if (name === undefined) throw badPath()
    const dot = name.startsWith('urn:') ? -1 : name.indexOf('.')
    return dot < 0 ? { attribute: name } : { attribute: name.slice(0, dot), part: name.slice(dot + 1) }
  }
  const [attribute, rest] = [parseName(text.slice(0, bracket)), text.slice(end + 1)]
  const part = rest === '' ? undefined : parseName(rest.slice(1))
  if (attribute === undefined || (rest !== '' && (rest[0] !== '.' || part === undefined))) throw badPath()
  const filter = parseFilter(text.slice(bracket + 1, end))
  return { attribute, filter, ...(part === undefined ? {} : { part }) }
}

const badPath = () => scimRefusal('invalidPath', message('directory.patchPath'))

function applyAt(resource: Resource, kind: Kind, path: Path, value: unknown, shape: ResourceShape): void {
  if (shape.readOnly.includes(path.attribute)) {
    throw scimRefusal('mutability', message('directory.patchOwn', { attribute: path.attribute }))
  }
  const known = Object.hasOwn(shape.attributes, path.attribute) ? shape.attributes[path.attribute] : undefined
  if (known === undefined) return
  const { name, is, parts = [] } = known
  const named = path.part === undefined ? nameParts(value, parts) : value
  const part = parts.find((each) => each.toLowerCase() === path.part)
  if (path.part !== undefined && part === undefined) return
  if (is === 'list') applyToList(resource, kind, { name, ...path, part }, named)
  else if (part !== undefined) {
    const inner = isMembers(resource[name]) ? { ...resource[name] } : {}
    set(inner, part, kind === 'remove' ? undefined : value)
    resource[name] = inner
  } else if (kind !== 'remove' && is === 'complex' && isMembers(named)) {
    resource[name] = { ...(isMembers(resource[name]) ? resource[name] : {}), ...named }
  } else set(resource, name, kind === 'remove' ? undefined : named)
}

interface ListPath {
  name: string
  filter?: Filter
  part: string | undefined
}

function applyToList(resource: Resource, kind: Kind, { name, filter, part }: ListPath, value: unknown): void {
  const list = listOf(resource[name])
  const isMeant = (member: Member) => filter === undefined || matches(filter, member)
  if (part !== undefined) {
    const meant = list.filter(isMeant)
    if (kind !== 'remove' && meant.length === 0)
      list.push({ ...equalitiesOf(filter ?? { op: 'pr', name }), [part]: value })
    for (const member of meant) set(member, part, kind === 'remove' ? undefined : value)
    resource[name] = list.filter((member) => member.value !== undefined)
  } else if (filter !== undefined) {
    if (kind !== 'remove' && !list.some(isMeant)) throw noTarget()
    const changed = (member: Member) => ({ ...member, ...(isMembers(value) ? value : {}) })
    resource[name] = list.flatMap((member) =>
      !isMeant(member) ? [member] : kind === 'remove' ? [] : [changed(member)],
    )
  } else resource[name] = changeList(list, kind, value)
}

const noTarget = () => scimRefusal('noTarget', message('directory.patchTarget'))

/**
 * Applies an operation to a whole list: it adds members, replaces all of them, or removes them (all, unless some are
 * named).
 */
function changeList(list: Member[], kind: Kind, value: unknown): Member[] {
  const named = listOf(value)
  const keys = new Set(named.map((member) => member.value))
  if (kind === 'remove') return value === undefined ? [] : list.filter((member) => !keys.has(member.value))
  if (kind === 'replace') return named
  const there = new Set(list.map((member) => member.value))
  return [...list, ...named.filter((member) => !there.has(member.value))]
}

/** Returns a list's members as objects. Entra ID sends a single member without a list, and roles as texts. */
function listOf(value: unknown): Member[] {
  if (value === undefined || value === null) return []
  return [value].flat().map((member: unknown) => (isMembers(member) ? member : { value: member }))
}

function set(target: Member, name: string, value: unknown): void {
  if (value === undefined || value === null) delete target[name]
  else target[name] = value
}
