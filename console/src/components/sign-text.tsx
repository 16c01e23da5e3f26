import { Button, Stack, Text, TextInput } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { words } from '../words/words.ts'
import { CeremonyNote } from './ceremony-note.tsx'
import { Shown } from './panel.tsx'
import { type Act, type Prepared, prepare, signPrepared } from './sign.ts'
import { DOING, madeOf, needsWords } from './signed-acts.ts'

/** The signing is prepared anew each time the page opens, and never refetched while its reader reads. */
const preparedQuery = (act: Act, about: string) =>
  queryOptions({
    queryKey: ['signing', act, about],
    queryFn: () => prepare(act, about),
    staleTime: 'static',
    gcTime: 0,
    retry: false,
  })

/** Shows the desk's exact text of an act and the button that signs that text and nothing else with a passkey. */
export function SignText({ act, about }: { act: Act; about: string }) {
  const prepared = useQuery(preparedQuery(act, about))
  return <Shown query={prepared}>{(signing) => <Sign act={act} about={about} signing={signing} />}</Shown>
}

/** The button that shows and hides the text to sign. It keeps the focus, which never moves to the button that signs. */
export function OpenTextToSign({ act, about, label }: { act: Act; about: string; label: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Stack gap="sm" align="flex-start">
      <Button size="compact-sm" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {label}
      </Button>
      {isOpen && <SignText act={act} about={about} />}
    </Stack>
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
          label={needsWords(act, about) ? words.signing.wordsNeeded : words.signing.words}
          value={said}
          maxLength={1_800}
          onChange={(event) => setSaid(event.currentTarget.value)}
        />
      )}
      <Button
        variant="outline"
        loading={sign.isPending}
        disabled={sign.isSuccess || (needsWords(act, about) && said.trim() === '')}
        onClick={() => sign.mutate()}
      >
        {words.signing.sign}
      </Button>
      {sign.isError && <CeremonyNote error={sign.error} gaveUp={words.signing.failed} />}
      {sign.isSuccess && (
        <Text role="status">
          {words.signing.done}
          <Made enforcementId={madeOf(sign.data, about)} />
        </Text>
      )}
    </Stack>
  )
}

/** Shows the enforcement that the act created, if it did. */
function Made({ enforcementId }: { enforcementId: string | undefined }) {
  if (enforcementId === undefined) return null
  return (
    <>
      {' '}
      <Link to="/enforcements/$enforcementId" params={{ enforcementId }}>
        {enforcementId}
      </Link>
    </>
  )
}
