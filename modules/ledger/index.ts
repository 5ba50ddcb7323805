export { accounts, post, type Account, type Place, type Transfer } from './transfer.ts'
