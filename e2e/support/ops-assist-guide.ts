/** The requests of Ops-Assist's guide “How to Create Incidents”, as they stand there. */

const post = (body: string) => `curl -X POST "http://localhost:8000/api/v1/events" \\
  -H "Content-Type: application/json" \\
  -d '${body}'`;
const patch = (status: string) => `curl -X PATCH "http://localhost:8000/api/v1/incidents/1/status" \\
  -H "Content-Type: application/json" \\
  -d '{"status": "${status}"}'`;

export const opsAssistGuide = {
  loop: `# Define your API URL
API_URL="http://localhost:8000"

# Send 5+ error events from the same service within 5 minutes
for i in {1..5}; do
  curl -X POST "$API_URL/api/v1/events" \\
    -H "Content-Type: application/json" \\
    -d "{
      \\"service\\": \\"my-service\\",
      \\"level\\": \\"ERROR\\",
      \\"message\\": \\"Something went wrong: error #$i\\"
    }"
  sleep 1
done`,
  /** Each by itself, with what the incident that five of them open is. */
  scenarios: [
    {
      name: 'Database Incident',
      script: post(`{
    "service": "order-service",
    "level": "ERROR",
    "message": "Database connection timeout: failed to connect to PostgreSQL"
  }`),
      category: 'database_issue',
      severity: 'P1',
    },
    {
      name: 'Memory/OOM Incident',
      script: post(`{
    "service": "worker-service",
    "level": "ERROR",
    "message": "Out of memory: Java heap space exceeded"
  }`),
      category: 'memory_leak',
      severity: 'P1',
    },
    {
      name: 'Network Incident',
      script: post(`{
    "service": "api-gateway",
    "level": "ERROR",
    "message": "Connection refused: upstream service unavailable"
  }`),
      category: 'network_error',
      severity: 'P2',
    },
    {
      name: 'Authentication Incident',
      script: post(`{
    "service": "auth-service",
    "level": "ERROR",
    "message": "JWT token expired: authentication failed"
  }`),
      category: 'authentication_error',
      severity: 'P2',
    },
    {
      name: 'Interactive API docs',
      script: post(`{
     "service": "test-service",
     "level": "ERROR",
     "message": "Test error message"
   }`),
      category: 'other',
      severity: 'P2',
    },
  ],
  python: `import requests
import time

API_URL = "http://localhost:8000"

# Send multiple error events
for i in range(5):
    response = requests.post(
        f"{API_URL}/api/v1/events",
        json={
            "service": "python-service",
            "level": "ERROR",
            "message": f"Critical error occurred: event #{i+1}"
        }
    )
    print(f"Sent event {i+1}: {response.status_code}")
    time.sleep(0.5)

# Check incidents
incidents = requests.get(f"{API_URL}/api/v1/incidents").json()
print(f"\\nTotal incidents: {len(incidents)}")
for incident in incidents:
    print(f"  - {incident['service']}: {incident['status']} ({incident['event_count']} events)")`,
  list: `curl http://localhost:8000/api/v1/incidents`,
  read: `curl http://localhost:8000/api/v1/incidents/1`,
  moves: [
    [patch('investigating'), 'investigating'],
    [patch('resolved'), 'resolved'],
    [patch('closed'), 'closed'],
  ],
} as const;
