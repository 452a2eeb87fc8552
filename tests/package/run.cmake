# SPDX-License-Identifier: Apache-2.0
# cmake -D BUILD=… -D WORK=… -D COMPILER=… [-D LAUNCHER=…] [-D FLAGS=…] -P run.cmake
file(REMOVE_RECURSE ${WORK})

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/installed)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${WORK}/build -G Ninja
    -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER} -D CMAKE_CXX_FLAGS=${FLAGS}
    -D CMAKE_PREFIX_PATH=${WORK}/installed)
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/build/consumer)
run(${WORK}/installed/bin/nestwave --version)
# What ships is found where it was installed.
execute_process(COMMAND ${WORK}/installed/bin/nestwave describe alexnet OUTPUT_VARIABLE description
                COMMAND_ERROR_IS_FATAL ANY)
file(REAL_PATH ${WORK}/installed installed)
string(FIND "${description}" "${installed}/share/nestwave/configs/networks/alexnet.yaml" found)
if(found EQUAL -1)
  message(FATAL_ERROR "the installed program does not use the installed networks:\n${description}")
endif()
