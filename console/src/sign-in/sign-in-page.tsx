import { Avatar, Button, Divider, Group, Stack, Text, UnstyledButton } from '@mantine/core'
import { startAuthentication } from '@simplewebauthn/browser'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { api, unwrap } from '../api/client.ts'
import { CeremonyNote } from '../components/ceremony-note.tsx'
import { SignedOutPage } from '../components/signed-out-page.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import type { Role } from '../components/use-roles.ts'
import { clearRecentSearches } from '../shell/recent-searches.ts'
import { noteSignIn } from '../shell/tour-request.ts'
import { words } from '../words/words.ts'
import { demoPeopleQuery, signOnQuery } from './queries.ts'

/** Shows the ways to sign in: a passkey, or the company's identity provider. */
export function SignInPage({ to }: { to: string }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  useEffect(clearRecentSearches, []) // A session may have expired while no page was open.
  const enter = async () => {
    client.clear() // Drops all data of the previous session.
    await navigate({ href: to, replace: true }) // The address keeps its parameters, such as the act to sign.
  }
  const passkey = useMutation({ mutationFn: signInWithPasskey, onSuccess: enter })
  return (
    <SignedOutPage title={words.signIn.title}>
      <Button loading={passkey.isPending} onClick={() => passkey.mutate()}>
        {words.signIn.passkey}
      </Button>
      {passkey.isError && <CeremonyNote error={passkey.error} gaveUp={words.signIn.failed} />}
      <SignOn />
      <DemoPeople onIn={enter} />
    </SignedOutPage>
  )
}

async function signInWithPasskey() {
  const optionsJSON = await unwrap(api.POST('/v1/sign-in/begin'))
  const { id, response } = await startAuthentication({ optionsJSON })
  const { clientDataJSON, authenticatorData, signature } = response
  const body = { credentialId: id, clientDataJSON, authenticatorData, signature }
  return unwrap(api.POST('/v1/sign-in/finish', { body }))
}

/** The button for single sign-on, if an identity provider is configured: people go there, and return signed in. */
function SignOn() {
  const there = useQuery(signOnQuery)
  const go = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/sign-on/begin')),
    onSuccess: ({ url }) => location.assign(url),
  })
  if (there.data?.available !== true) return null
  return (
    <Stack gap="xs">
      <Button variant="default" loading={go.isPending} onClick={() => go.mutate()}>
        {words.signIn.signOn}
      </Button>
      <Text size="sm" c="dimmed">
        {words.signIn.signOnHint}
      </Text>
      {go.isError && <ProblemNote error={go.error} />}
    </Stack>
  )
}

/** Shows, in a demo, a button for each invented person, under a band that marks the demo. */
function DemoPeople({ onIn }: { onIn: () => Promise<void> }) {
  const people = useQuery(demoPeopleQuery)
  const signIn = useMutation({
    mutationFn: (pseudonym: string) => unwrap(api.POST('/v1/demo/sign-in', { body: { pseudonym } })),
    onSuccess: () => {
      noteSignIn()
      return onIn()
    },
  })
  if (people.data === undefined || people.data.length === 0) return null
  return (
    <Stack gap="xs" component="section" aria-label={words.signIn.demo}>
      <Divider label={words.signIn.demo} />
      <Text size="sm" className="demo-band" py="xs">
        {words.signIn.demoHint}
      </Text>
      <Stack gap={4}>
        {people.data.map((person) => (
          <DemoPerson
            key={person.pseudonym}
            person={person}
            isBusy={signIn.isPending && signIn.variables === person.pseudonym}
            onChoose={() => signIn.mutate(person.pseudonym)}
          />
        ))}
      </Stack>
      {signIn.isError && <ProblemNote error={signIn.error} />}
    </Stack>
  )
}

interface DemoPersonProps {
  person: { pseudonym: string; roles: readonly Role[] }
  isBusy: boolean
  onChoose: () => void
}

/** Shows one person of the demo: the role that gives the most rights, and what to try with it. */
function DemoPerson({ person: { pseudonym, roles }, isBusy, onChoose }: DemoPersonProps) {
  const role = roles.at(-1)
  return (
    <UnstyledButton className="demo-person" disabled={isBusy} onClick={onChoose}>
      <Group gap="md" wrap="nowrap">
        <Avatar name={pseudonym} color="accent" size={36} radius="xl" aria-hidden="true" />
        <div>
          <Text fw={600}>
            {pseudonym} · {role !== undefined && words.roles[role]}
          </Text>
          <Text size="sm" c="dimmed">
            {role !== undefined && words.signIn.tries[role]}
          </Text>
        </div>
      </Group>
    </UnstyledButton>
  )
}
