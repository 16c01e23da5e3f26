import fc from 'fast-check'
import { parseCall } from '../../platform-kit/src/parse-call.ts'
import { MalformedCall } from '../../platform-kit/src/parse-values.ts'

/** True when platform-kit accepts a body, and each part of a batch. */
export const isParsed = (body: string): boolean => {
  try {
    const call = parseCall(body)
    const parts = 'instructions' in call ? call.instructions : 'subjects' in call ? call.subjects : []
    return !parts.some((one: unknown) => one instanceof MalformedCall)
  } catch {
    return false
  }
}

const UP = { visible: true, spread: 'full', mayPost: true, labels: [] }
const HOSTILE = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, '', 'x', 'x'.repeat(513), 'x'.repeat(1_025), 0, 1, -1, 1.5, 2 ** 53),
  fc.constantFrom<unknown>(true, false, [], {}, 'account', 'content', 'full', '2026-03-01T12:00:00Z', '2026-13-01', [
    UP,
  ]),
  fc.constantFrom<unknown>(
    'court',
    'en',
    'en us',
    'https://a',
    'http://a',
    'https://a@b/',
    'https://é/',
    'x'.repeat(5_001),
  ),
  fc.constantFrom<unknown>(
    Array(9).fill({}),
    Array(201).fill({}),
    Array(17).fill({}),
    Array(65).fill('x'),
    Array(257).fill({}),
    ['DE'],
    ['de'],
    UP,
  ),
)
const SUBJECT = { kind: 'account', id: 'vale' }
const ASSERTION = {
  core: '{}',
  asShown: '{}',
  keyRef: 'a',
  clientDataJSON: 'a',
  authenticatorData: 'a',
  signature: 'a',
}
export const INSTRUCTION = {
  ...{ subject: SUBJECT, generation: 1, epoch: 0, desired: { ...UP, blockedCountries: ['DE'] }, baseline: UP },
  reverts: [{ at: '2026-03-01T12:00:00.123Z', desired: UP }],
  events: [{ id: 'enf_1', kind: 'warn', policyId: 'p', text: 'Please be kind.' }],
  statement: {
    id: 'stm_1',
    texts: [{ language: 'en-GB', text: 'Spam.' }],
    redress: [{ kind: 'appeal', address: 'https://platform.example/a?b#c', until: '2026-03-01T12:00:00Z' }],
  },
}
/** A correct call of each type. */
export const GOOD: readonly object[] = [
  { type: 'subject.apply', instruction: INSTRUCTION, authorisation: 'a.b.c' },
  { type: 'subject.apply', instruction: { ...INSTRUCTION, subject: { kind: 'content', id: '1' } } },
  { type: 'subject.apply_batch', instructions: [{ instruction: INSTRUCTION, authorisation: 'a.b.c' }] },
  { type: 'subject.read_back_batch', subjects: [SUBJECT] },
  { type: 'subject.facts_batch', subjects: [SUBJECT] },
  { type: 'subject.restore', subject: SUBJECT, epoch: 1, signatures: [ASSERTION] },
  ...['subject.media', 'subject.media_link', 'subject.restricted_link', 'subject.restricted_bytes'].map((type) => ({
    ...{ type, subject: SUBJECT, reference: 'a' },
  })),
  ...[
    'subject.read_back',
    'subject.facts',
    'subject.profile',
    'subject.recent_posts',
    'subject.related_accounts',
    'subject.contact',
  ].map((type) => ({
    ...{ type, subject: SUBJECT },
  })),
  { type: 'subject.thread', subject: { kind: 'content', id: '1' }, from: -12, count: 25 },
  { type: 'platform.capabilities' },
  { type: 'platform.actors' },
]

/** Lists the place of every member, at any depth. */
const pathsOf = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...path, name]))]
    : [path]

function replaceAt(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...(value as object) }
  Object.assign(copy, { [name]: replaceAt(Object.entries(copy).find(([each]) => each === name)?.[1], rest, by) })
  return copy
}

/** A correct call of which one member, at any depth, is replaced by a hostile value. */
export const BROKEN_BODIES: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...GOOD.flatMap((call) => pathsOf(call).map((path) => ({ call, path })))), HOSTILE)
  .map(([{ call, path }, by]) => JSON.stringify(replaceAt(call, path, by)) ?? '')
