/** The web application as files: made by esbuild when its sources changed, and the page that starts it. */
export { monoFont, openBundle, type Start, type WebBundle, type WebFile } from './bundle.ts'
export { APP_POLICY, areas, shellPage, WEB_MANIFEST, type Drawn } from './shell-page.ts'
