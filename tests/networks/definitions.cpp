// SPDX-License-Identifier: Apache-2.0
#include "tests/networks/definitions.h"

#include <array>

namespace nestwave::test {

namespace {

using Size = std::uint64_t;

/// Follows the shape of the data through the network.
struct Flow {
  Size channels;
  Size side;
  std::vector<Layer> layers = {};

  Layer& add(const std::string& name, LayerType type, Size kernel, Size stride, Size pad) {
    Layer& layer = layers.emplace_back();
    layer.name = name;
    layer.type = type;
    layer.channels = layer.filters = channels;
    layer.input = {side, side};
    layer.kernel = {kernel, kernel};
    layer.stride = {stride, stride};
    layer.padding = {pad, pad};
    return layer;
  }

  /// `same` padding where the kernel is odd: with stride 1 the side stays.
  void conv(const std::string& name, Size filters, Size kernel, Size stride, Size pad, Size groups = 1) {
    Layer& layer = add(name, LayerType::conv, kernel, stride, pad);
    layer.filters = filters;
    layer.groups = groups;
    channels = filters;
    side = layer.output().down;
  }

  void depthwise(const std::string& name, Size stride) {
    side = add(name, LayerType::depthwise, 3, stride, 1).output().down;
  }

  void pool(Size kernel, Size stride, Size pad = 0) { side = (side + 2 * pad - kernel) / stride + 1; }

  /// Everything that is there becomes one vector.
  void full(const std::string& name, Size filters) {
    Layer& layer = layers.emplace_back();
    layer.name = name;
    layer.type = LayerType::fc;
    layer.channels = channels * side * side;
    layer.filters = filters;
    channels = filters;
    side = 1;
  }
};

std::vector<Layer> alexnet(Size groups) {
  Flow net{3, 227};
  net.conv("conv1", 96, 11, 4, 0);
  net.pool(3, 2);
  net.conv("conv2", 256, 5, 1, 2, groups);
  net.pool(3, 2);
  net.conv("conv3", 384, 3, 1, 1);
  net.conv("conv4", 384, 3, 1, 1, groups);
  net.conv("conv5", 256, 3, 1, 1, groups);
  net.pool(3, 2);
  net.full("fc6", 4096);
  net.full("fc7", 4096);
  net.full("fc8", 1000);
  return net.layers;
}

std::vector<Layer> alexnet_torchvision() {
  Flow net{3, 224};
  net.conv("conv1", 64, 11, 4, 2);
  net.pool(3, 2);
  net.conv("conv2", 192, 5, 1, 2);
  net.pool(3, 2);
  net.conv("conv3", 384, 3, 1, 1);
  net.conv("conv4", 256, 3, 1, 1);
  net.conv("conv5", 256, 3, 1, 1);
  net.pool(3, 2);
  net.full("fc6", 4096);
  net.full("fc7", 4096);
  net.full("fc8", 1000);
  return net.layers;
}

std::vector<Layer> vgg16() {
  Flow net{3, 224};
  const std::array<std::pair<int, Size>, 5> stages = {{{2, 64}, {2, 128}, {3, 256}, {3, 512}, {3, 512}}};
  for (std::size_t s = 0; s < stages.size(); ++s) {
    for (int i = 1; i <= stages[s].first; ++i)
      net.conv("conv" + std::to_string(s + 1) + "_" + std::to_string(i), stages[s].second, 3, 1, 1);
    net.pool(2, 2);
  }
  net.full("fc6", 4096);
  net.full("fc7", 4096);
  net.full("fc8", 1000);
  return net.layers;
}

/// The shortcut of a block, from the shape at its entry.
void shortcut(Flow& net, const std::string& name, Size channels, Size side, Size stride) {
  Flow entry{channels, side};
  entry.conv(name, net.channels, 1, stride, 0);
  net.layers.push_back(entry.layers[0]);
}

std::vector<Layer> resnet(const std::array<int, 4>& blocks, bool bottleneck) {
  Flow net{3, 224};
  net.conv("conv1", 64, 7, 2, 3);
  net.pool(3, 2, 1);
  for (std::size_t s = 0; s < blocks.size(); ++s)
    for (int b = 0; b < blocks[s]; ++b) {
      const std::string block = "layer" + std::to_string(s + 1) + "." + std::to_string(b) + ".";
      const Size width = Size{64} << s;
      const Size stride = s > 0 && b == 0 ? 2 : 1;
      const Size channels = net.channels;
      const Size side = net.side;
      if (bottleneck) {
        net.conv(block + "conv1", width, 1, 1, 0);
        net.conv(block + "conv2", width, 3, stride, 1);
        net.conv(block + "conv3", 4 * width, 1, 1, 0);
      } else {
        net.conv(block + "conv1", width, 3, stride, 1);
        net.conv(block + "conv2", width, 3, 1, 1);
      }
      if (net.channels != channels || stride > 1) shortcut(net, block + "downsample", channels, side, stride);
    }
  net.side = 1;  // average over all positions
  net.full("fc", 1000);
  return net.layers;
}

std::vector<Layer> resnet32(bool projections) {
  Flow net{3, 32};
  net.conv("conv1", 16, 3, 1, 1);
  for (Size s = 0; s < 3; ++s)
    for (int b = 0; b < 5; ++b) {
      const std::string block = "layer" + std::to_string(s + 1) + "." + std::to_string(b) + ".";
      const Size stride = s > 0 && b == 0 ? 2 : 1;
      const Size channels = net.channels;
      const Size side = net.side;
      net.conv(block + "conv1", Size{16} << s, 3, stride, 1);
      net.conv(block + "conv2", Size{16} << s, 3, 1, 1);
      if (stride > 1 && projections) shortcut(net, block + "downsample.0", channels, side, stride);
    }
  net.side = 1;
  net.full("fc", 10);
  return net.layers;
}

struct Stage {
  Size expansion;
  Size channels;
  int blocks;
  Size stride;
};

std::vector<Layer> mobilenetv2(Size side, Size first_stride, Size second_stride, Size classes) {
  Flow net{3, side};
  net.conv("conv0", 32, 3, first_stride, 1);
  const std::array<Stage, 7> stages = {{{1, 16, 1, 1},
                                        {6, 24, 2, second_stride},
                                        {6, 32, 3, 2},
                                        {6, 64, 4, 2},
                                        {6, 96, 3, 1},
                                        {6, 160, 3, 2},
                                        {6, 320, 1, 1}}};
  int number = 0;
  for (const Stage& stage : stages)
    for (int b = 0; b < stage.blocks; ++b) {
      const std::string block = "b" + std::to_string(++number) + ".";
      if (stage.expansion > 1) net.conv(block + "expand", stage.expansion * net.channels, 1, 1, 0);
      net.depthwise(block + "dw", b == 0 ? stage.stride : 1);
      net.conv(block + "project", stage.channels, 1, 1, 0);
    }
  net.conv("conv_last", 1280, 1, 1, 0);
  net.side = 1;
  net.full("fc", classes);
  return net.layers;
}

/// PW1, DW, PW2 of one block.
void inverted(Flow& net, const std::string& block, Size middle, Size stride, Size channels,
              const std::string& depthwise = "DW") {
  net.conv(block + ".PW1", middle, 1, 1, 0);
  net.depthwise(block + "." + depthwise, stride);
  net.conv(block + ".PW2", channels, 1, 1, 0);
}

std::vector<Layer> mobilenetv2_of_the_fusion_study(Size classes) {
  Flow net{3, 32};
  net.conv("conv1", 32, 3, 1, 1);
  inverted(net, "b0", 32, 1, 16, "DW1");
  const std::array<Size, 16> channels = {24, 24, 32, 32, 32, 64, 64, 64, 64, 96, 96, 96, 160, 160, 160, 320};
  for (int b = 1; b <= 16; ++b) {
    if (b == 12) net.side = 8;  // as published: out of step with its neighbours
    if (b == 13) net.side = 16;
    inverted(net, "b" + std::to_string(b), 6 * net.channels, b == 6 || b == 13 ? 2 : 1, channels[b - 1]);
  }
  net.conv("tail.PW1", 1280, 1, 1, 0);
  net.side = 1;
  net.full("tail.FC1", classes);
  return net.layers;
}

/// `narrow` and `wide` channels per stage; strides at b4 and b8.
std::vector<Layer> fusion_body(Size first, const std::array<Size, 4>& narrow, const std::array<Size, 4>& wide,
                               int blocks) {
  Flow net{first, 32};
  for (int b = 1; b <= blocks; ++b) {
    const std::size_t out = b < 4 ? 0 : b < 8 ? 1 : b < blocks ? 2 : 3;
    const std::size_t in = b <= 4 ? 0 : b <= 8 ? 1 : b < blocks ? 2 : 3;
    inverted(net, "b" + std::to_string(b), wide[in], b == 4 || b == 8 ? 2 : 1, narrow[out]);
  }
  return net.layers;
}

std::vector<Layer> densenet121() {
  Flow net{3, 224};
  net.conv("conv0", 64, 7, 2, 3);
  net.pool(3, 2, 1);
  const std::array<int, 4> blocks = {6, 12, 24, 16};
  for (std::size_t d = 0; d < blocks.size(); ++d) {
    for (int l = 1; l <= blocks[d]; ++l) {
      const std::string layer = "db" + std::to_string(d + 1) + ".l" + std::to_string(l) + ".";
      const Size before = net.channels;
      net.conv(layer + "conv1", 128, 1, 1, 0);
      net.conv(layer + "conv2", 32, 3, 1, 1);
      net.channels += before;  // joined to what was there
    }
    if (d + 1 == blocks.size()) break;
    net.conv("trans" + std::to_string(d + 1) + ".conv", net.channels / 2, 1, 1, 0);
    net.pool(2, 2);
  }
  net.side = 1;
  net.full("fc", 1000);
  return net.layers;
}

Layer product(const std::string& name, Size groups, Size rows, Size channels, Size filters) {
  Layer layer;
  layer.name = name;
  layer.type = groups > 1 ? LayerType::batched_matmul : LayerType::matmul;
  layer.groups = groups;
  layer.rows = rows;
  layer.channels = channels;
  layer.filters = filters;
  return layer;
}

std::vector<Layer> vision_transformer(Size patch, Size classes) {
  constexpr Size kWidth = 384;
  constexpr Size kHeads = 6;
  Flow net{3, 224};
  net.conv("patch_embed", kWidth, patch, patch, 0);
  const Size tokens = net.side * net.side + 1;  // and one for the class
  for (int b = 0; b < 12; ++b) {
    const std::string block = "blk" + std::to_string(b) + ".";
    net.layers.push_back(product(block + "qkv", 1, tokens, kWidth, 3 * kWidth));
    net.layers.push_back(product(block + "qk", kHeads, tokens, kWidth / kHeads, tokens));
    net.layers.push_back(product(block + "av", kHeads, tokens, tokens, kWidth / kHeads));
    net.layers.push_back(product(block + "proj", 1, tokens, kWidth, kWidth));
    net.layers.push_back(product(block + "fc1", 1, tokens, kWidth, 4 * kWidth));
    net.layers.push_back(product(block + "fc2", 1, tokens, 4 * kWidth, kWidth));
  }
  net.side = 1;  // the token of the class
  net.full("head", classes);
  return net.layers;
}

}  // namespace

std::map<std::string, std::vector<Layer>> network_definitions() {
  return {{"alexnet", alexnet(2)},
          {"alexnet_n4", alexnet(2)},
          {"alexnet_ungrouped", alexnet(1)},
          {"alexnet_torchvision", alexnet_torchvision()},
          {"vgg16", vgg16()},
          {"resnet18", resnet({2, 2, 2, 2}, false)},
          {"resnet34", resnet({3, 4, 6, 3}, false)},
          {"resnet50", resnet({3, 4, 6, 3}, true)},
          {"resnet32_cifar10", resnet32(true)},
          {"resnet32_cifar10_optA", resnet32(false)},
          {"mobilenetv2", mobilenetv2(224, 2, 2, 1000)},
          {"mobilenetv2_cifar10", mobilenetv2(32, 1, 1, 10)},
          {"mobilenetv2_cifar10_fusionrepo", mobilenetv2_of_the_fusion_study(10)},
          {"mobilenetv2_cifar100_fusionrepo", mobilenetv2_of_the_fusion_study(100)},
          {"fusionet_body", fusion_body(32, {32, 64, 96, 160}, {2368, 2368, 3456, 3456}, 16)},
          {"fusionet_mobilenet_body", fusion_body(16, {24, 32, 40, 80}, {864, 864, 864, 864}, 14)},
          {"densenet121", densenet121()},
          {"vit_s16_224", vision_transformer(16, 1000)},
          {"vit_s14_dinov2_224", vision_transformer(14, 10)}};
}

}  // namespace nestwave::test
