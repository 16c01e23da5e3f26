import { Button, Popover } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { words } from '../words/words.ts'
import { VIEW_REASON_CHARS_MAX } from './reason-field.tsx'
import { ReasonForm } from './reason-form.tsx'
import { storeFile } from './store-file.ts'

interface Props {
  label: string
  /** The name under which the file is stored. */
  file: string
  read: (reason: string) => Promise<Blob>
}

/** Takes the reason for an export, reads the file from the desk and stores it. A refusal is shown beside the reason. */
export function ExportButton({ label, file, read }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const store = useMutation({
    mutationFn: read,
    networkMode: 'always',
    onSuccess: (content) => {
      storeFile(content, file)
      setIsOpen(false)
    },
  })
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" width={340} trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          className="no-print"
          leftSection={<IconDownload size={14} aria-hidden="true" />}
          onClick={() => setIsOpen(!isOpen)}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <ReasonForm label={words.why.export} max={VIEW_REASON_CHARS_MAX} button={words.why.download} act={store} />
      </Popover.Dropdown>
    </Popover>
  )
}
