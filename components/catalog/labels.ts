import type {
  ChannelType,
  DashboardType,
  EntryType,
  InfrastructureType,
  Language,
  Platform,
  Severity,
  SlaLevel,
} from '@/lib/catalog/vocabulary';

/** What the catalog's closed vocabularies read as on screen. */

export const typeLabel: Record<EntryType, string> = {
  module: 'Module',
  library: 'Library',
  workflow: 'Workflow',
  project: 'Project',
  chart: 'Chart',
  package: 'Package',
  container: 'Container',
};

export const languageLabel: Record<Language, string> = {
  golang: 'Go',
  kotlin: 'Kotlin',
  java: 'Java',
  terraform: 'Terraform',
  helm: 'Helm',
  javascript: 'JavaScript',
  yaml: 'YAML',
  docker: 'Docker',
  python: 'Python',
  php: 'PHP',
  rust: 'Rust',
  typescript: 'TypeScript',
  groovy: 'Groovy',
  c: 'C',
  cpp: 'C++',
  csharp: 'C#',
  dart: 'Dart',
  elixir: 'Elixir',
  ruby: 'Ruby',
  scala: 'Scala',
  shell: 'Shell',
  sql: 'SQL',
  swift: 'Swift',
};

export const platformLabel: Record<Platform, string> = {
  ec2: 'EC2',
  lambda: 'Lambda',
  kubernetes: 'Kubernetes',
  ecs: 'ECS',
  fargate: 'Fargate',
  cloud_run: 'Cloud Run',
  app_service: 'App Service',
  step_functions: 'Step Functions',
  event_bridge: 'EventBridge',
  rds: 'RDS',
  dynamodb: 'DynamoDB',
  s3: 'S3',
  cloudfront: 'CloudFront',
  api_gateway: 'API Gateway',
  cloudwatch: 'CloudWatch',
  on_premise: 'On premise',
  hybrid: 'Hybrid',
  multi_cloud: 'Multi-cloud',
};

export const slaLabel: Record<SlaLevel, string> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

export const severityLabel: Record<Severity, string> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
};

export const channelLabel: Record<ChannelType, string> = {
  slack: 'Slack',
  teams: 'Teams',
  email: 'Mail',
  discord: 'Discord',
  mattermost: 'Mattermost',
  telegram: 'Telegram',
};

export const dashboardLabel: Record<DashboardType, string> = {
  grafana: 'Grafana',
  datadog: 'Datadog',
  newrelic: 'New Relic',
  prometheus: 'Prometheus',
  kibana: 'Kibana',
  splunk: 'Splunk',
  dynatrace: 'Dynatrace',
  appdynamics: 'AppDynamics',
  custom: 'Dashboard',
};

export const infrastructureLabel: Record<InfrastructureType, string> = {
  database_rds: 'RDS database',
  database_dynamodb: 'DynamoDB database',
  database_mongodb: 'MongoDB database',
  database_postgresql: 'PostgreSQL database',
  database_mysql: 'MySQL database',
  database_redis: 'Redis database',
  database_elasticsearch: 'Elasticsearch',
  storage_s3: 'S3 storage',
  storage_efs: 'EFS storage',
  storage_ebs: 'EBS storage',
  network_load_balancer: 'Load balancer',
  network_api_gateway: 'API gateway',
  network_cdn: 'CDN',
  network_vpc: 'VPC',
  network_nat_gateway: 'NAT gateway',
  messaging_sqs: 'SQS queue',
  messaging_sns: 'SNS topic',
  messaging_kafka: 'Kafka',
  messaging_rabbitmq: 'RabbitMQ',
  cache_redis: 'Redis cache',
  cache_memcached: 'Memcached',
  cache_cloudfront: 'CloudFront cache',
  security_waf: 'WAF',
  security_secrets_manager: 'Secrets manager',
  security_kms: 'KMS',
  monitoring_cloudwatch: 'CloudWatch',
  monitoring_prometheus: 'Prometheus',
  monitoring_grafana: 'Grafana',
  other_custom: 'Other',
};

/** One of several things, or many: `1 service`, `1,204 services`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}
