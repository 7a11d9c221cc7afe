// The checker itself, on small trees with one fault each.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { check, refusal, withoutComments } from './layering.mjs';

/** Writes `files` (path → text) into a new tree and returns its findings. */
function findingsOf(files) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'rasoat-layering-'));
  try {
    const names = Object.keys(files).map((f) => path.basename(f)).join(' ');
    const all = { 'services/CMakeLists.txt': `add_library(all ${names})`, ...files };
    for (const [file, text] of Object.entries(all)) {
      fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      fs.writeFileSync(path.join(root, file), text);
    }
    return check(root);
  } finally {
    fs.rmSync(root, { recursive: true });
  }
}

const allowed = [
  ['services/registry/main.cc', 'services/registry/store/mysql_household_store.h'],
  ['services/registry/main.cc', 'services/common/server/run_server.h'],
  ['services/registry/rpc/household_service.cc', 'services/registry/store/household_store.h'],
  ['services/registry/rpc/household_service.cc', 'rasoat/registry/v1/households.grpc.pb.h'],
  ['services/scoring/follow/survey_applier.cc', 'rasoat/registry/v1/registry_feed.pb.h'],
  ['services/registry/store/mysql_household_store.cc', 'services/common/mysql/transaction.h'],
  ['services/registry/store/mysql_household_rows.h', 'services/common/mysql/row.h'],
  ['services/registry/store/mysql_household_rows.cc', 'services/common/crypto/key_ring.h'],
  ['services/registry/store/household_store.h', 'services/registry/domain/household.h'],
  ['services/registry/domain/household.h', 'services/common/status/error.h'],
  ['services/registry/domain/household.h', 'absl/status/statusor.h'],
  ['services/common/feed/feed.h', 'services/common/mysql/transaction.h'],
  ['gateway/http/server.cc', 'services/common/config/env.h'],
  ['gateway/transcoding/error_body.cc', 'google/rpc/status.pb.h'],
  ['tests/unit/registry/household_test.cc', 'services/registry/domain/household.h'],
];
for (const [file, target] of allowed) {
  test(`${file} may include ${target}`, () => assert.equal(refusal(file, target), undefined));
}

const refused = [
  ['services/registry/domain/household.h', 'services/registry/store/household_store.h'],
  ['services/registry/domain/household.h', 'services/common/clock/clock.h'],
  ['services/registry/domain/household.h', 'rasoat/registry/v1/households.pb.h'],
  ['services/registry/domain/household.h', 'services/common/crypto/key_ring.h'],
  ['services/registry/rpc/household_service.cc', 'services/common/crypto/key_ring.h'],
  ['services/registry/domain/household.h', 'google/protobuf/message.h'],
  ['services/registry/domain/household.h', 'grpcpp/grpcpp.h'],
  ['services/registry/store/household_store.h', 'services/common/mysql/transaction.h'],
  ['services/registry/store/household_store.h', 'services/registry/store/mysql_household_store.h'],
  ['services/registry/rpc/household_service.cc', 'services/registry/store/mysql_household_store.h'],
  ['services/registry/rpc/household_service.cc', 'services/registry/store/mysql_household_rows.h'],
  ['services/registry/rpc/household_service.cc', 'services/common/mysql/pool.h'],
  ['services/registry/store/mysql_household_store.cc', 'services/registry/rpc/household_proto.h'],
  ['services/scoring/follow/survey_applier.cc', 'services/registry/domain/survey.h'],
  ['services/registry/rpc/household_service.cc', 'rasoat/scoring/v1/scoring.pb.h'],
  ['services/registry/main.cc', 'gateway/http/server.h'],
  ['services/registry/main.cc', 'tests/support/fake_clock.h'],
  ['services/common/clock/clock.h', 'services/common/mysql/pool.h'],
  ['services/common/mysql/pool.h', 'services/registry/domain/household.h'],
  ['services/common/feed/feed.cc', 'rasoat/registry/v1/registry_feed.pb.h'],
  ['gateway/http/server.cc', 'services/common/mysql/pool.h'],
  ['gateway/http/server.cc', 'services/registry/domain/household.h'],
  ['gateway/transcoding/json.cc', 'rasoat/registry/v1/households.pb.h'],
];
for (const [file, target] of refused) {
  test(`${file} may not include ${target}`, () => assert.notEqual(refusal(file, target), undefined));
}

test('a clean tree has no findings', () => {
  assert.deepEqual(findingsOf({
    'services/registry/domain/a.h': '#pragma once\n// absl::Now() is not called here\nint A();\n',
    'services/registry/domain/a.cc': '#include "services/registry/domain/a.h"\nint A() { return 1; }\n',
  }), []);
});

const faults = [
  ['services/registry/domain/a.cc', '#include "services/registry/store/b.h"\n', /may not know store/],
  ['services/registry/domain/a.cc', 'auto t = absl::Now();\n', /only services\/common\/clock/],
  ['services/registry/rpc/a.cc', 'std::mt19937_64 dice;\n', /rolls dice/],
  ['services/registry/rpc/a.cc', 'void F(sql::Connection*);\n', /the connector/],
  ['services/registry/rpc/a.cc', 'auto q = "SELECT a FROM b";\n', /SQL stands in/],
  ['services/registry/rpc/a.cc', 'try { F(); } catch (...) {}\n', /exceptions end/],
  ['services/registry/helpers/a.cc', '\n', /nobody knows the folder/],
  ['services/registry/domain/a.h', 'int A();\n', /#pragma once/],
  ['services/registry/domain/a.cc', '#include "a.h"\n', /from the root/],
  ['services/registry/domain/a.cc', '// TODO: later\n', /fix it/],
  ['services/registry/domain/a.cc', '\n'.repeat(400), /split it/],
  ['tests/unit/a_test.cc', 'absl::SleepFor(absl::Seconds(1));\n', /never for time/],
  ['tests/unit/a_test.cc', 'GTEST_SKIP();\n', /not skipped/],
  ['tests/unit/CMakeLists.txt', 'file(GLOB all *.cc)\n', /never globbed/],
  ['protos/rasoat/registry/v1/a.proto', 'import "rasoat/scoring/v1/b.proto";\n', /knowledge runs/],
];
for (const [file, text, want] of faults) {
  test(`finds in ${file}: ${want.source}`, () => {
    const findings = findingsOf({ [file]: text });
    assert.equal(findings.length, 1, findings.join('\n'));
    assert.match(findings[0], want);
  });
}

test('a page inside a raw string is not code', () => {
  assert.deepEqual(findingsOf({
    'services/registry/domain/a.cc': 'const char* page = R"js(\ntry { f() } catch (e) {}\n)js";\n',
  }), []);
});

test('a source that no CMake file lists is found', () => {
  const findings = findingsOf({ 'services/CMakeLists.txt': '', 'services/registry/domain/a.cc': '\n' });
  assert.match(findings.join('\n'), /nothing builds it/);
});

test('comments go, text between quotes and line numbers stay', () => {
  assert.equal(withoutComments('a /* b\nc */ d // e\n"// f"'), 'a     \n     d     \n"// f"');
});
