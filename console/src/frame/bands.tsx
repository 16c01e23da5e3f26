import { Text } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { sayClock } from '../desk/format.ts'
import { words } from '../words/en.ts'
import { useFreeze } from './freeze.tsx'

/** What is so for the whole desk, over every page: frozen, offline. */
export function Bands() {
  const freeze = useFreeze()
  const { online } = useNetwork()
  const [since, setSince] = useState<string | null>(null)
  useEffect(() => setSince(online ? null : sayClock(new Date())), [online])
  return (
    <>
      {freeze !== undefined && <Band>{words.frozenBand(sayClock(freeze.until))}</Band>}
      {since !== null && <Band>{words.offline(since)}</Band>}
    </>
  )
}

const Band = ({ children }: { children: string }) => (
  <Text role="status" ta="center" fw={600} p={4} bg="var(--mantine-color-default-hover)">
    {children}
  </Text>
)
