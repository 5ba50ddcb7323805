let styled: Promise<void> | undefined

/** The style of desks, asked for once and only by those who wear it. */
export function deskStyle(): Promise<void> {
  const { deskStyle: href } = document.documentElement.dataset
  if (!href || document.querySelector(`link[href="${href}"]`)) return Promise.resolve()
  styled ??= new Promise((resolve) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = href
    for (const name of ['load', 'error']) link.addEventListener(name, () => resolve())
    document.head.append(link)
  })
  return styled
}
