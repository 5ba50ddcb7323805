import { html, type Html } from './html.ts'

/** The mark: an arched counter window, the sun low inside, a document crossing the sill. */
export const logo = (): Html =>
  html`<svg class="mark" viewBox="0 0 32 34" aria-hidden="true" focusable="false">
    <path class="a" d="M4 29V14a12 12 0 0 1 24 0v15z" />
    <path class="b" d="M8.5 25V14.2a7.5 7.5 0 0 1 15 0V25z" />
    <circle cx="16" cy="15.4" r="4.1" fill="#f28c38" />
    <path class="a" d="M8.5 18.5h15V25h-15z" />
    <path class="b" d="M11 25l2.1-4.4h5.8L21 25z" />
    <rect class="a" x="1" y="29" width="30" height="4" rx="2" />
  </svg>`

/** The same mark as a file, for the browser's tab. */
export const LOGO_FILE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 34"><path d="M4 29V14a12 12 0 0 1 24 0v15z" fill="#0b4f49"/><path d="M8.5 25V14.2a7.5 7.5 0 0 1 15 0V25z" fill="#fff"/><circle cx="16" cy="15.4" r="4.1" fill="#f28c38"/><path d="M8.5 18.5h15V25h-15z" fill="#0b4f49"/><path d="M11 25l2.1-4.4h5.8L21 25z" fill="#fff"/><rect x="1" y="29" width="30" height="4" rx="2" fill="#0b4f49"/></svg>`

/** A port at dawn seen through the arch, with the sill as the counter. `label` says so to those who do not see it. */
export const harbour = (label: string): Html =>
  html`<svg class="harbour" viewBox="0 0 360 340" role="img" aria-label="${label}">
    <defs>
      <clipPath id="window"><path d="M24 340V176a156 156 0 0 1 312 0v164z" /></clipPath>
    </defs>
    <path d="M4 340V176a176 176 0 0 1 352 0v164z" fill="#0f5f57" />
    <g clip-path="url(#window)">
      <rect width="360" height="340" fill="#f8dfba" />
      <path d="M0 150h360v100H0z" fill="#f9c78f" />
      <circle cx="132" cy="196" r="58" fill="#f28c38" />
      <path d="M0 236 58 178l34 30 44-52 60 64 50-46 62 58 52-34v80H0z" fill="#86b3a1" />
      <path d="M0 248l74-38 70 32 78-34 66 36 72-24v50H0z" fill="#347f70" />
      <path d="M0 244h360v96H0z" fill="#0b4f49" />
      <g fill="#f28c38"><path d="M88 254h88v4H88zM100 267h64v4h-64zM112 280h40v4h-40z" /></g>
      <g stroke="#3f8e82" stroke-width="3" stroke-linecap="round">
        <path d="M34 292h22M36 316h70M236 300h30M128 326h54" />
      </g>
      <g fill="#062521"><path d="M264 116h9v136h-9zM314 116h9v136h-9zM194 128h150v9H194zM290 88h7v42h-7z" /></g>
      <g stroke="#062521" stroke-width="4" fill="none" stroke-linecap="round">
        <path d="M292 91 204 129M295 91l44 38M268 172h50" />
        <path stroke-width="3" d="M268 250l50-76M318 250l-50-76" />
      </g>
      <path d="M212 137v45" stroke="#062521" stroke-width="3" />
      <path d="M190 182h44v24h-44z" fill="#a3123a" />
      <g stroke="#062521" stroke-width="1.5">
        <path d="M96 250h36v-22H96z" fill="#2c4a9a" />
        <path d="M132 250h36v-22h-36z" fill="#f4c430" />
        <path d="M168 250h36v-22h-36z" fill="#dcece8" />
        <path d="M114 228h36v-22h-36z" fill="#f28c38" />
      </g>
      <path d="M60 250v-46h26v46z" fill="#f3f8f6" />
      <path d="M64 211h18v8H64z" fill="#062521" />
      <path d="M68 204v-14h6v14z" fill="#a3123a" />
      <path d="M44 250h184l-20 42H64z" fill="#062521" />
      <path d="M47.5 257h177l-2.4 5H50z" fill="#a3123a" />
    </g>
    <g transform="translate(228 262) rotate(-6)">
      <path d="M0 3a3 3 0 0 1 3-3h86a3 3 0 0 1 3 3v64H0z" fill="#fff" />
      <path d="M12 13h42v5H12z" fill="#0b4f49" />
      <path d="M12 26h66v4H12zM12 36h58v4H12zM12 46h38v4H12z" fill="#b9c8c2" />
      <circle cx="74" cy="47" r="9" fill="#0f663c" />
      <path
        d="m69.5 47 3.5 3.5 6-6.5"
        stroke="#fff"
        stroke-width="2.4"
        fill="none"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </g>
  </svg>`

/** How a document stands, as a silhouette that reads without colour. */
export type Gate = 'whole' | 'barred' | 'torn' | 'vacant'

const sheet = html`<path class="paper" d="M98 124a4 4 0 0 1 4-4h72l28 28v108H98z" /><path
    class="fold"
    d="M174 120v28h28z"
  />
  <path class="rule strong" d="M114 142h44v7h-44z" /><path
    class="rule"
    d="M114 164h72v5h-72zM114 178h64v5h-64zM114 192h72v5h-72zM114 206h46v5h-46z"
  />`

const inside: Readonly<Record<Gate, Html>> = {
  // A whole document, and a tick on a disc.
  whole: html`${sheet}<circle class="sign" cx="204" cy="244" r="34" /><path class="stroke" d="m189 245 11 12 20-25" />`,
  // A document behind a bar that crosses the whole window, and a minus on a square.
  barred: html`<g class="faint">${sheet}</g><path class="bar" d="M28 214 272 162v24L28 238z" />
    <rect class="sign" x="172" y="214" width="64" height="64" rx="8" /><path class="stroke" d="M188 246h32" />`,
  // Two halves of a document torn apart, and a cross on a diamond.
  torn: html`<g transform="rotate(-7 120 190)"
      ><path class="paper" d="M80 122a4 4 0 0 1 4-4h76l-14 26 16 22-20 24 12 24-18 36H80z" />
      <path class="rule strong" d="M94 140h40v7H94z" /><path
        class="rule"
        d="M94 162h46v5H94zM94 176h38v5H94zM94 190h36v5H94zM94 204h44v5H94z"
    /></g>
    <g transform="translate(18 12) rotate(10 190 190)"
      ><path class="paper" d="M174 118h26l24 24v112h-66l18-36-12-24 20-24-16-22z" /><path
        class="fold"
        d="M200 118v24h24z" /><path class="rule" d="M186 162h26v5h-26zM186 176h26v5h-26zM190 190h22v5h-22z"
    /></g>
    <path class="sign" d="m216 206 42 42-42 42-42-42z" /><path class="stroke" d="m204 236 24 24m0-24-24 24" />`,
  // Nobody has such a document: only its outline, and a question.
  vacant: html`<path class="outline" d="M98 120h76l28 28v108H98z" /><path
      class="ask"
      d="M132 176a18 18 0 1 1 26 16c-6 3-8 7-8 13v3"
    /><circle class="askdot" cx="150" cy="226" r="6" />`,
}

/** The verification window. Decorative: the headline beside it says the same. */
export const gate = (kind: Gate): Html =>
  html`<svg class="gate ${kind}" viewBox="0 0 300 310" aria-hidden="true" focusable="false">
    <path class="arch" d="M28 292V150a122 122 0 0 1 244 0v142z" />
    ${inside[kind]}
    <rect class="sill" x="4" y="284" width="292" height="22" rx="11" />
  </svg>`
