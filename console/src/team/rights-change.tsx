import { Autocomplete, Group, MultiSelect, SegmentedControl, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Member } from '../api/shapes.ts'
import { choicesOf } from '../components/choices.ts'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { usePlatforms } from '../components/subject-name.tsx'
import { ROLES, type Role } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { staffQuery } from './queries.ts'

type Op = 'grant' | 'revoke'

/** The choice between giving, which takes two people, and taking, which one person does at once. */
const GiveOrTake = ({ label, op, onOp }: { label: string; op: Op; onOp: (op: Op) => void }) => (
  <SegmentedControl
    aria-label={label}
    value={op}
    data={(['grant', 'revoke'] as const).map((value) => ({ value, label: words.team.ops[value] }))}
    onChange={onOp}
  />
)

const isLimitable = (role: Role | undefined): boolean => role === 'reviewer' || role === 'senior' || role === 'lead'

/** The form that gives a person a role, at all platforms or some, or takes one. */
export function RoleChange({ person }: { person: Member }) {
  const [op, setOp] = useState<Op>('grant')
  const [role, setRole] = useState<Role | undefined>(undefined)
  const [chosen, setChosen] = useState<string[]>([])
  const platforms = usePlatforms()
  const mayLimit = (each: Role | undefined) => op === 'grant' && platforms !== undefined && isLimitable(each)
  const offered = ROLES.filter((each) => person.roles.includes(each) === (op === 'revoke') || mayLimit(each))
  const limit = mayLimit(role) && chosen.length > 0 ? { platforms: chosen } : {}
  return (
    <>
      <Group gap="sm" align="flex-end">
        <GiveOrTake
          label={words.team.role}
          op={op}
          onOp={(value) => {
            setOp(value)
            setRole(undefined)
          }}
        />
        <Select
          label={words.team.role}
          data={offered.map((value) => ({ value, label: words.roles[value] }))}
          value={role ?? null}
          w={160}
          onChange={(value) => setRole(ROLES.find((known) => known === value))}
        />
        {mayLimit(role) && (
          <MultiSelect
            label={words.team.platforms}
            description={words.team.platformsHint}
            data={choicesOf(platforms ?? {})}
            value={chosen}
            w={280}
            onChange={setChosen}
          />
        )}
      </Group>
      <ProposeChangeForm
        wanted={role === undefined ? undefined : { kind: 'role', op, staffId: person.id, role, ...limit }}
        button={words.team.propose}
      />
    </>
  )
}

/** Matches the name of a clearance that the desk accepts. */
const CLEARANCE = /^[a-z][a-z0-9-]{0,63}$/

/** The form that gives a person a clearance or takes one. */
export function ClearanceChange({ person }: { person: Member }) {
  const [op, setOp] = useState<Op>('grant')
  const [clearance, setClearance] = useState('')
  const known = useKnown(({ clearances }) => clearances)
  const offered = op === 'revoke' ? person.clearances : known.filter((each) => !person.clearances.includes(each))
  const isWrong = clearance !== '' && !CLEARANCE.test(clearance)
  return (
    <>
      <Group gap="sm" align="flex-end">
        <GiveOrTake
          label={words.team.clearance}
          op={op}
          onOp={(value) => {
            setOp(value)
            setClearance('')
          }}
        />
        <Autocomplete
          label={words.team.clearance}
          data={[...offered]}
          value={clearance}
          maxLength={64}
          w={200}
          error={isWrong ? words.team.clearanceForm : undefined}
          onChange={setClearance}
        />
      </Group>
      <ProposeChangeForm
        wanted={clearance === '' || isWrong ? undefined : { kind: 'clearance', op, staffId: person.id, clearance }}
        button={words.team.propose}
      />
    </>
  )
}

/** The form that moves a person to another team. Requirements for people of two teams then count the new team. */
export function TeamChange({ person }: { person: Member }) {
  const [team, setTeam] = useState('')
  const known = useKnown((other) => [other.team]).filter((each) => each !== person.team)
  const wanted = team.trim()
  return (
    <>
      <Autocomplete label={words.team.team} data={known} value={team} maxLength={100} maw={240} onChange={setTeam} />
      <ProposeChangeForm
        wanted={wanted === '' ? undefined : { kind: 'team', staffId: person.id, team: wanted }}
        button={words.team.propose}
      />
    </>
  )
}

/** Returns the values that people of the desk have, each once. */
function useKnown(of: (person: Member) => readonly string[]): string[] {
  const people = useQuery(staffQuery(false)).data?.items ?? []
  return [...new Set(people.flatMap(of))].sort()
}
