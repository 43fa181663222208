import type { IncidentCategory } from '../vocabulary';

/**
 * What speaks for and against a category: words and phrases of error messages with weights. Each counts once in a message, however often it
 * stands there. A phrase that is only to be found in one sort of trouble weighs 5 to 7, one that several sorts share 1 to 3, and one that shows a word
 * to mean something else ("query parameter") takes away what the word gave. Texts are lower case, at most some thousand characters long, and
 * hold compound names in pieces as well (`OutOfMemoryError` is `out of memory error` too). Client-safe.
 */
interface Feature {
  category: IncidentCategory;
  weight: number;
  pattern: RegExp;
}

const feature = (category: IncidentCategory, weight: number, pattern: RegExp): Feature => ({
  category,
  weight,
  pattern,
});
const all = (category: IncidentCategory, features: readonly (readonly [number, RegExp])[]): Feature[] =>
  features.map(([weight, pattern]) => feature(category, weight, pattern));

/** What may not follow a number that is a status code: it would be an amount of something, or a part of a longer number. */
const noAmount =
  '(?![\\w.%-]|\\s?(?:ms|milliseconds?|s|sec|seconds?|minutes?|rows?|items?|bytes?|[kmg]i?b|records?|users?|orders?|files?|times?|requests?|messages?|connections?)\\b)';
/** A status code that is said to be one, or with which the message begins. */
const said = (code: string) =>
  new RegExp(
    `(?:\\b(?:https?(?:/[12](?:\\.\\d)?)?|status(?: ?code)?|code|response|returned|responded(?: with)?|got|received|error|failed|failure|rejected)[ :="']{1,3}|^\\s*)(?:${code})${noAmount}`,
  );
/** A number that may be one. */
const bare = (code: string) => new RegExp(`(?<![\\w.#$-])(?:${code})${noAmount}`);

const databases =
  /\b(?:postgres(?:ql)?|mysqld?|mariadb|mongo(?:db|s)?|oracle|ora-\d{4,5}|sqlite3?|mssql|sql ?server|dynamodb|cassandra|cockroach(?:db)?|aurora|rds|pgbouncer|hikari(?:pool|cp)?(?:-\d+)?|jdbc|psql\w*|psycopg2?|sqlalchemy|sequelize\w*|typeorm|prisma|knex|activerecord|gorm|clickhouse|redis|etcd|innodb)\b/;

export const features: readonly Feature[] = [
  ...all('database_issue', [
    [5, databases],
    [2, new RegExp(`(?:${databases.source}|\\bdatabase).{0,40}\\bconnect`)],
    [5, /\bdatabases?\b|\b(?:data ?store)\b/],
    [4, /\bdb\b|\bdb[-_. ](?:pool|conn|host|primary|replica|server|cluster|node)/],
    [3, /\bsql(?: ?state|exception)?\b/],
    [7, /(?::|port )(?:5432|3306|27017|6379|1521|1433|5433|6432|26257)\b/],
    [4, /\bdead ?lock\b/],
    [4, /connection pool\b|\bpool (?:is )?(?:exhausted|timed? ?out)/],
    [4, /too many (?:clients|connections)|remaining connection slots/],
    [
      3,
      /could not (?:obtain|get|acquire) (?:a )?(?:\w+ )?connection|unable to acquire (?:a )?(?:\w+ )?connection/,
    ],
    [
      4,
      /\bquer(?:y|ies) (?:took|time(?:d )?-? ?out|failed|cancell?ed|execution|was)|cancell?ing statement|slow query/,
    ],
    [1, /\bquer(?:y|ies)\b/],
    [
      6,
      /duplicate key|violates (?:unique|foreign|not-null|check)|(?:unique|foreign key|integrity) constraint/,
    ],
    [
      6,
      /\brelation "[^"]{0,80}" does not exist|unknown column|no such (?:table|column)|table .{0,60}doesn't exist/,
    ],
    [6, /lock wait timeout|could not serialize access|serialization failure|statement timeout/],
    [3, /\breplication\b|\breplica .{0,30}\b(?:lag|behind)/],
    [2, /\btransaction (?:was |is )?(?:aborted|rolled back|rollback)|\brollback\b/],
    [4, /is the server running on host/],
    [-6, /\bquery[- ]?(?:param(?:eter)?s?|string|arg(?:ument)?s?)\b/],
    [-3, /\bgraph ?ql\b/],
    [-5, /media quer|jquery|react query|dns query/],
  ]),
  ...all('memory_leak', [
    [7, /out[ -]of[ -]memory|\boom(?:[ -]?kill(?:ed|er|ing)?)?\b/],
    [5, /\bheap (?:space|limit|out|exhaust|usage|is full|size|dump)|allocation failed - java ?script heap/],
    [2, /\bheap\b/],
    [5, /memory (?:leak|exhaust|limit|pressure|usage|exceed|allocation|consumption|threshold|is low)/],
    [
      5,
      /(?:cannot|can't|could not|unable to|failed to) allocate|insufficient memory|low memory|\bmemory ?error\b/,
    ],
    [5, /\bgc overhead|garbage collect(?:ion|or) (?:took|overhead|pause)/],
    [5, /(?:exit(?:ed)?(?: with)?(?: code| status)?|code|status)[ :=(]{1,2}137\b/],
    [5, /bad[ _]alloc|\benomem\b/],
    [2, /\bmemory\b/],
    [-3, /\bin-memory\b|\bshared memory\b/],
  ]),
  ...all('api_timeout', [
    [6, /gateway time-? ?out/],
    [1, bare('50[234]')],
    [3, said('50[234]')],
    [5, /\bbad gateway\b/],
    [3, /service (?:is )?(?:temporarily )?unavailable/],
    [3, /\btime(?:d|s)?[- ]?out\b|timeout|deadline exceeded|\be?(?:sock(?:et)?)?timedout\b/],
    [2, /\bupstream\b/],
    [
      3,
      /upstream (?:request |server |response |service )?(?:time(?:d)?[- ]?out|did not respond|response time)/,
    ],
    [
      3,
      /\blatency\b|slow response|response time|took too long|no response (?:from|within|after)|did not respond/,
    ],
    [4, /circuit[- ]?breaker|circuit (?:is )?open/],
    [2, /\bapi\b.{0,60}time(?:d)?[- ]?out|(?:request|call) (?:to .{0,60})?(?:timed out|timeout)/],
  ]),
  ...all('authentication_error', [
    [6, /authentication (?:has )?(?:fail|error|required|is required|exception|token)/],
    [4, /\bauthenticat|\bunauthenticated\b/],
    [5, /\bunauthori[sz]ed\b/],
    [1, bare('401')],
    [4, said('401')],
    [
      5,
      /\b(?:invalid|expired|missing|bad|wrong|revoked|incorrect|malformed)[ -](?:\w+ ){0,2}(?:tokens?|credentials?|passwords?|api[ -]?key|signature|jwt|session|username)\b/,
    ],
    [4, /\bjwts?\b|\bjson ?web ?token/],
    [5, /\btoken (?:has |is |was )?(?:expired|invalid|revoked|rejected|not valid)|token ?expired ?error/],
    [
      6,
      /(?:log-? ?in|sign-? ?in|logon) (?:has )?failed|failed (?:to )?(?:log-? ?in|sign-? ?in|password)|invalid[ _]grant/,
    ],
    [4, /\bsession (?:has |is )?(?:expired|invalid|revoked)/],
    [2, /\bpasswords?\b/],
    [3, /\bcredentials?\b/],
    [2, /\b(?:kerberos|saml|oidc|oauth2?|ldap|sso|mfa|2fa)\b/],
    [5, /access denied for user/],
    [2, /\bauth(?:n|orization)?\b/],
    [-6, /unexpected token|token bucket|tokens? per (?:minute|second|day)|max[ _]tokens/],
  ]),
  ...all('permission_denied', [
    [6, /permission(?:s)? (?:is |was )?denied|denied permission/],
    [5, /\bforbidden\b/],
    [1, bare('403')],
    [4, said('403')],
    [5, /\baccess (?:is |was )?denied|\baccess ?denied\b/],
    [6, /not authori[sz]ed to|not allowed to (?:access|perform|assume|read|write)/],
    [6, /insufficient (?:permissions?|privileges?|scopes?|rights)|insufficient[ _]scope/],
    [5, /\beacces\b|\beperm\b|operation not permitted/],
    [
      4,
      /(?:lacks?|requires?|without|missing|need) (?:the )?.{0,40}\b(?:permissions?|privileges?|roles?|scopes?)\b/,
    ],
    [3, /\brbac\b|\bacls?\b|\biam\b/],
    [2, /\bpermissions?\b|\bprivileges?\b/],
  ]),
  ...all('network_error', [
    [
      6,
      /connection (?:was |is |has been )?(?:refused|reset|aborted|closed|lost|dropped)|\becon(?:nrefused|nreset|naborted)\b|actively refused/,
    ],
    [4, /broken pipe|\bepipe\b|socket (?:hang up|closed|error|exception)/],
    [
      6,
      /no route to host|\be(?:net|host)unreach\b|(?:network|host) (?:is )?unreachable|network (?:error|down|partition|failure)/,
    ],
    [
      6,
      /\bdns\b|\benotfound\b|\beai_?(?:again|noname)\b|get ?addr ?info|name or service not known|could not resolve (?:host|name|address|proxy)|name resolution|\bnxdomain\b|unknown ?host|no such host/,
    ],
    [4, /(?:tls|ssl) (?:handshake|connection|error)|handshake (?:failed|failure|timed out|error)/],
    [4, /\bbrokers? (?:is |are )?(?:not available|unavailable|down|unreachable)|no brokers/],
    [5, /packet loss|\bnetwork\b.{0,40}\b(?:flap|congest|drop)/],
    [2, /\bnetwork(?:ing)?\b/],
    [2, /\bunreachable\b|(?:unable|failed|could not|cannot) to? ?connect\b|unexpected eof|connection error/],
    [2, /connect(?:ion)? time(?:d)?[- ]?out|\betimedout\b/],
  ]),
  ...all('configuration_error', [
    [
      6,
      /\b(?:missing|unset|undefined|invalid|unknown|required|bad|wrong)[ -](?:\w+ ){0,2}(?:environment variables?|env(?:ironment)? ?vars?|config(?:uration)?|settings?|property|properties)\b/,
    ],
    [
      5,
      /\bconfig(?:uration)? (?:\w+ )?(?:error|exception|is invalid|invalid|missing|not found|file|parse|failed|value|key)/,
    ],
    [6, /\bmis-?configur/],
    [4, /\benvironment variable|\benv var/],
    [2, /\bconfig(?:uration|ured|map)?\b/],
    [
      5,
      /\bnot configured\b|(?:environment variable|setting|property|option) .{0,60}\b(?:is )?(?:not set|unset|missing|required)/,
    ],
    [5, /(?:unknown|unrecogni[sz]ed|unsupported|invalid) (?:flag|option|directive|argument)s?\b/],
    [5, /(?:parse|parsing|load|loading|reading|read) (?:the )?(?:config|yaml|toml|ini|settings)/],
    [5, /no such bean|could not resolve placeholder|failed to bind properties/],
    [5, /\b(?:secret|configmap|config map) .{0,80}not found/],
    [
      5,
      /certificate (?:has |is )?(?:expired|not trusted|not valid)|\bx509\b|self[- ]signed|unable to verify the first certificate|certificate[ _]verify failed|local issuer certificate/,
    ],
    [5, /address already in use|\beaddrinuse\b/],
    [
      4,
      /cannot find module|no module named|class ?not ?found|module ?not ?found|imagepullbackoff|errimagepull/,
    ],
  ]),
  ...all('disk_full', [
    [8, /no space left|\benospc\b|\bedquot\b/],
    [
      6,
      /\bdisk(?: \S{1,40})? (?:is )?(?:almost |nearly )?(?:full|space|usage|quota|critical|pressure|capacity|at \d|exhaust)|(?:out of|low|insufficient) (?:on )?disk/,
    ],
    [2, /\bdisks?\b/],
    [3, /\bfile ?systems?\b/],
    [
      5,
      /\b(?:volume|partition|storage|mount)(?: \S{1,60})? (?:is )?(?:almost |nearly )?(?:full|exhausted|at capacity|capacity|at 9\d|at 100)/,
    ],
    [5, /\binodes?\b/],
    [4, /could not (?:extend|write to) file|read-only file ?system/],
    [1, /\bquota\b/],
  ]),
  ...all('cpu_overload', [
    [
      6,
      /\bcpu (?:usage|load|throttl|utili[sz]|overload|limit|pressure|high|saturat|at \d|is|time|spike|quota)|\bhigh cpu\b/,
    ],
    [3, /\bcpus?\b/],
    [5, /\bhigh load\b|load average|\bsystem load\b/],
    [4, /event loop (?:lag|blocked|delay|is blocked)|soft lockup/],
    [3, /\boverload(?:ed|ing)?\b/],
    [4, /thread ?pool (?:is )?(?:exhaust|starv|full)|rejected ?execution|thread starvation/],
    [1, /\bthrottl/],
  ]),
  ...all('rate_limited', [
    [7, /\brate[- _]?limit/],
    [7, /too many requests/],
    [1, bare('429')],
    [6, said('429')],
    [4, /\bthrottl/],
    [5, /\b(?:request|api|usage|call|token)s? quota|quota (?:has been )?exceeded|exceeded .{0,30}\bquota/],
    [2, /\blimit exceeded\b|exceeded .{0,30}\blimit/],
    [3, /\bretry[- ]after\b|slow down|(?:requests|tokens) per (?:second|minute|hour|day)/],
    [-5, /\b(?:disk|storage|memory|cpu)\b.{0,20}\b(?:quota|limit|throttl)/],
  ]),
];
