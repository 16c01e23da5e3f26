import type { KeyObject } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { ApplyAnswer, Instruction, ReadBack, SubjectFacts } from '@countersign/platform-kit'
import { type Connector, ConnectorError, type ConnectorFailure } from '../../foundation/connector/connector.ts'
import type { EffectGrounds } from '../../foundation/connector/effect-signer.ts'
import type { Guarantees } from '../../foundation/connector/guarantees.ts'
import { type CoopItem, type CoopItemId, type CoopTypes, parseCoopId } from '../../foundation/coop/coop-item.ts'
import { accountFacts, contentFacts, countIn, findAuthor } from '../../foundation/coop/to-facts.ts'
import type { Action, Subject } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { guardedFetch } from '../../foundation/outgoing/guarded-fetch.ts'
import { type Calling, post, readItem } from './call-platform.ts'
import { LEFT_OUT, planSteps, type Restriction, readShown, type Shown, stateOf } from './item-state.ts'

/** The time limit of one call of the desk with all its requests, well within the lease of a job. */
const CALL_TIMEOUT_MS = 5_000
/** The time in which a platform may still carry out a callback whose answer was lost: that of the usual proxies. */
const LATE_MS_MAX = 60_000

/** An action of the platform as Coop knows it: its id there, and the path of its callback. */
interface CoopAction {
  id: string
  path: string
}

/** The action that begins a restriction, and the one that ends it. */
export interface Reversible extends CoopAction {
  undo: CoopAction
}

interface CoopOptions {
  /** The address of the platform's Partial Items API. */
  url: string
  types: CoopTypes
  actions: Readonly<Partial<Record<Restriction, Reversible>>>
  /** The action that warns the owner of an account. */
  warn?: CoopAction | undefined
  key: KeyObject
  authorization?: string | undefined
  now: () => Date
  timeoutMs?: number
  allowPrivate?: readonly string[]
}

/**
 * Moderates a platform that was integrated with Coop by its action callbacks. A callback tells nothing of its effect, so
 * every call reads the item first by the platform's Partial Items API, changes only what differs, and reads it again.
 */
export function coopConnector(options: CoopOptions): Connector {
  const platform = new CoopPlatform(options)
  return {
    guarantees: () => guaranteesOf(options),
    capabilities: async () => ({
      ...{ name: new URL(options.url).host, subjects: ['account', 'content'] },
      absentFacts: ['verified', 'tags'],
    }),
    facts: (subject) => orUndefined(platform.readFacts(subject)),
    apply: (instruction, grounds) => platform.apply(instruction, grounds),
    readBack: (subject) => orUndefined(platform.readBack(subject)),
    media: async () => undefined,
  }
}

function guaranteesOf({ actions, warn }: CoopOptions): Guarantees {
  const can = (restriction: Restriction, ...all: Action[]): Action[] => (actions[restriction] ? all : [])
  const shared: Action[] = can('limit', 'limit')
  return {
    ...{ fences: false, readsBack: true, reverts: false, holds: false, verifies: false, lateMsMax: LATE_MS_MAX },
    ownActions: false,
    actions: {
      account: [
        ...(warn ? ['warn' as const] : []),
        ...shared,
        ...can('lock', 'lock'),
        ...can('suspend', 'suspend', 'deactivate'),
      ],
      content: [...shared, ...can('hide', 'hide', 'remove')],
    },
  }
}

class CoopPlatform {
  readonly #options: CoopOptions
  readonly #fetch: ReturnType<typeof guardedFetch>
  /** The warnings that this process delivered: a callback whose answer was lost is sent again. */
  readonly #warned = new Set<string>()

  constructor(options: CoopOptions) {
    this.#options = options
    this.#fetch = guardedFetch({ allowPrivate: options.allowPrivate ?? [] })
  }

  #begin(): Calling {
    const { key, authorization, timeoutMs = CALL_TIMEOUT_MS } = this.#options
    return { fetch: this.#fetch, key, authorization, signal: AbortSignal.timeout(timeoutMs) }
  }

  #shownBy({ kind }: Subject, item: CoopItem): Shown {
    const { types, actions } = this.#options
    return readShown(kind, types.fields, actions, item)
  }

  async readBack(subject: Subject): Promise<ReadBack> {
    const { url, types, now } = this.#options
    const item = await readItem(this.#begin(), url, itemOf(subject))
    const state = stateOf(subject.kind, this.#shownBy(subject, item))
    const reach = subject.kind === 'account' ? countIn(item.data[types.fields.reach]) : 'absent'
    return { subject, state, generation: 0, reach, readAt: now().toISOString() }
  }

  async readFacts(subject: Subject): Promise<SubjectFacts> {
    const { url, types, now } = this.#options
    const calling = this.#begin()
    const item = await readItem(calling, url, itemOf(subject))
    const readAt = now().toISOString()
    if (subject.kind === 'account') return { account: accountFacts(types, item), readAt }
    const content = contentFacts(types, item)
    const author = findAuthor(types, item)
    if (content === undefined || author === undefined)
      throw new ConnectorError('unreadable', renderMessage(message('attention.coop.author')))
    const account = await readItem(calling, url, itemOf({ kind: 'account', id: author }))
    return { account: accountFacts(types, account), content, readAt }
  }

  async apply(instruction: Instruction, grounds: EffectGrounds): Promise<ApplyAnswer> {
    const { subject, generation, epoch, desired, events } = instruction
    const { now } = this.#options
    const calling = this.#begin()
    const before = await this.#readBefore(calling, instruction, grounds)
    for (const { restriction, ends } of planSteps(subject.kind, before, desired)) {
      const action = this.#options.actions[restriction]
      if (action === undefined)
        throw new ConnectorError('refused', renderMessage(message('attention.coop.action', { restriction })))
      await this.#callBack(calling, ends ? action.undo : action, instruction, grounds)
    }
    for (const event of events) await this.#warn(calling, event, instruction, grounds)
    const state = stateOf(subject.kind, await this.#readAfter(calling, subject))
    return {
      ...{ outcome: 'applied', generation, state, appliedAt: now().toISOString() },
      ...(epoch !== undefined && { epoch }),
    }
  }

  /**
   * Reads what an item shows before the callbacks. A platform may leave out what the desk hid, so a restore of an item
   * that is left out ends each restriction first. Only if it is still left out, the platform doesn't have it.
   */
  async #readBefore(calling: Calling, instruction: Instruction, grounds: EffectGrounds): Promise<Shown> {
    const { subject, desired, baseline } = instruction
    const { url, actions } = this.#options
    const found = await orUndefined(readItem(calling, url, itemOf(subject)))
    if (found !== undefined) return this.#shownBy(subject, found)
    const isRestore = isDeepStrictEqual(desired, baseline)
    for (const { restriction } of isRestore ? planSteps(subject.kind, LEFT_OUT, desired) : []) {
      const undo = actions[restriction]?.undo
      // 404 says what the items said: the platform may have deleted it.
      if (undo) await orUndefined(this.#callBack(calling, undo, instruction, grounds, { notFound: 'no_such_subject' }))
    }
    return this.#shownBy(subject, await readItem(calling, url, itemOf(subject)))
  }

  /** Reads what an item shows after the callbacks. One that is left out now proves no effect. */
  async #readAfter(calling: Calling, subject: Subject): Promise<Shown> {
    const item = await orUndefined(readItem(calling, this.#options.url, itemOf(subject)))
    if (item === undefined) throw new ConnectorError('unreadable', renderMessage(message('attention.coop.leftOut')))
    return this.#shownBy(subject, item)
  }

  /** Sends a warning to the owner of an account, once for each process. */
  async #warn(
    calling: Calling,
    event: Instruction['events'][number],
    instruction: Instruction,
    grounds: EffectGrounds,
  ): Promise<void> {
    const { warn } = this.#options
    if (warn === undefined)
      throw new ConnectorError('refused', renderMessage(message('attention.coop.action', { restriction: 'warn' })))
    if (this.#warned.has(event.id)) return
    const policies = [{ id: event.policyId, name: event.policyId, penalty: 'NONE' }]
    await this.#callBack(calling, warn, instruction, grounds, { body: { policies, decisionReason: event.text } })
    this.#warned.add(event.id)
    const [oldest] = this.#warned
    if (this.#warned.size > WARNINGS_KEPT_MAX && oldest !== undefined) this.#warned.delete(oldest)
  }

  /** Sends one action callback. It names no person of the desk. */
  async #callBack(
    calling: Calling,
    { id, path }: CoopAction,
    { subject, statement }: Instruction,
    { enforcements }: EffectGrounds,
    more: { body?: { policies: readonly object[]; decisionReason: string }; notFound?: ConnectorFailure } = {},
  ): Promise<void> {
    const reason = statement?.texts[0]?.text
    const content = {
      ...{ item: itemOf(subject), action: { id }, policies: [], rules: [] },
      custom: { enforcements: enforcements.map(({ enforcement }) => enforcement) },
      ...(reason !== undefined && { decisionReason: reason }),
      ...more.body,
    }
    // A wrong path answers 404 too, so this alone does not say that the platform lost the item.
    await post(calling, new URL(path, this.#options.url).href, content, more.notFound ?? 'unavailable')
  }
}

const WARNINGS_KEPT_MAX = 10_000

/** Returns the item of a subject. A subject without a type in its id is no item of the platform. */
function itemOf({ id }: Subject): CoopItemId {
  const item = parseCoopId(id)
  if (item === undefined) throw new ConnectorError('no_such_subject', renderMessage(message('attention.platform.gone')))
  return item
}

function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof ConnectorError && error.failure === 'no_such_subject') return undefined
    throw error
  })
}
