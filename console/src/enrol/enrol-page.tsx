import { Button, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { CeremonyNote } from '../components/ceremony-note.tsx'
import { SignedOutPage } from '../components/signed-out-page.tsx'
import { PasskeyCreated } from '../components/passkey-created.tsx'
import { makePasskey } from '../components/make-passkey.ts'
import { KeyLabel } from '../components/key-label.tsx'
import { words } from '../words/words.ts'

const LABEL_DEFAULT = 'passkey'

/** Shows the form that makes the passkey of an invitation. */
export function EnrolPage({ invitation, onUsed }: { invitation: string; onUsed: () => void }) {
  const [label, setLabel] = useState('')
  const make = useMutation({
    mutationFn: async () => {
      const options = await unwrap(api.POST('/v1/enrolments/begin', { body: { invitation } }))
      const key = await makePasskey(options, label.trim() || LABEL_DEFAULT)
      return unwrap(api.POST('/v1/enrolments/finish', { body: { invitation, ...key } }))
    },
    onSuccess: onUsed,
  })
  if (make.isSuccess) {
    return (
      <SignedOutPage title={words.enrol.title}>
        <PasskeyCreated made={make.data} />
        {make.data.changeId === null && <Link to="/sign-in">{words.enrol.toSignIn}</Link>}
      </SignedOutPage>
    )
  }
  if (invitation === '') {
    return (
      <SignedOutPage title={words.enrol.title}>
        <Text role="note">{words.enrol.noInvitation}</Text>
        <Link to="/sign-in">{words.enrol.toSignIn}</Link>
      </SignedOutPage>
    )
  }
  return (
    <SignedOutPage title={words.enrol.title}>
      <Text>{words.enrol.explain}</Text>
      <KeyLabel value={label} onChange={setLabel} />
      <Button loading={make.isPending} onClick={() => make.mutate()}>
        {words.enrol.make}
      </Button>
      {make.isError && <CeremonyNote error={make.error} gaveUp={words.enrol.failed} />}
    </SignedOutPage>
  )
}
