import { Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { OrderRow } from '../desk/order-row.tsx'
import { Panel, Shown } from '../desk/panel.tsx'
import { liveQuery } from '../shell/queries.ts'
import { words } from '../words/en.ts'
import { Freezes } from './freezes.tsx'
import { PagesPanel } from './pages-panel.tsx'
import { SECTIONS, toSections } from './sections.ts'
import { UndoEverything } from './undo-everything.tsx'

/** What is happening now; whatever must be stopped or brought back is two presses away. */
export function LivePage() {
  const live = useQuery(liveQuery)
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        {words.live.title}
      </Title>
      <PagesPanel />
      <Shown query={live}>
        {(answer) => {
          const sections = toSections(answer)
          const filled = SECTIONS.filter((section) => sections.has(section))
          if (filled.length === 0) return <Text>{words.orders.empty}</Text>
          return filled.map((section) => (
            <Panel key={section} title={`${words.orders.sections[section]} ${sections.get(section)?.length ?? 0}`}>
              {sections.get(section)?.map((order) => (
                <OrderRow key={order.id} order={order} />
              ))}
            </Panel>
          ))
        }}
      </Shown>
      <Freezes />
      <UndoEverything />
    </Stack>
  )
}
