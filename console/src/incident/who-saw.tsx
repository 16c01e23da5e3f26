import { List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Incident } from '../api/shapes.ts'
import { formatSecond } from '../components/format.ts'
import { Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { viewsQuery } from './queries.ts'

/** Shows an auditor the people who were shown the account from the first mark to the last. */
export function WhoSaw({ incident: { subject, marks, now } }: { incident: Incident }) {
  const views = useQuery(viewsQuery(`${subject.kind}:${subject.id}`, marks[0]?.at ?? now, marks.at(-1)?.at ?? now))
  return (
    <Shown query={views}>
      {({ items }) =>
        items.length === 0 ? (
          <Text c="dimmed">{words.incidents.sawNobody}</Text>
        ) : (
          <List listStyleType="none">
            {items.map((view) => (
              <List.Item key={view.id}>
                {formatSecond(view.at)} {view.staff} {words.ledger.saw} {words.ledger.viewKinds[view.kind]}
                {view.reason !== null && `: ${view.reason}`}
              </List.Item>
            ))}
          </List>
        )
      }
    </Shown>
  )
}
