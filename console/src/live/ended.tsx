import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { LiveEnforcement } from '../api/shapes.ts'
import { enforcementQuery } from '../components/enforcement-query.ts'
import { formatDone } from '../components/format-action.ts'
import { StateBadge } from '../components/state-badge.tsx'
import { SubjectName } from '../components/subject-name.tsx'

const SHOWN_MS = 10_000

/** Returns the enforcements that have just left the list, each for a while, so that the reader can still find it. */
export function useEnded(enforcements: readonly LiveEnforcement[]): readonly LiveEnforcement[] {
  const [before, setBefore] = useState(enforcements)
  const [ended, setEnded] = useState<readonly LiveEnforcement[]>([])
  if (before !== enforcements) {
    setBefore(enforcements)
    const isHere = new Set(enforcements.map(({ id }) => id))
    setEnded([...ended, ...before].filter(({ id }) => !isHere.has(id)))
  }
  useEffect(() => {
    if (ended.length === 0) return
    const timer = setTimeout(() => setEnded([]), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [ended])
  return ended
}

/** Shows the final state of an enforcement that left the list. */
export function EndedRow({ enforcement }: { enforcement: LiveEnforcement }) {
  const found = useQuery(enforcementQuery(enforcement.id))
  return (
    <Group gap="xs" px="md" py={6} c="dimmed" role="status" data-glide={`ended ${enforcement.id}`}>
      <SubjectName handle={enforcement.handle} id={enforcement.subject.id} />
      {formatDone(enforcement)}
      {found.data && <StateBadge state={found.data.state} />}
    </Group>
  )
}
