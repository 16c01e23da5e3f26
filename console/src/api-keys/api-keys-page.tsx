import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MachineKey } from '../api/shapes.ts'
import { machineKeysQuery } from '../components/key-query.ts'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { KeyTable } from './key-table.tsx'
import { ProposeKey } from './propose-key.tsx'
import { RevokeKey } from './revoke-key.tsx'

/** The row whose form is open. */
type Open = { key: MachineKey; form: 'rotate' | 'revoke' } | undefined

/** Shows the API keys and their rights. A second person agrees to a new one; an administrator revokes one at once. */
export function ApiKeysPage() {
  const keys = useQuery(machineKeysQuery)
  const [open, setOpen] = useState<Open>()
  const [isHolding, setHolding] = useState(false)
  const mayPropose = useHasRole('policy', 'lead', 'admin')
  const mayRevoke = useHasRole('admin')
  const close = () => setOpen(undefined)
  return (
    <Page title={words.apiKeys.title} about={words.apiKeys.about}>
      <Panel title={words.apiKeys.valid}>
        <Stack gap="sm">
          <Shown query={keys}>
            {({ items }) =>
              items.length === 0 ? (
                <Text c="dimmed">{words.apiKeys.none}</Text>
              ) : (
                <KeyTable
                  items={items}
                  isLocked={isHolding}
                  {...(mayPropose && { onRotate: (key: MachineKey) => setOpen({ key, form: 'rotate' }) })}
                  {...(mayRevoke && { onRevoke: (key: MachineKey) => setOpen({ key, form: 'revoke' }) })}
                />
              )
            }
          </Shown>
        </Stack>
      </Panel>
      {open?.form === 'revoke' && <RevokeKey key={open.key.id} of={open.key} onDone={close} />}
      {open?.form === 'rotate' && (
        <ProposeKey key={open.key.id} instead={open.key} onDone={close} onHolding={setHolding} />
      )}
      {mayPropose && (
        <div hidden={open !== undefined}>
          <ProposeKey onHolding={setHolding} />
        </div>
      )}
    </Page>
  )
}
