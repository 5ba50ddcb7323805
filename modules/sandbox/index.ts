export {
  AdvanceSchema,
  createSandboxes,
  FactsSchema,
  SettleSchema,
  WorldSchema,
  type Sandbox,
  type Sandboxes,
  type WorldRequest,
} from './sandboxes.ts'
export { AccountSchema, sandboxRoutes, type SandboxDeps } from './routes.ts'
