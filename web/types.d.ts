/** An icon as its markup: esbuild gives the file's text. */
declare module '*.svg' {
  const markup: string
  export default markup
}
