# fpx_module(<name> [PUBLIC <libs>...] [PRIVATE <libs>...])
#
# One library fpx_<name> (alias fpx::<name>) from core/<name>/src, whose public headers lie in
# core/<name>/include/fpx/<name>/. There is no common include root: a module sees exactly the headers of what it
# links, so an arrow that the architecture does not have is a compile error. PUBLIC is for modules whose types occur
# in this module's own public headers.
function(fpx_module name)
    cmake_parse_arguments(arg "" "" "PUBLIC;PRIVATE" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/src/*.cpp)
    file(GLOB headers CONFIGURE_DEPENDS
        ${CMAKE_CURRENT_SOURCE_DIR}/${name}/include/fpx/${name}/*.h ${CMAKE_CURRENT_SOURCE_DIR}/${name}/src/*.h)
    if(NOT sources)
        return()
    endif()
    # A lower module may have headers and no sources yet; its headers are enough to compile against.
    foreach(kind IN ITEMS PUBLIC PRIVATE)
        foreach(lib IN LISTS arg_${kind})
            if(lib MATCHES "^fpx::(.*)$" AND NOT TARGET ${lib})
                list(REMOVE_ITEM arg_${kind} ${lib})
                list(APPEND pending ${CMAKE_CURRENT_SOURCE_DIR}/${CMAKE_MATCH_1}/include)
            endif()
        endforeach()
    endforeach()
    add_library(fpx_${name} STATIC ${sources} ${headers})
    add_library(fpx::${name} ALIAS fpx_${name})
    target_include_directories(fpx_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/${name}/include ${pending})
    target_link_libraries(fpx_${name} PUBLIC ${arg_PUBLIC} PRIVATE fpx_options ${arg_PRIVATE})
    fpx_precompiled(fpx_${name})
    set_property(GLOBAL APPEND PROPERTY FPX_MODULES ${name})
    set_property(GLOBAL PROPERTY FPX_MODULE_${name}_PUBLIC ${arg_PUBLIC})
    set_property(GLOBAL PROPERTY FPX_MODULE_${name}_PRIVATE ${arg_PRIVATE})
endfunction()
