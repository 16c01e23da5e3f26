import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { CeremonyNote } from '../desk/ceremony-note.tsx'
import { sayFull } from '../desk/format.ts'
import { KeyMade } from '../desk/key-made.tsx'
import { makePasskey } from '../desk/make-passkey.ts'
import { Panel, Shown } from '../desk/panel.tsx'
import { KeyLabel } from '../desk/key-label.tsx'
import { words } from '../words/en.ts'
import { myPasskeysQuery } from './queries.ts'

/** One's own passkeys. Another one is asked for here, and somebody else agrees to it. */
export function Passkeys() {
  const keys = useQuery(myPasskeysQuery)
  return (
    <Panel title={words.enrol.mine}>
      <Stack gap="sm">
        <Shown query={keys}>
          {({ items }) =>
            items.length === 0 ? (
              <Text c="dimmed">{words.enrol.none}</Text>
            ) : (
              items.map(({ credentialId, label, fingerprint, addedAt }) => (
                <Text key={credentialId} size="sm">
                  {label} · {words.team.keyLine(fingerprint, sayFull(addedAt))}
                </Text>
              ))
            )
          }
        </Shown>
        <Another />
      </Stack>
    </Panel>
  )
}

function Another() {
  const [label, setLabel] = useState('')
  const client = useQueryClient()
  const make = useMutation({
    mutationFn: async () => {
      const key = await makePasskey(await unwrap(api.POST('/v1/me/passkeys/begin')), label.trim())
      return unwrap(api.POST('/v1/me/passkeys/finish', { body: key }))
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['me'] }),
  })
  return (
    <>
      <Text size="sm" c="dimmed">
        {words.enrol.anotherHint}
      </Text>
      <Group gap="sm" align="flex-end">
        <KeyLabel value={label} onChange={setLabel} />
        <Button variant="default" disabled={label.trim() === ''} loading={make.isPending} onClick={() => make.mutate()}>
          {words.enrol.another}
        </Button>
      </Group>
      {make.isError && <CeremonyNote error={make.error} gaveUp={words.enrol.failed} />}
      {make.isSuccess && <KeyMade made={make.data} />}
    </>
  )
}
