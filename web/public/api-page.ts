import type { Language } from '#kernel'
import { page } from './frame.ts'
import { html, type Child, type Html } from './html.ts'
import {
  list,
  object,
  operations,
  schemaName,
  text,
  type Answer,
  type Body,
  type Json,
  type Operation,
  type Parameter,
} from './openapi.ts'
import { exampleOf } from './schema-example.ts'
import { prose, schemaAnchor, schemaTable, typeOf } from './schema-view.ts'
import { apiTexts, type ApiTexts } from './texts/api.ts'

export interface ApiPageOptions {
  /** Language of our own words on the page. */
  readonly language?: Language
  /** Language of the document's summaries and descriptions. */
  readonly documentLanguage?: Language
  readonly sandbox?: boolean
}

interface Page {
  readonly document: Json
  readonly words: ApiTexts
  /** ` lang="en"` where the document's words differ from the page's. */
  readonly foreign: Child
}

/** A path that may break after each slash, with its parameters marked. */
const pathOf = (path: string): Html =>
  html`<code class="path"
    >${path.split(/(?<=\/)|(?=\{)|(?<=\})/).map((part) => [part.startsWith('{') ? html`<var>${part}</var>` : part, html`<wbr />`])}</code
  >`

const paragraphs = (words: string): readonly Html[] =>
  words
    .split(/\n{2,}/)
    .filter(Boolean)
    .map((block) => html`<p>${prose(block)}</p>`)

const sample = (value: unknown): Html =>
  html`<pre tabindex="0"><code>${JSON.stringify(value, null, 2) ?? ''}</code></pre>`

function parametersOf(parameters: readonly Parameter[], { words, foreign }: Page): Child {
  if (parameters.length === 0) return null
  return html`<h4>${words.parameters}</h4>
    <table class="cards fields">
      <caption class="sr">
        ${words.parameters}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.field}</th>
          <th scope="col">${words.place}</th>
          <th scope="col">${words.type}</th>
          <th scope="col">${words.meaning}</th>
        </tr>
      </thead>
      <tbody>
        ${parameters.map(
          (one) =>
            html`<tr>
              <th scope="row">
                <code>${one.name}</code>${one.required && html` <span class="must">${words.required}</span>`}
              </th>
              <td data-label="${words.place}">${one.place}</td>
              <td data-label="${words.type}">${typeOf(one.schema, words)}</td>
              <td data-label="${words.meaning}" ${foreign}>${prose(one.description)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
}

function bodyOf(body: Body, { document, words, foreign }: Page): Html {
  const name = schemaName(body.schema)
  return html`<p><code>${body.type}</code>${name !== undefined && [' ', typeOf(body.schema, words)]}</p>
    ${name === undefined && html`<div${foreign}>${schemaTable(body.schema, words, words.schema)}</div>`}
    <details>
      <summary>${words.example}</summary>
      ${sample(body.example ?? exampleOf(document, body.schema))}
    </details>`
}

function answerOf(answer: Answer, page: Page): Html {
  const { words, foreign } = page
  return html`<li><b class="status s${answer.status.charAt(0)}">${answer.status}</b> <span${foreign}>${prose(answer.description)}</span>
    ${answer.body && html` <span class="muted">${typeOf(answer.body.schema, words)}</span>`}
    ${answer.codes.length > 0 && html`<span class="codes">${answer.codes.map((code) => html` <code>${code}</code>`)}</span>`}
    ${
      answer.body?.example !== undefined &&
      html`<details>
        <summary>${words.example}</summary>
        ${sample(answer.body.example)}
      </details>`
    }</li>`
}

function operationOf(operation: Operation, page: Page): Html {
  const { words, foreign } = page
  const { id, method, path, summary, description, may, open, body } = operation
  const who = may.length > 0 ? may.map((grant) => html`<code>${grant}</code> `) : open ? words.anyone : words.signedIn
  return html`<article class="operation" id="${id}" aria-labelledby="${id}-title">
    <h3 id="${id}-title">
      <a href="#${id}"><span class="method ${method.toLowerCase()}">${method}</span> ${pathOf(path)}</a>
    </h3>
    ${operation.deprecated && html`<p class="tag observed">${words.deprecated}</p>`}
    ${summary && html`<p class="summary" ${foreign}>${prose(summary)}</p>`}
    ${description && html`<div${foreign}>${paragraphs(description)}</div>`}
    <p><span class="muted">${words.may}:</span> ${who}</p>
    ${parametersOf(operation.parameters, page)}
    ${
      body &&
      html`<h4>${words.request}</h4>
        ${bodyOf(body, page)}`
    }
    ${
      operation.answers.length > 0 &&
      html`<h4>${words.answers}</h4>
        <ul class="answers">
          ${operation.answers.map((answer) => answerOf(answer, page))}
        </ul>`
    }
    ${
      operation.codes.length > 0 &&
      html`<h4>${words.problems}</h4>
        <p class="codes">${operation.codes.map((code) => html`<code>${code}</code> `)}</p>`
    }
  </article>`
}

const tagAnchor = (tag: string): string => `tag-${tag.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`

/** Operations by tag: first the tags as the document lists them, then the rest as they appear. */
function byTag(document: Json): ReadonlyMap<string, readonly Operation[]> {
  const groups = new Map<string, Operation[]>(list(document['tags']).map((tag) => [text(object(tag)['name']), []]))
  for (const operation of operations(document))
    groups.set(operation.tag, [...(groups.get(operation.tag) ?? []), operation])
  return new Map([...groups].filter(([, members]) => members.length > 0))
}

function contents(
  groups: ReadonlyMap<string, readonly Operation[]>,
  schemas: readonly string[],
  { words }: Page,
): Html {
  return html`<nav class="contents" aria-label="${words.contents}">
    <ul>
      ${[...groups].map(
        ([tag, members]) =>
          html`<li>
            <a href="#${tagAnchor(tag)}"><b>${tag || words.other}</b></a>
            <ul>
              ${members.map(
                (one) =>
                  html`<li>
                    <a href="#${one.id}"
                      ><span class="method ${one.method.toLowerCase()}">${one.method}</span>
                      <span>${one.path.replace(/^\/v\d+/, '')}</span></a
                    >
                  </li>`,
              )}
            </ul>
          </li>`,
      )}
      ${
        schemas.length > 0 &&
        html`<li>
          <a href="#schemas"><b>${words.schemas}</b></a>
        </li>`
      }
    </ul>
  </nav>`
}

/** The page at `/docs`: an OpenAPI 3.1 document to read. Complete without scripts; the browser's own find is the search. */
export function apiPage(openapi: object, options: ApiPageOptions = {}): string {
  const { language = 'es', documentLanguage = 'en', sandbox = false } = options
  const document: Json = { ...openapi }
  const words = apiTexts[language]
  const view: Page = { document, words, foreign: documentLanguage !== language && html` lang="${documentLanguage}"` }
  const info = object(document['info'])
  const groups = byTag(document)
  const described = new Map(
    list(document['tags']).map((tag) => [text(object(tag)['name']), text(object(tag)['description'])]),
  )
  const schemas = Object.entries(object(object(document['components'])['schemas']))
  return page({
    language,
    sandbox,
    title: words.title,
    here: 'api',
    body: html`<div class="wrap wide api">
      ${contents(
        groups,
        schemas.map(([name]) => name),
        view,
      )}
      <div class="flow">
        <div class="intro"><h1>${words.title}</h1><p class="lead"${view.foreign}>${text(info['title'])}</p>
          <p class="muted">${words.version} ${text(info['version'])}. ${words.file} <a href="/openapi.json">openapi.json</a>. ${words.find}</p>
          <div${view.foreign}>${paragraphs(text(info['description']))}</div></div>
        ${groups.size === 0 && html`<p class="empty">${words.empty}</p>`}
        ${[...groups].map(
          ([tag, members]) =>
            html`<section aria-labelledby="${tagAnchor(tag)}">
              <div class="head">
                <h2 id="${tagAnchor(tag)}">${tag || words.other}</h2>
                <p class="muted">${members.length} ${words.operations(members.length)}</p>
              </div>
              ${described.get(tag) && html`<p${view.foreign}>${described.get(tag)}</p>`}
              ${members.map((one) => operationOf(one, view))}
            </section>`,
        )}
        ${
          schemas.length > 0 &&
          html`<section aria-labelledby="schemas">
            <h2 id="schemas">${words.schemas}</h2>
            ${schemas.map(
              ([
                name,
                schema,
              ]) => html`<article class="operation" id="${schemaAnchor(name)}"><h3><a href="#${schemaAnchor(name)}"><code>${name}</code></a></h3>
            <div${view.foreign}>${text(object(schema)['description']) && html`<p>${text(object(schema)['description'])}</p>`}${schemaTable(schema, words, name)}</div></article>`,
            )}
          </section>`
        }
        <p><a href="#main">${words.top}</a></p>
      </div>
    </div>`,
  })
}
