# shellcheck shell=bash
# Configuring and building a preset (CMakePresets.json) into build/<preset>.
configure_preset() {
    local preset=$1
    install_packages "${packages_base[@]}"
    # Paths that ccache may shorten, so that clones share what they compiled. It knows files that have not changed by their
    # inode: otherwise it would read the precompiled headers, more than 100 MB, for each file that uses them.
    export CCACHE_INODECACHE=true CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros
    say "configuring $preset"
    # Continuous integration looks at back traces, not at variables: a fifth of the time to build, half of the disk. It
    # also refuses warnings; whoever builds with a newer compiler or a newer Qt than it has only reads them.
    (cd "$root" && cmake --preset "$preset" -DFPX_WARNINGS_AS_ERRORS="${FPX_WARNINGS_AS_ERRORS:-OFF}" \
        ${FPX_LINE_TABLES_ONLY:+-DCMAKE_CXX_FLAGS_DEBUG=-g1} >"/tmp/fpx-configure.$$" 2>&1) ||
        { cat "/tmp/fpx-configure.$$"; rm -f "/tmp/fpx-configure.$$"; die "configuring $preset failed"; }
    rm -f "/tmp/fpx-configure.$$"
}

run_build() {
    local preset=$1
    shift
    say "building $preset"
    (cd "$root" && cmake --build "build/$preset" -j "$jobs" "$@")
}

build_preset() {
    local preset=$1
    shift
    spend configuring configure_preset "$preset"
    spend building run_build "$preset" "$@"
}
