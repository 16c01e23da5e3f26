import { Accordion, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { toInstant } from '../components/local-time.ts'
import type { Member, Wanted } from '../api/shapes.ts'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { formatFull } from '../components/format.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { ReasonField } from '../components/reason-field.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { useEnd, useNotice, usePostpone, useRestrict } from './acts.ts'
import { TimeField } from '../components/time-field.tsx'
import { ClearanceChange, RoleChange, TeamChange } from './rights-change.tsx'

/** Shows the acts about a person: one caller takes rights at once, while giving rights takes two people. */
export function PersonActs({ person }: { person: Member }) {
  const isAdmin = useHasRole('admin')
  const isLead = useHasRole('lead')
  const team = words.team
  return (
    <Accordion variant="separated" order={2}>
      {person.restricted ? (
        <Act id="lift" name={team.lift} hint={team.liftHint}>
          <ProposeChangeForm wanted={{ kind: 'unrestrict', staffId: person.id }} button={team.lift} />
        </Act>
      ) : (
        <Act id="restrict" name={team.restrict} hint={team.restrictHint}>
          <Restrict person={person} />
        </Act>
      )}
      <Act id="role" name={team.rolesAct} hint={team.grantHint}>
        <RoleChange person={person} />
      </Act>
      <Act id="clearance" name={team.clearances} hint={team.clearancesHint}>
        <ClearanceChange person={person} />
      </Act>
      <Act id="team" name={team.otherTeam} hint={team.otherTeamHint}>
        <TeamChange person={person} />
      </Act>
      {isAdmin && (
        <Act id="notice" name={team.notice} hint={team.noticeHint}>
          <Notice person={person} />
        </Act>
      )}
      {isLead && person.endsAt !== null && (
        <Act id="postpone" name={team.postpone} hint={team.postponeHint}>
          <Postpone person={person} />
        </Act>
      )}
      {isAdmin && person.endsAt !== null && (
        <Act id="later" name={team.later} hint={team.laterHint}>
          <Later person={person} />
        </Act>
      )}
      {isAdmin && (
        <Act id="end" name={team.end} hint={team.endHint}>
          <End person={person} />
        </Act>
      )}
    </Accordion>
  )
}

interface ActProps {
  id: string
  name: string
  hint: string
  children: ReactNode
}

const Act = ({ id, name, hint, children }: ActProps) => (
  <Accordion.Item value={id}>
    <Accordion.Control>{name}</Accordion.Control>
    <Accordion.Panel>
      <Stack gap="sm">
        <Text size="sm" maw="72ch">
          {hint}
        </Text>
        {children}
      </Stack>
    </Accordion.Panel>
  </Accordion.Item>
)

function Restrict({ person }: { person: Member }) {
  const [reason, setReason] = useState('')
  const restrict = useRestrict(person.id)
  return (
    <>
      <Group align="flex-end" gap="sm">
        <ReasonField label={words.team.reason} value={reason} max={1_000} onChange={setReason} />
        <Button
          color="gray.7"
          disabled={reason.trim() === ''}
          loading={restrict.isPending}
          onClick={() => restrict.mutate(reason.trim())}
        >
          {words.team.restrict}
        </Button>
      </Group>
      {restrict.isError && <ProblemNote error={restrict.error} />}
      {restrict.isSuccess && (
        <Text role="status">{words.team.restricted({ count: restrict.data.enforcementsStopped.length })}</Text>
      )}
    </>
  )
}

const KINDS = ['voluntary', 'involuntary'] as const

function Notice({ person }: { person: Member }) {
  const [kind, setKind] = useState<(typeof KINDS)[number]>('voluntary')
  const [at, setAt] = useState('')
  const notice = useNotice(person.id)
  return (
    <>
      <Group align="flex-end" gap="sm">
        <Select
          label={words.team.noticeKind}
          data={KINDS.map((value) => ({ value, label: words.team.notices[value] }))}
          value={kind}
          allowDeselect={false}
          w={320}
          onChange={(value) => setKind(KINDS.find((known) => known === value) ?? 'voluntary')}
        />
        <TimeField label={words.team.noticeAt} value={at} onChange={setAt} />
        <Button
          variant="default"
          disabled={at === ''}
          loading={notice.isPending}
          onClick={() => notice.mutate({ kind, endsAt: toInstant(at) })}
        >
          {words.team.notice}
        </Button>
      </Group>
      {notice.isError && <ProblemNote error={notice.error} />}
      {notice.isSuccess && <Text role="status">{words.team.noticeGiven}</Text>}
    </>
  )
}

function Postpone({ person }: { person: Member }) {
  const postpone = usePostpone(person.id)
  return (
    <>
      <Button variant="default" w="fit-content" loading={postpone.isPending} onClick={() => postpone.mutate()}>
        {words.team.postpone}
      </Button>
      {postpone.isError && <ProblemNote error={postpone.error} />}
      {postpone.isSuccess && (
        <Text role="status">{words.team.postponed({ at: formatFull(postpone.data.endsAt) })}</Text>
      )}
    </>
  )
}

function Later({ person }: { person: Member }) {
  const [at, setAt] = useState('')
  const wanted: Wanted | undefined =
    at === '' ? undefined : { kind: 'end_later', staffId: person.id, endsAt: toInstant(at) }
  return (
    <>
      <TimeField label={words.team.laterAt} value={at} onChange={setAt} />
      <ProposeChangeForm wanted={wanted} button={words.team.propose} />
    </>
  )
}

/** The form that ends a person's access. It is final, so the caller types the person's name. */
function End({ person }: { person: Member }) {
  const [typed, setTyped] = useState('')
  const end = useEnd(person.id)
  return (
    <>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={words.team.endTask({ pseudonym: person.pseudonym })}
          value={typed}
          maxLength={64}
          autoComplete="off"
          ff="monospace"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button
          variant="outline"
          color="var(--state-alarm)"
          disabled={typed.trim() !== person.pseudonym}
          loading={end.isPending}
          onClick={() => end.mutate()}
        >
          {words.team.end}
        </Button>
      </Group>
      {end.isError && <ProblemNote error={end.error} />}
    </>
  )
}
