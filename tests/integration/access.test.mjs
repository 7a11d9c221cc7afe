// Every method as nobody, as the wrong role, and in the wrong area. The calls
// are made from the protos' access rules: a new method is tried at once, and
// there is no list of exceptions to put it on.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { methods, personRoles, requestWith } from './support/protos.mjs';
import { Refusal } from './support/errors.mjs';
import { System } from './support/system.mjs';

const system = new System();
const round = 'rounds/bac-giang-2021';
const home = { district: '219', village: '07525001' };
const guarded = methods.filter((method) => !method.access?.anonymous);
const placed = guarded.filter((method) => method.access.area);
/** What only administrators of the whole may do; see AccessRule.area. */
const ofTheWhole = guarded.filter(({ access }) => !access.area
  && access.roles.every((role) => role === 'ROLE_ADMINISTRATOR'));

/** Resources of the home village, by the pattern of their names. */
const samples = {};
const tokens = {};

function holderOf(role, where) {
  return `${role.slice('ROLE_'.length).toLowerCase().replaceAll('_', '-')}-${where}`;
}

function person(id, grants) {
  return {
    name: `staff/thu-quyen-${id}`, fullName: 'Người thử quyền', area: `areas/${home.district}`,
    position: 'POSITION_SUPERVISOR', grants,
  };
}

/** Puts people on the roster with an account each, and signs them in. */
async function addPeople(people) {
  const admin = await system.token('admin');
  await system.call('StaffRoster.BatchCreateStaff', { staff: people }, admin);
  await Promise.all(people.map(async ({ name }) => {
    const account = name.slice('staff/'.length);
    const password = createHash('sha256').update(`${admin}${name}`).digest('base64url');
    await system.call('Accounts.SetAccount', { name, account, password }, admin);
    tokens[account.slice('thu-quyen-'.length)] = await system.token(account, password);
  }));
}

before(async () => {
  const officer = await system.token('tinh');
  const districts = await system.call('Areas.ListAreas', { parent: 'areas/24', asOf: '2021-10-10' }, officer);
  const foreign = districts.areas.map((area) => area.name.slice('areas/'.length))
    .find((code) => code !== home.district);
  await addPeople([
    ...personRoles.map((role) => person(holderOf(role, 'here'), [{ role, area: home.district }])),
    ...personRoles.map((role) => person(holderOf(role, 'elsewhere'), [{ role, area: foreign }])),
    person('without', []),
  ]);

  const village = `areas/${home.village}`;
  const { surveys: [survey, another] } = await system.call('Surveys.ListSurveys', { village, round, pageSize: 2 }, officer);
  // A case need not be there to lie somewhere: its households do.
  const pair = [survey, another].map((one) => one.household.slice('households/'.length)).sort();
  const reviewer = tokens[holderOf('ROLE_REVIEWER', 'here')];
  const draft = await system.call('SurveyDrafts.SaveDraft',
    { draft: { survey: { household: survey.household, round, form: survey.form } } }, reviewer);
  const upload = await system.call('Attachments.BeginAttachment', {
    attachmentId: '01J000000000000000000000ZZ',
    attachment: { parent: survey.household, contentHash: '0'.repeat(64), sizeBytes: 1, mediaType: 'image/png' },
  }, reviewer);
  const erasure = await system.call('Erasures.CreateErasure', {
    erasureId: '01J000000000000000000000ZY',
    erasure: { household: survey.household, reason: 'thử quyền', legalGround: 'căn cứ dùng để thử' },
  }, tokens[holderOf('ROLE_COMMUNE_OFFICER', 'here')]);
  // Taken back, so that whoever is let in erases nothing.
  await system.call('Erasures.RejectErasure', { name: erasure.name, remark: 'chỉ để thử' }, tokens[holderOf('ROLE_COMMUNE_OFFICER', 'here')]);
  const { trainingClasses: [lesson] } = await system.call('Preparation.ListTrainingClasses', { round, area: home.village.slice(0, 5) }, officer);
  Object.assign(samples, {
    'areas/*': village,
    'areas/*/imports/*': `${village}/imports/01ARZ3NDEKTSV4RRFFQ69G5FAV`,
    'households/*': survey.household,
    'surveys/*': survey.name,
    'surveyDrafts/*': draft.name,
    'attachments/*': upload.name,
    'erasures/*': erasure.name,
    'legalHolds/*': survey.household.replace('households', 'legalHolds'),
    'duplicates/*': `duplicates/${pair.join('-')}`,
    'surveys/*/assessments/*': `${survey.name}/assessments/training-2022-2`,
    'rounds/*': round,
    'rounds/*/villages/*': `${round}/villages/${home.village}`,
    'rounds/*/trainingClasses/*': lesson.name,
    'staff/*': 'staff/dieu-tra-vien-vi-du',
    'standards/*': 'standards/training-2022-2',
    'roundStandards/*': 'roundStandards/bac-giang-2021',
    'procedures/*': 'procedures/general-review-2021',
    'forms/*': 'forms/survey-2021-training',
    'devices/*': 'devices/01J00000000000000000000000',
  });
});

after(() => system.close());

/** The variables of a method's HTTP path: `[field path, pattern]`. */
function variables(method) {
  return [...method.http.template.matchAll(/\{([^=}]+)=([^}]+)\}/g)].map(([, field, pattern]) => [field, pattern]);
}

function sample(pattern, method) {
  assert.ok(samples[pattern], `${method.name}: no sample of ${pattern}; add one to 'samples'`);
  return samples[pattern];
}

/** What the field that holds the area is given: a resource of the home village. */
function placeFor(method) {
  const { field } = method.access.area;
  const bound = variables(method).find(([name]) => name === field);
  if (bound) return sample(bound[1], method);
  return sample(field.endsWith('household') ? 'households/*' : 'areas/*', method);
}

function minimal(method) {
  return method.access?.area ? requestWith(method, method.access.area.field, placeFor(method)) : {};
}

/** What a call is refused with; undefined if it is not. */
async function refusalOf(method, request, token) {
  try {
    await system.call(method.name, request, token);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Refusal, error);
    return error;
  }
}

async function assertRefused(method, request, token, code, reason) {
  const refusal = await refusalOf(method, request, token);
  assert.deepEqual([refusal?.code, refusal?.reason], [code, reason], method.name);
  assert.ok(refusal.messages.vi && refusal.messages.en, method.name);
}

test('every method says who may call it, and where it is on HTTP', () => {
  assert.ok(methods.length >= 45);
  for (const method of methods) {
    assert.ok(method.access, `${method.name} has no (rasoat.api.v1.access)`);
    // A stream of requests has no place on HTTP; everything else has one.
    assert.equal(Boolean(method.http), !method.requestStream, `${method.name}: (google.api.http)`);
  }
});

describe('as nobody', () => {
  for (const method of guarded) {
    test(`${method.name} asks to sign in`, () =>
      assertRefused(method, minimal(method), undefined, 'UNAUTHENTICATED', 'NOT_SIGNED_IN'));
  }

  test('the gateway says 401 for each of them', async () => {
    for (const method of guarded.filter(({ http }) => http)) {
      const target = variables(method).reduce((path, [field, pattern]) =>
        path.replace(`{${field}=${pattern}}`, sample(pattern, method)), method.http.template);
      const { status, refusal } = await system.http(method.http.verb, target,
        method.http.body ? { json: {} } : {});
      assert.deepEqual([status, refusal?.reason], [401, 'NOT_SIGNED_IN'], method.name);
    }
  });

  test('what is anonymous answers', async () => {
    for (const method of methods.filter((one) => one.access.anonymous)) {
      const refusal = await refusalOf(method, {}, undefined);
      assert.ok(!['UNAUTHENTICATED', 'PERMISSION_DENIED'].includes(refusal?.code)
        || refusal.reason === 'SIGN_IN_FAILED', `${method.name}: ${refusal}`);
    }
  });
});

describe('with a token that is none', () => {
  const twisted = {
    'a changed signature': (token) => token.slice(0, -4) + (token.endsWith('AAAA') ? 'BBBB' : 'AAAA'),
    'changed content': (token) => token.replace(/\.(.)/, (_, first) => `.${first === 'A' ? 'B' : 'A'}`),
    'no signature': (token) => token.slice(0, token.lastIndexOf('.') + 1),
    'something else': () => 'admin',
  };
  for (const [what, twist] of Object.entries(twisted)) {
    test(`${what} is refused by every service`, async () => {
      const token = twist(await system.token('admin'));
      for (const method of guarded) {
        await assertRefused(method, minimal(method), token, 'UNAUTHENTICATED', 'TOKEN_INVALID');
      }
    });
  }
});

describe('as the wrong role', () => {
  for (const method of guarded) {
    const wrong = personRoles.filter((role) => !method.access.roles.includes(role));
    test(`${method.name} refuses ${wrong.length} roles, and who has none`, async () => {
      for (const who of ['without', ...wrong.map((role) => holderOf(role, 'here'))]) {
        await assertRefused(method, minimal(method), tokens[who], 'PERMISSION_DENIED', 'ROLE_NOT_ALLOWED');
      }
    });
  }
});

describe('in the wrong area', () => {
  for (const method of placed) {
    const roles = method.access.roles.filter((role) => personRoles.includes(role));
    test(`${method.name} refuses its ${roles.length} roles elsewhere, and above their reach`, async () => {
      const above = requestWith(method, method.access.area.field, 'areas/24');
      for (const role of roles) {
        await assertRefused(method, minimal(method), tokens[holderOf(role, 'elsewhere')], 'PERMISSION_DENIED', 'AREA_OUT_OF_REACH');
        await assertRefused(method, above, tokens[holderOf(role, 'here')], 'PERMISSION_DENIED', 'AREA_OUT_OF_REACH');
      }
    });

    test(`${method.name} without an area is ${method.access.area.optional ? 'for who reaches all' : 'refused'}`, async () => {
      const [code, reason] = method.access.area.optional
        ? ['PERMISSION_DENIED', 'AREA_OUT_OF_REACH'] : ['INVALID_ARGUMENT', 'AREA_REQUIRED'];
      for (const role of roles) {
        await assertRefused(method, {}, tokens[holderOf(role, 'here')], code, reason);
      }
    });
  }
});

describe('as an administrator of a part', () => {
  for (const method of ofTheWhole) {
    test(`${method.name} is for the administrator of the whole`, async () => {
      await assertRefused(method, {}, tokens[holderOf('ROLE_ADMINISTRATOR', 'here')], 'PERMISSION_DENIED', 'AREA_OUT_OF_REACH');
      const refusal = await refusalOf(method, {}, await system.token('admin'));
      assert.ok(!['UNAUTHENTICATED', 'PERMISSION_DENIED'].includes(refusal?.code), `${method.name}: ${refusal}`);
    });
  }
});

describe('as the right role in the right area', () => {
  for (const method of guarded.filter((one) => !ofTheWhole.includes(one))) {
    test(`${method.name} lets in`, async () => {
      for (const role of method.access.roles.filter((one) => personRoles.includes(one))) {
        const refusal = await refusalOf(method, minimal(method), tokens[holderOf(role, 'here')]);
        assert.ok(!['UNAUTHENTICATED', 'PERMISSION_DENIED'].includes(refusal?.code), `${method.name} as ${role}: ${refusal}`);
      }
    });
  }
});

test('nobody can make a person a service, or grant beyond an own grant', async () => {
  const roster = methods.find((method) => method.name === 'StaffRoster.BatchCreateStaff');
  const wish = (role, area) => ({ staff: [person('qua-quyen', [{ role, area }])] });
  const here = tokens[holderOf('ROLE_DISTRICT_OFFICER', 'here')];
  await assertRefused(roster, wish('ROLE_SERVICE', '*'), await system.token('admin'), 'PERMISSION_DENIED', 'GRANT_OUT_OF_REACH');
  await assertRefused(roster, wish('ROLE_ADMINISTRATOR', home.district), here, 'PERMISSION_DENIED', 'GRANT_OUT_OF_REACH');
  await assertRefused(roster, wish('ROLE_DISTRICT_OFFICER', '24'), here, 'PERMISSION_DENIED', 'GRANT_OUT_OF_REACH');
});
