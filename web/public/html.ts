/** Markup that is safe to send: made only by `html` below, so every text in it went through escaping. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
  toString(): string {
    return this.markup
  }
}

/** What a template takes. Text is escaped, markup is not, lists are joined; nothing, `null` and `false` leave no trace. */
export type Child = Html | string | number | null | undefined | false | readonly Child[]

const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Text for element content and for attribute values in quotes. Characters that HTML forbids are left out. */
export function escape(text: string): string {
  return text.replace(/[&<>"'`]/g, (char) => ENTITY[char] ?? '').replace(FORBIDDEN, '')
}
const FORBIDDEN = /[^\P{Cc}\t\n\r]/gu

function show(child: Child): string {
  if (child instanceof Html) return child.markup
  if (typeof child === 'string') return escape(child)
  if (typeof child === 'number') return String(child)
  return Array.isArray(child) ? child.map(show).join('') : ''
}

/** Markup from a literal whose holes are escaped. Attribute values go in double quotes: html`<a href="${address}">`. */
export function html(literals: TemplateStringsArray, ...children: readonly Child[]): Html {
  let markup = literals[0] ?? ''
  children.forEach((child, index) => {
    markup += show(child) + (literals[index + 1] ?? '')
  })
  return new Html(markup)
}

/** An address that may stand in a link: http, https, mail or a path of ours. Anything else leads nowhere. */
export function safeAddress(address: string): string {
  return /^(https?:\/\/|mailto:|\/(?!\/)|#)/i.test(address) ? address : '#'
}
