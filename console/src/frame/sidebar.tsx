import { Badge, NavLink, Stack, Text } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'
import { PLACE_ICONS } from '../components/place-icons.ts'
import { type Place, type PlaceName, placesOf } from '../components/places.ts'
import { useStoppable, useUnacknowledged, useWaiting } from '../components/waiting-counts.ts'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'

type Counts = Partial<Record<PlaceName, { count: number; says: string }>>

/** Shows the pages that the caller's roles use, in groups, each with the number of things that wait there. */
export function Sidebar({ onGo }: { onGo: () => void }) {
  const me = useMe()
  const counts = useCounts()
  return (
    <div className="places">
      <Stack gap="sm" pb="md">
        {placesOf(me?.roles ?? []).map(({ name, places }) => (
          <Stack key={name} component="section" gap={0} aria-labelledby={`group-${name}`}>
            <Text id={`group-${name}`} size="xs" fw={600} c="dimmed" px="sm" pb={2}>
              {words.frame.groups[name]}
            </Text>
            {places.map((place) => (
              <Entry key={place.to} place={place} waiting={counts[place.name]} onGo={onGo} />
            ))}
          </Stack>
        ))}
      </Stack>
    </div>
  )
}

function Entry({ place, waiting, onGo }: { place: Place; waiting: Counts[PlaceName]; onGo: () => void }) {
  const at = useRouterState({ select: ({ location }) => location.pathname })
  const Icon = PLACE_ICONS[place.name]
  const isHere = at === place.to || at.startsWith(`${place.to}/`)
  return (
    <NavLink
      component={Link}
      to={place.to}
      label={words.nav[place.name]}
      leftSection={<Icon size={18} stroke={1.6} aria-hidden="true" />}
      rightSection={
        waiting !== undefined &&
        waiting.count > 0 && (
          <Badge size="sm" variant="default" aria-hidden="true" className="count">
            {waiting.count}
          </Badge>
        )
      }
      active={isHere}
      aria-current={isHere ? 'page' : undefined}
      aria-description={waiting !== undefined && waiting.count > 0 ? waiting.says : undefined}
      onClick={onGo}
      className="place"
    />
  )
}

/** The number of things that wait on each page, as far as the caller may see them. */
function useCounts(): Counts {
  const unread = useUnacknowledged()
  const moving = useStoppable()
  const waiting = useWaiting()
  return {
    queue: { count: waiting, says: words.frame.waiting({ count: waiting }) },
    inbox: { count: unread, says: words.frame.unread({ count: unread }) },
    live: { count: moving, says: words.frame.moving({ count: moving }) },
  }
}
