import type { Locator, Page } from 'playwright-core'

type Role = Parameters<Page['getByRole']>[0]

/** The most key presses to reach a control: one beyond them is not usable without a mouse. */
const TABS_MAX = 120
const ARROWS_MAX = 20

/** A person who uses only a keyboard. */
export class Keyboard {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  press(...keys: readonly string[]): Promise<void> {
    return keys.reduce((before, key) => before.then(() => this.#page.keyboard.press(key)), Promise.resolve())
  }

  type(text: string): Promise<void> {
    return this.#page.keyboard.insertText(text)
  }

  /** Presses Tab until the focus is on the given control. */
  async reach(role: Role, name: string | RegExp): Promise<void> {
    await this.go(this.#page.getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) }))
  }

  /** Presses Tab until the focus is on an element without a role or name. */
  async go(target: Locator): Promise<void> {
    await target.first().waitFor()
    await this.#until(target, 'Tab', TABS_MAX)
  }

  /** Presses a control once it is enabled. */
  async push(role: Role, name: string | RegExp): Promise<void> {
    await this.reach(role, name)
    await this.press('Enter')
  }

  /** Types into a field. */
  async fill(name: string | RegExp, text: string): Promise<void> {
    await this.reach('textbox', name)
    await this.type(text)
  }

  /** Moves through a group of choices until the given one is selected. */
  async choose(group: string | RegExp, choice: string | RegExp): Promise<void> {
    const radios = this.#page.getByRole('radiogroup', { name: group }).getByRole('radio')
    await radios.first().waitFor({ state: 'attached' }) // Their visible form is drawn by the element beside them.
    await this.#until(radios, 'Tab', TABS_MAX)
    const target = this.#page.getByRole('radiogroup', { name: group }).getByRole('radio', { name: choice })
    await this.press('Space')
    await this.#until(target, 'ArrowDown', ARROWS_MAX)
  }

  /** Types the beginning of an entry of a list, and selects the entry. */
  async pick(list: string, option: string): Promise<void> {
    const field = this.#page.getByRole('combobox', { name: list }).or(this.#page.getByLabel(list))
    await field.first().waitFor({ state: 'attached' }) // It is drawn by what was chosen before it.
    await this.#until(field, 'Tab', TABS_MAX)
    await this.type(option)
    await this.#page.getByRole('option', { name: option }).waitFor()
    await this.press('ArrowDown', 'Enter')
  }

  /** Presses a key until the focus is on one of the given elements. */
  async #until(target: Locator, key: string, most: number): Promise<void> {
    for (let pressed = 0; pressed <= most; pressed += 1) {
      if ((await target.and(this.#page.locator(':focus')).count()) > 0) return
      await this.press(key)
    }
    throw new Error(`${key} was pressed ${most} times and never reached ${target}`)
  }
}
