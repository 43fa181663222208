import {
  type ChannelType,
  channelTypes,
  type DashboardType,
  dashboardTypes,
  type EntryType,
  entryTypes,
  type InfrastructureType,
  infrastructureTypes,
  type Language,
  type Platform,
  platforms,
  type SlaLevel,
  slaLevels,
} from '@/lib/catalog/vocabulary';
import { WireEnum } from './enums';

/**
 * The enums of Tracker's catalog. The guide counts languages in its own way; of everything else there is one table.
 * Client-safe and pure.
 */

/** Values that are counted from 1 in their own order, in both tables. */
const counted = <T extends string>(unspecified: string, values: readonly T[]) =>
  new WireEnum<T>(
    unspecified,
    values.map((value, index) => ({ name: value, value, guide: index + 1, proto: index + 1 })),
  );

export const catalogTypeEnum = counted<EntryType>('TYPE_UNSPECIFIED', entryTypes);
export const slaLevelEnum = counted<SlaLevel>('SLA_LEVEL_UNSPECIFIED', slaLevels);
export const platformEnum = counted<Platform>('PLATFORM_UNSPECIFIED', platforms);
export const communicationEnum = counted<ChannelType>('COMMUNICATION_TYPE_UNSPECIFIED', channelTypes);
export const dashboardEnum = counted<DashboardType>('DASHBOARD_TYPE_UNSPECIFIED', dashboardTypes);

export const languageEnum = new WireEnum<Language>('LANGUAGES_UNSPECIFIED', [
  { name: 'golang', value: 'golang', guide: 1, proto: 1, also: ['go'] },
  { name: 'kotlin', value: 'kotlin', guide: 3, proto: 2 },
  { name: 'java', value: 'java', guide: 2, proto: 3 },
  { name: 'terraform', value: 'terraform', guide: 7, proto: 4, also: ['hcl'] },
  { name: 'helm', value: 'helm', guide: 8, proto: 5 },
  // A slip of the proto that got a number; what is meant is clear, and what is answered is the language.
  { name: 'javascrypt', value: 'javascript', proto: 13 },
  { name: 'javascript', value: 'javascript', guide: 5, proto: 6, also: ['js'] },
  { name: 'yaml', value: 'yaml', guide: 9, proto: 7 },
  { name: 'docker', value: 'docker', guide: 10, proto: 8 },
  { name: 'python', value: 'python', guide: 4, proto: 9 },
  { name: 'php', value: 'php', guide: 11, proto: 10 },
  { name: 'rust', value: 'rust', guide: 12, proto: 11 },
  { name: 'typescript', value: 'typescript', guide: 6, proto: 12, also: ['ts'] },
  { name: 'groovy', value: 'groovy', guide: 13, proto: 15 },
  // Tracker has no numbers for these; by name they are as good as the others.
  ...(['c', 'cpp', 'csharp', 'dart', 'elixir', 'ruby', 'scala', 'shell', 'sql', 'swift'] as const).map(
    (value) => ({ name: value, value }),
  ),
]);

/** Where the proto begins a new group of infrastructure. */
const groups: Record<string, number> = {
  database: 1,
  storage: 10,
  network: 20,
  messaging: 30,
  cache: 40,
  security: 50,
  monitoring: 60,
  other: 99,
};

export const infrastructureEnum = new WireEnum<InfrastructureType>(
  'INFRASTRUCTURE_TYPE_UNSPECIFIED',
  infrastructureTypes.map((value) => {
    const [group = ''] = value.split('_');
    const siblings = infrastructureTypes.filter((other) => other.startsWith(`${group}_`));
    const number = (groups[group] as number) + siblings.indexOf(value);
    return { name: value, value, guide: number, proto: number };
  }),
);
