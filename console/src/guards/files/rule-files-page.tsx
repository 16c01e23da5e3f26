import { Badge, Group, List, SimpleGrid, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RuleFile } from '../../api/shapes.ts'
import { Page } from '../../components/page.tsx'
import { Panel, Shown } from '../../components/panel.tsx'
import { words } from '../../words/words.ts'
import { ruleFilesQuery } from './queries.ts'
import { VersionLine } from './version-line.tsx'

const ENTRIES_SHOWN_MAX = 12
const FILTER_CHARS_MAX = 100

/** Lists every rule file with its version in force, its planned ones and its entries; a filter finds entries in all of them. */
export function RuleFilesPage({ filter, onFilter }: { filter: string; onFilter: (filter: string) => void }) {
  const found = useQuery(ruleFilesQuery)
  return (
    <Page title={words.guards.files.title} about={words.guards.files.about}>
      <TextInput
        size="xs"
        w={260}
        leftSection={<IconSearch size={14} aria-hidden="true" />}
        aria-label={words.guards.files.filter}
        placeholder={words.guards.files.filter}
        value={filter}
        maxLength={FILTER_CHARS_MAX}
        onChange={({ currentTarget }) => onFilter(currentTarget.value)}
      />
      <Shown query={found}>
        {({ items }) => (
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
            {items.map((file) => (
              <FilePanel key={file.name} file={file} filter={filter} />
            ))}
          </SimpleGrid>
        )}
      </Shown>
    </Page>
  )
}

function FilePanel({ file: { name, inForce, planned, waiting, entries }, filter }: { file: RuleFile; filter: string }) {
  const found = entries.filter(({ id, says }) => matches(`${id} ${says}`, filter))
  const shown = found.slice(0, ENTRIES_SHOWN_MAX)
  return (
    <Panel
      title={words.guards.files.names[name]}
      aside={waiting > 0 && <Badge variant="light">{words.guards.files.waiting({ count: waiting })}</Badge>}
    >
      {[inForce, ...planned].map((version) => (
        <VersionLine key={version.version} version={version} />
      ))}
      <Group gap="sm" my="xs">
        <Link to="/guards/files/$name" params={{ name }}>
          {words.guards.files.openOf({ name: words.guards.files.names[name] })}
        </Link>
      </Group>
      {found.length === 0 && <Text role="note">{words.guards.files.noMatch}</Text>}
      <List size="sm" spacing={2}>
        {shown.map(({ id, says }) => (
          <List.Item key={id}>
            <Text span ff="monospace" fw={600} size="sm">
              {id}
            </Text>{' '}
            {says}
          </List.Item>
        ))}
      </List>
      {found.length > shown.length && (
        <Text size="sm" c="dimmed">
          {words.guards.files.more({ count: found.length - shown.length })}
        </Text>
      )}
    </Panel>
  )
}

const matches = (text: string, filter: string): boolean =>
  filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.toLowerCase().includes(word))
