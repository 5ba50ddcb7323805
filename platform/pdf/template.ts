/**
 * The sheet of a permit in Typst. It only lays out: every word arrives ready in `sys.inputs.data` (see view.ts) and is
 * drawn as text. Fonts are those built into the compiler (it reads no WOFF2, so not Archivo); `fallback: false` keeps the
 * fonts of the machine out.
 */
export const PERMIT_TEMPLATE = String.raw`
#let d = json(bytes(sys.inputs.data))
#let brand = rgb("#0b4f49")
#let ink2 = rgb("#44554e")
#let hair = 0.5pt + rgb("#9fb0a9")
#let grana = rgb("#a3123a")

#set document(
  title: d.documentTitle,
  author: d.issuer,
  date: datetime(
    year: d.date.at(0), month: d.date.at(1), day: d.date.at(2),
    hour: d.date.at(3), minute: d.date.at(4), second: d.date.at(5),
  ),
)
#set text(
  font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"),
  fallback: false, lang: d.language, size: 10.5pt, fill: rgb("#12211d"), number-type: "lining",
)
#set par(leading: 0.62em, spacing: 0.9em)
#set page(
  paper: d.paper,
  margin: (x: 20mm, top: 18mm, bottom: 27mm),
  background: if d.watermark != "" {
    place(center + horizon, rotate(-38deg, text(size: 62pt, weight: "bold", fill: rgb("#a3123a").transparentize(87%), d.watermark)))
  },
  footer: context {
    set text(size: 8.5pt, fill: ink2)
    set par(leading: 0.5em, spacing: 0.5em)
    line(length: 100%, stroke: hair)
    grid(
      columns: (1fr, auto), column-gutter: 8mm,
      [#d.rendering #if d.watermark != "" [#strong(d.sandboxNote)]],
      align(right)[#d.number \ #d.page #counter(page).display() #d.of #counter(page).final().first()],
    )
  },
)
#show heading.where(level: 2): it => block(above: 1.7em, below: 0.7em, sticky: true, text(size: 11pt, weight: "bold", fill: brand, it.body))
#let label(words) = text(size: 8.5pt, fill: ink2, words)
#let mono(words, size: 8.5pt) = text(font: ("DejaVu Sans Mono", "Libertinus Serif"), size: size, words)

// The arch that is the window's mark, drawn small above the code.
#let mark = box(width: 7.2mm, height: 7.6mm, {
  place(curve(fill: brand,
    curve.move((0.9mm, 6.5mm)), curve.line((0.9mm, 3.15mm)),
    curve.cubic((0.9mm, -0.75mm), (6.3mm, -0.75mm), (6.3mm, 3.15mm)),
    curve.line((6.3mm, 6.5mm)), curve.close()))
  place(curve(fill: white,
    curve.move((1.9mm, 5.6mm)), curve.line((1.9mm, 3.2mm)),
    curve.cubic((1.9mm, 0.75mm), (5.3mm, 0.75mm), (5.3mm, 3.2mm)),
    curve.line((5.3mm, 5.6mm)), curve.close()))
  place(dx: 2.7mm, dy: 2.5mm, circle(radius: 0.9mm, fill: rgb("#f28c38")))
  place(dx: 1.9mm, dy: 4.2mm, rect(width: 3.4mm, height: 1.4mm, fill: brand))
  place(dy: 6.5mm, dx: 0.2mm, rect(width: 6.8mm, height: 0.9mm, radius: 0.45mm, fill: brand))
})

#grid(
  columns: (1fr, 37mm), column-gutter: 8mm,
  {
    text(size: 12pt, weight: "bold", fill: brand, d.issuer)
    text(size: 10.5pt, fill: ink2, [ · ] + d.country)
    v(7mm)
    block(below: 5mm, text(size: 21pt, heading(level: 1, par(leading: 0.4em, d.title))))
    text(size: 13pt, number-width: "tabular", d.number)
    if d.status != "" {
      block(above: 1.2em, inset: (x: 3mm, y: 2mm), stroke: 1.2pt + grana, text(weight: "bold", fill: grana, d.status))
    }
    if d.watermark != "" {
      block(above: 1.2em, inset: (x: 3mm, y: 2mm), stroke: 1.2pt + grana, text(weight: "bold", fill: grana, d.watermark))
    }
  },
  block(
    width: 37mm, inset: (top: 5mm, bottom: 3mm, x: 4.5mm), stroke: 1.6pt + brand,
    radius: (top: 18.5mm, bottom: 1mm),
    align(center, {
      pdf.artifact(mark)
      v(1.5mm, weak: true)
      link(d.verifyUrl, image(bytes(sys.inputs.qr), format: "svg", width: 27mm, alt: d.qrAlt))
      v(2mm, weak: true)
      label(d.codeTitle)
      linebreak()
      mono(d.code, size: 9.5pt)
    }),
  ),
)
#v(4mm)
#line(length: 100%, stroke: 1.6pt + brand)

#let facts(rows) = table(
  columns: (46mm, 1fr), stroke: none, inset: (x: 0pt, y: 3.4pt), align: (x, y) => if x == 0 { left + bottom } else { left },
  ..rows.map(((name, value)) => (label(name), text(weight: "semibold", value))).flatten()
)
#facts(d.facts)

#if d.lines.len() > 0 [
  #heading(level: 2, d.goods)
  #let figures = d.columns.len() - 3
  #set text(size: 9.5pt, number-width: "tabular")
  #table(
    columns: (8mm, 1fr, auto) + (auto,) * figures,
    align: (x, y) => if x > 2 { right } else { left },
    inset: (x: 2mm, y: 1.8mm),
    stroke: (x, y) => (bottom: if y == 0 { 1pt + brand } else { hair }),
    table.header(..d.columns.map(words => text(size: 8.5pt, weight: "bold", words))),
    ..d.lines.flatten()
  )
]

#if d.elements.len() > 0 [
  #heading(level: 2, d.data)
  #facts(d.elements)
]

#if d.conditions.len() > 0 [
  #heading(level: 2, d.conditionsTitle)
  #enum(..d.conditions)
]

#heading(level: 2, d.lawTitle)
#d.law

#heading(level: 2, d.signature)
#text(weight: "semibold", d.signedBy) \
#d.level

#block(breakable: false, above: 2em, width: 100%, inset: (top: 3mm), stroke: (top: hair))[
  #set text(size: 9pt)
  #d.verify #link(d.verifyUrl, underline(d.verifyUrl)). \
  #label(d.digestTitle) \
  #mono(d.digest, size: 8pt)
  #if d.attachedNote != "" [\ #d.attachedNote]
]

#if d.attached {
  pdf.attach("registro.jws", bytes(sys.inputs.jws), relationship: "source", mime-type: "application/jose", description: d.digestTitle)
}
`
