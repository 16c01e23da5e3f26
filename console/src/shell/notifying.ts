const KEY = 'countersign-notifications'

/** True where the browser has notifications. Some have none over plain HTTP. */
export const canNotify = (): boolean => 'Notification' in globalThis

/** True when the person agreed in this browser, and the browser still permits it. */
export const isNotifying = (): boolean =>
  canNotify() && Notification.permission === 'granted' && localStorage.getItem(KEY) !== null

/** Switches notifications in this browser. Asks for the permission of the browser when it is missing. */
export async function switchNotifications(on: boolean): Promise<boolean> {
  if (on && canNotify() && (await Notification.requestPermission()) === 'granted') localStorage.setItem(KEY, '1')
  else localStorage.removeItem(KEY)
  return isNotifying()
}
