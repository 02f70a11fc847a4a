package config

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestDirectories(t *testing.T) {
	root := filepath.VolumeName(t.TempDir()) + string(filepath.Separator)
	at := func(parts ...string) string { return filepath.Join(append([]string{root}, parts...)...) }
	home := map[string]string{"HOME": at("home")}
	windows := map[string]string{"HOME": at("home"), "AppData": at("Roaming"), "LocalAppData": at("Local")}
	for _, test := range []struct {
		goos, xdg, windows, below string
		variables                 map[string]string
		want                      string
	}{
		{"linux", "XDG_CONFIG_HOME", "AppData", ".config", home, at("home", ".config", "unictl")},
		{"darwin", "XDG_STATE_HOME", "LocalAppData", ".local/state", home, at("home", ".local", "state", "unictl")},
		{"windows", "XDG_CONFIG_HOME", "AppData", ".config", windows, at("Roaming", "unictl")},
		{"linux", "XDG_CONFIG_HOME", "AppData", ".config", map[string]string{"XDG_CONFIG_HOME": at("x")}, at("x", "unictl")},
		{"windows", "XDG_CONFIG_HOME", "AppData", ".config", map[string]string{"XDG_CONFIG_HOME": at("x")}, at("x", "unictl")},
		{"linux", "XDG_CONFIG_HOME", "AppData", ".config", map[string]string{"XDG_CONFIG_HOME": "relative", "HOME": at("home")}, at("home", ".config", "unictl")},
		{"linux", "XDG_CONFIG_HOME", "AppData", ".config", map[string]string{"HOME": ""}, "set HOME or XDG_CONFIG_HOME"},
		{"linux", "XDG_CONFIG_HOME", "AppData", ".config", map[string]string{"HOME": "relative"}, "set HOME or XDG_CONFIG_HOME"},
		{"windows", "XDG_CACHE_HOME", "LocalAppData", ".cache", home, "set LocalAppData or XDG_CACHE_HOME"},
	} {
		found := directories{lookupIn(test.variables), test.goos}
		got, err := found.find("settings", test.xdg, test.windows, test.below)
		if err != nil {
			got = err.Error()
		}
		if got != test.want && !(err != nil && strings.HasSuffix(got, test.want)) {
			t.Errorf("%s %v: %s, want %s", test.goos, test.variables, got, test.want)
		}
	}
}

func lookupIn(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
}

func TestDefaultPaths(t *testing.T) {
	dir := t.TempDir()
	env := lookupIn(map[string]string{"XDG_CONFIG_HOME": dir, "XDG_STATE_HOME": dir, "XDG_CACHE_HOME": dir})
	config, errConfig := DefaultPath(env)
	state, errState := StateDir(env)
	cache, errCache := CacheDir(env)
	if errConfig != nil || errState != nil || errCache != nil {
		t.Fatal(errConfig, errState, errCache)
	}
	if want := filepath.Join(dir, "unictl"); config != filepath.Join(want, "config.yaml") || state != want || cache != want {
		t.Errorf("config %s, state %s, cache %s", config, state, cache)
	}
	if got := SecretsPath(config); got != filepath.Join(dir, "unictl", "secrets.yaml") {
		t.Errorf("secrets in %s", got)
	}
	if got, err := DefaultPath(lookupIn(map[string]string{"UNICTL_CONFIG": "here.yaml"})); got != "here.yaml" || err != nil {
		t.Errorf("path %s, %v", got, err)
	}
	for name, find := range map[string]func(func(string) (string, bool)) (string, error){"UNICTL_CONFIG": DefaultPath, "XDG_STATE_HOME": StateDir, "XDG_CACHE_HOME": CacheDir} {
		if _, err := find(lookupIn(nil)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error = %v, want one that names %s", err, name)
		}
	}
}
