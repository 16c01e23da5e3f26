import { List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatLeft, formatMinute } from '../components/format.ts'
import { useNow } from '../components/use-now.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { staffQuery } from './queries.ts'

/** Shows announced departures, the next first, as far as the caller may see them. */
export function LeavingPanel() {
  const people = useQuery(staffQuery(false))
  const now = useNow()
  return (
    <Panel title={words.team.leaving}>
      <Shown query={people}>
        {({ items }) => {
          const leaving = items
            .flatMap(({ id, pseudonym, endsAt }) => (endsAt === null ? [] : [{ id, pseudonym, endsAt }]))
            .sort((one, other) => one.endsAt.localeCompare(other.endsAt))
          if (leaving.length === 0) return <Text c="dimmed">{words.team.leavingNone}</Text>
          return (
            <List size="sm">
              {leaving.map(({ id, pseudonym, endsAt }) => (
                <List.Item key={id}>
                  <Link to="/team/$staffId" params={{ staffId: id }}>
                    {pseudonym}
                  </Link>{' '}
                  {words.team.leavesIn({ left: formatLeft(Date.parse(endsAt) - now), at: formatMinute(endsAt) })}
                </List.Item>
              ))}
            </List>
          )
        }}
      </Shown>
    </Panel>
  )
}
