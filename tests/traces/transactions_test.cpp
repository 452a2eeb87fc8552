// SPDX-License-Identifier: Apache-2.0
#include "traces/transactions.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/traces/small_report.h"

namespace nestwave {
namespace {

using testing::transfer_of;

TEST(Transactions, WritesOneLinePerTransferInTheDirectionOfTheWords) {
  const Design design = testing::small_design();
  const std::string path = testing::temporary_directory() + "t.csv";
  Transactions trace(design, path);
  trace.transfer(transfer_of(TransferKind::fill, 0, 0, 0, 1, 0, 2, 2, 0, 4));
  trace.transfer(transfer_of(TransferKind::fill, 1, 0, 0, 1, 1, 1, 2, 4, 5));
  trace.transfer(transfer_of(TransferKind::mac, -1, 1, 1, 2, 2, 3, 1, 6, 6));
  trace.transfer(transfer_of(TransferKind::update, 2, 1, 1, 2, 2, 1, 1, 7, 7));
  trace.transfer(transfer_of(TransferKind::drain, 2, 0, 0, 1, 2, 2, 2, 8, 10));
  EXPECT_FALSE(std::filesystem::exists(path));
  trace.commit();
  EXPECT_EQ(testing::read_text(path),
            "first_cycle,last_cycle,kind,data_space,from,to,words,receivers,loops\n"
            "0,4,fill,Weights,DRAM[0],RF[0..1],2,2,P=0\n"
            "4,5,fill,Inputs,DRAM[0],RF[0..1],1,2,P=1\n"
            "6,6,mac,*,RF[1],MACC,3,1,P=2\n"
            "7,7,update,Outputs,MACC,RF[1],1,1,P=2\n"
            "8,10,drain,Outputs,RF[0..1],DRAM[0],2,2,P=2\n");
}

}  // namespace
}  // namespace nestwave
