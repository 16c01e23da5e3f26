import { Button, Group, Select } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { words } from '../words/words.ts'
import { ProblemNote } from './problem-note.tsx'
import { readExport, type Source, type StoredReport } from './report-query.ts'
import { storeFile } from './store-file.ts'

/** The files of a stored report: all as JSON, or one part as CSV. */
export function ReportFiles({ report: { id, parts } }: { report: StoredReport }) {
  const [part, setPart] = useState<string | null>(parts[0] ?? null)
  return (
    <Group gap="xs" align="flex-end" className="no-print">
      <Select size="xs" label={words.transparency.part} data={[...parts]} value={part} onChange={setPart} />
      {part !== null && (
        <Download label={words.transparency.csv} file={`${part}-${id}.csv`} source={{ report: id }} part={part} />
      )}
      <Download label={words.transparency.json} file={`transparency-report-${id}.json`} source={{ report: id }} />
    </Group>
  )
}

interface Props {
  label: string
  file: string
  source: Source
  part?: string
}

/** Downloads one file of a report. It names no person, so it takes no reason. */
export function Download({ label, file, source, part }: Props) {
  const store = useMutation({
    mutationFn: () => readExport(source, part),
    networkMode: 'always',
    onSuccess: (content) => storeFile(content, file),
  })
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        className="no-print"
        leftSection={<IconDownload size={14} aria-hidden="true" />}
        loading={store.isPending}
        onClick={() => store.mutate()}
      >
        {label}
      </Button>
      {store.isError && <ProblemNote error={store.error} />}
    </>
  )
}
