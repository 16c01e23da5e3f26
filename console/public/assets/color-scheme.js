// Before the first paint, so that nobody working at night is flashed: the scheme they chose, or their system's.
;(() => {
  const chosen = localStorage.getItem('mantine-color-scheme-value')
  const isOffline = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: offline)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', isOffline ? 'dark' : 'light')
})()
