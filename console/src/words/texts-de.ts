/** The files with the German texts, in a chunk of their own. */
export const files: Readonly<Record<string, unknown>> = import.meta.glob('../../../messages/de/console/*.json', {
  eager: true,
  import: 'default',
})
