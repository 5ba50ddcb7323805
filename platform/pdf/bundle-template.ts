/** The sheets of a dossier in Typst: a cover, its tables, and its documents as attachments. Words arrive ready and are drawn as text. */
export const BUNDLE_TEMPLATE = String.raw`
#let d = json(bytes(sys.inputs.data))
#let brand = rgb("#0b4f49")
#let ink2 = rgb("#44554e")
#let hair = 0.5pt + rgb("#9fb0a9")
#let grana = rgb("#a3123a")

#set document(
  title: d.title + " " + d.reference,
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
  paper: "a4",
  margin: (x: 20mm, top: 18mm, bottom: 24mm),
  footer: context {
    set text(size: 8.5pt, fill: ink2)
    line(length: 100%, stroke: hair)
    grid(
      columns: (1fr, auto), column-gutter: 8mm,
      [#d.note #if d.sandbox != "" [#strong(d.sandbox)]],
      align(right)[#d.reference \ #d.page #counter(page).display() #d.of #counter(page).final().first()],
    )
  },
)
#show heading.where(level: 2): it => block(above: 1.8em, below: 0.8em, sticky: true, text(size: 13pt, weight: "bold", fill: brand, it.body))

#v(22mm)
#text(size: 12pt, weight: "bold", fill: brand, d.issuer)
#v(4mm)
#block(below: 4mm, text(size: 24pt, heading(level: 1, par(leading: 0.4em, d.title))))
#text(font: ("DejaVu Sans Mono", "Libertinus Serif"), size: 11pt, d.reference)
#if d.sandbox != "" {
  block(above: 1.4em, inset: (x: 3mm, y: 2mm), stroke: 1.2pt + grana, text(weight: "bold", fill: grana, d.sandbox))
}
#v(6mm)
#line(length: 100%, stroke: 1.6pt + brand)
#table(
  columns: (46mm, 1fr), stroke: none, inset: (x: 0pt, y: 3.4pt),
  ..d.facts.map(((name, value)) => (text(size: 8.5pt, fill: ink2, name), text(weight: "semibold", value))).flatten()
)
#pagebreak()

#for s in d.sections [
  #heading(level: 2, s.title)
  #if s.rows.len() == 0 [ #text(fill: ink2, s.empty) ] else {
    set text(size: 9pt)
    table(
      columns: (1fr,) * s.columns.len(),
      inset: (x: 1.6mm, y: 1.5mm),
      stroke: (x, y) => (bottom: if y == 0 { 1pt + brand } else { hair }),
      table.header(..s.columns.map(words => text(size: 8.5pt, weight: "bold", words))),
      ..s.rows.flatten()
    )
  }
]

#for a in d.attachments {
  pdf.attach(a.name, read(a.path, encoding: none), relationship: "source", mime-type: a.mediaType, description: a.description)
}
`
