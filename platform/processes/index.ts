export { launchProcess, type LaunchedProcess, type ProcessOptions } from './launch.ts'
