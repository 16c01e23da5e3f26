import { type Dispatch, type SetStateAction, useCallback, useEffect, useRef, useState } from 'react'

const PREFIX = 'countersign-kept:'

/**
 * Returns state that survives a lost connection, a reload and an ended session, with its setter and the function that
 * deletes it. It stays in this tab's storage until sent, or until its writer signs out.
 */
export function usePersistentState<T>(name: string, make: () => T): [T, Dispatch<SetStateAction<T>>, () => void] {
  const key = `${PREFIX}${name}`
  const [value, setValue] = useState<T>(() => read(key) ?? make())
  const isOver = useRef(false)
  useEffect(() => {
    if (!isOver.current) sessionStorage.setItem(key, JSON.stringify(value))
  }, [key, value])
  const forget = useCallback(() => {
    isOver.current = true
    sessionStorage.removeItem(key)
  }, [key])
  return [value, setValue, forget]
}

/** Deletes all stored state of this tab: another person may use it next. */
export function clearPersistentState(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
}

function read<T>(key: string): T | undefined {
  const text = sessionStorage.getItem(key)
  return text === null ? undefined : (JSON.parse(text) as T)
}
