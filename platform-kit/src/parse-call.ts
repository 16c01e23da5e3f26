import type { Assertion } from './assertion.ts'
import { actionsIn, type OwnAction } from './own-actions.ts'
import { asAssertions } from './parse-authorisation.ts'
import { asOwnAction } from './parse-own-action.ts'
import { parseStatement } from './parse-statement.ts'
import {
  asFlag,
  asGeneration,
  asList,
  asObject,
  asText,
  asTime,
  asWhole,
  check,
  MalformedCall,
} from './parse-values.ts'
import { blockedIn, sortLabels } from './platform-state.ts'
import type { Call, Instruction, PlatformState, Revert, Subject, SubjectEvent } from './protocol.ts'
import { MESSAGES_MAX, PLACES_MAX, type ThreadPage } from './thread.ts'

/** The most instructions of one batch. */
export const BATCH_INSTRUCTIONS_MAX = 200
const BODY_CHARS_MAX = 1_000_000
const ID_CHARS_MAX = 512
const TEXT_CHARS_MAX = 20_000
const REFERENCE_CHARS_MAX = 1_024
const LABELS_MAX = 64
const REVERTS_MAX = 16
const EVENTS_MAX = 256
const COUNTRIES_MAX = 250
const ACTIONS_MAX = 64

/** A parsed instruction, and parts of it as they were sent: fields of a later protocol count in their hashes too. */
export interface ParsedInstruction {
  instruction: Instruction
  sentInstruction: unknown
  sentStatement: unknown
  authorisation: string | undefined
}

/** A parsed call. A malformed part of a batch is refused alone, so it stands in its place as an error. */
export type ParsedCall =
  | Exclude<Call, { type: 'subject.apply' | 'subject.apply_batch' | 'subject.read_back_batch' | 'subject.facts_batch' }>
  | ({ type: 'subject.apply' } & ParsedInstruction)
  | { type: 'subject.apply_batch'; instructions: readonly (ParsedInstruction | MalformedCall)[] }
  | {
      type: 'subject.read_back_batch' | 'subject.facts_batch'
      subjects: readonly (Subject | MalformedCall)[]
    }

/**
 * Parses a body to a call whose every field has been checked. Throws `MalformedCall`. Twin of CallSchema in TypeScript.
 */
export function parseCall(body: string): ParsedCall {
  check(body.length <= BODY_CHARS_MAX, 'body', `at most ${BODY_CHARS_MAX} characters`)
  const call = asObject(parseJson(body), 'body')
  switch (call.type) {
    case 'platform.capabilities':
    case 'platform.actors':
      return { type: call.type }
    case 'subject.read_back':
    case 'subject.facts':
      return { type: call.type, subject: asSubject(call.subject, 'subject') }
    case 'subject.profile':
    case 'subject.recent_posts':
    case 'subject.related_accounts':
    case 'subject.contact': {
      const subject = asSubject(call.subject, 'subject')
      check(subject.kind === 'account', 'subject.kind', 'account')
      return { type: call.type, subject }
    }
    case 'subject.thread':
      return { type: call.type, subject: asContent(call.subject), ...asPage(call) }
    case 'subject.media':
    case 'subject.media_link':
    case 'subject.restricted_link':
    case 'subject.restricted_bytes': {
      const subject = asSubject(call.subject, 'subject')
      return { type: call.type, subject, reference: asText(call.reference, 'reference', REFERENCE_CHARS_MAX) }
    }
    case 'subject.restore':
      return {
        type: call.type,
        subject: asSubject(call.subject, 'subject'),
        epoch: asGeneration(call.epoch, 'epoch'),
        signatures: asSignatures(call.signatures),
      }
    case 'subject.apply':
      return { type: call.type, ...parseInstruction(call) }
    case 'subject.apply_batch':
      return { type: call.type, instructions: parseBatch(call.instructions, 'instructions', parseInstruction) }
    case 'subject.read_back_batch':
    case 'subject.facts_batch':
      return { type: call.type, subjects: parseBatch(call.subjects, 'subjects', asSubject) }
    default:
      throw new MalformedCall('type: must be one this platform knows')
  }
}

function asContent(value: unknown): Subject {
  const subject = asSubject(value, 'subject')
  check(subject.kind === 'content', 'subject.kind', 'content')
  return subject
}

const asPage = ({ from, count }: Record<string, unknown>): ThreadPage => ({
  from: asWhole(from, 'from', { min: -PLACES_MAX, max: PLACES_MAX }),
  count: asWhole(count, 'count', { min: 1, max: MESSAGES_MAX }),
})

function parseBatch<T>(
  value: unknown,
  name: string,
  parse: (item: Record<string, unknown>, path: string) => T,
): readonly (T | MalformedCall)[] {
  const items = asList(value, name, BATCH_INSTRUCTIONS_MAX, asObject)
  check(items.length > 0, name, 'at least 1')
  return items.map((item, index) => {
    try {
      return parse(item, `${name}[${index}]`)
    } catch (error) {
      if (error instanceof MalformedCall) return error
      throw error
    }
  })
}

function parseInstruction(given: Record<string, unknown>, place?: string): ParsedInstruction {
  const path = place === undefined ? '' : `${place}.`
  const instruction = asInstruction(given.instruction, `${path}instruction`)
  return {
    instruction,
    sentInstruction: given.instruction,
    sentStatement: asObject(given.instruction, `${path}instruction`).statement,
    authorisation:
      given.authorisation === undefined
        ? undefined
        : asText(given.authorisation, `${path}authorisation`, BODY_CHARS_MAX),
  }
}

function asInstruction(value: unknown, path: string): Instruction {
  const given = asObject(value, path)
  const subject = asSubject(given.subject, `${path}.subject`)
  const parseStateOfSubject = (desired: unknown, at: string): PlatformState => {
    const parsed = parsePlatformState(desired, at)
    check(subject.kind === 'account' || parsed.mayPost, `${at}.mayPost`, 'true for a content')
    return parsed
  }
  const reverts = asList(given.reverts, `${path}.reverts`, REVERTS_MAX, (revert, at): Revert => {
    const { at: time, desired } = asObject(revert, at)
    return { at: asTime(time, `${at}.at`), desired: parseStateOfSubject(desired, `${at}.desired`) }
  })
  reverts.forEach((revert, index) => {
    const before = reverts[index - 1]
    const inOrder = !before || Date.parse(before.at) <= Date.parse(revert.at)
    check(inOrder, `${path}.reverts[${index}].at`, 'in time order')
  })
  return {
    subject,
    generation: asGeneration(given.generation, `${path}.generation`),
    desired: parseStateOfSubject(given.desired, `${path}.desired`),
    baseline: parseStateOfSubject(given.baseline, `${path}.baseline`),
    reverts,
    events: asList(given.events, `${path}.events`, EVENTS_MAX, asEvent),
    ...(given.epoch !== undefined && given.epoch !== 0 && { epoch: asGeneration(given.epoch, `${path}.epoch`) }),
    ...(given.statement !== undefined && { statement: parseStatement(given.statement, `${path}.statement`) }),
  }
}

function asSignatures(value: unknown): Assertion[] {
  const signatures = asAssertions(value)
  if (!signatures) throw new MalformedCall('signatures: must be a list of assertions')
  return signatures
}

function asSubject(value: unknown, path: string): Subject {
  const { kind, id } = asObject(value, path)
  if (kind !== 'account' && kind !== 'content') throw new MalformedCall(`${path}.kind: must be account or content`)
  return { kind, id: asText(id, `${path}.id`, ID_CHARS_MAX) }
}

function parsePlatformState(value: unknown, path: string): PlatformState {
  const { visible, spread, mayPost, labels, blockedCountries, actions } = asObject(value, path)
  if (spread !== 'full' && spread !== 'limited') throw new MalformedCall(`${path}.spread: must be full or limited`)
  const parsed = asList(labels, `${path}.labels`, LABELS_MAX, (label, at) => asText(label, at, ID_CHARS_MAX))
  return {
    visible: asFlag(visible, `${path}.visible`),
    spread,
    mayPost: asFlag(mayPost, `${path}.mayPost`),
    labels: sortLabels(parsed),
    ...blockedIn(blockedCountries === undefined ? [] : asCountries(blockedCountries, `${path}.blockedCountries`)),
    ...actionsIn(actions === undefined ? [] : asList(actions, `${path}.actions`, ACTIONS_MAX, asAction)),
  }
}

function asAction(value: unknown, path: string): OwnAction {
  const action = asOwnAction(value)
  if (action === undefined) throw new MalformedCall(`${path}: must be an action with takes, reversible and parameters`)
  return action
}

function asCountries(value: unknown, path: string): string[] {
  return asList(value, path, COUNTRIES_MAX, (country, at) => {
    const code = asText(country, at, 2)
    check(/^[A-Z]{2}$/.test(code), at, 'a country, by two letters')
    return code
  })
}

function asEvent(value: unknown, path: string): SubjectEvent {
  const { id, kind, policyId, text } = asObject(value, path)
  if (kind !== 'warn') throw new MalformedCall(`${path}.kind: must be warn`)
  return {
    id: asText(id, `${path}.id`, ID_CHARS_MAX),
    kind,
    policyId: asText(policyId, `${path}.policyId`, ID_CHARS_MAX),
    text: asText(text, `${path}.text`, TEXT_CHARS_MAX),
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new MalformedCall('body: must be JSON')
  }
}
