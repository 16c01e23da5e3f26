import type { ApplyAnswer, Instruction, ReadBack, Subject, SubjectFacts } from '@countersign/platform-kit'
import type { Answer } from '../../platform-kit/src/answer.ts'
import { applyInstruction } from '../../platform-kit/src/apply.ts'
import type { PlatformSetup } from '../../platform-kit/src/create-platform.ts'
import { RefusedByPlatform } from '../../platform-kit/src/handlers.ts'
import { type MemoryTx, memoryStore } from '../../platform-kit/src/memory-store.ts'
import { restoreByPeople } from '../../platform-kit/src/restore-by-people.ts'
import { revertDue } from '../../platform-kit/src/revert-due.ts'
import { type Connector, ConnectorError } from '../../src/foundation/connector/connector.ts'
import { EVERY_GUARANTEE } from '../../src/foundation/connector/guarantees.ts'
import { type PlatformState, UNTOUCHED } from '../../src/foundation/domain.ts'
import { CROWD, SPEECHES, SUBJECTS, type SubjectName, WORDS } from './gate.ts'
import { contentsOf, hoursOld, ownerOf } from './owners.ts'
import { pinnedKeys, type Signers, signTogether } from './pinned-people.ts'
import { asRefusal, ignoreRefusal, toError } from './platform-errors.ts'

/**
 * The faults of the next call with an effect. lost: it never arrives. unanswered: it is carried out, and its answer is
 * lost. late: it arrives when the test delivers it. doubled: it arrives twice. refused: not for this subject.
 */
export const CALL_FAULTS = ['lost', 'unanswered', 'late', 'doubled', 'refused'] as const
export type CallFault = (typeof CALL_FAULTS)[number]

interface Row {
  state: PlatformState
}

/** The accounts of these have so many contents, hidden ones included. */
export const OWN_CONTENTS = 9
const HOUR_MS = 3_600_000
/** The generations of a subject that a restored database does not know. */
const LOST_GENERATIONS = 5
const LONG_AGO_MS = Date.parse('2020-01-01T00:00:00.000Z')

interface Has {
  crowded?: boolean
  /** Accounts with several contents. */
  speeches?: boolean
}

/** A platform in memory, built on platform-kit, with the faults that a network and a machine have. */
export class ModelPlatform implements Connector {
  /** The instructions that were carried out, in order. */
  readonly carriedOut: { subject: SubjectName; generation: number; epoch: number; visible: boolean }[] = []
  /** The state it last showed of each subject. */
  readonly shown = new Map<SubjectName, PlatformState>()
  /** The platform answers no call. */
  isAway = false
  /** The first read after a restore shows the subject as it was before. */
  isStale = false
  /** The subjects of the history. */
  readonly names: readonly SubjectName[]
  readonly #ids: Record<SubjectName, Subject>
  readonly #facts: Record<string, { reach: number; tags: readonly string[] }>
  readonly #setup: PlatformSetup<MemoryTx<Row>>
  readonly #store: ReturnType<typeof memoryStore<Row>>
  readonly #now: () => Date
  #fault: CallFault | undefined
  #late: Instruction[] = []
  /** The latest instruction on each subject that was carried out. */
  readonly #latest = new Map<SubjectName, Instruction>()
  /** The state of each subject before its last change. */
  readonly #before = new Map<SubjectName, { state: PlatformState; generation: number }>()
  #calls = 0
  /** By subject, the last call by which people restored it at the platform itself. */
  readonly #lastRestores = new Map<SubjectName, Parameters<typeof restoreByPeople>[2]>()
  readonly #beganMs: number
  readonly #tellsContents: boolean

  constructor(key: string, now: () => Date, { crowded = false, speeches = false }: Has = {}) {
    this.#now = now
    this.#beganMs = now().getTime()
    this.#tellsContents = speeches
    this.names = [
      ...SUBJECTS,
      ...(crowded ? ([...CROWD, 'note'] as const) : []),
      ...(speeches ? [...SPEECHES, ...WORDS] : []),
    ]
    const account = (name: string): Subject => ({ kind: 'account', id: `${key}-${name}` })
    const crowd = CROWD.map((name) => [name, account(name)] as const)
    this.#ids = {
      ...(Object.fromEntries(crowd) as Record<(typeof CROWD)[number], Subject>),
      ordinary: account('ordinary'),
      wide: account('wide'),
      office: account('office'),
      ...contentsOf(key),
    }
    this.#facts = {
      ...Object.fromEntries(crowd.map(([, { id }], place) => [id, { reach: 300 + place, tags: [] }])),
      [this.#ids.ordinary.id]: { reach: 500, tags: [] },
      [this.#ids.wide.id]: { reach: 2_000_000, tags: [] },
      [this.#ids.office.id]: { reach: 50_000, tags: ['public_office'] },
    }
    this.#store = memoryStore(this.names.map((name) => [this.#ids[name], { state: UNTOUCHED }] as const))
    this.#setup = {
      secrets: [],
      clock: { now },
      store: this.#store,
      handlers: {
        read: (tx, subject) => {
          const row = tx.find(subject)
          return row && { state: row.state, reach: this.#facts[subject.id]?.reach ?? 'absent' }
        },
        write: (tx, subject, desired, { cause }) => {
          if (this.#fault === 'refused' && cause === 'desk' && !desired.visible)
            throw new RefusedByPlatform('not this one')
          tx.put(subject, { state: desired })
        },
        warn: () => undefined,
        facts: () => undefined,
        capabilities: () => ({ name: 'model', subjects: ['account', 'content'], absentFacts: [] }),
      },
    }
  }

  subject = (name: SubjectName): Subject => this.#ids[name]
  key = (name: SubjectName): string => `${this.#ids[name].kind}:${this.#ids[name].id}`
  nameOf = (key: string): SubjectName => this.names.find((name) => this.key(name) === key) ?? 'post'
  accountOf = (name: SubjectName): string => this.#ids[ownerOf(name)].id
  handleOf = (name: SubjectName): string => this.accountOf(name)
  factsOf = (name: SubjectName) => this.#facts[this.accountOf(name)] ?? { reach: 0, tags: [] }
  state = (name: SubjectName): PlatformState => this.#store.find(this.#ids[name])?.state ?? UNTOUCHED
  nextRevertAtMs = (): number | undefined => this.#store.findNextRevertAtMs()

  setFault(fault: CallFault): void {
    this.#fault = fault
  }

  clearFaults(): void {
    this.#fault = undefined
    this.isAway = false
    this.isStale = false
  }

  setFacts(name: SubjectName, facts: { reach: number; tags: readonly string[] }): void {
    this.#facts[this.accountOf(name)] = facts
  }

  /** Runs the platform's own timer, which reverts effects at their end even if the desk is gone. */
  async keepTime(): Promise<void> {
    await revertDue(this.#setup)
  }

  /** Calls that were on their way arrive now, the latest first. */
  async deliverLate(): Promise<number> {
    const late = this.#late.reverse()
    this.#late = []
    // The callers do not wait for the answers any more.
    for (const instruction of late) await this.#receive(instruction).catch(ignoreRefusal)
    return late.length
  }

  /**
   * A thief of the platform's secret sends the last instruction that was carried out again, so far above the last
   * generation: it takes nothing that was not taken, and uses up generations. Answers how the platform took it.
   */
  async sendAbove(name: SubjectName, above: number): Promise<string> {
    const latest = this.#latest.get(name)
    if (latest === undefined) return 'nothing was sent yet'
    const stolen = { ...latest, generation: latest.generation + above, events: [] }
    const { status, body } = await this.#apply(stolen)
    if (status === 200) this.#latest.set(name, stolen)
    return status === 200 ? 'taken' : `refused: ${JSON.parse(body).refusal}`
  }

  /** People of the pinned list give a subject back by their signatures. Answers how the platform took it. */
  async restoreByPeople(name: SubjectName, signers: Signers): Promise<string> {
    const subject = this.#ids[name]
    const last = this.#lastRestores.get(name)
    if (signers === 'the last call again' && last === undefined) return 'nothing was sent yet'
    const epoch = 1 + (await this.#epochOf(subject))
    const now = this.#now()
    const sent =
      signers === 'the last call again' && last !== undefined
        ? last
        : { subject, epoch, signatures: signTogether(subject, epoch, { isTwo: signers === 'two people', now }) }
    const authority = { audience: '', deskKeys: [], keys: pinnedKeys(now) }
    const { status, body } = await restoreByPeople({ ...this.#setup, authority }, this.#nextCall(), sent)
    if (status === 200) this.#lastRestores.set(name, sent)
    return status === 200 ? 'restored' : `refused: ${JSON.parse(body).refusal}`
  }

  #epochOf = (subject: Subject): Promise<number> =>
    this.#store.atomically(subject, (tx) => this.#store.findRecord(tx, subject)?.epoch ?? 0)
  #nextCall = () => ({ id: `call-${++this.#calls}`, forgetAtMs: Number.POSITIVE_INFINITY })

  guarantees = () => EVERY_GUARANTEE
  capabilities = async () => this.#setup.handlers.capabilities()
  media = async () => undefined

  async apply(instruction: Instruction): Promise<ApplyAnswer> {
    this.#refuseIfAway()
    const fault = this.#fault
    if (fault === 'lost' || fault === 'late') {
      this.#fault = undefined
      if (fault === 'late') this.#late.push(structuredClone(instruction))
      throw new ConnectorError('timeout', 'no answer in time')
    }
    const answer = await this.#receive(instruction)
    if (fault === 'doubled') await this.#receive(instruction).catch(ignoreRefusal)
    this.#fault = undefined
    if (fault === 'unanswered') throw new ConnectorError('timeout', 'no answer in time')
    return answer
  }

  async readBack(subject: Subject): Promise<ReadBack | undefined> {
    this.#refuseIfAway()
    const name = this.nameOf(`${subject.kind}:${subject.id}`)
    return this.#store.atomically(subject, (tx) => {
      const row = tx.find(subject)
      if (row === undefined) return undefined
      const { generation = 0, epoch } = this.#store.findRecord(tx, subject) ?? {}
      const was = this.#before.get(name)
      const before = this.isStale && row.state.visible && was?.state.visible === false ? was : undefined
      if (before) this.isStale = false
      const state = before?.state ?? row.state
      this.shown.set(name, state)
      const reach = this.#facts[subject.id]?.reach ?? 'absent'
      const numbers = { generation: before?.generation ?? generation, ...(epoch && { epoch }) }
      return { subject, state, ...numbers, reach, readAt: this.#now().toISOString() }
    })
  }

  async facts({ kind, id }: Subject): Promise<SubjectFacts | undefined> {
    this.#refuseIfAway()
    const account = this.accountOf(this.nameOf(`${kind}:${id}`))
    const { reach, tags } = this.#facts[account] ?? { reach: 0, tags: [] }
    const readAt = this.#now().toISOString()
    const name = this.nameOf(`${kind}:${id}`)
    const createdAt = new Date(this.publishedAtMs(name)).toISOString()
    const about = {
      id: account,
      handle: account,
      displayName: account,
      reach,
      verified: false,
      tags,
      createdAt,
      items: OWN_CONTENTS,
      ...(this.#tellsContents ? { contents: this.#countContents(account) } : {}),
    }
    if (kind === 'account') return { account: about, readAt }
    return { account: about, content: { id, accountId: account, kind: 'post', text: 'words', createdAt }, readAt }
  }

  nowMs = (): number => this.#now().getTime()

  /** The time at which a content was published, as only the platform knows. */
  publishedAtMs = (name: SubjectName): number => {
    if (!this.#tellsContents) return LONG_AGO_MS
    return this.#beganMs - hoursOld(name) * HOUR_MS
  }

  #countContents(account: string) {
    const contents = this.names.filter((name) => this.#ids[name].kind === 'content' && this.accountOf(name) === account)
    const all = { own: OWN_CONTENTS, hidden: contents.filter((name) => !this.state(name).visible).length }
    return { all, month: all }
  }

  #refuseIfAway(): void {
    if (this.isAway) throw new ConnectorError('unreachable', 'the platform is away')
  }

  async #receive(instruction: Instruction): Promise<ApplyAnswer> {
    const subject = this.nameOf(`${instruction.subject.kind}:${instruction.subject.id}`)
    const before = { state: this.state(subject), generation: instruction.generation - 1 }
    const { status, body } = await this.#apply(instruction)
    if (status !== 200) throw toError(JSON.parse(body))
    const { generation, epoch = 0, desired } = instruction
    this.#latest.set(subject, instruction)
    this.#before.set(subject, before)
    this.carriedOut.push({ subject, generation, epoch, visible: desired.visible })
    return JSON.parse(body)
  }

  /**
   * A desk whose database was restored from a backup since then has taken a subject offline: the platform knows this
   * under a generation that the database does not. Returns the generation.
   */
  async takeInLostPast(name: SubjectName): Promise<number> {
    const subject = this.#ids[name]
    const last = await this.#store.atomically(subject, (tx) => this.#store.findRecord(tx, subject)?.generation ?? 0)
    const generation = last + LOST_GENERATIONS
    const desired = { ...UNTOUCHED, visible: false, mayPost: false }
    await this.#apply({ subject, generation, desired, baseline: UNTOUCHED, reverts: [], events: [] })
    return generation
  }

  #apply(instruction: Instruction): Promise<Answer> {
    const sent = { instruction, sentInstruction: instruction, sentStatement: undefined, authorisation: undefined }
    return applyInstruction(this.#setup, this.#nextCall(), sent).catch(asRefusal)
  }
}
