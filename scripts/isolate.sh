# Sourced: isolate DIR moves settings, state, caches and home below DIR and drops
# the variables that would point unictl at a real service. Build before it: Go's
# caches move as well.
isolate() {
    local dir=$1 name
    for name in $(compgen -e | grep '^UNICTL_' || true); do
        unset "$name"
    done
    export HOME="$dir/home" USERPROFILE="$dir/home"
    export XDG_CONFIG_HOME="$dir/config" XDG_STATE_HOME="$dir/state"
    export XDG_CACHE_HOME="$dir/cache" XDG_DATA_HOME="$dir/data"
    export APPDATA="$dir/config" LOCALAPPDATA="$dir/state"
    mkdir -p "$HOME"
}
