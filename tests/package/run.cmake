# SPDX-License-Identifier: Apache-2.0
# cmake -D BUILD=… -D WORK=… -D COMPILER=… [-D LAUNCHER=…] [-D FLAGS=…] -P run.cmake
file(REMOVE_RECURSE ${WORK})

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/installed)

# Copies a project to a place of its own and builds it there against the installed package.
function(build_outside name folder)
  file(COPY ${folder}/ DESTINATION ${WORK}/${name})
  run(${CMAKE_COMMAND} -S ${WORK}/${name} -B ${WORK}/${name}/build -G Ninja
      -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER} -D CMAKE_CXX_FLAGS=${FLAGS}
      -D CMAKE_PREFIX_PATH=${WORK}/installed)
  run(${CMAKE_COMMAND} --build ${WORK}/${name}/build)
endfunction()

build_outside(consumer ${CMAKE_CURRENT_LIST_DIR}/consumer)
run(${WORK}/consumer/build/consumer)

# A dataflow from outside is listed, runs a layer with values, and takes a network; all checks hold.
build_outside(no_local_reuse ${CMAKE_CURRENT_LIST_DIR}/../../docs/examples/no_local_reuse)
set(mywave ${WORK}/no_local_reuse/build/mywave)
execute_process(COMMAND ${mywave} list dataflows OUTPUT_VARIABLE dataflows COMMAND_ERROR_IS_FATAL ANY)
if(NOT dataflows MATCHES "no_local_reuse")
  message(FATAL_ERROR "the dataflow from outside is not listed:\n${dataflows}")
endif()
run(${mywave} run --arch eyeriss_like --layer resnet32_cifar10:conv1 --dataflow no_local_reuse --functional)
run(${mywave} network alexnet --layers "fc8" --arch simple_output_stationary --dataflow no_local_reuse)

# A memory from outside stands behind the accelerator; the program checks its own result.
set(example ${CMAKE_CURRENT_LIST_DIR}/../../docs/examples/tlm_memory)
build_outside(tlm_memory ${example})
run(${WORK}/tlm_memory/build/tlm_memory ${example}/machine.yaml)

run(${WORK}/installed/bin/nestwave --version)
# What ships is found where it was installed.
execute_process(COMMAND ${WORK}/installed/bin/nestwave describe alexnet OUTPUT_VARIABLE description
                COMMAND_ERROR_IS_FATAL ANY)
file(REAL_PATH ${WORK}/installed installed)
string(FIND "${description}" "${installed}/share/nestwave/configs/networks/alexnet.yaml" found)
if(found EQUAL -1)
  message(FATAL_ERROR "the installed program does not use the installed networks:\n${description}")
endif()
