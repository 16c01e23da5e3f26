import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { ProblemNote } from '../components/problem-note.tsx'
import { storeFile } from '../components/store-file.ts'
import { readExport, type Source } from './queries.ts'

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
