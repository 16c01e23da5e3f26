import { Checkbox, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Wellbeing } from '../api/shapes.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { meQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'

const SETTINGS = ['blur', 'grey', 'mute'] as const

/**
 * The form for the caller's display of pictures, films and sounds. Stored for the person, so it is the same in every
 * browser.
 */
export function WellbeingSettings({ wellbeing }: { wellbeing: Wellbeing }) {
  const client = useQueryClient()
  // Applied at once, before it is stored, so that two quick switches both count.
  const [wanted, setWanted] = useState(wellbeing)
  const keep = useMutation({
    mutationFn: (body: Wellbeing) => unwrap(api.PUT('/v1/me/wellbeing', { body })),
    // One request after the other, so that the last choice is the one stored.
    scope: { id: 'wellbeing' },
    onError: () => setWanted(wellbeing),
    onSettled: () => client.invalidateQueries({ queryKey: meQuery.queryKey, exact: true }),
  })
  return (
    <Panel title={words.wellbeing.title}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.wellbeing.hint}
        </Text>
        {SETTINGS.map((setting) => (
          <Checkbox
            key={setting}
            label={words.wellbeing.settings[setting]}
            checked={wanted[setting]}
            onChange={({ currentTarget: { checked } }) => {
              const next = { ...wanted, [setting]: checked }
              setWanted(next)
              keep.mutate(next)
            }}
          />
        ))}
        {keep.isError && <ProblemNote error={keep.error} />}
      </Stack>
    </Panel>
  )
}
