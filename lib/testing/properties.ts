import fc from 'fast-check';

/**
 * fast-check for tests of properties: the same cases in every run of `npm test`, so that a change is judged by itself and a failure is
 * the same for everybody. New cases are looked for by `npm run test:explore`, which gives each round a seed of its own.
 *
 * What says how long it may be gets as long as that: by itself, fast-check keeps to about ten.
 */

fc.configureGlobal({
  seed: Number(process.env.SHIPLOG_TEST_SEED ?? 20_261_121),
  defaultSizeToMaxWhenMaxSpecified: true,
});

export { fc };
