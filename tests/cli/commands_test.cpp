// SPDX-License-Identifier: Apache-2.0
// Commands, their help, and what is said about mistakes on the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.h"

namespace nestwave {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Outcome;
using ::testing::StartsWith;
using testing::Workspace;

constexpr const char* kFiles = " arch.yaml problem.yaml mapping.yaml";

TEST(Program, TellsItsVersionWithoutABanner) {
  const Outcome outcome = Workspace().run("--version");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, StartsWith("nestwave "));
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(Program, HelpIsAResultAndMissingArgumentsAreAMistake) {
  const Workspace workspace;
  const Outcome help = workspace.run("--help");
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, HasSubstr("usage: nestwave COMMAND"));
  EXPECT_THAT(help.err, IsEmpty());
  const Outcome nothing = workspace.run("");
  EXPECT_EQ(nothing.code, 2);
  EXPECT_THAT(nothing.out, IsEmpty());
  EXPECT_THAT(nothing.err, HasSubstr("usage: nestwave COMMAND"));
}

TEST(Program, EveryCommandHasHelpWithExamples) {
  const Workspace workspace;
  for (const std::string command : {"run", "network", "check", "explain", "dram", "list", "describe"}) {
    const Outcome outcome = workspace.run(command + " --help");
    EXPECT_EQ(outcome.code, 0) << command;
    EXPECT_THAT(outcome.out, HasSubstr("usage: nestwave " + command));
    EXPECT_THAT(outcome.out, HasSubstr("examples:\n  nestwave " + command));
  }
}

struct Mistake {
  std::string arguments;
  std::string message;
};

std::ostream& operator<<(std::ostream& out, const Mistake& mistake) {
  return out << "nestwave " << mistake.arguments;
}

class CommandLine : public ::testing::TestWithParam<Mistake> {};

TEST_P(CommandLine, MistakeIsNamedAndNothingIsDone) {
  const Workspace workspace;
  const Outcome outcome = workspace.run(GetParam().arguments);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr(GetParam().message));
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(workspace.outputs(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, CommandLine,
    ::testing::Values(
        Mistake{"runn", "error: unknown command 'runn'; did you mean 'run'?"},
        Mistake{"--versoin", "error: unknown option '--versoin'; did you mean '--version'?"},
        Mistake{"run --jsn x.json" + std::string(kFiles), "unknown option '--jsn'; did you mean '--json'?"},
        Mistake{"run --js x.json" + std::string(kFiles), "unknown option '--js'"},
        Mistake{"run -q" + std::string(kFiles), "unknown option '-q'"},
        Mistake{"run", "error: no input files"}, Mistake{"run --json", "--json"},
        Mistake{"run --json a --json b" + std::string(kFiles), "--json' cannot be specified more than once"},
        Mistake{"run --quiet=1" + std::string(kFiles), "'--quiet' does not take any arguments"},
        Mistake{"run --max-cycles -1" + std::string(kFiles), "--max-cycles needs a whole number"},
        Mistake{"run --max-cycles 0" + std::string(kFiles),
                "--max-cycles needs a whole number of at least 1"},
        Mistake{"run --max-cycles 1e3" + std::string(kFiles), "not '1e3'"},
        Mistake{"run --max-cycles 99999999999999999999" + std::string(kFiles),
                "--max-cycles needs a whole number"},
        Mistake{"run --policy timelop" + std::string(kFiles),
                "there is no policy 'timelop'; did you mean 'timeloop'?"},
        Mistake{"run --progress maybe" + std::string(kFiles), "--progress must be"},
        Mistake{"run --dataflow wight_stationary arch.yaml problem.yaml",
                "did you mean 'weight_stationary'?"},
        Mistake{"run --json - --csv -" + std::string(kFiles),
                "--json and --csv both write to standard output"},
        Mistake{"run --json x --csv ./x" + std::string(kFiles), "--json and --csv both write to ./x"},
        Mistake{"run --csv problem.yaml" + std::string(kFiles),
                "--csv would overwrite the input problem.yaml"},
        Mistake{"run --json no/such/x.json" + std::string(kFiles), "cannot write no/such/x.json"},
        Mistake{"run nothing.yaml", "nothing.yaml"}, Mistake{"run arch.yaml problem.yaml", "mapping"},
        Mistake{"run --set Bufer.depth=3" + std::string(kFiles), "Buffer"},
        Mistake{"list dataflow", "did you mean 'dataflows'?"},
        Mistake{"list networks memories", "list takes one kind at most"},
        Mistake{"run --arch eyeris_like problem.yaml",
                "'eyeris_like' is neither a file nor a built-in architecture; did you mean 'eyeriss_like'?"},
        Mistake{"run --arch nothing problem.yaml", "see 'nestwave list architectures'"},
        Mistake{"run --layer alexnet arch.yaml", "--layer needs NETWORK:LAYER"},
        Mistake{"run --layer alexnet:cnv2 arch.yaml",
                "network alexnet has no layer 'cnv2'; did you mean 'conv2'?"},
        Mistake{"run --layer alexnet:conv2" + std::string(kFiles), "--layer gives a problem already"},
        Mistake{"network", "network needs a network"},
        Mistake{"network alexnt --arch arch.yaml --dataflow weight_stationary",
                "'alexnt' is neither a file nor a built-in network; did you mean 'alexnet'?"},
        Mistake{"network arch.yaml --dataflow weight_stationary",
                "arch.yaml:1:1: error: a network file has no key 'architecture'"},
        Mistake{"network alexnet --dataflow weight_stationary", "a network needs a machine: --arch"},
        Mistake{"network alexnet --arch arch.yaml", "a network needs a dataflow"},
        Mistake{"network alexnet problem.yaml --arch arch.yaml --dataflow weight_stationary",
                "the layers of the network are the problems"},
        Mistake{"network alexnet --layers cnv1 --arch arch.yaml --dataflow weight_stationary",
                "no layer of alexnet is called 'cnv1'; did you mean 'conv1'?"},
        Mistake{"network alexnet --batch 0 --arch arch.yaml --dataflow weight_stationary",
                "--batch needs a whole number of at least 1"},
        Mistake{"network alexnet --json x --csv x --arch arch.yaml --dataflow weight_stationary",
                "--json and --csv both write to x"},
        Mistake{"network alexnet --csv arch.yaml --arch arch.yaml --dataflow weight_stationary",
                "--csv would overwrite the input arch.yaml"},
        Mistake{"describe bs", "nothing built in is called 'bs'"},
        Mistake{"describe", "describe takes one name"}));

TEST(Program, KnowsNoOptionOrCommandThatDoesNothing) {
  const Workspace workspace;
  for (const std::string option : {"--timeline", "--report", "--window", "--scope"})
    EXPECT_EQ(workspace.run("run " + option + "=1" + kFiles).code, 2) << option;
  EXPECT_EQ(workspace.run("energy").code, 2);
}

TEST(Check, AcceptsGoodFilesAndNamesThePlaceOfAMistake) {
  const Workspace workspace;
  const Outcome good = workspace.run(std::string("check energy.yaml") + kFiles);
  EXPECT_EQ(good.code, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr("every tile fits"));
  EXPECT_EQ(workspace.run("check arch.yaml").code, 0);
  workspace.write("bad.yaml", "mapping:\n- {target: Bufer, type: temporal, factors: M=4 P=16 R=3}\n");
  const Outcome bad = workspace.run("check arch.yaml problem.yaml bad.yaml");
  EXPECT_EQ(bad.code, 2);
  EXPECT_THAT(bad.err, StartsWith("bad.yaml:2:"));
  EXPECT_THAT(bad.err, HasSubstr("error: "));
  EXPECT_THAT(bad.out, IsEmpty());
}

TEST(Check, RefusesAttributesWithoutEffectWhenStrict) {
  const Workspace workspace;
  std::string text = workspace.read("arch.yaml");
  text.replace(text.find("{depth: 64"), 1, "{technology: 45nm, ");
  workspace.write("arch.yaml", text);
  const Outcome noted = workspace.run("check arch.yaml");
  EXPECT_EQ(noted.code, 0);
  EXPECT_THAT(noted.err, HasSubstr("note: read but without effect: Buffer.technology"));
  const Outcome refused = workspace.run("check --strict arch.yaml");
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("technology"));
}

TEST(Explain, DrawsTheNest) {
  const Outcome outcome = Workspace().run(std::string("explain") + kFiles);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Buffer [ Weights:1 Inputs:16 Outputs:16 ]"));
  EXPECT_THAT(outcome.out, HasSubstr("|     for P in [0:16)"));
  EXPECT_THAT(outcome.out, HasSubstr("Weights  DRAM -> Buffer -> MACC"));
}

TEST(Explain, SaysWhichWordsExistAndWhoStoresTheOthers) {
  const Outcome free =
      Workspace().run("explain --layer alexnet:conv3 --arch eyeriss_like --dataflow weight_stationary");
  EXPECT_EQ(free.code, 0) << free.err;
  EXPECT_THAT(free.out, HasSubstr("Inputs      R+P   1 to 13 of 0 to 14  -"));
  const Outcome stored = Workspace().run(
      "explain --layer alexnet:conv3 --arch eyeriss_like --dataflow weight_stationary --policy timeloop");
  EXPECT_THAT(stored.out, HasSubstr("Inputs      R+P   1 to 13 of 0 to 14  DRAM, "));
  const Outcome without = Workspace().run(std::string("explain") + kFiles);
  EXPECT_THAT(without.out, ::testing::Not(HasSubstr("Padding")));
}

TEST(Describe, ShowsTheLayersOfANetworkAndTheLevelsOfAnArchitecture) {
  const Workspace workspace;
  EXPECT_THAT(workspace.run("describe alexnet").out,
              ::testing::AllOf(HasSubstr("conv2  conv  223,948,800  N=1 G=2 M=128 C=48"),
                               HasSubstr("8 layers, 724,406,816 MACs")));
  EXPECT_THAT(workspace.run("describe eyeriss_like").out, HasSubstr("  weights_spad        168      384"));
}

TEST(Describe, SaysWhatADataflowTakesAndRefuses) {
  const Workspace workspace;
  EXPECT_THAT(workspace.run("describe weight_stationary").out,
              ::testing::AllOf(HasSubstr("\nlayers    any convolution"), HasSubstr("\nmachines  any chain"),
                               HasSubstr("\nrefused   a problem that the outermost level cannot hold")));
  EXPECT_THAT(workspace.run("describe row_stationary").out,
              ::testing::AllOf(HasSubstr("fully connected layers"), HasSubstr("\nrefused   dilated filters"),
                               HasSubstr("\nno effect bandwidths of buffers")));
  EXPECT_THAT(workspace.run("describe systolic_array").out,
              HasSubstr("\nrefused   a dimension of one tensor"));
  // As it is said, so it is done.
  workspace.write("dilated.yaml",
                  "network: {name: d, layers: [{name: a, type: conv, C: 3, M: 4, H: 9, W: 9, R: 3, S: 3, "
                  "dilation: 2}]}\n");
  const std::string layer = " --layer dilated.yaml:a --arch ";
  EXPECT_EQ(workspace.run("check" + layer + "eyeriss_like --dataflow weight_stationary").code, 0);
  EXPECT_EQ(workspace.run("check" + layer + "systolic --dataflow output_stationary").code, 0);
  const Outcome refused = workspace.run("check" + layer + "eyeriss_v1 --dataflow row_stationary");
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("the filters are dilated"));
  const Outcome timed = workspace.run(
      "check --layer alexnet:conv5 --arch eyeriss_v1 --dataflow row_stationary "
      "--set DRAM.nestwave.timing=ddr4_2400");
  EXPECT_EQ(timed.code, 2);
  EXPECT_THAT(timed.err, HasSubstr("DRAM has a timing of its own"));
  const Outcome named =
      workspace.run("check --layer alexnet:conv5 --arch eyeriss_like --dataflow row_stationary");
  EXPECT_EQ(named.code, 0);
  EXPECT_THAT(named.err, HasSubstr("psum_spad.read_bandwidth"));
  workspace.write("rows.yaml", R"(architecture:
  version: 0.4
  nodes:
  - !Component {name: DRAM, class: DRAM, attributes: {width: 16, word_bits: 16}}
  - !Component {name: glb, class: SRAM, attributes: {entries: 10000, word_bits: 16}}
  - !Container {name: PE, spatial: {meshX: 3, meshY: 3}}
  - !Component {name: ifmap_spad, class: regfile, attributes: {entries: 12, word_bits: 16}}
  - !Component {name: filter_spad, class: regfile, attributes: {entries: 99, word_bits: 16}}
  - !Component {name: psum_spad, class: regfile, attributes: {entries: 24, word_bits: 16}}
  - !Component {name: mac, class: intmac}
)");
  const std::string strict =
      "check --strict --arch rows.yaml --layer alexnet:conv5 --dataflow row_stationary";
  const Outcome clean = workspace.run(strict);
  EXPECT_EQ(clean.code, 0) << clean.err;
  const Outcome without_effect = workspace.run(strict + " --set psum_spad.read_bandwidth=2");
  EXPECT_EQ(without_effect.code, 2);
  EXPECT_THAT(without_effect.err,
              HasSubstr("'psum_spad.read_bandwidth' has no effect on a row-stationary array"));
}

TEST(List, NamesWhatDescribeKnows) {
  const Workspace workspace;
  const Outcome all = workspace.run("list");
  EXPECT_EQ(all.code, 0);
  const Outcome policies = workspace.run("list policies");
  EXPECT_THAT(policies.out, HasSubstr("resident"));
  EXPECT_THAT(all.out, HasSubstr(policies.out));
  for (const std::string name : {"weight_stationary", "output_stationary", "resident", "timeloop", "bus",
                                 "storage", "alexnet", "eyeriss_like"}) {
    EXPECT_THAT(all.out, HasSubstr("  " + name + " "));
    EXPECT_EQ(workspace.run("describe " + name).code, 0) << name;
  }
}

}  // namespace
}  // namespace nestwave
