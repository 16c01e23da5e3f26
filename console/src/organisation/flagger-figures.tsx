import { Button, Group, NumberInput, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FlaggerFigure } from '../api/shapes.ts'
import { nameCategory } from '../components/names.ts'
import { Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { storeFile } from '../components/store-file.ts'
import { deskNow } from '../shell/desk-clock.ts'
import { words } from '../words/words.ts'
import { exportFigures, flaggerFiguresQuery } from './queries.ts'

const YEAR_MIN = 2024
const COLUMNS = ['name', 'category', 'notices', 'upheld', 'notUpheld', 'open', 'medianHours'] as const

/** Shows what became of the reports of trusted flaggers in a year, and exports it. */
export function FlaggerFigures() {
  const thisYear = new Date(deskNow()).getUTCFullYear()
  const [year, setYear] = useState(thisYear)
  const found = useQuery(flaggerFiguresQuery(year))
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {words.flaggers.figures({ year: String(year) })}
      </Title>
      <Group align="flex-end" className="no-print">
        <NumberInput
          label={words.flaggers.year}
          value={year}
          min={YEAR_MIN}
          max={thisYear}
          clampBehavior="strict"
          allowDecimal={false}
          w={140}
          onChange={(value) => typeof value === 'number' && setYear(value)}
        />
        <ExportFigures year={year} />
      </Group>
      <Shown query={found}>
        {({ figures }) =>
          figures.length === 0 ? (
            <Text size="sm">{words.flaggers.nothing({ year: String(year) })}</Text>
          ) : (
            <Figures figures={figures} />
          )
        }
      </Shown>
    </Stack>
  )
}

function ExportFigures({ year }: { year: number }) {
  const store = useMutation({
    mutationFn: () => exportFigures(year),
    onSuccess: (content) => storeFile(content, `trusted-flaggers-${year}.csv`),
  })
  return (
    <>
      <Button variant="default" loading={store.isPending} onClick={() => store.mutate()}>
        {words.flaggers.exportCsv}
      </Button>
      {store.isError && <ProblemNote error={store.error} />}
    </>
  )
}

const Figures = ({ figures }: { figures: readonly FlaggerFigure[] }) => (
  <Table.ScrollContainer minWidth={640}>
    <Table>
      <Table.Thead>
        <Table.Tr>
          {COLUMNS.map((column) => (
            <Table.Th key={column}>{words.flaggers.columns[column]}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {figures.map(({ flaggerId, name, category, medianHours, notices, upheld, notUpheld, open }) => (
          <Table.Tr key={`${flaggerId} ${category}`}>
            <Table.Td className="hostile">{name}</Table.Td>
            <Table.Td>{nameCategory(category)}</Table.Td>
            <Table.Td>{notices}</Table.Td>
            <Table.Td>{upheld}</Table.Td>
            <Table.Td>{notUpheld}</Table.Td>
            <Table.Td>{open}</Table.Td>
            <Table.Td>{medianHours === null ? '–' : medianHours.toFixed(1)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)
