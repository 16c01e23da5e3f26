import { Group, SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import type { Member } from '../api/shapes.ts'
import { AskChange } from '../desk/ask-change.tsx'
import { type Role, ROLES } from '../desk/use-roles.ts'
import { words } from '../words/en.ts'

/** Gives somebody a role, which takes two people, or takes one, which is done at once. */
export function RoleChange({ person }: { person: Member }) {
  const [op, setOp] = useState<'grant' | 'revoke'>('grant')
  const [role, setRole] = useState<Role | undefined>(undefined)
  const offered = ROLES.filter((each) => person.roles.includes(each) === (op === 'revoke'))
  return (
    <>
      <Group gap="sm" align="flex-end">
        <SegmentedControl
          aria-label={words.team.role}
          value={op}
          data={(['grant', 'revoke'] as const).map((value) => ({ value, label: words.team[value] }))}
          onChange={(value) => {
            setOp(value)
            setRole(undefined)
          }}
        />
        <Select
          label={words.team.role}
          data={offered}
          value={role ?? null}
          w={160}
          onChange={(value) => setRole(ROLES.find((known) => known === value))}
        />
      </Group>
      <AskChange
        wanted={role === undefined ? undefined : { kind: 'role', op, staffId: person.id, role }}
        button={words.team.propose}
      />
    </>
  )
}
