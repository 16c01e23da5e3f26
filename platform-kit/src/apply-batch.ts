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
  const untilMs = setup.clock.now().getTime() + BEGIN_MS_MAX
  const outcomes: BatchOutcome[] = []
  const waiting = groupBySubject(instructions).values()
  const work = async () => {
    for (const group of waiting)
      for (const [place, parsed] of group) outcomes[place] = await applyOne(setup, parsed, untilMs)
  }
  await Promise.all(Array.from({ length: SUBJECTS_AT_ONCE }, work))
  return answer({ outcomes } satisfies BatchAnswer)
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

async function applyOne<Tx>(setup: PlatformSetup<Tx>, parsed: Parsed, untilMs: number): Promise<BatchOutcome> {
  const { status, body } = await answerOne(setup, parsed, untilMs)
  return { status, answer: JSON.parse(body) }
}

async function answerOne<Tx>(setup: PlatformSetup<Tx>, parsed: Parsed, untilMs: number): Promise<Answer> {
  if (parsed instanceof MalformedCall) return refuseAfter(parsed, setup.onError)
  if (setup.clock.now().getTime() > untilMs)
    return refuse('unavailable', 'The instructions before this one took too long. Ask again.')
  try {
    return await applyInstruction(setup, undefined, parsed)
  } catch (error) {
    return refuseAfter(error, setup.onError)
  }
}
