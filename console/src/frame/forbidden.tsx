import { Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { nameRoles } from '../components/names.ts'
import { Page } from '../components/page.tsx'
import { PLACE_ICONS } from '../components/place-icons.ts'
import { listPlaces } from '../components/places.ts'
import type { Role } from '../components/use-roles.ts'
import { useAnnounce } from '../shell/announce.tsx'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'

/** Shows, in place of a page that the caller's roles never see, which roles see it and where the caller can go. */
export default function Forbidden({ roles }: { roles: readonly Role[] }) {
  const me = useMe()
  const announce = useAnnounce()
  useEffect(() => {
    document.title = `${words.forbidden.title} · ${words.app.product}`
    announce(words.forbidden.title)
  }, [announce])
  const places = listPlaces(me?.roles ?? [])
  return (
    <Page title={words.forbidden.title}>
      <Stack gap="md" maw="72ch">
        <Text>
          {words.forbidden.why({ own: nameRoles(me?.roles ?? []), roles: roles.map((role) => words.roles[role]) })}
        </Text>
        <Text c="dimmed" size="sm">
          {words.forbidden.ask}
        </Text>
        <Group gap="sm">
          {places.map(({ to, name }) => {
            const Icon = PLACE_ICONS[name]
            return (
              <Button
                key={to}
                component={Link}
                to={to}
                variant="default"
                leftSection={<Icon size={16} stroke={1.6} aria-hidden="true" />}
              >
                {words.nav[name]}
              </Button>
            )
          })}
        </Group>
      </Stack>
    </Page>
  )
}
