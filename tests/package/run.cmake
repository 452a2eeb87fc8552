# SPDX-License-Identifier: Apache-2.0
# cmake -D BUILD=… -D WORK=… -D COMPILER=… [-D LAUNCHER=…] [-D FLAGS=…] -P run.cmake
file(REMOVE_RECURSE ${WORK})

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/installed)
# A project of its own, built against the package.
function(build source name)
  run(${CMAKE_COMMAND} -S ${source} -B ${WORK}/${name} -G Ninja
      -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER} -D CMAKE_CXX_FLAGS=${FLAGS}
      -D CMAKE_PREFIX_PATH=${WORK}/installed)
  run(${CMAKE_COMMAND} --build ${WORK}/${name})
endfunction()

build(${CMAKE_CURRENT_LIST_DIR}/consumer consumer)
run(${WORK}/consumer/consumer)
set(example ${CMAKE_CURRENT_LIST_DIR}/../../docs/examples/tlm_memory)
build(${example} tlm_memory)
run(${WORK}/tlm_memory/tlm_memory ${example}/machine.yaml)
run(${WORK}/installed/bin/nestwave --version)
# What ships is found where it was installed.
execute_process(COMMAND ${WORK}/installed/bin/nestwave describe alexnet OUTPUT_VARIABLE description
                COMMAND_ERROR_IS_FATAL ANY)
file(REAL_PATH ${WORK}/installed installed)
string(FIND "${description}" "${installed}/share/nestwave/configs/networks/alexnet.yaml" found)
if(found EQUAL -1)
  message(FATAL_ERROR "the installed program does not use the installed networks:\n${description}")
endif()
