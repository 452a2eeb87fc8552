// SPDX-License-Identifier: Apache-2.0
#include "app/digest.h"

#include <gtest/gtest.h>

namespace nestwave {
namespace {

// The examples of FIPS 180-4 (NIST, "SHA256.pdf").
TEST(Digest, IsSha256) {
  EXPECT_EQ(Digest().hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Digest().add("abc").hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Digest().add("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").hex(),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(Digest().add(std::string(1'000'000, 'a')).hex(),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Digest, KnowsWhereATextEnds) {
  EXPECT_NE(Digest().add_text("ab").add_text("c").hex(), Digest().add_text("a").add_text("bc").hex());
  EXPECT_EQ(Digest().add("ab").add("c").hex(), Digest().add("abc").hex());
}

}  // namespace
}  // namespace nestwave
