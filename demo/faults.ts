import type { Call, Subject } from '@countersign/platform-kit'

/** A fault of the platform towards the desk, until the switch is cleared or has caught its number of calls. */
export type FaultSpec = FaultKind & {
  /** Only calls about this subject. */
  subject?: Subject
  /** Only calls of this type. */
  call?: Call['type']
  /** Applies to this many calls; without it, until the switch is cleared. */
  count?: number
}

type FaultKind =
  /** Delays the call before or after the effect: by `delayMs`, or without it until the switch is cleared. */
  | { fault: 'slow'; when: 'before' | 'after'; delayMs?: number }
  /** Answers 503 without an effect. */
  | { fault: 'failing' }
  /** Carries out the effect, then closes the connection or never answers. */
  | { fault: 'applied_but_timed_out'; socket: 'close' | 'hang' }
  /**
   * Closes the connection at once and carries out the effect later: after `delayMs`, or without it when the switch is
   * cleared.
   */
  | { fault: 'late'; delayMs?: number }
  /** Read-backs state the opposite visibility, the state before the last effect, or half the reach. */
  | { fault: 'lying'; about: 'visible' | 'old_state' | 'reach' }
  /** Closes every connection as soon as it opens. */
  | { fault: 'down' }

export type Fault = FaultSpec & {
  id: string
  /** The number of calls that the switch has affected so far. */
  caught: number
  /** The number of calls that the switch delays now. */
  holding: number
  active: boolean
}

/** The parts of a call by which a fault may be limited. A batch counts as each of its single calls too. */
export interface CallAbout {
  types: readonly string[]
  subjects: readonly Subject[]
}

interface Held {
  fault: Fault
  go: (acts: boolean) => void
}

export class Faults {
  readonly #faults = new Map<string, Fault>()
  readonly #held = new Set<Held>()
  #lastId = 0

  set(spec: FaultSpec): Fault {
    this.#lastId++
    const fault: Fault = { ...spec, id: `f${this.#lastId}`, caught: 0, holding: 0, active: true }
    this.#faults.set(fault.id, fault)
    return fault
  }

  /** Lists the switches set since the last clearing, used-up ones too, so that their counts can be read. */
  list(): Fault[] {
    return [...this.#faults.values()]
  }

  /** Ends one switch, or all, and releases the calls they hold. Returns how many there were. */
  clear(id?: string): number {
    const cleared = this.list().filter((fault) => id === undefined || fault.id === id)
    for (const fault of cleared) {
      fault.active = false
      this.#faults.delete(fault.id)
    }
    this.#letGo((held) => cleared.includes(held.fault), true)
    return cleared.length
  }

  /** The first active switch of this kind that fits the call, with the call counted. */
  catch<Kind extends FaultSpec['fault']>(kind: Kind, about: CallAbout): Extract<Fault, { fault: Kind }> | undefined {
    const isOfKind = (fault: Fault): fault is Extract<Fault, { fault: Kind }> => fault.fault === kind
    const fault = this.list()
      .filter(isOfKind)
      .find((each) => each.active && fits(each, about))
    if (!fault) return undefined
    fault.caught++
    if (fault.count !== undefined && fault.caught >= fault.count) fault.active = false
    return fault
  }

  /** Waits as long as the switch states. Returns false if the platform ended meanwhile, so that the call is lost. */
  hold(fault: Fault & { delayMs?: number }): Promise<boolean> {
    return new Promise((resolve) => {
      const held: Held = {
        fault,
        go: (acts) => {
          clearTimeout(timer)
          this.#held.delete(held)
          fault.holding--
          resolve(acts)
        },
      }
      const timer = fault.delayMs === undefined ? undefined : setTimeout(() => held.go(true), fault.delayMs)
      fault.holding++
      this.#held.add(held)
    })
  }

  /** Loses every delayed call, as a process that ends does. */
  abandon(): void {
    this.#letGo(() => true, false)
  }

  #letGo(which: (held: Held) => boolean, acts: boolean): void {
    for (const held of [...this.#held].filter(which)) held.go(acts)
  }
}

function fits(fault: Fault, about: CallAbout): boolean {
  const { subject, call } = fault
  if (call !== undefined && !about.types.includes(call)) return false
  return subject === undefined || about.subjects.some(({ kind, id }) => kind === subject.kind && id === subject.id)
}
