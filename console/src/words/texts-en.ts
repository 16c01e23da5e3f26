/** The files with the English texts, in a chunk of their own. */
export const files: Readonly<Record<string, unknown>> = import.meta.glob('../../../messages/en/console/*.json', {
  eager: true,
  import: 'default',
})
