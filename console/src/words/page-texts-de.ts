/** The files with the German texts of single pages, in a chunk of their own. */
export const files: Readonly<Record<string, unknown>> = import.meta.glob('../../../messages/de/pages/*.json', {
  eager: true,
  import: 'default',
})
