import { Alert, Button, Center, Divider, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { startAuthentication } from '@simplewebauthn/browser'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import { isProblem } from '../api/problem.ts'
import { ProblemNote } from '../desk/problem-note.tsx'
import { words } from '../words/en.ts'
import { demoPeopleQuery } from './queries.ts'

/** Where people sign in, each with a key that only they have. */
export function SignInPage({ to }: { to: string }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const enter = async () => {
    client.clear() // Nothing of whoever was here before.
    await navigate({ to, replace: true })
  }
  const passkey = useMutation({ mutationFn: signInWithPasskey, onSuccess: enter })
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper withBorder p="xl" w={420} maw="100%">
        <Stack>
          <Title order={1} size="h3">
            {words.product}
          </Title>
          <Button loading={passkey.isPending} onClick={() => passkey.mutate()}>
            {words.signIn.passkey}
          </Button>
          {passkey.isError &&
            (isProblem(passkey.error) ? (
              <ProblemNote error={passkey.error} />
            ) : (
              <Alert role="alert" variant="outline">
                {words.signIn.failed}
              </Alert>
            ))}
          <DemoPeople onIn={enter} />
        </Stack>
      </Paper>
    </Center>
  )
}

async function signInWithPasskey() {
  const optionsJSON = await unwrap(api.POST('/v1/sign-in/begin'))
  const { id, response } = await startAuthentication({ optionsJSON })
  const { clientDataJSON, authenticatorData, signature } = response
  const body = { credentialId: id, clientDataJSON, authenticatorData, signature }
  return unwrap(api.POST('/v1/sign-in/finish', { body }))
}

/** In a demo, one press for each of its invented people, behind a band that nobody takes for the real thing. */
function DemoPeople({ onIn }: { onIn: () => Promise<void> }) {
  const people = useQuery(demoPeopleQuery)
  const signIn = useMutation({
    mutationFn: (pseudonym: string) => unwrap(api.POST('/v1/demo/sign-in', { body: { pseudonym } })),
    onSuccess: onIn,
  })
  if (people.data === undefined) return null
  return (
    <Stack gap="xs" component="section" aria-label={words.signIn.demo}>
      <Divider label={words.signIn.demo} />
      <Text size="sm" className="demo-band" p="xs">
        {words.signIn.demoHint}
      </Text>
      <Group gap="xs">
        {people.data.items.map(({ pseudonym, roles }) => (
          <Button
            key={pseudonym}
            variant="default"
            loading={signIn.isPending && signIn.variables === pseudonym}
            onClick={() => signIn.mutate(pseudonym)}
          >
            {pseudonym} · {roles.at(-1)}
          </Button>
        ))}
      </Group>
      {signIn.isError && <ProblemNote error={signIn.error} />}
    </Stack>
  )
}
