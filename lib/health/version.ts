import packageJson from '@/package.json';

/** The version of Shiplog that runs. */
export const version: string = packageJson.version;
