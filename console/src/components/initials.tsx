import { words } from '../words/words.ts'

const HUES = 12

/** Shows the first letter of a name in a circle, in a colour of its own for each account. The name stands beside it. */
export function Initials({ name, seed }: { name: string | null; seed: string }) {
  const [first = words.queue.unknownInitial] = [...(name ?? '').replace(/[^\p{L}\p{N}]/gu, '')]
  return (
    <span className="initials" data-hue={hueOf(seed)} aria-hidden="true">
      {first.toUpperCase()}
    </span>
  )
}

function hueOf(seed: string): number {
  let sum = 0
  for (const sign of seed) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 997
  return sum % HUES
}
