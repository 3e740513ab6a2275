# Compiler options that hold for every target of the tree.
option(FPX_WARNINGS_AS_ERRORS "Refuse to build with a warning" OFF)
option(FPX_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(FPX_FUZZ "Fuzz targets for libFuzzer (Clang only)" OFF)
option(FPX_WIPE_ON_FREE "Overwrite memory in free() and realloc()" OFF)

add_library(fpx_options INTERFACE)
target_compile_definitions(fpx_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING
    QT_NO_FOREACH QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_BEFORE=0x060400)
if(MSVC)
    target_compile_options(fpx_options INTERFACE /W4 /permissive- /utf-8 $<$<BOOL:${FPX_WARNINGS_AS_ERRORS}>:/WX>)
else()
    target_compile_options(fpx_options INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
        -fstack-protector-strong
        $<$<BOOL:${FPX_WARNINGS_AS_ERRORS}>:-Werror>)
endif()
if(FPX_SANITIZE)
    target_compile_options(fpx_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    target_link_options(fpx_options INTERFACE -fsanitize=address,undefined)
endif()
if(FPX_FUZZ)
    target_compile_options(fpx_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# The system's own Python: it has the bindings that the tests need, and every user may run it.
find_program(Python3_EXECUTABLE NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(FPX_CCACHE ccache)
if(FPX_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${FPX_CCACHE})
endif()

# A debug build links some two hundred programs of a hundred megabytes each: GNU ld takes four seconds for one.
find_program(FPX_MOLD mold)
if(FPX_MOLD AND CMAKE_BUILD_TYPE STREQUAL "Debug" AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
    add_link_options(-fuse-ld=mold)
endif()
