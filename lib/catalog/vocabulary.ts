/**
 * The closed vocabularies of the catalog. Client-safe: no imports. Names are what the API answers; Tracker's numbers for
 * them stand in its dialect.
 */

export const entryTypes = [
  'module',
  'library',
  'workflow',
  'project',
  'chart',
  'package',
  'container',
] as const;
/** What a catalog entry is. A project is what is deployed; most of the others are what projects are made of. */
export type EntryType = (typeof entryTypes)[number];

/** What a project uses in some version: these count for version compliance. */
export const deliverableTypes = [
  'package',
  'chart',
  'container',
  'module',
  'library',
] as const satisfies readonly EntryType[];
export type DeliverableType = (typeof deliverableTypes)[number];

export const languages = [
  'golang',
  'kotlin',
  'java',
  'terraform',
  'helm',
  'javascript',
  'yaml',
  'docker',
  'python',
  'php',
  'rust',
  'typescript',
  'groovy',
  'c',
  'cpp',
  'csharp',
  'dart',
  'elixir',
  'ruby',
  'scala',
  'shell',
  'sql',
  'swift',
] as const;
export type Language = (typeof languages)[number];

export const slaLevels = ['critical', 'high', 'medium', 'low'] as const;
export type SlaLevel = (typeof slaLevels)[number];

export const platforms = [
  'ec2',
  'lambda',
  'kubernetes',
  'ecs',
  'fargate',
  'cloud_run',
  'app_service',
  'step_functions',
  'event_bridge',
  'rds',
  'dynamodb',
  's3',
  'cloudfront',
  'api_gateway',
  'cloudwatch',
  'on_premise',
  'hybrid',
  'multi_cloud',
] as const;
export type Platform = (typeof platforms)[number];

export const infrastructureTypes = [
  'database_rds',
  'database_dynamodb',
  'database_mongodb',
  'database_postgresql',
  'database_mysql',
  'database_redis',
  'database_elasticsearch',
  'storage_s3',
  'storage_efs',
  'storage_ebs',
  'network_load_balancer',
  'network_api_gateway',
  'network_cdn',
  'network_vpc',
  'network_nat_gateway',
  'messaging_sqs',
  'messaging_sns',
  'messaging_kafka',
  'messaging_rabbitmq',
  'cache_redis',
  'cache_memcached',
  'cache_cloudfront',
  'security_waf',
  'security_secrets_manager',
  'security_kms',
  'monitoring_cloudwatch',
  'monitoring_prometheus',
  'monitoring_grafana',
  'other_custom',
] as const;
export type InfrastructureType = (typeof infrastructureTypes)[number];

export const channelTypes = ['slack', 'teams', 'email', 'discord', 'mattermost', 'telegram'] as const;
export type ChannelType = (typeof channelTypes)[number];

export const dashboardTypes = [
  'grafana',
  'datadog',
  'newrelic',
  'prometheus',
  'kibana',
  'splunk',
  'dynatrace',
  'appdynamics',
  'custom',
] as const;
export type DashboardType = (typeof dashboardTypes)[number];

/** Severities of vulnerabilities, gravest first. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];
