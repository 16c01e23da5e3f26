import { Button, Stack } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { ProblemNote } from './problem-note.tsx'

/** Reads a file from the desk and stores it under this name. A refusal is shown where the button is. */
export function ExportButton({ label, file, read }: { label: string; file: string; read: () => Promise<Blob> }) {
  const store = useMutation({
    mutationFn: read,
    networkMode: 'always',
    onSuccess: (content) => {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(content)
      link.download = file
      link.click()
      URL.revokeObjectURL(link.href)
    },
  })
  return (
    <Stack gap={4} align="flex-end" className="no-print">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconDownload size={14} aria-hidden="true" />}
        loading={store.isPending}
        onClick={() => store.mutate()}
      >
        {label}
      </Button>
      {store.isError && <ProblemNote error={store.error} />}
    </Stack>
  )
}
