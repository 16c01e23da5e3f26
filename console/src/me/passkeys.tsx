import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Passkey } from '../api/shapes.ts'
import { CeremonyNote } from '../components/ceremony-note.tsx'
import { formatFull } from '../components/format.ts'
import { PasskeyCreated } from '../components/passkey-created.tsx'
import { makePasskey } from '../components/make-passkey.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { KeyLabel } from '../components/key-label.tsx'
import { ReasonForm } from '../components/reason-form.tsx'
import { words } from '../words/words.ts'
import { myPasskeysQuery } from './queries.ts'

/** Shows the caller's passkeys and the form that asks for another, which another person approves. */
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
              items.map((key) => <MyKey key={key.credentialId} of={key} isOnly={items.length === 1} />)
            )
          }
        </Shown>
        <Another />
      </Stack>
    </Panel>
  )
}

/**
 * Shows one passkey. Removing it takes another person's approval; the only one cannot be removed, because its owner
 * could not sign in again.
 */
function MyKey({ of: { credentialId, label, fingerprint, addedAt }, isOnly }: { of: Passkey; isOnly: boolean }) {
  const [isAsking, setAsking] = useState(false)
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: (reason: string) => unwrap(api.POST('/v1/me/passkeys/remove', { body: { credentialId, reason } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['me'] }),
  })
  return (
    <Stack gap={4}>
      <Group justify="space-between">
        <Text size="sm">
          {label} · {words.team.keyLine({ fingerprint, added: formatFull(addedAt) })}
        </Text>
        {isOnly && (
          <Text size="sm" c="dimmed">
            {words.enrol.onlyOne}
          </Text>
        )}
        {!isOnly && !isAsking && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`${words.enrol.remove} ${label}`}
            onClick={() => setAsking(true)}
          >
            {words.enrol.remove}
          </Button>
        )}
      </Group>
      {isAsking && !remove.isSuccess && (
        <ReasonForm label={words.team.reason} button={words.enrol.askRemove} act={remove} />
      )}
      {remove.isSuccess && <Text role="status">{words.enrol.removalWaits({ changeId: remove.data.changeId })}</Text>}
    </Stack>
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
      {make.isSuccess && <PasskeyCreated made={make.data} />}
    </>
  )
}
