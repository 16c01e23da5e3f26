import { Checkbox, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Care } from '../api/shapes.ts'
import { Panel } from '../desk/panel.tsx'
import { ProblemNote } from '../desk/problem-note.tsx'
import { meQuery } from '../shell/queries.ts'
import { words } from '../words/en.ts'

const SETTINGS = ['blur', 'grey', 'mute'] as const

/** How one wants pictures, films and sounds shown. Kept for the person, so it is the same in every browser. */
export function CareSettings({ care }: { care: Care }) {
  const client = useQueryClient()
  const keep = useMutation({
    mutationFn: (body: Care) => unwrap(api.PUT('/v1/me/care', { body })),
    onMutate: (wanted) => client.setQueryData(meQuery.queryKey, (me) => me && { ...me, care: wanted }),
    onSettled: () => client.invalidateQueries({ queryKey: meQuery.queryKey, exact: true }),
  })
  return (
    <Panel title={words.care.title}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.care.hint}
        </Text>
        {SETTINGS.map((setting) => (
          <Checkbox
            key={setting}
            label={words.care.settings[setting]}
            checked={care[setting]}
            onChange={({ currentTarget: { checked } }) => keep.mutate({ ...care, [setting]: checked })}
          />
        ))}
        {keep.isError && <ProblemNote error={keep.error} />}
      </Stack>
    </Panel>
  )
}
