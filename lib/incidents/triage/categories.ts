import type { Priority } from '@/lib/events/vocabulary';
import type { IncidentCategory } from '../vocabulary';

/** What follows from a category: how grave it is by itself, what to do first, and how it is called in a sentence. Client-safe. */
interface CategoryFacts {
  severity: Extract<Priority, 'P1' | 'P2' | 'P3'>;
  /** Recommended, first things first. */
  actions: readonly string[];
  /** The beginning of the summary; the name of the service follows. */
  says: string;
}

/** Actions, severities and words of the categories that Ops-Assist knows are Ops-Assist's own. */
export const categoryFacts: Record<IncidentCategory, CategoryFacts> = {
  database_issue: {
    severity: 'P1',
    actions: ['restart_db_service', 'check_connection_pool', 'verify_db_credentials'],
    says: 'Database issues detected in',
  },
  memory_leak: {
    severity: 'P1',
    actions: ['restart_service', 'increase_memory_limit', 'analyze_heap_dump'],
    says: 'Memory exhaustion detected in',
  },
  api_timeout: {
    severity: 'P2',
    actions: ['check_network_connectivity', 'verify_upstream_services', 'scale_service'],
    says: 'API timeout issues in',
  },
  authentication_error: {
    severity: 'P2',
    actions: ['verify_credentials', 'check_token_expiry', 'review_auth_config'],
    says: 'Authentication failures in',
  },
  permission_denied: {
    severity: 'P2',
    actions: ['review_permissions', 'check_role_bindings', 'audit_recent_policy_changes'],
    says: 'Permission failures in',
  },
  network_error: {
    severity: 'P2',
    actions: ['check_network_connectivity', 'verify_dns_resolution', 'verify_upstream_services'],
    says: 'Network failures in',
  },
  configuration_error: {
    severity: 'P2',
    actions: ['review_recent_config_changes', 'verify_environment_variables', 'rollback_configuration'],
    says: 'Configuration errors in',
  },
  disk_full: {
    severity: 'P1',
    actions: ['clear_old_logs', 'increase_disk_quota', 'archive_data'],
    says: 'Disk space issues in',
  },
  cpu_overload: {
    severity: 'P2',
    actions: ['scale_horizontally', 'optimize_queries', 'review_resource_limits'],
    says: 'High CPU usage detected in',
  },
  rate_limited: {
    severity: 'P3',
    actions: ['reduce_request_rate', 'review_rate_limits', 'enable_request_backoff'],
    says: 'Rate limiting in',
  },
  other: {
    severity: 'P2',
    actions: ['investigate_logs', 'check_service_health'],
    says: 'Multiple errors detected in',
  },
};
