/** Pages by which people come in and go out: plain HTML made on the server, in the frame of the public pages. */
export { signInPage, signOutPage, type DemoCountry, type DemoPerson } from './sign-in.ts'
