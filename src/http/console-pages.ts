/** Every address of the console. All of them are one page, which asks the desk for what it shows. */
export const CONSOLE_PAGES = [
  '/',
  '/enter',
  '/review',
  '/review/:caseId',
  '/countersign',
  '/countersign/:orderId',
  '/live',
  '/accounts/:accountId',
  '/cases/:caseId',
  '/orders/:orderId',
  '/search',
  '/me',
] as const
