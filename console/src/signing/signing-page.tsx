import { Button, Stack, Text, TextInput, Title } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CeremonyNote } from '../desk/ceremony-note.tsx'
import { Panel, Shown } from '../desk/panel.tsx'
import { type Act, type Prepared, prepare, signPrepared } from '../desk/sign.ts'
import { words } from '../words/en.ts'
import { DOING } from './acts.ts'

/** Prepared anew each time the page is opened, and never again behind whoever reads it. */
const preparedQuery = (act: Act, about: string) =>
  queryOptions({
    queryKey: ['signing', act, about],
    queryFn: () => prepare(act, about),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })

export const isAct = (act: string): act is Act => Object.hasOwn(DOING, act)

/** Where somebody reads what a command would have them agree to, and signs that and nothing else. */
export function SigningPage({ act, about }: { act: string; about: string }) {
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        {words.signing.title}
      </Title>
      {isAct(act) && about !== '' ? (
        <Prepare act={act} about={about} />
      ) : (
        <Text role="note">{words.signing.nothing}</Text>
      )}
    </Stack>
  )
}

function Prepare({ act, about }: { act: Act; about: string }) {
  const prepared = useQuery(preparedQuery(act, about))
  return (
    <Panel title={about}>
      <Shown query={prepared}>{(signing) => <Sign act={act} about={about} signing={signing} />}</Shown>
    </Panel>
  )
}

function Sign({ act, about, signing }: { act: Act; about: string; signing: Prepared }) {
  const [said, setSaid] = useState('')
  const client = useQueryClient()
  const { words: taken, send } = DOING[act]
  const sign = useMutation({
    mutationFn: async () => send(about, await signPrepared(signing), said.trim()),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'signing' }),
  })
  return (
    <Stack gap="md" align="flex-start">
      <Text className="hostile" style={{ whiteSpace: 'pre-wrap' }} data-signed>
        {signing.text}
      </Text>
      {taken !== undefined && (
        <TextInput
          w="100%"
          maw={480}
          label={words.signing.words}
          value={said}
          maxLength={1_800}
          onChange={(event) => setSaid(event.currentTarget.value)}
        />
      )}
      <Button variant="outline" loading={sign.isPending} disabled={sign.isSuccess} onClick={() => sign.mutate()}>
        {words.signing.sign}
      </Button>
      {sign.isError && <CeremonyNote error={sign.error} gaveUp={words.signing.failed} />}
      {sign.isSuccess && <Text role="status">{words.signing.done}</Text>}
    </Stack>
  )
}
