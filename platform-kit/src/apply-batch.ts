import { type Answer, answer, refuse, refuseAfter } from './answer.ts'
import { applyInstruction, REPLAYED } from './apply.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { ParsedInstruction } from './parse-call.ts'
import { MalformedCall } from './parse-values.ts'
import type { BatchAnswer, BatchOutcome } from './protocol.ts'
import type { VerifiedCall } from './signature.ts'

/** The time within which the instructions of a batch begin. It is shorter than the time for which a desk waits. */
const BEGIN_MS_MAX = 10_000
/** The most subjects of one batch that are worked on at once. */
const SUBJECTS_AT_ONCE = 8

type Parsed = ParsedInstruction | MalformedCall
type Placed = readonly [place: number, parsed: Parsed]

/**
 * Carries out each instruction of a batch as if it had come alone, in a transaction of its own. One that is refused or
 * fails stops no other. Those about one subject are carried out in their order.
 */
export async function applyBatch<Tx>(
  setup: PlatformSetup<Tx>,
  call: VerifiedCall,
  instructions: readonly Parsed[],
): Promise<Answer> {
  if (!(await isFirstBatch(setup, call))) return refuse('replayed', REPLAYED)
  const groups = groupBySubject(instructions).values()
  const apply = (parsed: ParsedInstruction) => applyInstruction(setup, undefined, parsed)
  const outcomes: BatchOutcome[] = await answerEach(setup, groups, BEGIN_MS_MAX, apply)
  return answer({ outcomes } satisfies BatchAnswer)
}

/**
 * Answers each part of a batch, a few groups at once and those of one group in their order. Parts that don't begin in
 * time are answered as unavailable.
 */
export async function answerEach<Tx, Part, Said>(
  setup: PlatformSetup<Tx>,
  groups: Iterable<readonly (readonly [place: number, part: Part | MalformedCall])[]>,
  beginMsMax: number,
  work: (part: Part) => Promise<Answer>,
): Promise<{ status: number; answer: Said }[]> {
  const untilMs = setup.clock.now().getTime() + beginMsMax
  const outcomes: { status: number; answer: Said }[] = []
  const waiting = groups[Symbol.iterator]()
  const workOn = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next())
      for (const [place, part] of next.value) {
        const { status, body } = await answerOne(setup, part, untilMs, work)
        outcomes[place] = { status, answer: JSON.parse(body) }
      }
  }
  await Promise.all(Array.from({ length: SUBJECTS_AT_ONCE }, workOn))
  return outcomes
}

/** Remembers the call, under a lock of its own: a batch has many subjects, and holds up none of them. */
function isFirstBatch<Tx>({ store, clock }: PlatformSetup<Tx>, call: VerifiedCall): Promise<boolean> {
  return store.atomically({ kind: 'content', id: `batch ${call.id}` }, async (tx) => {
    await store.forgetCalls(tx, clock.now().getTime())
    return store.rememberCall(tx, call.id, call.forgetAtMs)
  })
}

function groupBySubject(instructions: readonly Parsed[]): Map<string, Placed[]> {
  const groups = new Map<string, Placed[]>()
  for (const [place, parsed] of instructions.entries()) {
    const key = parsed instanceof MalformedCall ? String(place) : subjectOf(parsed)
    const group = groups.get(key)
    if (group) group.push([place, parsed])
    else groups.set(key, [[place, parsed]])
  }
  return groups
}

const subjectOf = ({ instruction: { subject } }: ParsedInstruction): string => `${subject.kind} ${subject.id}`

async function answerOne<Tx, Part>(
  setup: PlatformSetup<Tx>,
  part: Part | MalformedCall,
  untilMs: number,
  work: (part: Part) => Promise<Answer>,
): Promise<Answer> {
  if (part instanceof MalformedCall) return refuseAfter(part, setup.onError)
  if (setup.clock.now().getTime() > untilMs)
    return refuse('unavailable', 'The parts of the batch before this one took too long. Ask again.')
  try {
    return await work(part)
  } catch (error) {
    return refuseAfter(error, setup.onError)
  }
}
