/** The services of the demo world: a shop, with who owns what and who needs whom. */
export interface DemoService {
  name: string;
  owner: string;
  /** Who ships it. */
  people: readonly string[];
  dependsOn: readonly string[];
  major: number;
  /** Releases to production in a usual week. */
  releasesPerWeek: number;
  /** How likely a deployment to production goes wrong. */
  risk: number;
  /** Whether releases pass the acceptance of the business in `recette`. */
  accepted: boolean;
  /** What its people change, as a pull request says it. */
  changes: readonly string[];
  /** What breaks, as an alert says it. */
  errors: readonly string[];
}

/** The service of this name; throws when the demo has none, which is a mistake in the demo. */
export const demoServices: readonly DemoService[] = [
  {
    name: 'storefront-web',
    owner: 'team-storefront',
    people: ['ines.moreau', 'jonas.berg', 'amina.diallo'],
    dependsOn: ['catalog-api', 'cart-api', 'identity'],
    major: 5,
    releasesPerWeek: 6,
    risk: 0.07,
    accepted: true,
    changes: [
      'Show delivery dates on the product page',
      'Lazy-load reviews below the fold',
      'Fix focus trap in the mini cart',
      'Move the hero images to AVIF',
      'Remember the last shipping country',
      'Drop the old promo banner',
      'Speed up the first paint of category pages',
      'Translate the returns form',
    ],
    errors: [
      'Hydration failed on /category pages',
      'Unhandled promise rejection in cart drawer',
      'LCP above 4 s for mobile visitors',
    ],
  },
  {
    name: 'cart-api',
    owner: 'team-checkout',
    people: ['lucas.petit', 'sofia.rossi', 'tom.keller'],
    dependsOn: ['inventory-api', 'catalog-api'],
    major: 3,
    releasesPerWeek: 4,
    risk: 0.06,
    accepted: false,
    changes: [
      'Merge anonymous carts at sign-in',
      'Expire reservations after 20 minutes',
      'Cache prices for one minute',
      'Return 409 when a line was changed elsewhere',
      'Add gift wrapping to the cart',
      'Batch stock lookups',
    ],
    errors: [
      'Redis connection pool exhausted',
      'Deadlock detected while merging carts',
      'p99 latency of PUT /cart above 2 s',
    ],
  },
  {
    name: 'checkout-api',
    owner: 'team-checkout',
    people: ['sofia.rossi', 'lucas.petit', 'nadia.haddad'],
    dependsOn: ['payments-gateway', 'cart-api', 'orders-api'],
    major: 2,
    releasesPerWeek: 4,
    risk: 0.09,
    accepted: true,
    changes: [
      'Retry address validation once',
      'Offer pick-up points within 5 km',
      'Keep the voucher when payment is declined',
      'Record consent with its version',
      'Make order submission idempotent',
      'Split parcels by warehouse',
    ],
    errors: [
      'HTTP 500 rate of POST /orders above 5 %',
      'Timeout calling payments-gateway',
      'NullPointerException in VoucherPolicy',
    ],
  },
  {
    name: 'payments-gateway',
    owner: 'team-payments',
    people: ['marc.lefevre', 'elena.popescu', 'yuki.tanaka'],
    dependsOn: ['payments-ledger'],
    major: 4,
    releasesPerWeek: 2,
    risk: 0.08,
    accepted: true,
    changes: [
      'Rotate the acquirer certificates',
      'Add network tokens for cards on file',
      'Send 3-D Secure 2.3 fields',
      'Retry soft declines after 30 seconds',
      'Log the acquirer reference',
      'Raise the refund limit for support',
    ],
    errors: [
      'TLS handshake with acquirer failed',
      'Authorisation rate below 92 %',
      'Webhook signature verification failed',
    ],
  },
  {
    name: 'payments-ledger',
    owner: 'team-payments',
    people: ['elena.popescu', 'marc.lefevre', 'david.cohen'],
    dependsOn: [],
    major: 1,
    releasesPerWeek: 1,
    risk: 0.05,
    accepted: false,
    changes: [
      'Close accounting periods by cost centre',
      'Index entries by settlement date',
      'Reject bookings to closed periods',
      'Export the journal as Parquet',
    ],
    errors: ['Serialization failure rate above 1 %', 'Replication lag above 30 s'],
  },
  {
    name: 'orders-api',
    owner: 'team-fulfilment',
    people: ['hugo.marchand', 'lea.schmidt', 'omar.benali'],
    dependsOn: ['inventory-api', 'notifications'],
    major: 6,
    releasesPerWeek: 3,
    risk: 0.06,
    accepted: false,
    changes: [
      'Expose the parcel history',
      'Allow cancelling until picking starts',
      'Publish order events with a schema version',
      'Archive orders older than seven years',
      'Validate customs data for Switzerland',
    ],
    errors: ['Consumer lag of order-events above 50,000', 'HTTP 503 from GET /orders/{id}'],
  },
  {
    name: 'inventory-api',
    owner: 'team-fulfilment',
    people: ['lea.schmidt', 'hugo.marchand', 'priya.nair'],
    dependsOn: [],
    major: 2,
    releasesPerWeek: 3,
    risk: 0.05,
    accepted: false,
    changes: [
      'Reserve stock per warehouse',
      'Reconcile counts nightly',
      'Reject negative corrections',
      'Read replicas for availability lookups',
      'Page through movements by cursor',
    ],
    errors: ['Stock reconciliation differs by more than 1 %', 'Connection refused by warehouse EDI'],
  },
  {
    name: 'catalog-api',
    owner: 'team-discovery',
    people: ['amelie.dubois', 'jan.novak', 'grace.kim'],
    dependsOn: ['search-indexer'],
    major: 8,
    releasesPerWeek: 4,
    risk: 0.05,
    accepted: false,
    changes: [
      'Serve variants in one request',
      'Add energy labels to appliances',
      'Invalidate the cache by product',
      'Return prices per region',
      'Deprecate v1 of the feed',
    ],
    errors: ['Cache hit rate below 60 %', 'GraphQL query depth limit hit by 400 clients'],
  },
  {
    name: 'search-indexer',
    owner: 'team-discovery',
    people: ['jan.novak', 'grace.kim'],
    dependsOn: [],
    major: 1,
    releasesPerWeek: 2,
    risk: 0.06,
    accepted: false,
    changes: [
      'Boost products in stock',
      'Index synonyms from the glossary',
      'Shard the index by language',
      'Skip unchanged documents',
    ],
    errors: ['Index older than 15 minutes', 'Bulk request rejected: queue capacity reached'],
  },
  {
    name: 'identity',
    owner: 'team-platform',
    people: ['sarah.lindqvist', 'karim.aziz', 'paul.girard'],
    dependsOn: ['notifications'],
    major: 7,
    releasesPerWeek: 2,
    risk: 0.06,
    accepted: true,
    changes: [
      'Support passkeys on Android',
      'Shorten refresh tokens to 30 days',
      'Rate-limit password resets',
      'Rotate signing keys weekly',
      'Show active sessions to customers',
    ],
    errors: ['Token endpoint p95 above 800 ms', 'JWKS fetch failed on 3 nodes'],
  },
  {
    name: 'notifications',
    owner: 'team-platform',
    people: ['karim.aziz', 'paul.girard'],
    dependsOn: [],
    major: 3,
    releasesPerWeek: 2,
    risk: 0.04,
    accepted: false,
    changes: [
      'Send parcel updates by RCS',
      'Deduplicate mails within ten minutes',
      'Render templates in the customer’s language',
      'Back off when the provider throttles',
    ],
    errors: ['Bounce rate above 3 %', 'SMS provider answers 429'],
  },
  {
    name: 'back-office-robots',
    owner: 'team-automation',
    people: ['claire.fontaine', 'igor.petrov'],
    dependsOn: ['orders-api', 'payments-ledger'],
    major: 1,
    releasesPerWeek: 1,
    risk: 0.05,
    accepted: false,
    changes: [
      'Read invoices with the new OCR model',
      'Match bank lines by reference first',
      'Pause robots during the accounting close',
    ],
    errors: ['Robot stuck on the supplier portal login', 'OCR confidence below 70 %'],
  },
];

export const demoService = (name: string): DemoService => {
  const found = demoServices.find((service) => service.name === name);
  if (!found) throw new Error(`The demo has no service ${name}.`);
  return found;
};
